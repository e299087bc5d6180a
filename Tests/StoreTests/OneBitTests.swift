// One bit that turned over: in a page it is put right when the store is saved, in the log before it is opened.
import Foundation
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing

@Suite struct `One bit that turned over` {
  private static let page = 8_192
  private static let frame = 24 + page
  private static let catalog = SmallCatalog.everyKind
  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }

  init() throws { folder = try TemporaryFolder() }

  private func filled(_ count: Int) throws -> WrittenStore {
    let store = WrittenStore(
      try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog))
    for number in 0..<count {
      try store.write("sample", UInt64(number + 1), [.text(1, String(repeating: "乙", count: 150))], isInformed: false)
    }
    return store
  }

  private func salvage(_ file: String) throws -> Salvage {
    try Salvage.run(
      path: file, node: nil, incarnation: 7, store: StoreID(Bytes16(high: 7, low: 7)), catalog: Self.catalog,
      seconds: 1_700_000_000)
  }

  private func code(_ body: () throws -> Any) -> StoreError.Code? {
    do { _ = try body() } catch { return (error as? StoreError)?.code }
    return nil
  }

  private func expectSaved(_ bytes: Data, _ name: String, content: [String]) throws {
    let file = folder.file("\(name).db")
    try bytes.write(to: URL(filePath: file))
    #expect(try salvage(file).losses.isEmpty, "\(name)")
    let opened = WrittenStore(try Store.open(path: file, catalog: Self.catalog))
    #expect(try opened.contentDump() == content, "\(name)")
    try opened.store.close()
  }

  /// Of a page's words the highest bits are left out: of those the sum does not always tell which it was.
  @Test(.timeLimit(.minutes(2))) func `in any page loses nothing when the store is saved`() throws {
    let store = try filled(120)
    let content = try store.contentDump()
    try store.store.close()
    let whole = try Data(contentsOf: URL(filePath: path))
    var random = SplitMix64(seed: 11)
    // The signs of a store and the numbers of its version first, then each page: its kind, its cells' places, and anything.
    var places = [0, 16, 17, 20, 28, 60, 61, 68, 69, 100, 105]
    for page in 0..<(whole.count / Self.page) {
      let start = page * Self.page
      places += [start + (page == 0 ? 100 : 0), start + 10, start + 12, start + random.below(Self.page)]
    }
    for place in places.filter({ $0 % 8 < 6 }) {
      var bytes = whole
      let bit = random.below(8)
      bytes[place] ^= UInt8(1) << UInt8(bit)
      try expectSaved(bytes, "byte \(place) bit \(bit)", content: content)
    }
  }

  /// Two rows of one page have one wrong bit each: the page's sum tells neither, each commit's hash tells its own.
  @Test func `of each commit loses none, wherever it is, and is told by its hash`() throws {
    let store = try filled(40)
    let (content, bodies) = (try store.contentDump(), try store.bodies())
    let long = try #require(bodies.map(\.count).max())
    #expect(long > 450 && long <= 4_096)
    var random = SplitMix64(seed: 14)
    for (index, body) in bodies.enumerated() {
      var bytes = body
      // Also what says how long the commit and its parts are.
      bytes[index < 20 ? index : random.below(bytes.count)] ^= UInt8(1) << UInt8(random.below(8))
      try store.execute("UPDATE \"commit\" SET body = x'\(Bytes16.hexadecimal(bytes))' WHERE arrival = \(index + 1)")
    }
    try store.store.close()
    let salvage = try salvage(path)
    #expect(salvage.losses.isEmpty && salvage.stranded.isEmpty && salvage.commits == bodies.count)
    let opened = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    #expect(try opened.bodies() == bodies && opened.contentDump() == content)
    #expect(try opened.store.verify().faults == [])
    try opened.store.close()
  }

  @Test func `beside another in its page is damage as before`() throws {
    let store = try filled(120)
    let commits = try store.count("SELECT count(*) FROM \"commit\"")
    try store.store.close()
    var bytes = try Data(contentsOf: URL(filePath: path))
    let text = Data(String(repeating: "乙", count: 20).utf8)
    let place = try #require(bytes.firstRange(of: text)).lowerBound
    bytes[place] ^= 1
    bytes[place + 8] ^= 2
    try bytes.write(to: URL(filePath: path))
    #expect(try salvage(path).commits <= commits)
    let opened = try Store.open(path: path, catalog: Self.catalog)
    #expect(try opened.verify().faults == [])
    try opened.close()
  }

  /// The file and the log of a store that is open, as a process that is killed leaves them.
  private func killed() throws -> (file: Data, log: Data, content: [String]) {
    let store = try filled(40)
    let content = try store.contentDump()
    let file = try Data(contentsOf: URL(filePath: path))
    let log = try Data(contentsOf: URL(filePath: path + "-wal"))
    try store.store.close()
    return (file, log, content)
  }

  private func put(_ file: Data, _ log: Data, _ name: String) throws -> String {
    let copy = folder.file("\(name).db")
    try file.write(to: URL(filePath: copy))
    try log.write(to: URL(filePath: copy + "-wal"))
    return copy
  }

  @Test(.timeLimit(.minutes(2))) func `in the log loses no commit, and is never passed over in silence`() throws {
    let (file, log, content) = try killed()
    let frames = (log.count - 32) / Self.frame
    #expect(frames > 100)
    var random = SplitMix64(seed: 12)
    var opened = 0
    // The log's header, then frames' headers and pages.
    let places = [1, 9, 14, 18, 30] + (0..<35).map { _ in 32 + random.below(frames * Self.frame) }
    for (number, place) in places.enumerated() {
      var bytes = log
      bytes[place] ^= UInt8(1) << UInt8(random.below(8))
      let copy = try put(file, bytes, "log\(number)")
      if code({ try Store.open(path: copy, catalog: Self.catalog).close() }) == nil {
        opened += 1
      } else {
        // Which bit it was cannot always be told.
        _ = try salvage(copy)
      }
      let again = WrittenStore(try Store.open(path: copy, catalog: Self.catalog))
      if again.store.identity.incarnation != 7 { #expect(try again.contentDump() == content, "byte \(place)") }
      #expect(try again.store.verify().faults == [])
      try again.store.close()
    }
    #expect(opened >= 32, "\(opened) of \(places.count)")
  }

  @Test func `in the log with more beside it is told, and what stands behind it is saved`() throws {
    let (file, log, content) = try killed()
    var bytes = log
    let pages = (0..<((log.count - 32) / Self.frame)).map { frame in
      let place = 32 + frame * Self.frame
      return log[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    // A frame whose page is written again.
    let frame = try #require(pages.indices.first { pages[($0 + 1)...].contains(pages[$0]) })
    for at in [0, 3, 77, 200] { bytes[32 + frame * Self.frame + 24 + 4_000 + at] ^= 0x5A }
    let copy = try put(file, bytes, "hole")
    #expect(code { try Store.open(path: copy, catalog: Self.catalog) } == .damaged)
    let salvage = try salvage(copy)
    #expect(salvage.hole == UInt32(frame + 1) && salvage.losses.contains { $0.hasPrefix("log: frame") })
    #expect(FileManager.default.fileExists(atPath: salvage.kept + "-wal"))
    #expect(Salvage.report(of: copy).first?.contains("-wal") == true)
    let opened = WrittenStore(try Store.open(path: copy, catalog: Self.catalog))
    #expect(try opened.contentDump() == content)
    let standing = try opened.store.read { try Salvage.standing(of: copy, in: $0) }
    #expect(standing.contains { $0.hasPrefix("missing: log: frame") }, "\(standing)")
    #expect(!standing.contains { $0.hasPrefix("nothing is missing") }, "\(standing)")
    try opened.store.close()
  }

  /// The power fails: of the last transaction any part may be missing, and its end be there.
  @Test func `is not what a torn tail of the log is taken for`() throws {
    let (file, log, _) = try killed()
    let frames = (log.count - 32) / Self.frame
    for (number, kept) in [frames - 1, frames / 2, 1, 0].enumerated() {
      let copy = try put(file, log.prefix(32 + kept * Self.frame + 5_000), "cut\(number)")
      let opened = try Store.open(path: copy, catalog: Self.catalog)
      #expect(try opened.verify().faults == [])
      try opened.close()
    }
    let commits = (0..<frames).filter { frame in
      let place = 32 + frame * Self.frame + 4
      return log[place..<(place + 4)].contains { $0 != 0 }
    }
    let first = try #require(commits.dropLast().last) + 1
    for torn in first..<frames {
      var bytes = log
      let place = 32 + torn * Self.frame + 512
      bytes.replaceSubrange(place..<(place + 1_024), with: [UInt8](repeating: 0x33, count: 1_024))
      let opened = try Store.open(path: put(file, bytes, "torn\(torn)"), catalog: Self.catalog)
      #expect(try opened.verify().faults == [])
      try opened.close()
    }
  }
}
