// What salvages have found missing, and what has become of it since: told from what the store holds now.
import Foundation
import GRDB
import Merge
import Replica

/// Numbers of a feed that a salvage did not find, or saved behind such.
struct Loss {
  let feed: FeedID
  let area: String
  let first: UInt64
  let last: UInt64
  /// Whether they were whole and waited for one before them.
  let isStranded: Bool
  /// Seconds since 1970, of the salvage.
  let at: Int64
}

extension Schema {
  static let lostName = "node_lost"
  /// The key in `meta` that says that not all links could be read.
  static let lostLinks = "lost_links"

  /// Stays for as long as the store does: also the next salvage tells of what the one before it has lost.
  static let lost = """
    CREATE TABLE \(lostName) (
      feed BLOB NOT NULL,
      area TEXT NOT NULL,
      first INTEGER NOT NULL,
      last INTEGER NOT NULL,
      is_stranded INTEGER NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (feed, first, is_stranded)
    ) STRICT;
    """
}

extension Salvage {
  /// Keeps in the new store what is not in it.
  func noteLosses(at seconds: Int64, in db: Database) throws {
    let found =
      missing.map { ($0.feed, $0.area, $0.first, $0.last, false) }
      + stranded.map { ($0.feed, $0.area, $0.first, $0.last, true) }
    for (feed, area, first, last, isStranded) in found {
      // One that is missing again is of the first salvage that missed it, and may reach further now.
      try db.execute(
        sql: """
          INSERT INTO \(Schema.lostName) (feed, area, first, last, is_stranded, at) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (feed, first, is_stranded) DO UPDATE SET last = max(last, excluded.last)
          """,
        arguments: [
          Data(feed.raw.bytes), area, Int64(clamping: first), Int64(clamping: last), isStranded, seconds,
        ])
    }
  }
}

/// How what salvages did not find stands now.
struct LossStanding {
  /// Whether numbers of feeds had not been found.
  let wereAny: Bool
  /// What is not there: missing, waiting or lost.
  let open: [String]
  /// What came back or was made again.
  let settled: [String]
}

extension StoreReader {
  /// How the numbers that salvages did not find stand now; nil where no salvage has kept them.
  func lossStanding() throws -> LossStanding? {
    guard let losses = try losses() else { return nil }
    var (held, remade): (UInt64, UInt64) = (0, 0)
    var lines: [String] = []
    for loss in losses {
      let feed = try feed(loss.feed)
      let head = feed?.head.seq ?? 0
      if head >= loss.first { held &+= min(head, loss.last) - loss.first + 1 }
      guard head < loss.last else { continue }
      let first = max(loss.first, head + 1)
      let numbers = "feed \(loss.feed) about \(loss.area): numbers \(first) to \(loss.last)"
      let isSettled = try feed.map { try isRemade(behind: first, of: $0) } ?? false
      switch (loss.isStranded, isSettled) {
      case (true, true): remade &+= loss.last - first + 1
      case (true, false): lines.append("waiting: \(numbers), for number \(head + 1)")
      case (false, true): lines.append("lost: \(numbers); nobody has them, and what stood behind them was made again")
      case (false, false): lines.append("missing: \(numbers), since the salvage of \(Self.moment(loss.at))")
      }
    }
    var settled: [String] = []
    if remade > 0 {
      settled.append("made again: by this node in its present incarnation, for \(remade) commits that waited")
    }
    if held > 0 { settled.append("came back: \(held) commits") }
    return LossStanding(wereAny: !losses.isEmpty, open: Salvage.capped(lines), settled: settled)
  }

  private func losses() throws -> [Loss]? {
    guard try db.tableExists(Schema.lostName) else { return nil }
    var found: [Loss] = []
    let rows = try db.hot(
      """
      SELECT feed, area, first, last, is_stranded, at FROM node_lost \
      WHERE first > 0 AND first <= last ORDER BY at, feed, first
      """)
    try rows.forEachRow { row in
      found.append(
        Loss(
          feed: FeedID(try row.bytes16(0)), area: row.text(1), first: row.uint(2), last: row.uint(3),
          isStranded: row.int(4) == 1, at: row.int(5)))
    }
    return found
  }

  /// Whether what was saved behind a number does not wait for it any more: it has become evidence, and was made again.
  private func isRemade(behind seq: UInt64, of feed: StoredFeed) throws -> Bool {
    func holds(_ table: String) throws -> Bool {
      let sql = "SELECT EXISTS (SELECT 1 FROM \(table) WHERE feed = ? AND seq >= ?)"
      return try Bool.fetchOne(db, sql: sql, arguments: [feed.reference, Int64(clamping: seq)]) ?? false
    }
    if try db.tableExists(Schema.strandedName), try holds(Schema.strandedName) { return false }
    return try holds("evidence")
  }

  private static func moment(_ seconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(seconds)).ISO8601Format()
  }
}
