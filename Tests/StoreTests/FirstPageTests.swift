// A store whose first page is gone: known by its other pages, and saved whole; a file of somebody else's is left alone.
import Foundation
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing

@Suite struct `A first page that is gone` {
  private static let page = 8_192
  /// As the built-in catalog, it has more types than the first page has room for.
  private static let catalog = SmallCatalog.make(
    ["sample"] + (1...20).map { "other\($0)" }, fields: [SmallCatalog.field(1, "label", "kind: register, value: text")])

  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }

  init() throws { folder = try TemporaryFolder() }

  private func code(_ body: () throws -> Any) -> StoreError.Code? {
    do { _ = try body() } catch { return (error as? StoreError)?.code }
    return nil
  }

  private func filled() throws -> WrittenStore {
    let store = WrittenStore(
      try Store.create(path: path, identity: .test(9, at: WrittenStore.village), catalog: Self.catalog))
    for number in 0..<200 { try store.write("sample", UInt64(number), [.text(1, String(repeating: "堵", count: 60))]) }
    return store
  }

  private func putFirstPage(_ page: Data) throws {
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes.replaceSubrange(0..<Self.page, with: page)
    try bytes.write(to: URL(filePath: path))
  }

  private func salvaged(known: Salvage.Known? = nil) throws -> (Salvage, WrittenStore) {
    let salvage = try Salvage.run(
      path: path, node: nil, incarnation: 7, store: StoreID(Bytes16(high: 7, low: 7)), known: known,
      catalog: Self.catalog, seconds: 1_700_000_000)
    return (salvage, WrittenStore(try Store.open(path: path, catalog: Self.catalog)))
  }

  @Test(arguments: [0, 0x5A] as [UInt8]) func `is damage, and a salvage loses nothing by it`(byte: UInt8) throws {
    let store = try filled()
    let (content, bodies) = (try store.contentDump(), try store.bodies())
    try store.store.close()
    try putFirstPage(Data(repeating: byte, count: Self.page))
    let damaged = try Data(contentsOf: URL(filePath: path))
    func open() throws { try Store.open(path: path, catalog: Self.catalog).close() }
    func inspect() throws { try Store.inspect(path: path) { _, _ in } }
    for look in [open, inspect] {
      #expect { try look() } throws: {
        guard let error = $0 as? StoreError else { return false }
        return error.code == .damaged && error.message.contains("first page") && error.hint.contains("gridward salvage")
      }
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == damaged)
    let (salvage, opened) = try salvaged()
    #expect(salvage.losses.isEmpty && salvage.stranded.isEmpty && salvage.commits == bodies.count)
    #expect(try Data(contentsOf: URL(filePath: salvage.kept)) == damaged)
    #expect(opened.store.identity.node == Identity.test(9, at: WrittenStore.village).node)
    #expect(try opened.bodies() == bodies && opened.contentDump() == content)
    #expect(try opened.store.verify().faults == [])
    try opened.store.close()
  }

  @Test func `is no loss of what stands in the log`() throws {
    try filled().store.close()
    let store = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    try store.write("sample", 9_000, [.text(1, "晚")])
    let content = try store.contentDump()
    let files = try ["", "-wal"].map { try Data(contentsOf: URL(filePath: path + $0)) }
    let known = try known(of: store)
    try store.store.close()
    for (ending, bytes) in zip(["", "-wal"], files) { try bytes.write(to: URL(filePath: path + ending)) }
    try? FileManager.default.removeItem(atPath: path + "-shm")
    try putFirstPage(Data(count: Self.page))
    let (salvage, opened) = try salvaged(known: known)
    #expect(salvage.losses.isEmpty && salvage.commits == 201)
    #expect(try opened.contentDump() == content)
    try opened.store.close()
  }

  /// How far a machine remembers the store to have come.
  private func known(of store: WrittenStore, minus: UInt64 = 0) throws -> Salvage.Known {
    let last = try store.store.read { try $0.lastArrival() }
    return Salvage.Known(store: store.store.identity.store, arrival: last.number - minus, hash: last.hash)
  }

  /// What the log held is nowhere named in the file; only the machine remembers that there was more.
  @Test func `with its log hides what the log held, and the machine remembers that there was more`() throws {
    try filled().store.close()
    let store = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    for number: UInt64 in 0..<3 { try store.write("sample", 9_000 + number, [.text(1, "晚")]) }
    let file = try Data(contentsOf: URL(filePath: path))
    let known = try known(of: store)
    try store.store.close()
    try file.write(to: URL(filePath: path))
    try? FileManager.default.removeItem(atPath: path + "-wal")
    try putFirstPage(Data(count: Self.page))
    let (salvage, opened) = try salvaged(known: known)
    #expect(salvage.commits == 200 && salvage.setBack == .unaccounted(3, of: 203))
    let standing = try opened.store.read { try Salvage.standing(of: path, in: $0) }
    for lines in [Salvage.report(of: path), standing] {
      #expect(lines.contains { $0.hasPrefix("missing: store: it may have been set back") }, "\(lines)")
      #expect(!lines.contains { $0.hasPrefix("nothing is missing") }, "\(lines)")
    }
    #expect(standing.last == "report: \(path).salvage.txt")
    try opened.store.close()
  }

  @Test func `of a store that has gone on otherwise is saved, and that is told`() throws {
    let store = try filled()
    let known = try known(of: store, minus: 1)
    try store.store.close()
    try putFirstPage(Data(count: Self.page))
    let (salvage, opened) = try salvaged(known: known)
    #expect(salvage.commits == 200 && salvage.setBack == .other(at: known.arrival))
    try opened.store.close()
  }

  @Test func `is not what a file of somebody else's has lost`() throws {
    var random = SplitMix64(seed: 4)
    let noise = Data((0..<(20 * Self.page)).map { _ in UInt8(random.below(256)) })
    for bytes in [Data(count: 20 * Self.page), Data(count: Self.page) + noise, noise] {
      try bytes.write(to: URL(filePath: path))
      #expect(code { try Store.open(path: path, catalog: Self.catalog) } == .notAStore)
      #expect(code { try salvaged() } == .notAStore)
      #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      #expect(names.allSatisfy { !$0.contains("damaged") }, "\(names)")
    }
  }

  /// Without the list of tables nothing can be read; the file is left as it is.
  @Test func `is hopeless where the pages it led to are gone too, and nothing is touched`() throws {
    try filled().store.close()
    var bytes = try Data(contentsOf: URL(filePath: path))
    for start in stride(from: 0, to: bytes.count, by: Self.page)
    where start == 0 || bytes[start..<(start + Self.page)].firstRange(of: Data("CREATE TABLE".utf8)) != nil {
      bytes.replaceSubrange(start..<(start + Self.page), with: Data(count: Self.page))
    }
    try bytes.write(to: URL(filePath: path))
    #expect(code { try salvaged() } == .damaged)
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.allSatisfy { !$0.contains("salvage") && !$0.contains("damaged") }, "\(names)")
  }

  @Test func `is not what is told of where another page of the list of tables is damaged`() throws {
    try filled().store.close()
    var bytes = try Data(contentsOf: URL(filePath: path))
    let place = try #require(bytes.firstRange(of: Data("CREATE TABLE meta ".utf8))).lowerBound / Self.page * Self.page
    #expect(place > 0)
    bytes.replaceSubrange(place..<(place + Self.page), with: Data(count: Self.page))
    try bytes.write(to: URL(filePath: path))
    #expect { try salvaged() } throws: {
      ($0 as? StoreError)?.cause == "the list of the store's tables is damaged"
    }
  }
}
