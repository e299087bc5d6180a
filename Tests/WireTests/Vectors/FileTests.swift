// The vector files as a whole: complete, well-formed, and covering every rejection code.
import Foundation
import Testing
import Wire

@Suite struct `Vector files` {
  static let tested: Set<String> = [
    "alarm-id", "area", "authority", "batch", "cbor", "chain-hash", "checkpoint-id", "close", "commit", "contains",
    "credit-code", "cursor", "custody", "dns-name",
    "feed-key",
    "fingerprint",
    "frames", "given-out", "hello", "hybrid-clock", "hybrid-time", "limits", "merge-counter", "merge-register",
    "merge-set",
    "merge-steps", "own-word", "proof", "ranges", "ranges-answer", "receipts", "rejection", "scope", "seal",
    "statement", "user-name", "want",
  ]

  @Test func `every file is run, and every one that is run is there`() { #expect(Set(Vector.topics) == Self.tested) }

  @Test func `every fault of encoding has a case that must fail with it`() {
    let codes = Set(Vector.topics.flatMap(Vector.topic).compactMap(\.mustFail))
    #expect(codes == Set(WireError.Code.allCases.map(\.rawValue)))
    let rejections = Set(Vector.topic("rejection").compactMap(\.mustFail))
    #expect(rejections == Set(WireError.Code.allCases.map(\.rawValue)))
  }

  @Test func `every section of the specification that vectors can test has some`() {
    let sections = Set(Vector.topics.flatMap(Vector.topic).map(\.section))
    let expected: Set = [
      "2.1", "2.4", "2.5", "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "4.4", "4.5", "5.1", "5.2", "5.3", "5.4",
      "5.6",
      "5.7", "6.1", "6.2", "6.3", "6.4", "7", "8", "10.2", "10.3", "10.4", "11.1", "12", "13.1", "13.2",
      "catalog 4.8", "catalog 5.11",
    ]
    #expect(sections == expected)
  }

  @Test(arguments: Vector.topics) func `every case has a name of its own and one outcome`(topic: String) {
    let vectors = Vector.topic(topic)
    #expect(!vectors.isEmpty)
    #expect(Set(vectors.map(\.name)).count == vectors.count)
    #expect(vectors.allSatisfy { ($0.expected == nil) != ($0.mustFail == nil) })
  }
}
