// The vectors of chapters 5 and 6: frames and what they hold, read and written.
import Merge
import Testing
import Wire

@Suite struct `Session vectors` {
  /// Reads a frame's body and, unless it holds a compressed block, writes it back.
  private func check<Message: Equatable>(
    _ vector: Vector, _ kind: Frame.Kind, _ read: (Frame) throws(WireError) -> Message,
    _ frame: (Message) -> Frame, _ build: (JSON) -> Message, isCompressed: Bool = false
  ) {
    vector.check({ (input) throws(WireError) in try read(Frame(kind, input["body"].bytes)) }, build)
    if isCompressed {
      // Two packings of one block may differ; what they hold may not.
      vector.checkWriting({ try? read(frame(build($0))) }, vector.expected.map(build))
    } else {
      vector.checkWriting({ hex(frame(build($0)).body) }, vector.input["body"].string)
    }
  }

  @Test(arguments: Vector.topic("frames")) func `every case of frames`(vector: Vector) {
    vector.check { (input) throws(WireError) in
      var reader = FrameReader()
      reader.feed(input.bytes)
      var frames: [Frame] = []
      while let frame = try reader.next() { frames.append(frame) }
      return frames
    } _: {
      $0["frames"].array.map(\.frame)
    }
    vector.checkWriting(
      { hex($0["frames"].array.flatMap(\.frame.encoded)) },
      String(vector.input.string.dropLast(2 * Int(vector.expected?["rest"].int ?? 0))))
  }

  @Test(arguments: Vector.topic("hello")) func `every case of hello`(vector: Vector) {
    check(vector, .hello, { (frame) throws(WireError) in try Hello(frame) }, \.frame, \.hello)
  }

  @Test(arguments: Vector.topic("batch")) func `every case of batch`(vector: Vector) {
    check(
      vector, .batch, { (frame) throws(WireError) in try Batch(frame) }, \.frame, \.batch, isCompressed: true)
  }

  @Test(arguments: Vector.topic("custody")) func `every case of custody`(vector: Vector) {
    check(vector, .custody, { (frame) throws(WireError) in try CustodyReport(frame) }, \.frame, \.custody)
  }

  @Test(arguments: Vector.topic("ranges")) func `every case of ranges`(vector: Vector) {
    check(
      vector, .ranges, { (frame) throws(WireError) in try RangesMessage(frame) }, \.frame, \.ranges, isCompressed: true)
  }

  @Test(arguments: Vector.topic("want")) func `every case of want`(vector: Vector) {
    check(vector, .want, { (frame) throws(WireError) in try WantMessage(frame) }, \.frame, \.want)
  }

  @Test(arguments: Vector.topic("close")) func `every case of close`(vector: Vector) {
    check(vector, .close, { (frame) throws(WireError) in try CloseMessage(frame) }, \.frame, \.close)
  }

  @Test(arguments: Vector.topic("cursor")) func `every case of cursor`(vector: Vector) throws {
    let expected = try #require(vector.expected)
    var cursor = vector.input["cursor"].cursor
    cursor.advance(from: vector.input["from"].cursor, to: vector.input["to"].cursor)
    #expect(cursor == expected.cursor)
  }

  @Test(arguments: Vector.topic("given-out")) func `every case of given-out`(vector: Vector) throws {
    let mark = vector.input["mark"].natural
    let given = Cursor(lanes: [mark, mark, mark])
    #expect(try #require(vector.expected).bool == given.covers(vector.input["cursor"].cursor))
  }
}

extension JSON {
  fileprivate var frame: Frame { Frame(kind: UInt8(self["kind"].int), body: self["body"].bytes) }
}
