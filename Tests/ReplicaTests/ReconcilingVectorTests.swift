// The vectors of reconciliation: what either end makes of a message about ranges.
import Foundation
import Merge
import Replica
import Testing
import Wire

@Suite struct `Vectors of reconciliation` {
  private struct Case: Decodable {
    let name: String
    let input: Input
    let expected: Expected
  }

  private struct Input: Decodable {
    let end: String
    let heads: [Row]
    /// The message that came, as it is before it is packed; nil where the first is to be made.
    let message: String?
  }

  private struct Expected: Decodable {
    let answer: String?
    let wants: [Place]
    let gives: [Place]
  }

  /// Area, feed, number, and the first sixteen bytes of the chain hash.
  private struct Row: Decodable {
    let area: String
    let feed: String
    let seq: UInt64
    let hash: String

    init(from decoder: any Decoder) throws {
      var parts = try decoder.unkeyedContainer()
      area = try parts.decode(String.self)
      feed = try parts.decode(String.self)
      seq = try parts.decode(UInt64.self)
      hash = try parts.decode(String.self)
    }

    func head() throws -> BranchHead {
      let place = try #require(Area(area))
      let id = try #require(FeedID(hex: feed))
      let first = try #require(Bytes16(hex: hash))
      return BranchHead(
        area: place, feed: id, head: Head(seq: seq, hash: Digest(words: (first.high, first.low, 0, 0))))
    }
  }

  private struct Place: Decodable {
    let feed: String
    let seq: UInt64

    init(from decoder: any Decoder) throws {
      var parts = try decoder.unkeyedContainer()
      feed = try parts.decode(String.self)
      seq = try parts.decode(UInt64.self)
    }

    func dot() throws -> Dot { try Dot(feed: #require(FeedID(hex: feed)), seq: seq) }
  }

  private static func message(_ hex: String) throws -> RangesMessage {
    let digits = Array(hex.utf8)
    let plain = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
    }
    var writer = CBORWriter()
    writer.array(2)
    writer.unsigned(UInt64(plain.count))
    writer.bytes(Deflate.compress(plain))
    return try RangesMessage(Frame(.ranges, writer.bytes))
  }

  @Test func `every case of ranges-answer`() throws {
    let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let file = root.appending(path: "protocol/vectors/ranges-answer.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    #expect(!cases.isEmpty)
    for vector in cases {
      let heads = try vector.input.heads.map { try $0.head() }
      let received = try vector.input.message.map { try Self.message($0) }
      var initiator = Reconciler()
      let answer: RangesMessage?
      if let received, vector.input.end == "child" {
        answer = initiator.next(received, heads: heads)
      } else if let received {
        answer = Reconciler.answer(received, heads: heads)
      } else {
        answer = Reconciler.opening(heads)
      }
      let expected = try vector.expected.answer.map { try Self.message($0) }
      let wants = try vector.expected.wants.map { try $0.dot() }
      let gives = try vector.expected.gives.map { try $0.dot() }
      #expect(answer?.ranges == expected?.ranges, "\(vector.name)")
      #expect(initiator.wants == wants && initiator.gives == gives, "\(vector.name)")
    }
  }
}
