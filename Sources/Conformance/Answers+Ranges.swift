// Reconciliation: chapter 6.
import Merge
import Replica
import Wire

extension Answers {
  static let ranges: [String: Reading] = ["ranges": message, "ranges-answer": answerToRanges]

  private static func message(_ input: JSON) throws -> JSON {
    let message = try RangesMessage(frame(.ranges, try input["body"].bytes))
    return .array(message.ranges.map { range($0) })
  }

  private static func range(_ range: HeadRange) -> JSON {
    let bound = JSON(range.bound)
    switch range.content {
    case .settled: return .object(["bound": bound, "kind": .string("settled")])
    case .sum(let sum): return .object(["bound": bound, "kind": .string("sum"), "sum": JSON(tag: sum)])
    case .heads(let heads):
      return .object(["bound": bound, "kind": .string("heads"), "heads": .array(heads.map { head($0) })])
    case .differing(let heads, let missing):
      return .object([
        "bound": bound, "kind": .string("differing"), "heads": .array(heads.map { head($0) }),
        "missing": .array(missing.map { JSON($0) }),
      ])
    }
  }

  private static func head(_ head: ListedHead) -> JSON {
    .array([JSON(head.feed), JSON(head.seq), JSON(tag: head.tag)])
  }

  private static func answerToRanges(_ input: JSON) throws -> JSON {
    let heads = try input["heads"].array.map { try branchHead($0) }
    for (head, next) in zip(heads, heads.dropFirst()) where !head.key.lexicographicallyPrecedes(next.key) {
      throw try input["heads"].fault("heads in the order of their keys")
    }
    let received = try input["message"].optional { try unpacked($0) }
    var initiator = Reconciler()
    let answer: RangesMessage?
    switch (try input["end"].string, received) {
    case ("child", let received?): answer = initiator.next(received, heads: heads)
    case ("parent", let received?): answer = Reconciler.answer(received, heads: heads)
    case ("parent", nil): answer = Reconciler.opening(heads)
    default: throw CaseFault("the end is parent or child, and the parent makes the first message")
    }
    return .object([
      "answer": try answer.map { JSON(try content($0)) } ?? .null,
      "wants": .array(initiator.wants.map { JSON($0) }), "gives": .array(initiator.gives.map { JSON($0) }),
    ])
  }

  /// Area, feed, number, and the first sixteen bytes of the chain hash.
  private static func branchHead(_ row: JSON) throws -> BranchHead {
    let first = try row[3].id
    return BranchHead(
      area: try row[0].area, feed: try row[1].feed,
      head: Head(seq: try row[2].natural, hash: Digest(words: (first.high, first.low, 0, 0))))
  }

  /// A message as it is before it is packed.
  private static func unpacked(_ plain: JSON) throws -> RangesMessage {
    let plain = try plain.bytes
    var writer = CBORWriter()
    writer.array(2)
    writer.unsigned(UInt64(plain.count))
    writer.bytes(Deflate.compress(plain))
    return try RangesMessage(frame(.ranges, writer.bytes))
  }

  private static func content(_ message: RangesMessage) throws -> [UInt8] {
    let body = message.frame.body
    var reader = CBORReader(body)
    _ = try reader.array(max: 2, "parts")
    let count = try reader.count(max: 4 * Limits.frameBytesMax, "bytes of ranges")
    return try Deflate.inflate(body[try reader.byteRange(max: Limits.frameBytesMax)], count: count)
  }
}
