// The actions that several commits bring, by the records they are about.
import GRDB
import Merge

/// The rows of `action_repeat`, on the writer's connection. Nearly every store has few or none.
final class RepeatTable {
  private let db: Database
  /// Whether there is any row; nil until it is asked in this transaction.
  private var hasAny: Bool?

  init(in db: Database) { self.db = db }

  /// Called as each transaction begins: one before may have been rolled back. And when the table has been made anew.
  func forget() { hasAny = nil }

  /// For each action on a record that several commits bring: those commits.
  func repeats(of record: RecordID) throws -> [[Dot]] {
    guard try isAny() else { return [] }
    let find = try db.hot("SELECT digest, feed, seq FROM action_repeat WHERE record = ?1 ORDER BY digest, feed, seq")
    find.bind(1, record.raw)
    var (groups, last) = ([[Dot]](), Merge.Digest?.none)
    try find.forEachRow { row in
      let digest = try row.digest(0)
      if digest != last { groups.append([]) }
      last = digest
      groups[groups.count - 1].append(Dot(feed: FeedID(try row.bytes16(1)), seq: row.uint(2)))
    }
    return groups
  }

  private func isAny() throws -> Bool {
    if let hasAny { return hasAny }
    let found = try db.hot("SELECT EXISTS (SELECT 1 FROM action_repeat)").first { $0.int(0) } ?? 0
    hasAny = found != 0
    return found != 0
  }

  /// Forgets what stands of these commits.
  func drop(_ dots: [Dot]) throws {
    guard try isAny() else { return }
    let drop = try db.hot("DELETE FROM action_repeat WHERE feed = ?1 AND seq = ?2")
    for dot in dots {
      drop.bind(1, dot.feed.raw)
      drop.bind(2, dot.seq)
      try drop.run()
    }
  }

  /// Keeps that these commits bring one action on these records.
  func keep(_ dots: [Dot], digest: Merge.Digest, records: [RecordID]) throws {
    let save = try db.hot("INSERT OR REPLACE INTO action_repeat (record, feed, seq, digest) VALUES (?1, ?2, ?3, ?4)")
    for record in records {
      for dot in dots {
        save.bind(1, record.raw)
        save.bind(2, dot.feed.raw)
        save.bind(3, dot.seq)
        save.bind(4, digest)
        try save.run()
      }
    }
    hasAny = true
  }
}
