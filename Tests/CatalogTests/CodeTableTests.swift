// Code tables: those the program carries, and what counts on a day.
import Catalog
import Merge
import Testing

@Suite struct `Code tables` {
  let tables = CodeTables(CodeTable.builtIn)
  let today = Day("2026-11-22")!

  @Test func `the standards' tables have as many codes as the standards`() {
    let counts = [
      "industry": 20, "accident_type": 20, "hazard_factor": 4, "sector": 17, "resumption_item": 5, "penalty_kind": 6,
      "inspection_interval": 4,
    ]
    for (name, count) in counts {
      #expect(tables.versions(of: name, on: today).map(\.entries.count) == [count], "\(name)")
    }
  }

  @Test(arguments: [("2010-01-01", 6), ("2015-01-01", 7), ("2021-08-31", 7), ("2021-09-01", 7), ("2026-11-22", 7)])
  func `duties are those of the law in force`(_ example: (String, Int)) throws {
    let versions = tables.versions(of: "principal_duty", on: try #require(Day(example.0)))
    #expect(versions.map(\.entries.count) == [example.1])
  }

  @Test func `the duties of 2021 are not those of 2014`() {
    #expect(tables.entry("5", in: "principal_duty", on: today)?.title.zh.contains("双重预防") == true)
    #expect(tables.entry("5", in: "principal_duty", on: Day("2016-01-01")!)?.title.zh.contains("双重预防") == false)
  }

  @Test func `a table that nobody has issued forbids nothing`() {
    #expect(tables.permits("C", in: "industry", on: today))
    #expect(!tables.permits("Z", in: "industry", on: today))
    #expect(tables.permits("Z", in: "nothing", on: today))
    #expect(CodeTables.none.permits("Z", in: "industry", on: today))
  }

  @Test func `what a table is entered as reads back as the same table`() {
    for table in CodeTable.builtIn {
      let fields = Dictionary(uniqueKeysWithValues: table.fields.map { ($0.name, $0.value) })
      let shown: (String) -> Value = { name in
        guard case .map(let entries)? = fields[name] else { return fields[name] ?? .null }
        return .list(entries.map { .sorted([("key", .text($0.key)), ("value", $0.value)]) })
      }
      #expect(CodeTable(shown) == table)
      let type = Catalog.builtIn.type(named: CodeTable.recordType)!
      #expect(type.problems(in: table.fields.map { (type.field(named: $0.name)!, $0.value) }, isNew: true) == [])
    }
  }

  @Test func `every table that a field names is carried, and every type that one refers to exists`() {
    for field in Catalog.builtIn.types.flatMap(\.fields) {
      if let table = field.codeTable { #expect(!tables.versions(of: table, on: today).isEmpty, "\(table)") }
      if let type = field.refersTo { #expect(Catalog.builtIn.type(named: type) != nil, "\(type)") }
    }
  }

  @Test(arguments: [
    ("code: A", "code: ''", CatalogError.Code.wrongForm), ("table: thing", "table: Thing", .wrongForm),
    ("valid_from: 2026-01-01", "valid_from: 2026-02-30", .wrongForm), ("zh: 甲", "zn: 甲", .missingKey),
    ("source: 某标准", "sauce: 某标准", .unknownKey), ("code: B", "code: A", .duplicate),
  ])
  func `a fault in a file is told`(_ example: (String, String, CatalogError.Code)) {
    let text = """
      table: thing
      version: 1
      title: { zh: 表, en: Table }
      source: 某标准
      valid_from: 2026-01-01
      entries:
        - { code: A, zh: 甲, en: A, days: 30, note: 007 }
        - { code: B, zh: 乙, en: B }
      """
    #expect(throws: Never.self) { try CodeTable(file: "thing.yaml", bytes: Array(text.utf8)) }
    let spoiled = text.replacing(example.0, with: example.1)
    do throws(CatalogError) {
      _ = try CodeTable(file: "thing.yaml", bytes: Array(spoiled.utf8))
      Issue.record("read: \(spoiled)")
    } catch {
      #expect(error.code == example.2)
    }
  }

  @Test func `further keys of a code are whole numbers or texts`() throws {
    let text =
      "table: t\nversion: 1\ntitle: { zh: 表, en: T }\nsource: s\nentries:\n  - { code: A, zh: 甲, en: A, days: 30, note: 007 }\n"
    let entry = try #require(CodeTable(file: "t.yaml", bytes: Array(text.utf8))["A"])
    #expect(entry.meaning["days"] == .int(30) && entry.meaning["note"] == .text("007"))
  }
}
