// Rebuilding the views: every row of every record type is a fold over the commits, and can be folded again.
package import Catalog
import Foundation
package import GRDB
import Merge
import Replica
import Trust
import Wire

package enum Rebuild {
  private static let key = "rebuilt"
  /// Commits folded in one transaction.
  static let sliceCommits = 5_000

  static func isUnderWay(_ db: Database) throws -> Bool {
    try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]) != nil
  }

  /// The last arrival that a rebuild under way has folded; nil when none is.
  static func progress(_ db: Database) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
  }

  /// Which rules the views are folded by, beside the catalog: another number where the same commits come to mean something else.
  ///
  /// 2: increments with ids count. 3: one value written twice is no conflict. 4: what an office says to those below none of them can
  /// say. 5: which texts have changed is noted, moments are kept beside the rows, rows have change numbers, and columns and a
  /// table for lists stand beside them. 6: of one feed 64 writes remain in a register, and a row has what its writers had seen
  /// once. 7: of one feed so much counts in a set, of steps and of named increments, and a row has how much it was.
  /// 8: what people signed has the authority of their pass, or no effect, and facts know who signed them. 9: another step under an id
  /// that is taken is another fact. A program that folds by other rules finds another mark than its own and folds anew, an older one
  /// as well as a newer.
  private static let rules = "gridward views 9"

  /// What a store notes of how its views were folded: by which rules, into which tables, with which catalog.
  static func mark(_ catalog: Catalog) -> Data {
    let views = [
      Schema.concurrent, Schema.tally, Schema.element, Schema.action, Schema.moments, MomentKind.words(catalog),
      TextIndex.definition, PackedTally.definition,
    ]
    let words = ([rules] + views + Schema.lookupIndexes(catalog)).joined(separator: "\0")
    return Data(Hashing.sha256(Array(words.utf8) + [0] + catalog.canonicalBytes).bytes)
  }

  /// Drops every view and makes it anew, empty, the index of texts where there is one. The commits stay.
  package static func begin(_ db: Database, catalog: Catalog) throws {
    try FormerRows.note(db)
    let keepsTexts = try TextIndex.isKept(db)
    try Schema.dropViews(db, catalog: catalog)
    try Schema.makeViews(db, catalog: catalog)
    if keepsTexts { try TextIndex.make(db, catalog: catalog) }
    try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'catalog'", arguments: [mark(catalog)])
    try db.execute(sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, 0)", arguments: [key])
  }

  /// What an opening tells of a rebuild: at a city it takes minutes, in which nobody is served.
  package enum Stage: Hashable, Sendable {
    /// Before anything is dropped; of a rebuild that was cut off, before it goes on.
    case began
    /// The views are whole again; so many commits have been gone through since it began, or went on.
    case ended(commits: Int)
  }

  /// Whether the views are to be folded anew before they are asked, or a rebuild of them was cut off.
  static func isDue(_ db: Database, catalog: Catalog) throws -> Bool {
    try isUnderWay(db) || folded(db) != mark(catalog)
  }

  /// The mark of what the views were folded by.
  static func folded(_ db: Database) throws -> Data? {
    try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'catalog'")
  }

  /// Folds the next commits in arrival order, each of them checked first.
  /// - Returns: whether the views are whole again.
  /// - Throws: `damaged` for a commit that is not what its author made; then nothing of the slice is folded.
  package static func slice(_ writer: StoreWriter, size: Int = sliceCommits) throws -> Bool {
    try nextSlice(writer, size: size).isLast
  }

  /// As `slice`, and says how many commits it went through.
  static func nextSlice(_ writer: StoreWriter, size: Int = sliceCommits) throws -> (commits: Int, isLast: Bool) {
    let db = writer.db
    guard let from = try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]) else {
      return (0, true)
    }
    writer.isRebuilding = false
    defer { (writer.isRebuilding, writer.rebuiltThrough) = (true, nil) }
    let commits = try db.hot(
      "SELECT arrival, feed, hash, body FROM \"commit\" WHERE arrival > ?1 AND feed > 0 ORDER BY arrival LIMIT ?2")
    commits.bind(1, from)
    commits.bind(2, Int64(size))
    var last = from
    var count = 0
    var check = ChainCheck(db)
    try commits.forEachRow { row in
      let bytes = Array(row.blob(3))
      let feed = try check.takeCommit(bytes, of: row.int(1), hash: try row.digest(2), arrival: row.int(0))
      writer.rebuiltThrough = row.int(0)
      try writer.relearnPeople(from: check.scanner, in: bytes, feed: feed)
      if check.scanner.seq <= feed.effective { try writer.fold(check.scanner, in: bytes, feed: feed) }
      last = row.int(0)
      count += 1
    }
    try writer.flush()
    try db.execute(sql: "UPDATE meta SET value = ? WHERE key = ?", arguments: [last, key])
    guard count < size else { return (count, false) }
    try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [key])
    try FormerRows.tellGone(db, catalog: writer.catalog, writer.numbers)
    return (count, true)
  }
}
