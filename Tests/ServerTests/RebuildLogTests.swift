// What a start says in its log while it folds a store's views anew.
import Catalog
import Logging
import Node
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `The log of a rebuild` {
  @Test func `is one line when it begins and one when it has ended, and none where nothing is folded`() async throws {
    let lines = Mutex<[(String, Logger.Metadata)]>([])
    let log = RebuildLog(
      Logger(label: "test") { _ in KeepingLog(keep: { line, beside in lines.withLock { $0.append((line, beside)) } }) })
    try await withNodes([Place.community]) { nodes in
      let store = nodes[0].store
      try await addHazards(3, to: nodes[0])
      try store.write { writer in
        writer.forgetTables()
        try Rebuild.begin(writer.db, catalog: writer.catalog)
      }
      try store.close()
      for _ in 0..<2 {
        try Store.open(path: store.path, catalog: .builtIn, rebuilding: { log.tell($0) }).close()
      }
    }
    let told = lines.withLock { $0 }
    #expect(
      told.map(\.0) == [
        "The views are being folded anew from the commits; at a city that takes minutes", "The views are folded",
      ])
    #expect(told.first?.1.isEmpty == true)
    #expect(told.last?.1["commits"] == "3" && told.last?.1["seconds"] != nil)
  }
}
