// Mutants that merge wrongly: what reaches the views is not what the commits say.
import Merge
import Replica
import Store
import Trust
import Wire

/// A writer that folds other changes than those of the commit.
protocol FoldingOtherwise: PassingStorage {
  /// The changes to fold; nil for none at all.
  func changed(_ changes: [Change], time: HybridTime) -> [Change]?
}

extension FoldingOtherwise {
  func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    // What a device has signed counts as it was signed, or not at all.
    if case .signed = ActionMark(scan, in: bytes) { return try inner.fold(scan, in: bytes, feed: feed) }
    guard let changes = changed(scan.allChanges(in: bytes), time: scan.time) else { return }
    for change in changes {
      memory.records[change.record, default: .init()].latest = max(scan.time, latest(change.record))
      memory.records[change.record, default: .init()].version.include(Dot(feed: scan.feed, seq: scan.seq))
    }
    // A commit has not seen itself, also when it was folded before and the transaction came to nothing.
    let others = changes.map { change in
      let seen = change.seen.dots.filter { $0.feed != scan.feed || $0.seq < scan.seq }
      return change.with(seen: SeenVector(seen))
    }
    let other = try Rewriting.commit(scan, in: bytes, key: feed.key, changes: others)
    try inner.fold(other.scan, in: other.bytes, feed: feed)
  }

  func latest(_ record: RecordID) -> HybridTime { memory.records[record]?.latest ?? .zero }
  func version(_ record: RecordID) -> SeenVector { memory.records[record]?.version ?? .empty }
}

extension Change {
  func with(seen: SeenVector? = nil, fields: [FieldChange]? = nil) -> Change {
    Change(type: type, record: record, seen: seen ?? self.seen, fields: fields ?? self.fields)
  }

  /// The change without what it writes to registers.
  var withoutWrites: Change {
    with(fields: fields.filter { if case .write = $0.edit { false } else { true } })
  }
}

struct SeenVectorSkipper: FoldingOtherwise {
  let place: MutantPlace

  func changed(_ changes: [Change], time: HybridTime) -> [Change]? {
    changes.map { $0.with(seen: .empty) }
  }
}

struct ClockFollower: FoldingOtherwise {
  let place: MutantPlace

  func changed(_ changes: [Change], time: HybridTime) -> [Change]? {
    changes.map { change in
      time < latest(change.record) ? change.withoutWrites : change.with(seen: version(change.record))
    }
  }
}

struct ArrivalFollower: FoldingOtherwise {
  let place: MutantPlace

  func changed(_ changes: [Change], time: HybridTime) -> [Change]? {
    changes.map { $0.with(seen: version($0.record)) }
  }
}

struct LoserDropper: FoldingOtherwise {
  let place: MutantPlace

  func changed(_ changes: [Change], time: HybridTime) -> [Change]? {
    changes.map { time < latest($0.record) ? $0.withoutWrites : $0 }
  }
}

struct RemovalFavourer: FoldingOtherwise {
  let place: MutantPlace

  func changed(_ changes: [Change], time: HybridTime) -> [Change]? {
    changes.map { change in
      let isRemoval = change.fields.contains { field in
        if case .elements(_, let remove) = field.edit { !remove.isEmpty } else { false }
      }
      return isRemoval ? change.with(seen: version(change.record)) : change
    }
  }
}

/// Folds the increments of a commit once more for each time it arrives again.
struct DoubleCounter: PassingStorage {
  let place: MutantPlace

  func hash(of feed: FeedID, at seq: UInt64) throws -> Digest? {
    var sequence: [UInt8] = []
    _ = try inner.appendCommits(to: &sequence, feed: feed, from: seq, size: 1)
    if let stored = try inner.feed(feed) {
      for (scan, bytes) in try CommitList(sequence).scans { try foldAgain(scan, bytes, stored) }
    }
    return try inner.hash(of: feed, at: seq)
  }

  private func foldAgain(_ scan: CommitScanner, _ bytes: [UInt8], _ feed: StoredFeed) throws {
    let counted = scan.allChanges(in: bytes).compactMap { change -> Change? in
      let increments = change.fields.filter { if case .increment = $0.edit { true } else { false } }
      return increments.isEmpty ? nil : change.with(fields: increments)
    }
    if counted.isEmpty { return }
    memory.duplicates += 1
    let place = Dot(feed: FeedID(Bytes16(high: scan.feed.raw.high ^ 1, low: scan.feed.raw.low)), seq: memory.duplicates)
    let again = try Rewriting.commit(scan, in: bytes, key: feed.key, place: place, changes: counted)
    try inner.fold(again.scan, in: again.bytes, feed: feed)
  }
}

struct IDForgetter: FoldingOtherwise {
  let place: MutantPlace

  func changed(_ changes: [Change], time: HybridTime) -> [Change]? {
    changes.map { change in
      change.with(
        fields: change.fields.map { field in
          guard case .increments(let increments) = field.edit else { return field }
          return FieldChange(field.field, .increment(increments.reduce(0) { $0 &+ $1.amount }))
        })
    }
  }
}

struct FillingSkipper: PassingStorage {
  let place: MutantPlace

  func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    if !memory.isFilling { try inner.fold(scan, in: bytes, feed: feed) }
  }
}

struct LateFolder: PassingStorage {
  let place: MutantPlace

  init(_ place: MutantPlace) {
    self.place = place
    let waiting = memory.unfolded
    memory.unfolded.removeAll()
    // A store that fails here fails in the transaction's own work too.
    for item in waiting { try? inner.fold(item.scan, in: item.bytes, feed: item.feed) }
  }

  func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    memory.unfolded.append((scan, bytes, feed))
  }
}
