// How trust stands, read from a node's file.
import Merge
import Replica
import Store

extension StoreStatus {
  static func object(_ trust: TrustSummary) -> JSON {
    .object([
      "waiting_feeds": .int(Int64(trust.waitingCount)), "waiting": .list(trust.waiting.map { object($0) }),
      "evidence": .int(Int64(trust.evidence)), "stranded": .int(Int64(trust.stranded)),
      "redactions": .int(Int64(trust.redactions)),
      "former_areas": .list(trust.formerAreas.map { .text($0.code) }),
      "retired_at": trust.retiredAt.map { .int($0) } ?? .null,
    ])
  }

  private static func object(_ waiting: WaitingFeed) -> JSON {
    .object([
      "feed": .text(waiting.feed.id.description), "node": .text(waiting.feed.key.node.description),
      "area": .text(waiting.feed.key.area.code), "class": .text(waiting.feed.key.class.name),
      "from": .int(Int64(clamping: waiting.feed.effective + 1)), "to": .int(Int64(clamping: waiting.feed.head.seq)),
      "reason": .text(waiting.reason.rawValue),
    ])
  }
}
