// The index of texts: what it keeps up with, what it is compared with, and what it leaves behind.
import Catalog
import GRDB
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct `The index of texts` {
  @Test func `follows what records show, and says how far it is behind`() throws {
    let searched = try SearchedStore("楼道", "灭火器")
    try searched.written.write("sample", 1, [.text(1, "配电箱")])
    try searched.written.write("sample", 3, [.text(1, "燃气")])
    try searched.written.write("sample", 2, [.int(3, 5)])
    #expect(try searched.behind() == 2)
    #expect(try searched.found("配电").isEmpty && searched.found("燃气").isEmpty)
    #expect(try searched.store.verify().faults == [])
    try searched.written.write("sample", 1, [.text(1, "配电柜")])
    #expect(try searched.behind() == 2)
    #expect(try searched.store.verify().faults == [])
    try searched.index()
    #expect(try searched.behind() == 0 && searched.behind("note") == 0)
    #expect(try searched.found("楼道").isEmpty && searched.found("配电箱").isEmpty)
    #expect(try searched.found("配电柜") == ["配电柜"] && searched.found("燃气") == ["燃气"])
    #expect(try searched.store.verify().faults == [])
    try searched.written.write("sample", 1, [FieldChange(1, .write(.null))])
    try searched.index()
    #expect(try searched.found("配电").isEmpty)
    #expect(try searched.entries().contains { $0.contains("电") } == false)
    #expect(try searched.store.verify().faults == [])
  }

  @Test func `is of the value that is shown, whichever of several that is`() throws {
    let searched = try SearchedStore("楼道")
    try searched.written.write("sample", 1, [.text(1, "配电箱")], isInformed: false)
    try searched.index()
    #expect(try searched.found("配电") == ["配电箱"] && searched.found("楼道").isEmpty)
    // A value that is no text shows nothing.
    try searched.written.write("sample", 1, [.int(1, 7)])
    try searched.index()
    #expect(try searched.found("配电").isEmpty)
    #expect(try searched.store.verify().faults == [])
  }

  @Test(arguments: 0..<4)
  func `is the same after a rebuild, entry for entry`(seed: Int) throws {
    let searched = try SearchedStore()
    for round in 0..<40 {
      let number = UInt64(round) % 7 + 1
      try searched.written.write(
        "sample", number, [.text(1, "甲乙\((round + seed) % 5)丙"), .text(2, "\(round % 3)号")])
      if round % 9 == seed { _ = try searched.store.write { try $0.indexTexts(countMax: 3) } }
    }
    try searched.index()
    let before = try searched.entries()
    #expect(before.count > 20)
    try searched.store.rebuild()
    #expect(try searched.entries().isEmpty && searched.behind() == 7)
    #expect(try searched.store.verify().faults == [])
    try searched.index()
    #expect(try searched.entries() == before)
    #expect(try searched.store.verify().faults == [])
  }

  @Test(arguments: [
    // The first row of the second type.
    "INSERT INTO record_text (record_text, rowid, area, text) VALUES ('delete', 1099511627777, '', '楼')",
    "UPDATE record_text_marks SET row = row - 1 WHERE type = 'sample'",
    "UPDATE record_text_marks SET row = row + 1 WHERE type = 'sample'",
    "UPDATE sample SET label = '别的' WHERE rowid = 1",
    "INSERT INTO record_text (rowid, area, text) VALUES (1, '', '多')",
    "INSERT INTO record_text_due (document, text) SELECT max(doc) + 1, '多' FROM record_text_terms",
    "INSERT INTO record_text_due (document, text) SELECT max(doc), '多' FROM record_text_terms",
  ])
  func `is compared with the rows when a store is verified`(sql: String) throws {
    let searched = try SearchedStore("楼道", "灭火器")
    #expect(try searched.store.verify().faults == [])
    try searched.store.execute(sql)
    let found = try searched.store.verify()
    #expect(found.faults.contains { $0.hasPrefix("record_text: ") }, "\(found.faults)")
    #expect(found.areOnlyViewsUnsound)
    try searched.store.rebuild()
    try searched.index()
    #expect(try searched.store.verify().faults == [])
    #expect(try searched.found("楼道") == ["楼道"])
  }

  @Test func `is there where it is asked for, and nowhere else`() throws {
    let written = try WrittenStore(9, catalog: SearchedStore.catalog)
    let searched = SearchedStore(written)
    try written.write("sample", 1, [.text(1, "楼道")])
    #expect(try searched.page("楼道") == nil && searched.behind() == nil)
    #expect(try written.store.write { try $0.indexTexts() } == TextProgress())
    try written.store.keepTexts(true)
    #expect(try searched.behind() == 1)
    try searched.index()
    #expect(try searched.found("楼道") == ["楼道"])
    #expect(try written.store.read { try Schema.views($0.db) }.contains("record_text"))
    try written.store.keepTexts(true)
    #expect(try searched.found("楼道") == ["楼道"])
    try written.store.keepTexts(false)
    #expect(try searched.page("楼道") == nil)
    #expect(try written.count("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'record_text%'") == 0)
    #expect(try !written.store.read { try Schema.views($0.db) }.contains { $0.hasPrefix("record_text") })
    try written.write("sample", 1, [.text(1, "配电箱")])
    #expect(try written.store.verify().faults == [])
    try written.store.keepTexts(true)
    try searched.index()
    #expect(try searched.found("配电") == ["配电箱"])
  }

  @Test func `goes on where it was when its store is opened again, and is made anew for another catalog`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("node.db")
    var searched = SearchedStore(
      WrittenStore(
        try Store.create(
          path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: SearchedStore.catalog)))
    try searched.store.keepTexts(true)
    for number in 1...5 { try searched.written.write("sample", UInt64(number), [.text(1, "堵塞\(number)")]) }
    #expect(try searched.store.write { try $0.indexTexts(countMax: 2) } == TextProgress(rows: 2, isDone: false))
    try searched.store.close()
    searched = SearchedStore(WrittenStore(try Store.open(path: path, catalog: SearchedStore.catalog)))
    #expect(try searched.found("堵塞") == ["堵塞2", "堵塞1"] && searched.behind() == 3)
    try searched.written.write("sample", 1, [.text(1, "楼道")])
    try searched.index()
    #expect(try searched.found("堵塞") == ["堵塞5", "堵塞4", "堵塞3", "堵塞2"])
    try searched.store.close()
    let other = SmallCatalog.make(
      ["sample"],
      fields: [SmallCatalog.field(1, "label", "kind: register, value: text"), "searched: [label]\n"])
    searched = SearchedStore(WrittenStore(try Store.open(path: path, catalog: other)))
    #expect(try searched.behind() == 5)
    try searched.index()
    #expect(try searched.found("楼道") == ["楼道"])
    #expect(try searched.store.verify().faults == [])
    try searched.store.close()
  }

  @Test func `holds nothing that a transaction took back`() throws {
    let searched = try SearchedStore("楼道")
    struct Refused: Error {}
    #expect(throws: Refused.self) {
      try searched.store.write { writer in
        _ = try writer.indexTexts()
        let intent = Intent(
          type: "sample", record: recordID(1), area: WrittenStore.village, seen: .empty, fields: [.text(1, "配电箱")])
        _ = try searched.written.replica.commit([intent], user: "li", now: searched.written.now, into: writer)
        _ = try writer.indexTexts()
        throw Refused()
      }
    }
    #expect(try searched.behind() == 0)
    #expect(try searched.found("楼道") == ["楼道"] && searched.found("配电").isEmpty)
    #expect(try searched.store.verify().faults == [])
  }
}
