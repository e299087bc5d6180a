// Lists, whichever way they take: the same as looking at every record, in pages without a gap, and never by a whole table.
import Catalog
import GRDB
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing

@Suite struct `Lists of records` {
  /// Bounds that lead to each way in turn: by the fewest, by walking, and by giving the walk up.
  private static let ways: [ListBounds] = [
    (5_000, 10_000, 2_000, ListPage.bytesMax), (-1, -1, .max, 400), (-1, -1, 3, 1),
  ].map { rows, entries, looks, bytes in
    var bounds = ListBounds()
    (bounds.rows, bounds.entries, bounds.looks, bounds.looksOfAll) = (rows, entries, looks, looks)
    bounds.bytes = bytes
    return bounds
  }

  private func pages(_ list: RecordList, _ records: ListedRecords, _ bounds: ListBounds) throws -> [RecordID] {
    var (list, found) = (list, [RecordID]())
    for _ in 0..<200 {
      let page = try records.store.store.read { try $0.page(list, type: ListedRecords.type, bounds: bounds) }
      #expect(page.records.count <= list.count)
      #expect(page.records.dropLast().reduce(0) { $0 + $1.byteCount } < bounds.bytes, "a page that is full has ended")
      found += page.records.map(\.id)
      guard let next = page.next else { return found }
      list.after = next
    }
    Issue.record("a list without an end")
    return found
  }

