// What is asked of people at every entry is found by an index: a city keeps tens of thousands of passes and posts.
import Catalog
import GRDB
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct `Look-ups about people` {
  private func plan(_ sql: String) throws -> String {
    let store = try Store.inMemory(identity: Identity.test(9, at: Place.city), catalog: .builtIn)
    return try store.read { reader in
      let rows = try Row.fetchAll(reader.db, sql: "EXPLAIN QUERY PLAN \(sql)")
      return rows.map { $0["detail"] as String }.joined(separator: "; ")
    }
  }

  @Test(arguments: [
    ("SELECT body FROM statement WHERE issuer = x'00' ORDER BY digest", "statement_by_issuer"),
    (
      "SELECT rowid FROM post WHERE rowid > 0 AND status = 'appointed' AND account = 'x' ORDER BY rowid LIMIT 2",
      "post_looked_up_by_account"
    ),
    (
      "SELECT 1 FROM held_action WHERE device = 'x' AND created_at >= 1 AND status = 'held' LIMIT 5",
      "held_action_by_device"
    ),
    ("SELECT DISTINCT number FROM action WHERE device = x'00' AND number > 1 ORDER BY number", "action_by_number"),
  ])
  func `go through no table`(sql: String, index: String) throws {
    let plan = try plan(sql)
    #expect(plan.contains(index) && !plan.contains("SCAN"), "\(plan)")
  }
}
