// What a store says of how much it holds, without counting rows: it is what counting gives.
import Catalog
import GRDB
import Merge
import Store
import TestSupport
import Testing

@Suite struct SummaryTests {
  @Test(arguments: 0..<3)
  func `the numbers are those that counting gives, also after a rebuild`(seed: UInt64) throws {
    let history = try History(seed: seed)
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    #expect(try store.store.read { try $0.summary(types: ["sample"]) }.records.isEmpty)
    for commit in history.commits.prefix(20) { _ = try store.receive([commit.body]) }
    for number in 0..<3 { try store.write("sample", UInt64(40 + number), [.text(1, "甲")]) }
    func compare() throws {
      let summary = try store.store.read { try $0.summary(types: ["sample"]) }
      #expect(try summary.records["sample"] == store.count("SELECT count(*) FROM sample"))
      #expect(try Int(summary.commits) == store.count("SELECT count(*) FROM \"commit\""))
      #expect(summary.ownCommits == 3)
      #expect(try summary.feeds == store.count("SELECT count(*) FROM feed WHERE seq > 0"))
    }
    try compare()
    try store.store.rebuild()
    try compare()
  }

  @Test func `records of one table, period or unit are found by an index`() throws {
    let store = try WrittenStore(1)
    for index in Schema.lookupIndexes(.builtIn) {
      let words = index.split(separator: "\"").map(String.init)
      let (table, column) = (words[3], words[5])
      // Where lists find what is shown by its value, that index serves.
      let name = index.hasSuffix(" IS NULL") ? "\(table)_by_\(column)" : words[1]
      let plan = try store.lines(
        """
        EXPLAIN QUERY PLAN SELECT rowid FROM "\(table)" WHERE rowid > 0 AND +_division >= 370000000000
        AND +_division < 380000000000 AND "\(column)" = 'x' ORDER BY rowid LIMIT 1001
        """)
      #expect(plan.count == 1 && plan[0].contains(name), "\(plan)")
    }
    #expect(Schema.lookupIndexes(.builtIn).count >= 10)
  }
}
