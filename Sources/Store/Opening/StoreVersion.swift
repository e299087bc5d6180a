// Which programs may open a store: tables are added first, and taken away only when nobody is left who asks for them.
import GRDB

/// Of which version a store is, as `PRAGMA user_version` says it.
///
/// A version may add tables to the fixed ones, and columns that have a default. As long as an earlier one can do its work without
/// knowing them, `readableBy` stays, and an office may go back to the program it had.
package struct StoreVersion: Equatable, Sendable {
  /// The latest version that has written the fixed tables.
  package let latest: Int
  /// The earliest version that may open the store.
  package let readableBy: Int

  package init(latest: Int, readableBy: Int) { (self.latest, self.readableBy) = (latest, readableBy) }

  /// - Parameter number: as it stands in the file: the earliest version that may open it in the upper sixteen bits, the latest
  ///   in the lower. Up to version 4 there was one number, and a store was that version's alone.
  init(number: Int) {
    let (earliest, latest) = (number >> 16, number & 0xFFFF)
    self.init(latest: latest, readableBy: earliest == 0 ? latest : earliest)
  }

  package var number: Int { readableBy << 16 | latest }

  /// This program's.
  package static let current = StoreVersion(latest: 7, readableBy: 5)
  /// The earliest of which this program carries stores on.
  static let carriedOnFrom = 4

  var isTooEarly: Bool { latest < Self.carriedOnFrom }
  var isTooLate: Bool { readableBy > Self.current.latest }
  /// Whether a program of a later version has written it: it may hold what this one does not know.
  var isLater: Bool { latest > Self.current.latest }

  static func found(in db: Database) throws -> StoreVersion {
    StoreVersion(number: try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0)
  }

  /// Brings a store of an earlier version up to this one's. One of a later version stays as it is.
  static func carryOn(_ db: Database) throws {
    let found = try found(in: db)
    guard found.latest < current.latest else { return }
    if found.latest < 5 { try Schema.nameViews(ofVersionFour: db) }
    if found.latest < 6 { try db.execute(sql: Schema.following) }
    if found.latest < 7 { try db.execute(sql: Schema.issuers) }
    try db.execute(sql: "PRAGMA user_version = \(current.number)")
  }
}

extension Schema {
  /// Who has issued what, since version 7: a city keeps tens of thousands of passes, and asks for the few grants of one key.
  static let issuers = "CREATE INDEX statement_by_issuer ON statement (issuer, digest);"
}
