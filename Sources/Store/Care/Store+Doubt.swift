// Looking through a store that may not hold what it was told to keep: after the power has failed on a disk that may have lied.
import GRDB

extension Store {
  /// Up to how many commits the views are folded a second time, in memory.
  private static let commitsFoldedMax = 100_000

  /// Looks whether what stands in the file fits together.
  ///
  /// A disk that says it has written what it has not may keep old pages, whose sums are right. Every chain is followed to its
  /// head, every index compared with its table, and in a store of moderate size every view with a second fold; a larger one
  /// takes `gridward verify` for that.
  /// - Throws: `damaged`, which the store then keeps in mind.
  package func checkSoundness() throws {
    let commits = try read { reader in
      try ChainCheck.all(reader.db)
      let lines = try String.fetchAll(reader.db, sql: "PRAGMA integrity_check(1)")
      if let line = lines.first(where: { $0 != "ok" }) { throw ChainCheck.damaged("the file is damaged", cause: line) }
      return try Int.fetchOne(reader.db, sql: "SELECT count(*) FROM \"commit\"") ?? 0
    }
    guard commits <= Self.commitsFoldedMax, let fault = try verify().faults.first else { return }
    throw noted(ChainCheck.damaged("the file does not fit together", cause: fault))
  }
}
