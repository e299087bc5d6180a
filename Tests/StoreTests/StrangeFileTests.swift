// Files that are no store of this version, and stores under more than one name: found out before anything is touched.
import Foundation
import GRDB
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct `A file that is not what it seems` {
  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }
  private static let catalog = SmallCatalog.everyKind

  init() throws { folder = try TemporaryFolder() }

  private func code(_ body: () throws -> Any) -> StoreError.Code? {
    do { _ = try body() } catch { return (error as? StoreError)?.code }
    return nil
  }

  private func create() throws -> WrittenStore {
    let store = WrittenStore(
      try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog))
    try store.write("sample", 1, [.text(1, "甲")])
    return store
  }

  /// Every file of the folder with its bytes.
  private func everything() throws -> [String: Data] {
    let place = URL(filePath: path).deletingLastPathComponent()
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: place.appending(path: $0))) })
  }

  private func expect(_ expected: StoreError.Code, of file: String) throws {
    let before = try everything()
    #expect(code { try Store.open(path: file, catalog: Self.catalog) } == expected)
    #expect(code { try Store.inspect(path: file) { _, _ in } } == expected)
    #expect(code { try Store.backUp(path: file, to: folder.file("copy.db")) } == expected)
    let restored = folder.file("restored.db")
    #expect(
      code {
        try Store.restore(from: file, to: restored, incarnation: 1, store: StoreID(.zero), catalog: Self.catalog)
      } == expected)
    #expect(
      code {
        try Salvage.run(
          path: file, node: nil, incarnation: 1, store: StoreID(.zero), catalog: Self.catalog, seconds: 1)
      } == expected)
    #expect(try everything() == before, "\(file) was touched")
  }

  @Test func `stays as it is, and the refusal says what it is`() throws {
    let foreign = folder.file("foreign.db")
    let other = try DatabaseQueue(path: foreign)
    try other.write { try $0.execute(sql: "CREATE TABLE t (x)") }
    try other.close()
    try expect(.notAStore, of: foreign)
    let text = folder.file("text.db")
    try Data("a text of some length, and no database at all".utf8).write(to: URL(filePath: text))
    try expect(.notAStore, of: text)
    try create().store.close()
    let next = StoreVersion.current.latest + 1
    let later = StoreVersion(latest: next, readableBy: next).number
    for (version, expected) in [(later, StoreError.Code.laterVersion), (next, .laterVersion), (3, .earlierVersion)] {
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA user_version = \(version); PRAGMA wal_checkpoint(TRUNCATE)")
      }
      try queue.close()
      try expect(expected, of: path)
    }
  }

  @Test(arguments: [0, 5, 17, 20, 60, 63, 68, 71])
  func `is damaged, not foreign, when one byte of its header is another`(place: Int) throws {
    try create().store.close()
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[place] ^= 8
    try bytes.write(to: URL(filePath: path))
    #expect(code { try Store.open(path: path, catalog: Self.catalog) } == .damaged)
  }

  /// When the power fails while the log is copied into the file, pages of the file are half written and whole in the log.
  @Test func `is sound when its first page is half written and the log has it`() throws {
    let store = try create()
    // Puts the first page into the log: it says how long the file is.
    for number in 2..<200 { try store.write("sample", UInt64(number), [.text(1, String(repeating: "甲", count: 500))]) }
    let copy = folder.file("copy.db")
    for ending in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + ending, toPath: copy + ending)
    }
    try store.store.close()
    var bytes = try Data(contentsOf: URL(filePath: copy))
    for place in 4_096..<8_192 { bytes[place] = 0x5A }
    try bytes.write(to: URL(filePath: copy))
    let opened = try Store.open(path: copy, catalog: Self.catalog)
    #expect(try opened.verify().faults == [])
    try opened.close()
  }

  @Test func `is empty, and is said to be`() throws {
    try Data().write(to: URL(filePath: path))
    try expect(.notAStore, of: path)
    do { _ = try Store.open(path: path, catalog: Self.catalog) } catch let error as StoreError {
      #expect(error.message.hasSuffix("is empty") && error.hint.contains("gridward restore"))
    }
    // What was written last may stand in its log.
    try Data(count: 40).write(to: URL(filePath: path + "-wal"))
    #expect { try Store.open(path: path, catalog: Self.catalog) } throws: {
      guard let error = $0 as? StoreError else { return false }
      return error.code == .notAStore && error.message.contains("-wal") && error.hint.contains("beside its log")
    }
  }

  @Test(arguments: ["-wal", ".lock"]) func `has a folder where its log or lock belongs, and that is said`(
    ending: String
  ) throws {
    try create().store.close()
    try? FileManager.default.removeItem(atPath: path + ending)
    let bytes = try Data(contentsOf: URL(filePath: path))
    try FileManager.default.createDirectory(atPath: path + ending, withIntermediateDirectories: false)
    do {
      _ = try Store.open(path: path, catalog: Self.catalog)
      Issue.record("\(ending) is a folder")
    } catch let error as StoreError { #expect(error.code == .inputOutput && error.hint.contains("folder")) }
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    try FileManager.default.removeItem(atPath: path + ending)
    #expect(try Store.open(path: path, catalog: Self.catalog).verify().faults == [])
  }

  @Test func `excludes others under every name it has`() throws {
    let store = try create()
    let link = folder.file("link.db")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(code { try Store.open(path: link, catalog: Self.catalog) } == .busy)
    let second = folder.file("second.db")
    try FileManager.default.linkItem(atPath: path, toPath: second)
    #expect(code { try Store.open(path: second, catalog: Self.catalog) } == .severalNames)
    #expect(code { try Store.inspect(path: second) { _, _ in } } == .severalNames)
    try FileManager.default.removeItem(atPath: second)
    try store.store.close()
    let linked = WrittenStore(try Store.open(path: link, catalog: Self.catalog))
    #expect(code { try Store.open(path: path, catalog: Self.catalog) } == .busy)
    try linked.write("sample", 2, [.text(1, "乙")])
    #expect(try linked.lines("SELECT label FROM sample ORDER BY id").count == 2)
    #expect(!FileManager.default.fileExists(atPath: link + "-wal"))
    try FileManager.default.moveItem(atPath: path, toPath: second)
    #expect(code { try Store.open(path: second, catalog: Self.catalog) } == .busy)
  }

  @Test func `is missing while its log is there: the log is not dropped`() throws {
    try create().store.close()
    try FileManager.default.removeItem(atPath: path)
    try Data("log".utf8).write(to: URL(filePath: path + "-wal"))
    do {
      _ = try Store.open(path: path, catalog: Self.catalog)
      Issue.record("there is no store")
    } catch let error as StoreError { #expect(error.code == .notFound && error.hint.contains("log")) }
    #expect(code { try create() } == .alreadyExists)
    #expect(FileManager.default.fileExists(atPath: path + "-wal"))
  }
}
