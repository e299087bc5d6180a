// One function for each thing that is decoded, with what must hold of whatever decodes.
import Merge
import Wire

enum Decoders {
  static let all: [@Sendable ([UInt8]) -> Void] = [
    stream, hello, batch, custody, ranges, want, close, commit, packed, item, sequence,
  ]

  /// A stream of frames, fed in two pieces; each frame then goes to the decoder of its kind.
  static func stream(_ bytes: [UInt8]) {
    var reader = FrameReader()
    for piece in [bytes[..<(bytes.count / 2)], bytes[(bytes.count / 2)...]] {
      reader.feed(piece)
      while let frame = (try? reader.next()) ?? nil {
        let kinds = [hello, batch, custody, ranges, want, close]
        if (1...6).contains(frame.kind) { kinds[Int(frame.kind) - 1](frame.body) }
      }
    }
  }

  static func hello(_ body: [UInt8]) {
    guard let frame = frame(.hello, body), let hello = try? Hello(frame) else { return }
    precondition(hello == (try? Hello(hello.frame)), "a hello comes back equal")
  }

  static func batch(_ body: [UInt8]) {
    guard let frame = frame(.batch, body), let batch = try? Batch(frame) else { return }
    precondition(batch == (try? Batch(batch.frame)), "a batch comes back equal")
    sequence(batch.commits)
  }

  static func custody(_ body: [UInt8]) {
    guard let frame = frame(.custody, body), let report = try? CustodyReport(frame) else { return }
    precondition(report.frame.body == body, "custody marks have one encoding")
  }

  static func ranges(_ body: [UInt8]) {
    guard let frame = frame(.ranges, body), let message = try? RangesMessage(frame) else { return }
    precondition(message == (try? RangesMessage(message.frame)), "ranges come back equal")
  }

  static func want(_ body: [UInt8]) {
    guard let frame = frame(.want, body), let message = try? WantMessage(frame) else { return }
    precondition(message.frame.body == body, "wants have one encoding")
  }

  static func close(_ body: [UInt8]) {
    guard let frame = frame(.close, body), let message = try? CloseMessage(frame) else { return }
    precondition(message == (try? CloseMessage(message.frame)), "a close comes back equal")
  }

  static func item(_ bytes: [UInt8]) {
    var reader = CBORReader(bytes)
    guard let value = try? reader.value() else { return }
    var writer = CBORWriter()
    writer.value(value)
    precondition(writer.bytes == Array(bytes[..<reader.offset]), "a value has one encoding")
    var skipper = CBORReader(bytes)
    do { try skipper.skip() } catch { preconditionFailure("what can be read can be stepped over: \(error)") }
    precondition(skipper.offset == reader.offset, "stepping over ends where reading does")
  }

  /// Commits behind their lengths, as a batch holds them.
  static func sequence(_ bytes: [UInt8]) {
    var reader = CBORReader(bytes)
    while !reader.isAtEnd, let place = try? reader.byteRange(max: Limits.commitBytesMax) { commit(Array(bytes[place])) }
  }

  private static func frame(_ kind: Frame.Kind, _ body: [UInt8]) -> Frame? {
    body.count <= Limits.frameBytesMax ? Frame(kind, body) : nil
  }
}
