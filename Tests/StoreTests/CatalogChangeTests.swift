// A store opened with another catalog: the views follow it, and nothing of the commits is lost meanwhile.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Another catalog` {
  private static let first = SmallCatalog.make(
    ["sample"], fields: [SmallCatalog.field(1, "label", "kind: register, value: text")])
  private static let second = SmallCatalog.make(
    ["sample", "extra"],
    fields: [
      SmallCatalog.field(1, "label", "kind: register, value: text"),
      SmallCatalog.field(2, "amount", "kind: register, value: integer"),
    ])

  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }

  init() throws { folder = try TemporaryFolder() }

  private func create(_ catalog: Catalog) throws -> WrittenStore {
    WrittenStore(try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: catalog))
  }

  /// Commits of a node that already has the second catalog.
  private func newer() throws -> [[UInt8]] {
    let node = try WrittenStore(1, catalog: Self.second)
    try node.write("sample", 1, [.text(1, "甲"), .int(2, 7)])
    try node.write("extra", 2, [.text(1, "乙")])
    try node.write("sample", 3, [.int(2, 8)])
    return try node.bodies()
  }

  @Test func `types and fields that are not known are kept and folded when they are`() throws {
    let store = try create(Self.first)
    #expect(try store.receive(newer()).accepted == 3)
    #expect(try store.lines("SELECT label FROM sample ORDER BY id") == ["label=\"甲\"", "label=NULL"])
    try store.store.close()
    let again = WrittenStore(try Store.open(path: path, catalog: Self.second))
    #expect(
      try again.lines("SELECT label, amount FROM sample ORDER BY id") == [
        "label=\"甲\" amount=7", "label=NULL amount=8",
      ])
    #expect(try again.lines("SELECT label FROM extra") == ["label=\"乙\""])
    let other = try WrittenStore(9, catalog: Self.second)
    try other.receive(newer())
    #expect(try again.viewDump() == other.viewDump())
  }

  @Test func `a type that is no longer in the catalog loses its table and not its commits`() throws {
    let store = try create(Self.second)
    try store.receive(newer())
    try store.store.close()
    let older = WrittenStore(try Store.open(path: path, catalog: Self.first))
    #expect(try older.count("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'") == 0)
    #expect(try older.count("SELECT count(*) FROM \"commit\"") == 3)
    try older.store.close()
    let again = WrittenStore(try Store.open(path: path, catalog: Self.second))
    #expect(try again.count("SELECT count(*) FROM extra") == 1)
  }

  @Test
  func `an opening tells when it folds anew and how many commits, and nothing when the views are as they should be`()
    throws
  {
    let store = try create(Self.first)
    try store.receive(newer())
    try store.store.close()
    for (catalog, expected) in [
      (Self.second, [Rebuild.Stage.began, .ended(commits: 3)]), (Self.second, []),
      (Self.first, [.began, .ended(commits: 3)]),
    ] {
      var told: [Rebuild.Stage] = []
      let again = try Store.open(path: path, catalog: catalog, rebuilding: { told.append($0) })
      #expect(told == expected)
      try again.close()
    }
  }

  @Test func `the same catalog leaves the views as they are`() throws {
    let store = try create(Self.first)
    try store.write("sample", 1, [.text(1, "甲")])
    try store.execute("UPDATE sample SET label = '标记'")
    try store.store.close()
    let again = WrittenStore(try Store.open(path: path, catalog: Self.first))
    #expect(try again.lines("SELECT label FROM sample") == ["label=\"标记\""])
    #expect(try again.store.verify().faults.count == 1)
  }

  @Test func `a class that was refused is offered once more under another catalog`() throws {
    let store = try create(Self.first)
    try store.store.write { writer in
      let link = try writer.makeLink(peer: NodeID(Bytes16(high: 1, low: 1)), area: WrittenStore.town, isParent: true)
      for (number, code) in [RejectionCode.classMismatch, .fork].enumerated() {
        let refusal = Refusal(feed: FeedID(Bytes16(high: 0, low: UInt64(number))), seq: 1, code: code)
        try writer.setQuarantine(Quarantine(refusal: refusal, isOurs: true), link: link.reference)
      }
    }
    try store.store.close()
    let again = WrittenStore(try Store.open(path: path, catalog: Self.second))
    #expect(try again.lines("SELECT code FROM quarantine") == ["code=\"fork\""])
  }
}
