// Looking for words in records' texts: what is found, and in which order.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct `Looking for words` {
  @Test func `any two characters or more that follow one another find a text, and one does too`() throws {
    let text = "三单元楼道堆放杂物"
    let searched = try SearchedStore(text, "灭火器已过期", "楼上堵塞通道")
    let characters = Array(text)
    for first in characters.indices {
      for last in first..<characters.count {
        let part = String(characters[first...last])
        #expect(try searched.found(part).contains(text), "\(part)")
        if first < last { #expect(try searched.found(part) == [text], "\(part)") }
      }
    }
    #expect(try searched.found("道楼").isEmpty && searched.found("楼堆").isEmpty)
    #expect(try searched.found("楼") == ["楼上堵塞通道", text])
  }

  @Test func `letters and digits are found whole or by their beginning, whatever their width and case`() throws {
    let text = "Ｂ12栋3号楼，违反GB50016-2014第5.5条"
    let searched = try SearchedStore(text, "B13栋4号楼")
    for part in [
      "b12栋", "12栋", "１２栋３号", "3号楼", "gb50016", "ＧＢ５００１６", "GB 50016", "50016", "500", "GB500", "2014", "违反gb", "5.5条",
      "号楼违反",
    ] {
      #expect(try searched.found(part) == [text], "\(part)")
    }
    for part in ["2栋", "0016", "b4", "gb5001 7"] { #expect(try searched.found(part).isEmpty, "\(part)") }
    #expect(try searched.found("号楼").count == 2)
  }

  @Test func `parts between blanks are each found somewhere, and no part across two fields`() throws {
    let searched = try SearchedStore()
    try searched.written.write("sample", 1, [.text(1, "堵塞通道"), .text(2, "三单元")])
    try searched.written.write("sample", 2, [.text(1, "堵塞"), .text(2, "通道三单元")])
    try searched.index()
    #expect(try searched.found("单元 堵塞").count == 2)
    #expect(try searched.found("单元\u{3000}通道  堵塞").count == 2)
    #expect(try searched.found("道三") == ["堵塞"])
    #expect(try searched.found("堵塞通道") == ["堵塞通道"])
    #expect(try searched.found("单元 过期").isEmpty)
  }

  private static let hostile: [(text: String, found: [String])] = [
    ("\" OR * NEAR(", ["A \" OR * NEAR( b"]), ("楼\" OR \"器", []), ("label : 楼", []), ("{label} : 楼", []),
    ("楼 OR 器", []), ("NOT 器", []), ("^楼", ["楼道"]), ("-楼", ["楼道"]), ("楼*", ["楼道"]), ("楼 NEAR/2 道", []),
    ("'; DROP TABLE sample; --", []), ("楼\u{0}器", []), ("(楼", ["楼道"]), ("楼 + 道", ["楼道"]), ("楼\"道", ["楼道"]),
    ("record_text MATCH 楼", []),
  ]

  @Test(arguments: hostile)
  func `what means something to SQLite is text like any other`(asked: (text: String, found: [String])) throws {
    let searched = try SearchedStore("楼道", "灭火器", "A \" OR * NEAR( b")
    #expect(try searched.found(asked.text) == asked.found)
    #expect(try searched.found("楼道") == ["楼道"])
  }

  @Test func `what has no word, or is too long, is not asked`() throws {
    for text in ["", "  ", "、。！", "\u{200B}", "***", "(((((((((", "\" * \""] {
      #expect(throws: TextQuery.Fault.noWords) { try TextQuery(text) }
    }
    #expect(throws: TextQuery.Fault.tooLong(101)) { try TextQuery(String(repeating: "楼", count: 101)) }
    let searched = try SearchedStore(String(repeating: "楼", count: 150))
    #expect(try searched.found(String(repeating: "楼", count: 100)).count == 1)
    let parts = (0..<50).map { _ in "楼" }.joined(separator: " ")
    #expect(try searched.found(parts).count == 1)
  }

  @Test func `a text that is longer than anything that may be entered is found by its beginning`() throws {
    let text = "开头" + String(repeating: "中", count: 70_000) + "末尾"
    let searched = try SearchedStore(text, String(repeating: "x", count: 200) + "尾")
    #expect(try searched.found("开头").count == 1)
    #expect(try searched.found("末尾").isEmpty)
    #expect(try searched.found("xx").count == 1)
    #expect(try searched.store.verify().faults == [])
  }

  @Test func `pages begin with what came last, and each record is on one`() throws {
    let searched = try SearchedStore()
    for number in 1...130 { try searched.written.write("sample", UInt64(number), [.text(1, "隐患\(number)号")]) }
    try searched.index()
    var (after, pages): (ListPlace?, [[String]]) = (nil, [])
    while true {
      let page = try #require(
        try searched.page("隐患") {
          $0.count = 50
          $0.after = after
        })
      pages.append(page.records.map { $0.values[0].value.text ?? "" })
      guard let next = page.next else { break }
      after = next
    }
    #expect(pages.map(\.count) == [50, 50, 30])
    #expect(pages.flatMap(\.self) == (1...130).reversed().map { "隐患\($0)号" })
  }

  @Test func `areas narrow a search, and so does whatever narrows a list`() throws {
    let searched = try SearchedStore(at: WrittenStore.town)
    let shop = try #require(Area("\(WrittenStore.village.code)/91370200MA3C0PYY2X"))
    let areas = [WrittenStore.village, WrittenStore.otherVillage, WrittenStore.town, shop]
    for (number, area) in areas.enumerated() {
      try searched.written.write("sample", UInt64(number + 1), in: area, [.text(1, "堵塞\(number)")])
    }
    try searched.index()
    func found(in area: Area) throws -> [String] { try searched.found("堵塞") { $0.area = area } }
    #expect(try found(in: WrittenStore.town) == ["堵塞3", "堵塞2", "堵塞1", "堵塞0"])
    #expect(try found(in: WrittenStore.village) == ["堵塞3", "堵塞0"])
    #expect(try found(in: shop) == ["堵塞3"])
    #expect(try found(in: try #require(Area("370202000000"))).count == 4)
    #expect(try found(in: try #require(Area("370200000000"))).count == 4)
    #expect(try found(in: try #require(Area("370203000000"))).isEmpty)
    let before = searched.written.now
    #expect(try searched.found("堵塞") { $0.changedFrom = before } == ["堵塞3"])
    #expect(try searched.found("堵塞") { $0.changedBefore = before } == ["堵塞2", "堵塞1", "堵塞0"])
    #expect(try searched.found("堵塞") { $0.hasConflicts = true }.isEmpty)
  }

  @Test func `what a field shows narrows a search, and a place that no page gave is read as one`() throws {
    let searched = try SearchedStore()
    for number in 1...6 {
      try searched.written.write("sample", UInt64(number), [.text(1, "堵塞\(number)"), .int(3, Int64(number % 2))])
    }
    try searched.index()
    let amount = try #require(searched.store.catalog.type(named: "sample")?.field(named: "amount"))
    for test in [RecordList.Test.any([.int(1)]), .range(.int(1), nil)] {
      #expect(try searched.found("堵塞") { $0.fields = [.init(amount, test)] } == ["堵塞5", "堵塞3", "堵塞1"])
    }
    #expect(try searched.found("堵塞") { $0.fields = [.init(amount, .empty)] }.isEmpty)
    for row in [Int64.min, -1, 0, 1] {
      #expect(try searched.found("堵塞") { $0.after = ListPlace(.null, row: row) }.isEmpty)
    }
    #expect(try searched.found("堵塞") { $0.after = ListPlace(.null, row: .max) }.count == 6)
  }

  /// More entries than are looked at for one page, of which the oldest alone is asked for.
  @Test func `a page that would go through too many entries ends short and says where to go on`() throws {
    let searched = try SearchedStore()
    let (count, start) = (StoreReader.textEntriesMax + 40, searched.written.now)
    try searched.store.write { writer in
      for number in 1...count {
        searched.written.now += 1
        let fields: [FieldChange] = [.text(1, "堵塞"), .text(2, number == 1 ? "稀有" : "")]
        let intent = Intent(
          type: "sample", record: recordID(UInt64(number)), area: WrittenStore.village, seen: .empty, fields: fields)
        _ = try searched.written.replica.commit([intent], user: "li", now: searched.written.now, into: writer)
      }
    }
    try searched.index()
    let first = try #require(try searched.page("堵塞") { $0.changedBefore = start + 2 })
    #expect(first.records.isEmpty && first.next == ListPlace(.null, row: 41))
    let second = try #require(
      try searched.page("堵塞") {
        $0.changedBefore = start + 2
        $0.after = first.next
      })
    #expect(second.records.map(\.id) == [recordID(1)] && second.next == nil)
    #expect(try searched.found("堵塞 稀有").count == 1)
  }
}
