// Rows are read by the columns of their own store's catalog, whatever another catalog in the process calls the same.
import Catalog
import Merge
import Store
import TestSupport
import Testing

@Suite struct `Rows of types that share a name` {
  private static func catalog(_ names: [String]) -> Catalog {
    let fields = names.enumerated().map { SmallCatalog.field($0.offset + 1, $0.element, "kind: register, value: text") }
    return SmallCatalog.make(["sample"], fields: fields)
  }

  @Test func `are read each by its own store's columns, in turns`() throws {
    let stores = try [["label"], ["place", "label"], ["label", "place"]].enumerated().map { number, names in
      try WrittenStore(UInt64(number + 1), catalog: Self.catalog(names))
    }
    for round in 1...2 {
      for store in stores {
        let type = try #require(store.store.catalog.type(named: "sample"))
        let fields = type.fields.map { FieldChange($0.number, .write(.text("\($0.name) \(round)"))) }
        try store.write("sample", UInt64(round), fields)
        let records = try store.store.read { try $0.records(recordID(UInt64(round)), type: type) }
        let shown = records.flatMap { $0.values.map(\.value) }
        #expect(shown == type.fields.map { .text("\($0.name) \(round)") })
      }
    }
  }
}
