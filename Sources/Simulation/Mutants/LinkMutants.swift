// Mutants that remember wrongly: heads, clock, cursors and custody.
import Merge
import Replica
import Store
import Wire

struct HeadRememberer: PassingStorage {
  let place: MutantPlace

  func feed(_ id: FeedID) throws -> StoredFeed? { try memory.heads[id] ?? inner.feed(id) }

  func insert(
    _ commit: ScannedCommit, to feed: inout StoredFeed, from source: Int64, isEffective: Bool
  ) throws -> UInt64 {
    let arrival = try inner.insert(commit, to: &feed, from: source, isEffective: isEffective)
    memory.heads[feed.id] = feed
    return arrival
  }
}

struct ClockForgetter: PassingStorage {
  let place: MutantPlace

  func saveClock(_ last: HybridTime) throws {}
}

struct LaneSwapper: PassingStorage {
  let place: MutantPlace

  func saveLink(_ link: StoredLink) throws {
    var link = link
    let furthest = link.received.lanes.max() ?? 0
    link.received = Cursor(lanes: link.received.lanes.map { _ in furthest })
    try inner.saveLink(link)
  }
}

struct StoreIgnorer: PassingStorage {
  let place: MutantPlace

  func saveLink(_ link: StoredLink) throws {
    var link = link
    if let old = try inner.link(link.peer) {
      link.received.advance(from: .zero, to: old.received)
      link.acknowledged.advance(from: .zero, to: old.acknowledged)
      link.custody = max(link.custody, old.custody)
    }
    try inner.saveLink(link)
  }
}

struct AcknowledgementForgetter: PassingStorage {
  let place: MutantPlace

  func saveLink(_ link: StoredLink) throws {
    var link = link
    // Not zero, which would ask for a comparison.
    link.acknowledged = Cursor(lanes: link.acknowledged.lanes.map { min($0, 1) })
    try inner.saveLink(link)
  }
}

struct CustodyStretcher: PassingStorage {
  let place: MutantPlace

  func recordCustody(_ marks: [CustodyMark]) throws {
    try inner.recordCustody(marks.map { CustodyMark(feed: $0.feed, tier: $0.tier, seq: $0.seq + 1) })
  }
}
