// Rebuilding the views: every row of every record type is a fold over the commits, and can be folded again.
package import Catalog
package import Foundation
package import GRDB
import Merge
import Replica
import Wire

package enum Rebuild {
  private static let key = "rebuilt"
  /// Commits folded in one transaction.
  static let sliceCommits = 5_000

  static func isUnderWay(_ db: Database) throws -> Bool {
    try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]) != nil
  }

  /// Drops every view and makes it anew, empty. The commits stay.
  package static func begin(_ db: Database, catalog: Catalog, digest: Data) throws {
    let fixed = [
      "meta", "feed", "commit", "link", "quarantine", "custody", "seal", "statement", "evidence", "pending_redaction",
      "custody_receipt", "watch_notice", "peer_mark",
    ]
    let tables = try String.fetchAll(
      db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for table in tables where !fixed.contains(table) { try db.execute(sql: "DROP TABLE \"\(table)\"") }
    try db.execute(sql: Schema.concurrent)
    try db.execute(sql: Schema.tally)
    for type in catalog.types { try db.execute(sql: RecordTable.definition(type)) }
    try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'catalog'", arguments: [digest])
    try db.execute(sql: "INSERT OR REPLACE INTO meta VALUES (?, 0)", arguments: [key])
  }

  /// Folds the next commits in arrival order.
  /// - Returns: whether the views are whole again.
  package static func slice(_ writer: StoreWriter, size: Int = sliceCommits) throws -> Bool {
    let db = writer.db
    guard let from = try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]) else {
      return true
    }
    writer.isRebuilding = false
    defer { writer.isRebuilding = true }
    let reader = StoreReader(db)
    let commits = try db.hot(
      "SELECT arrival, feed, body FROM \"commit\" WHERE arrival > ?1 AND feed > 0 ORDER BY arrival LIMIT ?2")
    commits.bind(1, from)
    commits.bind(2, Int64(size))
    var last = from
    var count = 0
    var scanner = CommitScanner()
    var feeds: [Int64: StoredFeed] = [:]
    try commits.forEachRow { row in
      let bytes = Array(row.blob(2))
      var cbor = CBORReader(bytes)
      do { try scanner.scan(&cbor) } catch {
        let message = "commit \(row.int(0)) cannot be read"
        throw StoreError(.damaged, message, hint: "Run `gridward verify`.", cause: "\(error)")
      }
      let reference = row.int(1)
      guard let feed = try feeds[reference] ?? reader.feed(reference: reference) else {
        throw StoreError(.damaged, "commit \(row.int(0)) has no feed", hint: "Run `gridward verify`.")
      }
      feeds[reference] = feed
      if scanner.seq <= feed.effective { try writer.fold(scanner, in: bytes, feed: feed) }
      last = row.int(0)
      count += 1
    }
    try writer.flush()
    try db.execute(sql: "UPDATE meta SET value = ? WHERE key = ?", arguments: [last, key])
    guard count < size else { return false }
    try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [key])
    return true
  }
}
