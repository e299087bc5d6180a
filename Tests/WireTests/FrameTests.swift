// Frames cut from a stream that arrives in pieces of any size.
import SeededNumbers
import Testing
import Wire

@Suite struct `Frames` {
  private let frames = [
    Frame(.hello, [1, 2, 3]), Frame(.batch, []), Frame(kind: 200, body: [9]),
    Frame(.close, Array(repeating: 7, count: 300)),
  ]
  private var stream: [UInt8] { frames.flatMap(\.encoded) }

  /// The frames that come out when the stream is fed in these pieces.
  private func read(_ pieces: [[UInt8]]) throws(WireError) -> (frames: [Frame], isInside: Bool) {
    var reader = FrameReader()
    var result: [Frame] = []
    for piece in pieces {
      reader.feed(piece)
      while let frame = try reader.next() { result.append(frame) }
    }
    return (result, reader.isInsideFrame)
  }

  @Test func `a stream cut at any byte gives every frame before the cut and no other`() throws {
    var ends = [0]
    for frame in frames { ends.append(ends.last! + Frame.headBytes + frame.body.count) }
    for cut in 0...stream.count {
      let result = try read([Array(stream[..<cut])])
      #expect(result.frames == Array(frames.prefix(ends.filter { $0 > 0 && $0 <= cut }.count)))
      #expect(result.isInside == !ends.contains(cut))
      #expect(try read([Array(stream[..<cut]), Array(stream[cut...])]).frames == frames)
    }
  }

  @Test func `a stream in random pieces gives the same frames`() throws {
    var numbers = SplitMix64(seed: 1)
    for _ in 0..<100 {
      var rest = stream[...]
      var pieces: [[UInt8]] = []
      while !rest.isEmpty {
        let piece = rest.prefix(numbers.below(numbers.pick([2, 5, 200])))
        pieces.append(Array(piece))
        rest = rest.dropFirst(piece.count)
      }
      #expect(try read(pieces).frames == frames)
    }
  }

  @Test func `a stream byte by byte gives the same frames`() throws {
    #expect(try read(stream.map { [$0] }).frames == frames)
  }

  @Test func `a frame has a kind, four bytes of length, and its body`() {
    #expect(Frame(.want, [0xAA, 0xBB]).encoded == [5, 0, 0, 0, 2, 0xAA, 0xBB])
    #expect(Frame.Kind.allCases.map(\.rawValue) == [1, 2, 3, 4, 5, 6, 7])
  }

  @Test func `a frame above the limit is refused as soon as its head is read, and stays refused`() {
    var reader = FrameReader()
    reader.feed(Frame(.close, []).encoded + [2, 0, 16, 0, 1])
    #expect(failure { () throws(WireError) in try reader.next() } == nil)
    for _ in 0..<2 { #expect(failure { () throws(WireError) in try reader.next() } == .tooLarge) }
  }

  @Test func `a frame of the limit passes`() throws {
    let frame = Frame(.batch, Array(repeating: 1, count: Limits.frameBytesMax))
    #expect(try read([frame.encoded]).frames == [frame])
  }
}
