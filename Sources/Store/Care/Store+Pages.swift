// Reading every page of a store's file, so that damage is found where nobody reads.
import CPageGuard
import GRDB
import GRDBSQLite

extension Store {
  /// Compares so many pages, from a number on, with their sums.
  /// - Returns: the number to go on from; nil when the pages end.
  /// - Throws: `damaged`, which the store then keeps in mind.
  package func checkPages(from first: UInt32, count: UInt32) throws -> UInt32? {
    let (checked, suspect) = try read { try Self.checkPages($0.db, from: first, count: count) }
    if suspect != 0 { try confirm(suspect) }
    return checked < count && suspect == 0 ? nil : first + checked
  }

  /// Compares all pages with their sums.
  /// - Throws: `damaged`.
  func checkPages() throws {
    var next: UInt32? = 1
    while let first = next { next = try checkPages(from: first, count: 4_096) }
  }

  /// Pages that stand in the log as well may have been half written to the file when the power failed, and are of no account:
  /// once the log is empty, the file alone counts.
  private func confirm(_ page: UInt32) throws {
    let isDamaged = try emptied { try Self.checkPages($0, from: page, count: 1).suspect != 0 }
    guard isDamaged == true else { return }
    throw noted(StoreError(.damaged, "page \(page) of the file is damaged", hint: StoreError.salvageHint))
  }

  /// The first page of the file that does not fit its sum; nil when all do or none has one.
  static func damagedPage(_ db: Database) throws -> UInt32? {
    let suspect = try checkPages(db, from: 1, count: .max).suspect
    return suspect == 0 ? nil : suspect
  }

  private static func checkPages(_ db: Database, from first: UInt32, count: UInt32) throws
    -> (checked: UInt32, suspect: UInt32)
  {
    var (checked, suspect): (UInt32, UInt32) = (0, 0)
    let code = page_guard_check(db.sqliteConnection, first, count, &checked, &suspect)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    return (checked, suspect)
  }
}
