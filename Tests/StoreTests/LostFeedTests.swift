// A damaged table or index that others lead by: what names a feed is its first commit, wherever that stands.
import Foundation
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct `A table that others lead by` {
  private static let page = 8_192
  private static let catalog = SmallCatalog.everyKind
  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }

  init() throws { folder = try TemporaryFolder() }

  /// A closed store; the first pages of some of its tables and indexes.
  private func filled(_ names: [String]) throws -> (bodies: Set<[UInt8]>, feeds: Int, pages: [Int]) {
    let store = WrittenStore(
      try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog))
    try store.receive(try History(seed: 12, rounds: 30).commits.map(\.body))
    for number in 0..<100 { try store.write("sample", UInt64(number), [.text(1, String(repeating: "堵", count: 60))]) }
    let bodies = Set(try store.bodies())
    let feeds = try store.count("SELECT count(*) FROM feed")
    let pages = try names.map { try store.count("SELECT rootpage FROM sqlite_schema WHERE name = '\($0)'") }
    try store.store.close()
    return (bodies, feeds, pages)
  }

  private func zero(_ pages: [Int]) throws {
    var bytes = try Data(contentsOf: URL(filePath: path))
    for page in pages {
      bytes.replaceSubrange((page - 1) * Self.page..<page * Self.page, with: Data(count: Self.page))
    }
    try bytes.write(to: URL(filePath: path))
  }

  private func salvage() throws -> Salvage {
    try Salvage.run(
      path: path, node: nil, incarnation: 7, store: StoreID(Bytes16(high: 7, low: 7)), catalog: Self.catalog,
      seconds: 1_700_000_000)
  }

  /// The last of them: above the commits is a page that leads to them.
  @Test(arguments: [
    ["feed"], ["commit_by_feed"], ["feed", "commit_by_feed"],
    ["feed", "commit_by_feed", "commit_by_lane", "feed_by_area", "sqlite_autoindex_feed_1"],
    ["sqlite_autoindex_meta_1"], ["feed", "commit"], ["feed", "commit", "commit_by_feed"],
  ]) func `takes no commit along`(names: [String]) throws {
    let (bodies, feeds, pages) = try filled(names)
    try zero(pages)
    let salvage = try salvage()
    #expect(salvage.losses.isEmpty && salvage.stranded.isEmpty, "\(salvage.losses)")
    #expect(salvage.feeds == feeds && salvage.commits == bodies.count)
    let opened = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    #expect(try Set(opened.bodies()) == bodies)
    #expect(try opened.store.verify().faults == [])
    try opened.store.close()
  }

  @Test func `is told of as what it is where nothing can be saved without it`() throws {
    let (_, _, pages) = try filled(["meta"])
    try zero(pages)
    #expect { try salvage() } throws: {
      guard let error = $0 as? StoreError else { return false }
      return error.code == .damaged && error.cause == "the store's own name is damaged"
        && error.hint.contains("if it has a parent")
    }
  }
}
