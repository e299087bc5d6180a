// The views are a fold over the commits: dropped and made again they are the same, byte for byte.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct `Rebuilding the views` {
  private func filled(seed: UInt64) throws -> WrittenStore {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    try store.receive(History(seed: seed).commits.map(\.body))
    return store
  }

  @Test(arguments: 0..<6)
  func `a rebuild gives the same rows, row numbers and merged states`(seed: Int) throws {
    let store = try filled(seed: UInt64(seed))
    let before = try store.viewDump()
    #expect(before.count > 4)
    try store.store.rebuild()
    #expect(try store.viewDump() == before)
    #expect(try store.store.verify().faults == [])
  }

  @Test func `commits made after a rebuild are folded as before it`() throws {
    let store = try filled(seed: 1)
    try store.store.rebuild()
    try store.write("sample", 77, [.text(1, "新")])
    #expect(try store.count("SELECT count(*) FROM sample WHERE label = '新'") == 1)
  }

  /// Drops the views and folds the first commits again, then stops as a crash would.
  private func interrupt(_ store: WrittenStore, slices: Int) throws {
    try store.store.write { writer in
      writer.forgetTables()
      try Rebuild.begin(writer.db, catalog: writer.catalog)
      for _ in 0..<slices { _ = try Rebuild.slice(writer, size: 5) }
      writer.isRebuilding = true
    }
  }

  @Test(arguments: [0, 1, 3])
  func `a rebuild that was cut off goes on when it is asked for again`(slices: Int) throws {
    let store = try filled(seed: 2)
    let before = try store.viewDump()
    try interrupt(store, slices: slices)
    try store.store.rebuild()
    #expect(try store.viewDump() == before)
  }

  @Test func `a commit made between two slices is in the views once they are whole`() throws {
    let store = try filled(seed: 2)
    try interrupt(store, slices: 2)
    try store.write("sample", 78, [.text(1, "其间")])
    #expect(try store.count("SELECT count(*) FROM sample WHERE label = '其间'") == 0)
    try store.store.rebuild()
    #expect(try store.count("SELECT count(*) FROM sample WHERE label = '其间'") == 1)
    #expect(try store.store.verify().faults == [])
  }

  @Test(arguments: [0, 2])
  func `a store closed amid a rebuild finishes it when it is opened`(slices: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("node.db")
    let store = WrittenStore(
      try Store.create(
        path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: SmallCatalog.everyKind))
    try store.receive(History(seed: 3).commits.map(\.body))
    let before = try store.viewDump()
    let commits = try store.count("SELECT count(*) FROM \"commit\"")
    try interrupt(store, slices: slices)
    try store.store.close()
    var told: [Rebuild.Stage] = []
    let again = WrittenStore(
      try Store.open(path: path, catalog: SmallCatalog.everyKind, rebuilding: { told.append($0) }))
    #expect(told == [.began, .ended(commits: commits - 5 * slices)])
    #expect(try again.viewDump() == before)
    try again.write("sample", 79, [.text(1, "之后")])
    #expect(try again.count("SELECT count(*) FROM sample WHERE label = '之后'") == 1)
  }
}
