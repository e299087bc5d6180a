// What a row holds: the same whatever the order of arrival and the path by which it was merged.
import Catalog
import Foundation
import GRDB
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing
import Wire

@Suite struct `View rows` {
  @Test(arguments: 0..<8)
  func `the same commits in any order of arrival give the same rows`(seed: Int) throws {
    let history = try History(seed: UInt64(seed))
    var random = SplitMix64(seed: UInt64(seed) + 500)
    let first = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    try first.receive(history.commits.map(\.body))
    for _ in 0..<3 {
      let other = try WrittenStore(9, catalog: SmallCatalog.everyKind)
      let order = history.shuffled(&random)
      #expect(try other.receive(order).accepted == order.count)
      #expect(try other.contentDump() == first.contentDump())
    }
  }

  /// What the general path would have put into a row with this state.
  private func expected(_ view: RecordView) -> [UInt8] {
    let type = view.type
    return PackedState.encode(
      view.state, rule: { type.kind(of: $0) },
      fits: { number, value in type.field(numbered: number).map { Column($0).holds(value) } ?? false })
  }

  /// First changes that take the short path, and others that nearly do.
  private static let plain: [FieldChange] = [
    .text(1, "甲"), .int(2, -5), FieldChange(3, .write(.bool(true))), FieldChange(4, .write(.bytes([0, 255]))),
    .int(8, 2),
  ]
  private static let firstChanges: [[FieldChange]] = [
    plain, [.text(1, "")], [FieldChange(2, .write(.null))], [.text(2, "非数")],
    [FieldChange(6, .elements(add: [], remove: ["x"]))], [FieldChange(7, .increment(3))],
    [FieldChange(5, .write(.null))], [.text(99, "未知")], plain + [.text(99, "未知")],
  ]

  @Test func `a record's first change gives the row that merging it into nothing gives`() throws {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    let type = store.store.catalog.type(named: "sample")!
    for (number, fields) in Self.firstChanges.enumerated() {
      try store.write("sample", UInt64(number), fields)
      let view = try store.store.read { try $0.records(recordID(UInt64(number)), type: type)[0] }
      let id = Data(recordID(UInt64(number)).raw.bytes)
      let row = try store.store.read {
        try Row.fetchOne($0.db, sql: "SELECT * FROM sample WHERE id = ?", arguments: [id])!
      }
      #expect(Array(row["merge"] as Data) == expected(view), "case \(number)")
      #expect(row["parts"] == nil && row["stock"] == (number == 5 ? 3 : 0))
      #expect(view.state.version.dots.count == 1)
    }
    let sql = "SELECT label, amount, flag, digest, level, conflicts FROM sample WHERE rowid = 1"
    #expect(try store.lines(sql) == ["label=\"甲\" amount=-5 flag=1 digest=00ff level=2 conflicts=0"])
    #expect(try store.store.verify().faults == [])
  }

  @Test func `a value of the wrong type is kept, its column is null, and it stands among the values not shown`() throws
  {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    try store.write("sample", 1, [.text(1, "甲"), .text(2, "三十")])
    #expect(try store.lines("SELECT label, amount, conflicts FROM sample") == ["label=\"甲\" amount=NULL conflicts=1"])
    #expect(try store.lines("SELECT field, value FROM concurrent") == ["field=\"amount\" value=\"三十\""])
    let type = store.store.catalog.type(named: "sample")!
    let view = try store.store.read { try $0.records(recordID(1), type: type)[0] }
    #expect(view.concurrent.map(\.writes.first?.value) == [.text("三十")])
    try store.write("sample", 1, [.int(2, 30)])
    #expect(try store.lines("SELECT amount, conflicts FROM sample") == ["amount=30 conflicts=0"])
    #expect(try store.count("SELECT count(*) FROM concurrent") == 0)
  }

  @Test func `every kind of value comes back from its column as it was written`() throws {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    let values: [(Int, Value)] = [
      (1, .text("a\u{0}b 灭火器🧯")), (2, .int(.min)), (3, .bool(false)), (4, .bytes([])),
      (5, .sorted([("k", .list([.null, .bool(true)]))])),
    ]
    try store.write("sample", 1, values.map { FieldChange($0, .write($1)) })
    try store.write("sample", 1, [FieldChange(7, .increment(-2))])
    let type = store.store.catalog.type(named: "sample")!
    let view = try store.store.read { try $0.records(recordID(1), type: type)[0] }
    for (number, value) in values { #expect(view.values.first { $0.field.number == number }?.value == value) }
    #expect(try store.count("SELECT count(*) FROM sample WHERE extra = '{\"k\":[null,true]}' AND stock = -2") == 1)
  }

  @Test func `two records with one id in two areas do not mix`() throws {
    let store = try WrittenStore(9, at: WrittenStore.town, catalog: SmallCatalog.everyKind)
    try store.write("sample", 1, [.text(1, "南")])
    try store.write("sample", 1, in: WrittenStore.otherVillage, [.text(1, "北")])
    try store.write("sample", 1, [.text(1, "南二")])
    try store.write("sample", 1, in: WrittenStore.otherVillage, [.text(1, "北二")], isInformed: false)
    #expect(
      try store.lines("SELECT area, label, conflicts FROM sample ORDER BY area") == [
        "area=\"370202001001\" label=\"南二\" conflicts=0", "area=\"370202001002\" label=\"北二\" conflicts=1",
      ])
    #expect(try store.lines("SELECT area, value FROM concurrent") == ["area=\"370202001002\" value=\"北\""])
  }

  @Test func `the records of an area are those it contains, by the index of its division`() throws {
    let codes = [
      "370200000000", "370202000000", "370202001000", "370202001001", "370202001001/91370200MA3C000001",
      "370202001001/91370200MA3C000002", "370202001002", "370202011000",
    ]
    let areas = try codes.map { try #require(Area($0)) }
    let store = try WrittenStore(9, at: areas[0], catalog: SmallCatalog.everyKind)
    for (number, area) in areas.enumerated() { try store.write("sample", UInt64(number), in: area, [.text(1, "甲")]) }
    let type = store.store.catalog.type(named: "sample")!
    for area in areas {
      var filter = RecordFilter(type: "sample")
      filter.area = area
      let found = try store.store.read { try $0.records(filter, type: type).records.map(\.area) }
      #expect(found == areas.filter { area.contains($0) }, "\(area.code)")
    }
    let plan = try store.lines("EXPLAIN QUERY PLAN SELECT * FROM sample WHERE _division >= 370202000000")
    #expect(plan.count == 1 && plan[0].contains("sample_by__place"))
  }

  @Test func `looking a record up does not read its whole area`() throws {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    let lookup = RecordTable.lookup(store.store.catalog.type(named: "sample")!)
    let plan = try store.store.read { reader in
      try Row.fetchAll(reader.db, sql: "EXPLAIN QUERY PLAN \(lookup)", arguments: [Data(), ""]).map(\.description)
    }
    #expect(plan.count == 1 && plan[0].contains("sample_by_id"))
  }
}
