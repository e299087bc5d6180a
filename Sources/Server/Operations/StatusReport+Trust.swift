// How trust stands, in a node's status.
import Merge
import Replica
import Store

extension StatusReport {
  static func object(_ trust: TrustSummary) -> JSON {
    let retired: [(String, JSON)] = trust.retiredAt.map { Instant.members("retired_at", $0) } ?? []
    return .object(
      [
        ("waiting_feeds", .count(trust.waitingCount)), ("waiting", .list(trust.waiting.map { object($0) })),
        ("evidence", .count(trust.evidence)), ("stranded", .count(trust.stranded)),
        ("redactions", .count(trust.redactions)),
        ("former_areas", .list(trust.formerAreas.map { .text($0.code) })),
      ] + retired)
  }

  private static func object(_ waiting: WaitingFeed) -> JSON {
    [
      "feed": .text(waiting.feed.id.description), "node": .text(waiting.feed.key.node.description),
      "area": .text(waiting.feed.key.area.code), "class": .text(waiting.feed.key.class.name),
      "from": .int(Int64(clamping: waiting.feed.effective + 1)), "to": .int(Int64(clamping: waiting.feed.head.seq)),
      "reason": .text(waiting.reason.rawValue),
    ]
  }
}
