// Amounts and times at the end of their range: they are counted, corrected and proved like any other.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Totals

@Suite struct `Numbers at the end of their range` {
  private static let sane: Int64 = 1_760_000_000_000

  private func visit(_ store: WrittenStore, _ number: UInt64, day: Int64, fine: Int64) throws {
    try store.write("visit", number, [.int(1, day), .text(2, "甲"), .text(4, "店1"), .int(5, fine)])
  }

  private func fines(_ store: WrittenStore, _ period: String) throws -> CountSum {
    let period = try #require(Period(period))
    return try store.store.read { try $0.tally("fines", in: period).first?.sum ?? CountSum() }
  }

  @Test func `amounts that overflow a sum are taken from a link, stand at the end, and leave no trace once corrected`()
    throws
  {
    let child = try WrittenStore(1, catalog: CountedHistory.catalog)
    for number in 0..<3 as Range<UInt64> { try visit(child, number, day: Self.sane, fine: .max) }
    let parent = try WrittenStore(9, catalog: CountedHistory.catalog)
    #expect(try parent.receive(child.bodies()).accepted == 3)
    #expect(try fines(parent, "2025").amount == .max && fines(parent, "2025").count == 3)
    let known = try child.bodies().count
    for number in 0..<3 as Range<UInt64> { try visit(child, number, day: Self.sane, fine: 100) }
    #expect(try parent.receive(Array(child.bodies()[known...])).accepted == 3)
    #expect(try fines(parent, "2025").amount == 300)
    let plain = try WrittenStore(8, catalog: CountedHistory.catalog)
    for number in 0..<3 as Range<UInt64> { try visit(plain, number, day: Self.sane, fine: 100) }
    let cells = try plain.store.read { try $0.tallyCells() }
    #expect(try parent.store.read { try $0.tallyCells() } == cells)
    #expect(try parent.store.verify().faults == [])
  }

  @Test func `records of all extremes fold alike in any order, and are found by every period`() throws {
    let child = try WrittenStore(1, catalog: CountedHistory.catalog)
    let other = try WrittenStore(2, at: WrittenStore.town, catalog: CountedHistory.catalog)
    var number: UInt64 = 0
    for day in Int64.extremesApart + [Self.sane] {
      for fine in Int64.extremesApart {
        number += 1
        try visit(number.isMultiple(of: 2) ? child : other, number, day: day, fine: fine)
        let step = Step(
          id: StepID(Bytes16(high: 7, low: number)), kind: "done", round: number.isMultiple(of: 3) ? max(1, fine) : 1,
          details: .sorted([("at", .int(day))]))
        try child.write("visit", number, [FieldChange(6, .steps([step])), FieldChange(7, .increment(fine))])
      }
    }
    let (mine, theirs) = try (child.bodies(), other.bodies())
    let stores = try [mine + theirs, theirs + mine].map { commits in
      let store = try WrittenStore(9, catalog: CountedHistory.catalog)
      #expect(try store.receive(commits).accepted == commits.count)
      return store
    }
    let cells = try stores.map { try $0.store.read { try $0.tallyCells() } }
    #expect(cells[0] == cells[1] && cells[0].count > 7)
    for store in stores {
      #expect(try store.store.verify().faults == [])
      try store.store.rebuild()
      #expect(try store.store.read { try $0.tallyCells() } == cells[0])
    }
    // 1, 2^53, 2^62 and the greatest, on the two moments before year 1 and on the three after 9999.
    #expect(try fines(stores[0], "0001").count == 4 * 2)
    #expect(try fines(stores[0], "9999").count == 4 * 3)
    #expect(try fines(stores[0], "9999").amount == .max)
  }
}
