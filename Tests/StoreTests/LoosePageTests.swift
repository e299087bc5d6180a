// Commits of a damaged file that no tree leads to: found on the pages themselves, and nothing else is taken for one.
import Foundation
import GRDB
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing

@Suite struct `Pages that no tree leads to` {
  private static let page = 8_192
  private static let catalog = SmallCatalog.everyKind
  private static let count = 300

  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }

  init() throws { folder = try TemporaryFolder() }

  /// A closed store of own commits with texts; the one in the middle takes several pages.
  private func filled() throws -> (content: [String], leaves: [Int], above: [Int]) {
    let store = WrittenStore(
      try Store.create(path: path, identity: .test(9, at: WrittenStore.village), catalog: Self.catalog))
    for number in 0..<Self.count {
      let text = String(repeating: "堵", count: number == Self.count / 2 ? 20_000 : 60)
      try store.write("sample", UInt64(number), [.text(1, text)])
    }
    let content = try store.contentDump()
    let root = try store.count("SELECT rootpage FROM sqlite_schema WHERE name = 'commit'")
    try store.store.close()
    var (leaves, above): ([Int], [Int]) = ([], [])
    try walk(root, in: [UInt8](Data(contentsOf: URL(filePath: path))), &leaves, &above)
    return (content, leaves, above)
  }

  /// Which pages a table has: its leaves, and those above them.
  private func walk(_ page: Int, in bytes: [UInt8], _ leaves: inout [Int], _ above: inout [Int]) throws {
    let start = (page - 1) * Self.page
    func read(_ count: Int, at place: Int) -> Int { bytes[place..<(place + count)].reduce(0) { $0 << 8 | Int($1) } }
    if bytes[start] == 0x0D { return leaves.append(page) }
    #expect(bytes[start] == 0x05)
    above.append(page)
    for index in 0..<read(2, at: start + 3) {
      try walk(read(4, at: start + read(2, at: start + 12 + 2 * index)), in: bytes, &leaves, &above)
    }
    try walk(read(4, at: start + 8), in: bytes, &leaves, &above)
  }

  private func zero(_ number: Int) throws {
    var bytes = try Data(contentsOf: URL(filePath: path))
    let start = (number - 1) * Self.page
    bytes.replaceSubrange(start..<(start + Self.page), with: [UInt8](repeating: 0, count: Self.page))
    try bytes.write(to: URL(filePath: path))
  }

  private func salvaged() throws -> (Salvage, WrittenStore) {
    let salvage = try Salvage.run(
      path: path, node: nil, incarnation: 7, store: StoreID(Bytes16(high: 7, low: 7)), catalog: Self.catalog,
      seconds: 1_700_000_000)
    return (salvage, WrittenStore(try Store.open(path: path, catalog: Self.catalog)))
  }

  @Test func `lose no commit where the page above them is gone`() throws {
    let (content, leaves, above) = try filled()
    #expect(leaves.count > 3 && !above.isEmpty)
    try zero(try #require(above.first))
    let (salvage, opened) = try salvaged()
    #expect(salvage.losses.isEmpty && salvage.stranded.isEmpty && salvage.commits == Self.count)
    #expect(try opened.contentDump() == content)
    #expect(try opened.store.verify().faults == [])
    try opened.store.close()
  }

  @Test func `lose what stood on them and nothing else`() throws {
    let (_, leaves, _) = try filled()
    try zero(leaves[leaves.count / 2])
    let (salvage, opened) = try salvaged()
    let missing = salvage.missing.reduce(0) { $0 + Int($1.last - $1.first) + 1 }
    #expect(salvage.missing.count == 1 && missing > 0 && missing < Self.count / 4)
    #expect(salvage.commits + missing + salvage.strandedCount == Self.count)
    #expect(try opened.store.verify().faults == [])
    try opened.store.close()
  }

  @Test func `are read from the log where they stand there`() throws {
    let (content, _, above) = try filled()
    let store = try Store.open(path: path, catalog: Self.catalog)
    let opened = WrittenStore(store)
    try opened.write("sample", 9_000, [.text(1, "晚")])
    let right = try opened.contentDump()
    #expect(right != content)
    let copy = folder.file("killed.db")
    for ending in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + ending, toPath: copy + ending) }
    try store.close()
    for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
    for ending in ["", "-wal"] { try FileManager.default.moveItem(atPath: copy + ending, toPath: path + ending) }
    try zero(try #require(above.first))
    let (salvage, saved) = try salvaged()
    #expect(salvage.losses.isEmpty && salvage.commits == Self.count + 1)
    try saved.store.close()
  }

  @Test func `are never believed, whatever stands on them`() throws {
    var random = SplitMix64(seed: 143)
    for number in 0..<200 {
      var bytes = (0..<Self.page).map { _ in UInt8(random.below(256)) }
      bytes[number % 2 == 0 ? 0 : 100] = 0x0D
      // Few cells, or as many as there is room for; their pointers are anything.
      if number % 3 == 0 { bytes[3] = 0 }
      let leaf = LeafPage(bytes, usable: Self.page - 8, payloadMax: LooseCommit.payloadMax)
      for cell in leaf.cells(number: number % 2 == 0 ? 2 : 1) {
        _ = LooseCommit(cell, on: leaf) { $0 % 5 == 0 ? nil : bytes }
        #expect(leaf.payload(of: cell) { _ in bytes }.map(\.count) ?? cell.payloadBytes == cell.payloadBytes)
      }
    }
  }

  @Test func `hold numbers as SQLite writes them`() throws {
    func read(_ bytes: [UInt8]) -> UInt64? {
      var reader = VarintReader(bytes[...])
      return reader.next()
    }
    #expect(read([0x7F]) == 127 && read([0x81, 0x00]) == 128 && read([0x81]) == nil && read([]) == nil)
    #expect(read([UInt8](repeating: 0xFF, count: 9)) == .max)
    // Null, -2 in one byte, 1, a blob of two bytes.
    let row: [UInt8] = [5, 0, 1, 9, 16, 0xFE, 0xAA, 0xBB]
    let shape = try #require(RowShape(row[...], payloadBytes: row.count))
    #expect(shape.columns == [.null, .integer, .integer, .blob(2)])
    #expect(shape.integer(1, in: row) == -2 && shape.integer(2, in: row) == 1)
    #expect(shape.blob(3, in: row) == [0xAA, 0xBB] && shape.integer(0, in: row) == nil)
    #expect(RowShape(row[...], payloadBytes: row.count - 1) == nil)
  }
}
