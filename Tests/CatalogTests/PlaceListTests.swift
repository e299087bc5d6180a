// Lists of places: how they are read, and the tables that carry them.
import Catalog
import Merge
import Testing

@Suite struct `Lists of places` {
  private static let day = Day("2025-12-31")!

  private static func list(_ lines: String...) throws -> PlaceList {
    try PlaceList(text: Array(lines.joined(separator: "\n").utf8))
  }

  private static func fault(_ text: String) -> PlaceListFault? {
    do throws(PlaceListFault) {
      _ = try PlaceList(text: Array(text.utf8))
      return nil
    } catch { return error }
  }

  @Test func `codes of any tier are read from whichever columns the heading names`() throws {
    let list = try Self.list(
      "level\tcode12\tparent\tname\tsource", "1\t510100000000\t\t成都市\tMCA", "", "2\t510104000000\t5101\t锦江区\tMCA")
    #expect(list.places.map(\.area.code) == ["510100000000", "510104000000"])
    #expect(list.places.map(\.name) == ["成都市", "锦江区"])
    let short = try Self.list("代码,名称", "510104017,锦官驿街道", "51,四川省", "5101,成都市", "510104017001,水井坊社区")
    #expect(short.places.map(\.area.tier) == [.province, .city, .township, .community])
    #expect(short.places.map(\.name) == ["四川省", "成都市", "锦官驿街道", "水井坊社区"])
  }

  @Test func `a spreadsheet's marks, line ends, quotes and blanks are no part of a name`() throws {
    let text = "\u{FEFF}code,name,note\r\n\"510104\", 锦江区 ,\"a, b\"\r\n510105,\"青羊区, \"\"老\"\"\",\r\n"
    let list = try PlaceList(text: Array(text.utf8))
    #expect(list.places.map(\.area.code) == ["510104000000", "510105000000"])
    #expect(list.places.map(\.name) == ["锦江区", "青羊区, \"老\""])
  }

  @Test(arguments: [
    ("", PlaceListFault.noHeading), ("510104,锦江区\n", .noHeading), ("code,title\n510104,锦江区", .noHeading),
    ("code,name", .noPlaces), ("code,name\n\n \n", .noPlaces),
    ("code,name,name\n510104,锦江区,x", .twoColumns("name", "name")),
    ("区划代码,名称,code\n510104,锦江区,1", .twoColumns("区划代码", "code")),
    ("code,name\n510105,青羊区\n510104,\"锦江区", .openQuote(line: 3)), ("code,\"name\n510104,锦江区", .openQuote(line: 1)),
    ("code,name\n51010,锦江区", .noCode(line: 2, text: "51010")), ("code,name\n\n五一,锦江区", .noCode(line: 3, text: "五一")),
    ("code,name\n510104,", .noName(line: 2)), ("code,name\n510104", .noName(line: 2)),
    ("code,name\n510104,锦\u{7}江", .noName(line: 2)), ("code,name\n510104,锦\u{202E}江", .noName(line: 2)),
    ("code,name\n510104,锦江区\n510104000000,青羊区", .twoNames(line: 3, code: "510104000000")),
  ])
  func `what cannot be read is told with its line`(text: String, fault: PlaceListFault) {
    #expect(Self.fault(text) == fault)
    #expect(Self.fault("code,name\n510104,\(String(repeating: "区", count: 61))") == .noName(line: 2))
  }

  @Test func `a list in another encoding is told`() {
    #expect(throws: PlaceListFault.notUTF8) { try PlaceList(text: [0x63, 0xBD, 0xF5, 0xBD, 0xAD]) }
  }

  @Test func `what lies below a district stands in its table, all else in that of the node's area`() throws {
    let list = try Self.list(
      "code,name", "5101,成都市", "510104,锦江区", "510104017,锦官驿街道", "510104017001,水井坊社区", "510105,青羊区")
    let city = try #require(Area("510100000000"))
    let issues = try list.tables(asOf: Self.day, source: "民政部", at: city)
    #expect(issues.map(\.area.code) == ["510100000000", "510104000000"])
    #expect(issues.map { $0.table.entries.map(\.title.zh) } == [["成都市", "锦江区", "青羊区"], ["锦官驿街道", "水井坊社区"]])
    #expect(issues.allSatisfy { $0.table.name == CodeTable.places && $0.table.version == "2025-12-31" })
  }

  @Test(arguments: [("5101,成都市", "510100000000"), ("510105,青羊区", "510105000000")])
  func `a district names nothing above it or beside it`(line: String, code: String) throws {
    let county = try #require(Area("510104000000"))
    let list = try Self.list("code,name", "510104,锦江区", line, "510104017,锦官驿街道")
    #expect(throws: PlaceListFault.outside(line: 3, code: code, home: county)) {
      try list.tables(asOf: Self.day, source: "", at: county)
    }
  }

  @Test func `a city without districts has one table`() throws {
    let list = try Self.list("code,name", "4419,东莞市", "441900003,东城街道", "441900003001,岗贝社区")
    let city = try #require(Area("441900000000"))
    let issues = try list.tables(asOf: Self.day, source: "", at: city)
    #expect(issues.map(\.area.code) == ["441900000000"])
    #expect(issues.first?.table.entries.count == 3)
  }

  @Test func `a table is entered as the catalog asks, in pieces that each fit a commit`() throws {
    let name = String(repeating: "区", count: 60)
    let places = (0..<3_000).map { "\(510_104_001_000 + $0 % 1_000 + 1_000 * ($0 / 1_000)),\(name)" }
    let list = try PlaceList(text: Array((["code,name"] + places).joined(separator: "\n").utf8))
    let city = try #require(Area("510100000000"))
    let issues = try list.tables(asOf: Self.day, source: "民政部", at: city)
    let issue = try #require(issues.first)
    let type = try #require(Catalog.builtIn.type(named: CodeTable.recordType))
    #expect(type.problem(enteringFor: issue.area) == nil)
    let entries = issue.table.fields.map { (type.field(named: $0.name)!, $0.value) }
    #expect(type.problems(in: entries, isNew: true) == [])
    let pieces = PlaceList.pieces(issue.table.entries)
    #expect(pieces.count > 1 && pieces.flatMap(\.self) == issue.table.entries)
    for piece in pieces {
      #expect(piece.count <= 4_096)
      #expect(piece.reduce(0) { $0 + $1.code.utf8.count + $1.title.zh.utf8.count + 20 } < 128 << 10)
    }
    #expect(PlaceList.pieces([]).isEmpty)
  }
}