  @Test(arguments: 0..<6)
  func `every way gives what looking at every record gives, page by page`(seed: Int) throws {
    var records = try ListedRecords(seed: UInt64(seed))
    let all = try records.all()
    #expect(all.contains { !$0.concurrent.isEmpty } && Set(all.map { $0.standing?.status }).count == 3)
    var found = 0
    for _ in 0..<60 {
      let list = records.list()
      let expected = NaiveList(list, of: all).ids
      found += expected.count
      for bounds in Self.ways { #expect(try pages(list, records, bounds) == expected, "\(list) by \(bounds)") }
    }
    #expect(found > 200)
    #expect(try records.store.store.verify().faults == [])
  }

  @Test func `questions in the same words that are asked at one time have each its own values`() throws {
    let records = try ListedRecords(seed: 11)
    let kind = try #require(ListedRecords.type.field(named: "kind"))
    func list(_ value: String) -> RecordList {
      var list = RecordList()
      list.fields = [.init(kind, .any([.text(value)]))]
      return list
    }
    let rows = Int64(1)...Int64(try records.all().count)
    let alone = try ["甲", "乙"].map { value in
      try records.store.store.read { reader in
        let look = try reader.look(of: list(value), type: ListedRecords.type)
        return try rows.filter { try look.fits($0) }
      }
    }
    #expect(alone.allSatisfy { !$0.isEmpty } && alone[0] != alone[1])
    let together = try records.store.store.read { reader in
      let looks = try ["甲", "乙"].map { try reader.look(of: list($0), type: ListedRecords.type) }
      return try looks.reversed().map { look in try rows.filter { try look.fits($0) } }
    }
    #expect(together == alone.reversed())
  }

  @Test func `an order that nobody's writing changes loses nothing while rows change between its pages`() throws {
    var records = try ListedRecords(seed: 40, count: 60)
    let before = try records.all()
    var (list, met) = (RecordList(), [RecordID]())
    list.count = 7
    for round in 0..<30 {
      let page = try records.store.store.read { try $0.page(list, type: ListedRecords.type) }
      met += page.records.map(\.id)
      guard let next = page.next else { break }
      list.after = next
      try records.edit(before[round])
      try records.write(UInt64(1_000 + round), in: ListedRecords.areas[3])
    }
    #expect(met.count == Set(met).count && met.starts(with: before.map(\.id)))
  }

  @Test func `records that stay as they are are met once in the order of change, whatever becomes of others`() throws {
    var records = try ListedRecords(seed: 41, count: 60)
    let before = try records.all()
    var (list, met, edited) = (RecordList(), [RecordID](), Set<RecordID>())
    (list.count, list.order) = (7, ListOrder(.changed, isDescending: true))
    for round in 0..<30 {
      let page = try records.store.store.read { try $0.page(list, type: ListedRecords.type) }
      met += page.records.map(\.id)
      guard let next = page.next else { break }
      list.after = next
      try records.edit(before[round * 2 % 60])
      edited.insert(before[round * 2 % 60].id)
    }
    let left = before.map(\.id).filter { !edited.contains($0) }
    #expect(!left.isEmpty && left.allSatisfy { id in met.count { $0 == id } == 1 })
  }

  @Test func `records of one moment of change are met once each, by whichever way and in either direction`() throws {
    let records = try ListedRecords(seed: 42, count: 40)
    let moment = records.store.now + 1_000
    for record in try records.all().prefix(30) {
      records.store.now = moment - 1_000
      try records.store.write("task", record.id.raw.low & 0xFFFF_FFFF, in: record.area, [.int(2, 1)])
    }
    let all = try records.all()
    #expect(all.count { $0.state.changed.milliseconds == moment } == 30)
    for isDescending in [false, true] {
      for statuses in [nil, ["made"]] {
        var list = RecordList()
        (list.order, list.count, list.statuses) = (ListOrder(.changed, isDescending: isDescending), 4, statuses)
        let expected = NaiveList(list, of: all).ids
        for bounds in Self.ways { #expect(try pages(list, records, bounds) == expected, "\(list) by \(bounds)") }
      }
    }
  }

  @Test func `values that lost count for a page's bytes, with what is told beside each`() throws {
    let store = try WrittenStore(9, catalog: ListedRecords.catalog)
    let (lost, long) = (20, String(repeating: "长", count: 100))
    for number in UInt64(1)...4 {
      for write in 0...lost { try store.write("task", number, [.text(1, "\(long)\(write)")], isInformed: false) }
    }
    try store.write("task", 5, [.text(1, long)])
    func page(_ bytes: Int) throws -> [RecordView] {
      var bounds = ListBounds()
      bounds.bytes = bytes
      return try store.store.read { try $0.page(RecordList(), type: ListedRecords.type, bounds: bounds).records }
    }
    let records = try page(ListPage.bytesMax)
    #expect(records.map { $0.concurrent.first?.writes.count ?? 0 } == [lost, lost, lost, lost, 0])
    let each = 256 + long.utf8.count
    #expect(records[0].byteCount - records[4].byteCount >= lost * each)
    #expect(try page(2 * lost * each).count == 2, "two records are full of what lost in them")
  }

  // MARK: Counts

  @Test(arguments: 0..<4)
  func `counts are those of looking at every record, by whichever way`(seed: Int) throws {
    var records = try ListedRecords(seed: UInt64(seed) + 100)
    let all = try records.all()
    let type = ListedRecords.type
    let city = ListedRecords.areas[0]
    let axes: [CountAxis] = [
      .status, .area(city), .field(try #require(type.field(named: "kind"))),
      .field(try #require(type.field(named: "is_new"))),
    ]
    for _ in 0..<25 {
      let list = records.list()
      let naive = NaiveList(list, of: all)
      let expected = [
        naive.count { .text($0.standing?.status ?? "") },
        naive.count { .text((city == $0.area ? city : $0.area.ancestor(at: .district) ?? city).code) },
        naive.count { $0.values[0].value.isBlank ? .null : $0.values[0].value },
        naive.count { $0.values.last?.value ?? .null },
      ]
      for bounds in Self.ways {
        let counted = try records.store.store.read { try $0.counts(of: list, by: axes, type: type, bounds: bounds) }
        for (counts, expected) in zip(counted.map(\.groups), expected) {
          #expect(Dictionary(uniqueKeysWithValues: counts.map { ($0.value, $0.count) }) == expected, "\(list)")
          #expect(counts.map(\.count) == counts.map(\.count).sorted(by: >) && counts.allSatisfy { !$0.isMore })
        }
      }
    }
  }

  @Test func `counts by status and area go no further than they have to, and say that there is more`() throws {
    let records = try ListedRecords(seed: 7)
    var bounds = ListBounds()
    bounds.counted = 5
    let counted = try records.store.store.read {
      try $0.counts(
        of: RecordList(), by: [.status, .area(ListedRecords.areas[0])], type: ListedRecords.type, bounds: bounds)
    }
    for counts in counted.map(\.groups) {
      #expect(counts.contains { $0.isMore } && counts.allSatisfy { $0.count <= 5 })
    }
    #expect(counted[0].groups.allSatisfy { $0.isMore == ($0.count == 5) })
  }

  @Test func `groups are told until what they are called is long, and then that there are more`() throws {
    let records = try ListedRecords(seed: 7)
    let kind = try #require(ListedRecords.type.field(named: "kind"))
    func counts(_ groupBytes: Int) throws -> [ListCounts] {
      var bounds = ListBounds()
      bounds.groupBytes = groupBytes
      return try records.store.store.read {
        try $0.counts(
          of: RecordList(), by: [.status, .area(ListedRecords.areas[0]), .field(kind)], type: ListedRecords.type,
          bounds: bounds)
      }
    }
    let whole = try counts(1_000)
    #expect(whole.allSatisfy { $0.isWhole && $0.groups.count > 1 })
    for groupBytes in [1, 5, 13] {
      for (cut, whole) in zip(try counts(groupBytes), whole) {
        var bytes = 0
        let told = whole.groups.prefix { count in
          defer { bytes += count.value.text?.utf8.count ?? 0 }
          return bytes < groupBytes
        }
        #expect(cut.groups == Array(told) && cut.isWhole == (told.count == whole.groups.count))
      }
    }
  }

  // MARK: Plans

  private func plan(_ sql: String, _ records: ListedRecords) throws -> [String] {
    try records.store.store.read { reader in
      let statement: Statement
      do { statement = try reader.db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)") } catch {
        Issue.record("\(sql): \(error)")
        throw error
      }
      statement.setUncheckedArguments(StatementArguments())
      return try Row.fetchAll(statement).map { $0["detail"] as String }
    }
  }

  @Test func `no statement of a list reads a table without an index, and what walks does not sort`() throws {
    var records = try ListedRecords(seed: 5, count: 20)
    for _ in 0..<150 {
      let list = records.list()
      let statements = try records.store.store.read { $0.statements(of: list, type: ListedRecords.type) }
      for sql in statements.probes + statements.collections {
        // What has been narrowed in a query inside another is gone through by its rows.
        let scans = try plan(sql, records).filter {
          $0.hasPrefix("SCAN") && $0 != "SCAN e" && !$0.hasPrefix("SCAN (subquery")
        }
        #expect(scans.allSatisfy { $0.contains("INDEX") }, "\(sql): \(scans)")
      }
      for sql in statements.walks {
        let steps = try plan(sql, records)
        #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(sql): \(steps)")
        #expect(steps.count == 1, "\(sql): \(steps)")
      }
    }
  }

  @Test func `a page by change is sought in one index for each standing, and one by value in its own`() throws {
    let records = try ListedRecords(seed: 5, count: 20)
    var list = RecordList()
    (list.statuses, list.changedFrom) = (["made", "done"], 5)
    list.order = ListOrder(.changed, isDescending: true)
    list.after = ListPlace(.int(9), row: 3)
    var statements = try records.store.store.read { $0.statements(of: list, type: ListedRecords.type) }
    #expect(statements.walks.count == 2)
    for sql in statements.walks {
      #expect(
        try plan(sql, records) == [
          "SEARCH t USING INDEX task_by__time (_standing=? AND changed_at>? AND changed_at<?)"
        ])
    }
    list = RecordList()
    list.fields = [RecordList.FieldTest(try #require(ListedRecords.type.field(named: "unit")), .any([.text("u1")]))]
    statements = try records.store.store.read { $0.statements(of: list, type: ListedRecords.type) }
    #expect(try plan(statements.collections[0], records)[0].contains("INDEX task_by_unit (unit=?)"))
    list = RecordList()
    (list.order, list.after) = (ListOrder(.field("unit")), ListPlace(.text("u1"), row: 3))
    statements = try records.store.store.read { $0.statements(of: list, type: ListedRecords.type) }
    // However many show the same, the page goes on at its place among them.
    #expect(try plan(statements.walks[0], records)[0].contains("INDEX task_by_unit (unit=? AND rowid>?)"))
  }

  @Test func `what stands beside the place is read from the index alone`() throws {
    let records = try ListedRecords(seed: 5, count: 20)
    var list = RecordList()
    (list.area, list.isOpen) = (ListedRecords.areas[1], true)
    list.fields = [RecordList.FieldTest(try #require(ListedRecords.type.field(named: "grade")), .any([.int(1)]))]
    list.order = ListOrder(.field("due"))
    let sql = try records.store.store.read { $0.statements(of: list, type: ListedRecords.type) }.collections[0]
    let codes = try records.store.store.read { reader in
      let statement = try reader.db.makeStatement(sql: "EXPLAIN \(sql)")
      statement.setUncheckedArguments(StatementArguments())
      return try Row.fetchAll(statement)
    }
    // The index's order of columns tells its cursor from the table's, which may be sought: SQLite puts that off until a column
    // is asked for, and none is.
    let table = try #require(
      codes.first { $0["opcode"] == "OpenRead" && ($0["p4"] as String?)?.hasPrefix("k(") != true })
    let cursor = table["p1"] as Int
    #expect(!codes.contains { $0["opcode"] == "Column" && $0["p1"] as Int == cursor })
  }

  // MARK: What is kept beside the rows

  @Test func `the keys of sets stand in a table of their own, also after a rebuild`() throws {
    let records = try ListedRecords(seed: 8)
    let held = try records.store.lines("SELECT * FROM element ORDER BY type, field, key, record, area")
    let expected = try records.all().flatMap { record -> [String] in
      guard case .list(let items) = record.values[4].value else { return [] }
      return items.map { "\($0["key"]?.text ?? "") \(record.id) \(record.area)" }
    }
    #expect(held.count == expected.count && !held.isEmpty)
    try records.store.execute("DELETE FROM element WHERE key = 'li'")
    #expect(try records.store.store.verify().viewFaults == 1)
    try records.store.store.rebuild()
    #expect(try records.store.lines("SELECT * FROM element ORDER BY type, field, key, record, area") == held)
    #expect(try records.store.store.verify().faults == [])
  }
}
