// Mutants that remember wrongly: heads, clock, cursors and custody.
import Merge
import Replica
import Store
import Wire

final class HeadRememberer: PassingStorage {
  override func feed(_ id: FeedID) throws -> StoredFeed? { try memory.heads[id] ?? inner.feed(id) }

  override func insert(
    _ bytes: ArraySlice<UInt8>, scan: CommitScanner, hash: Digest, to feed: inout StoredFeed, from source: Int64,
    isEffective: Bool
  ) throws -> UInt64 {
    let arrival = try inner.insert(bytes, scan: scan, hash: hash, to: &feed, from: source, isEffective: isEffective)
    memory.heads[feed.id] = feed
    return arrival
  }
}

final class ClockForgetter: PassingStorage {
  override func saveClock(_ last: HybridTime) throws {}
}

final class LaneSwapper: PassingStorage {
  override func saveLink(_ link: StoredLink) throws {
    var link = link
    let furthest = link.received.lanes.max() ?? 0
    link.received = Cursor(lanes: link.received.lanes.map { _ in furthest })
    try inner.saveLink(link)
  }
}

final class StoreIgnorer: PassingStorage {
  override func saveLink(_ link: StoredLink) throws {
    var link = link
    if let old = try inner.link(link.peer) {
      link.received.advance(from: .zero, to: old.received)
      link.acknowledged.advance(from: .zero, to: old.acknowledged)
      link.custody = max(link.custody, old.custody)
    }
    try inner.saveLink(link)
  }
}

final class AcknowledgementForgetter: PassingStorage {
  override func saveLink(_ link: StoredLink) throws {
    var link = link
    // Not zero, which would ask for a comparison.
    link.acknowledged = Cursor(lanes: link.acknowledged.lanes.map { min($0, 1) })
    try inner.saveLink(link)
  }
}

final class CustodyStretcher: PassingStorage {
  override func recordCustody(_ marks: [CustodyMark]) throws {
    try inner.recordCustody(marks.map { CustodyMark(feed: $0.feed, tier: $0.tier, seq: $0.seq + 1) })
  }
}
