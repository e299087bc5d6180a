// A store whose records are looked through, and what is found in it.
import Catalog
import Merge
import Store
import TestSupport
import Testing

/// A store of notes with a title and a place that are looked through, and a number that is not.
struct SearchedStore {
  static let catalog = SmallCatalog.make(
    ["note", "sample"],
    fields: [
      SmallCatalog.field(1, "label", "kind: register, value: text"),
      SmallCatalog.field(2, "place", "kind: register, value: text"),
      SmallCatalog.field(3, "amount", "kind: register, value: integer"), "searched: [label, place]\n",
    ])

  let written: WrittenStore
  var store: Store { written.store }

  init(_ labels: String..., at area: Area = WrittenStore.village) throws {
    written = try WrittenStore(9, at: area, catalog: Self.catalog)
    try store.keepTexts(true)
    for (number, label) in labels.enumerated() { try written.write("sample", UInt64(number + 1), [.text(1, label)]) }
    try index()
  }

  init(_ written: WrittenStore) { self.written = written }

  func index() throws {
    while try !store.write({ try $0.indexTexts() }).isDone {}
  }

  func page(
    _ text: String, type name: String = "sample", _ narrow: (inout RecordList) -> Void = { _ in }
  ) throws -> ListPage? {
    let type = try #require(store.catalog.type(named: name))
    var list = RecordList()
    narrow(&list)
    let query = try TextQuery(text)
    return try store.read { try $0.page(list, with: query, type: type) }
  }

  /// The labels of the records that are found, those that came last first.
  func found(_ text: String, _ narrow: (inout RecordList) -> Void = { _ in }) throws -> [String] {
    try #require(try page(text, narrow)).records.map { $0.values[0].value.text ?? "" }
  }

  func behind(_ name: String = "sample") throws -> Int? {
    let type = try #require(store.catalog.type(named: name))
    return try store.read { try $0.textsBehind(type) }
  }

  /// Every entry there is.
  func entries() throws -> [String] {
    try store.lines("SELECT term, doc, col, offset FROM record_text_terms ORDER BY term, doc, col, offset")
  }
}
