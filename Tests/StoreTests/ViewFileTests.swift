// The questions of ops/views, asked of a store that has something of everything.
import Catalog
import Foundation
import GRDB
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct ViewFileTests {
  static let works = Area("370202001001/91350100M000100Y43")!
  static let unit = Value.text("91350100M000100Y43")

  private static let folder = Repository.root.appending(path: "ops/views")

  private static func rows(_ name: String, of store: WrittenStore) throws -> [Row] {
    let sql = try String(contentsOf: folder.appending(path: "\(name).sql"), encoding: .utf8)
    return try store.store.read { try Row.fetchAll($0.db, sql: sql) }
  }

  private static func enter(_ store: WrittenStore, _ type: String, _ number: UInt64, _ fields: [(String, Value)]) throws
  {
    let definition = try #require(Catalog.builtIn.type(named: type))
    let changes = try fields.map { name, value in
      let field = try #require(definition.field(named: name), "\(type).\(name)")
      guard case .set = field.kind, case .map(let elements) = value else {
        return FieldChange(field.number, .write(value))
      }
      return FieldChange(field.number, .elements(add: elements, remove: []))
    }
    try store.write(type, number, in: works, changes.sorted { $0.field < $1.field })
  }

  private static func filled() throws -> WrittenStore {
    let store = try WrittenStore(1)
    try enter(
      store, "enterprise", 1,
      [
        ("name", .text("青岛某厂")), ("credit_code", unit), ("risk_colour", .int(4)),
        ("sectors", .sorted([("mine", .text("非煤矿山")), ("fire", .text("消防"))])),
      ])
    try enter(store, "enterprise", 2, [("name", .text("无人管厂")), ("credit_code", .text("91330424MA28AQAQXU"))])
    try enter(
      store, "assignment", 3,
      [("unit", unit), ("department", .text("应急局")), ("person", .text("网格员1号")), ("valid_from", .int(1))])
    try enter(
      store, "hazard", 4,
      [("category", .text("消防安全")), ("description", .text("堵塞")), ("severity", .int(1)), ("found_at", .int(1))])
    try enter(
      store, "suspension", 5,
      [
        ("unit", unit), ("enterprise", .text("青岛某厂")), ("kind", .text("stop")), ("reason", .text("重大隐患")),
        ("ordered_at", .int(1)),
      ])
    try enter(store, "risk_point", 6, [("unit", unit), ("name", .text("储罐区")), ("colour", .int(3))])
    try enter(
      store, "duty_report", 7,
      [
        ("unit", unit), ("period", .text("2026-Q1")), ("law_version", .text("2021")),
        ("duties", .sorted([("1", .sorted([("is_done", .bool(true))])), ("2", .sorted([("is_done", .bool(false))]))])),
      ])
    return store
  }

  @Test func `the five registers and the two boards show what was entered`() throws {
    let store = try Self.filled()
    let industries = try Self.rows("enterprises-by-industry", of: store)
    #expect(industries.map { $0["sector"] as String } == ["fire", "mine", "未分类"])
    #expect(industries[0]["department"] == "应急局" && industries[2]["department"] == nil as String?)
    let areas = try Self.rows("key-areas", of: store)
    #expect(areas.map { $0["area"] as String } == ["370202001000"])
    #expect(areas[0]["major_hazards"] == 1 && areas[0]["red_and_orange"] == 1)
    let hazards = try Self.rows("open-hazards", of: store)
    #expect(hazards.count == 1 && hazards[0]["found"] == "1970-01-01")
    #expect(try Self.rows("risks", of: store).map { $0["colour"] as Int } == [4, 3])
    #expect(try Self.rows("suspended-enterprises", of: store).map { $0["enterprise"] as String } == ["青岛某厂"])
    #expect(try Self.rows("blind-spots", of: store).map { $0["name"] as String } == ["无人管厂"])
    let duties = try Self.rows("duty-board", of: store)
    #expect(duties.count == 1 && duties[0]["done"] == 1 && duties[0]["duties"] == 2)
  }

  @Test func `an enterprise without a code is answered for by the id of its file`() throws {
    let store = try Self.filled()
    try Self.enter(
      store, "enterprise", 8, [("name", .text("修车铺")), ("no_code", .text("unlicensed")), ("risk_colour", .int(2))])
    let file = try #require(try Self.rows("risks", of: store).last?["unit"] as String?)
    #expect(Set(try Self.rows("blind-spots", of: store).map { $0["name"] as String }) == ["无人管厂", "修车铺"])
    try Self.enter(
      store, "assignment", 9,
      [
        ("unit", .text(try #require(RecordID(hex: file)).description)), ("department", .text("消防站")),
        ("person", .text("网格员2号")), ("valid_from", .int(1)),
      ])
    #expect(try Self.rows("blind-spots", of: store).map { $0["name"] as String } == ["无人管厂"])
    let row = try Self.rows("enterprises-by-industry", of: store).first { $0["name"] == "修车铺" }
    #expect(row?["department"] == "消防站")
  }

  @Test func `every view is in the list and every one listed is there`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".sql") }
    let list = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
    #expect(files.count == 7)
    for file in files { #expect(list.contains("| `\(file)` |"), "\(file)") }
  }
}
