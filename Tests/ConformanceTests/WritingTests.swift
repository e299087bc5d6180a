// The other direction of the vectors: what a case expects is written as its input.
import Conformance
import Merge
import Testing
import Trust
import Wire

@Suite struct `Vectors written` {
  /// The cases of a file whose input this version would write, with what they expect.
  private func cases(_ file: String) -> [(vector: VectorCase, expected: JSON)] {
    Vectors.cases(file).filter { !$0.isDecodeOnly }.compactMap { vector in
      guard case .expected(let expected)? = vector.outcome else { return nil }
      return (vector, expected)
    }
  }

  @Test func `values, commits and keys are written as they came`() throws {
    for (vector, expected) in cases("cbor") {
      var writer = CBORWriter()
      writer.value(try expected.value)
      #expect(writer.bytes == (try vector.input.bytes), "\(vector)")
    }
    for (vector, expected) in cases("commit") {
      #expect(try expected.commit.encoded == vector.input.bytes, "\(vector)")
    }
    for (vector, expected) in cases("feed-key") {
      #expect(try expected["key"].feedKey.encoded == vector.input["encoded"].bytes, "\(vector)")
    }
    #expect(cases("cbor").count > 30 && cases("commit").count > 5 && cases("feed-key").count > 3)
  }

  private static let bodies: [(file: String, frame: @Sendable (JSON) throws -> Frame)] = [
    ("hello", { try $0.hello.frame }), ("custody", { try $0.custody.frame }), ("want", { try $0.want.frame }),
    ("close", { try $0.close.frame }), ("receipts", { try $0.receipts.frame }),
  ]

  @Test func `the bodies of frames are written as they came`() throws {
    for (file, frame) in Self.bodies {
      #expect(cases(file).count > 1, "\(file)")
      for (vector, expected) in cases(file) {
        #expect(try frame(expected).body == vector.input["body"].bytes, "\(vector)")
      }
    }
    for (vector, expected) in cases("frames") {
      let written = try expected["frames"].array.flatMap { try $0.frame.encoded }
      #expect(written == (try vector.input.bytes.dropLast(Int(try expected["rest"].int))), "\(vector)")
    }
  }

  /// Two packings of one block may differ; what they hold may not.
  @Test func `what is packed is written so that it holds the same`() throws {
    for (vector, expected) in cases("batch") {
      let batch = try expected.batch
      #expect(try Batch(batch.frame) == batch, "\(vector)")
    }
    for (vector, expected) in cases("ranges") {
      let message = try expected.ranges
      #expect(try RangesMessage(message.frame) == message, "\(vector)")
    }
  }

  @Test func `action signatures are written as they came`() throws {
    let signed = try cases("action").filter { try $0.expected["mark"].string == "signed" }
    #expect(signed.count > 10)
    for (vector, expected) in signed {
      let bytes = try vector.input["commit"].bytes
      var scanner = CommitScanner()
      var reader = CBORReader(bytes)
      try scanner.scan(&reader)
      let place = try #require(scanner.actionPlace)
      #expect(try expected.actionSignature.encoded == Array(bytes[place]), "\(vector)")
    }
  }

  @Test func `seals and statements are written as they came`() throws {
    for (vector, expected) in cases("seal") {
      #expect(try expected.seal.encoded == vector.input["seal"].bytes, "\(vector)")
    }
    for (vector, expected) in cases("statement") {
      let statement = try Statement(kept: try vector.input.bytes)
      #expect(try statement.digest == expected["digest"].digest, "\(vector)")
      #expect(try Statement(encoded: statement.encoded) == statement, "\(vector)")
    }
  }
}
