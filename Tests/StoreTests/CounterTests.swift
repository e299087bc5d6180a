// Counters in the tables: an increment with an id counts once, whatever folds it, and views folded by earlier rules are folded anew.
import Catalog
import Foundation
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust

@Suite struct `Counters in the tables` {
  private func named(_ id: UInt64, _ amount: Int64) -> FieldChange {
    FieldChange(7, .increments([Increment(id: IncrementID(Bytes16(high: 4, low: id)), amount: amount)]))
  }

  private func stock(_ store: WrittenStore) throws -> [String] {
    try store.lines("SELECT stock FROM sample ORDER BY id")
  }

  @Test func `one id that two nodes wrote counts once in the row, in any order, after a rebuild and by verifying`()
    throws
  {
    let nodes = try [(1, WrittenStore.village), (2, WrittenStore.town)].map {
      try WrittenStore(UInt64($0.0), at: $0.1, catalog: SmallCatalog.everyKind)
    }
    for node in nodes {
      try node.write("sample", 1, [.text(1, "甲"), named(1, 100)])
      try node.write("sample", 1, [named(2, node === nodes[0] ? 5 : 3)])
      try node.write("sample", 1, [FieldChange(7, .increment(1000))])
      #expect(try stock(node) == [node === nodes[0] ? "stock=1105" : "stock=1103"])
    }
    let bodies = try nodes.map { try $0.bodies() }
    let stores = try [bodies[0] + bodies[1], bodies[1] + bodies[0]].map { commits in
      let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
      for _ in 0..<2 { try store.receive(commits) }
      return store
    }
    #expect(try stores[0].contentDump() == stores[1].contentDump())
    for store in stores {
      #expect(try stock(store) == ["stock=2103"])
      #expect(try store.store.verify().faults == [])
      let before = try store.contentDump()
      try store.store.rebuild()
      #expect(try store.contentDump() == before)
    }
  }

  /// A program from before these increments counted leaves rows without them, and notes the catalog alone.
  @Test func `views that earlier rules folded are folded anew when the store is opened`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("node.db")
    let store = WrittenStore(
      try Store.create(
        path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: SmallCatalog.everyKind))
    try store.write("sample", 1, [.text(1, "甲"), named(1, 100)])
    let right = try store.contentDump()
    let earlier = Hashing.sha256(SmallCatalog.everyKind.canonicalBytes)
    try store.execute("UPDATE sample SET stock = 0")
    try store.execute("UPDATE meta SET value = x'\(Bytes16.hexadecimal(earlier.bytes))' WHERE key = 'catalog'")
    try store.store.close()
    let opened = WrittenStore(try Store.open(path: path, catalog: SmallCatalog.everyKind))
    #expect(try opened.contentDump() == right)
    #expect(try opened.store.verify().faults == [])
    try opened.store.close()
    // Once: the next opening leaves the views as they are.
    let again = WrittenStore(try Store.open(path: path, catalog: SmallCatalog.everyKind))
    try again.execute("UPDATE sample SET stock = 7")
    try again.store.close()
    #expect(try stock(WrittenStore(try Store.open(path: path, catalog: SmallCatalog.everyKind))) == ["stock=7"])
  }

  /// No id is ever forgotten, so a row grows with them: at most 26 bytes each, read and written at every change of the record.
  @Test func `a counter of very many ids takes the bytes it must, and one more is folded in time`() throws {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    let (edits, each) = (8, 4_096)
    for edit in 0..<edits {
      let increments = (0..<each).map { number in
        let id = IncrementID(Bytes16(high: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(edit)))
        return Increment(id: id, amount: 1)
      }
      try store.write("sample", 1, [FieldChange(7, .increments(increments))])
    }
    #expect(try stock(store) == ["stock=\(edits * each)"])
    let bytes = try store.count("SELECT length(merge) FROM sample")
    #expect(bytes > edits * each * 16 && bytes < edits * each * 26)
    let took = try ContinuousClock().measure {
      for number in 0..<10 { try store.write("sample", 1, [named(UInt64(number), 1)]) }
    }
    print("A counter of \(edits * each) ids: \(bytes) bytes a row, \(took / 10) for one more")
    #expect(try stock(store) == ["stock=\(edits * each + 10)"])
    #expect(try store.store.verify().faults == [])
  }
}
