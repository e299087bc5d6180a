// Damage: every bit of the file that is turned over is noticed, and no commit that was is folded, copied or put back.
import Foundation
import GRDB
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Damage` {
  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }
  private static let catalog = SmallCatalog.everyKind

  init() throws { folder = try TemporaryFolder() }

  private func filled(rounds: Int = 30) throws -> (store: WrittenStore, history: History) {
    let store = WrittenStore(
      try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog))
    let history = try History(seed: 12, rounds: rounds)
    try store.receive(history.commits.map(\.body))
    return (store, history)
  }

  /// A commit with one bit turned over that can be read all the same: nothing but its hash speaks against it.
  private static func flipped(_ body: [UInt8]) throws -> [UInt8] {
    func head(_ bytes: [UInt8]) -> (FeedID, UInt64, Digest)? {
      var scanner = CommitScanner()
      var reader = CBORReader(bytes)
      do { try scanner.scan(&reader) } catch { return nil }
      return (scanner.feed, scanner.seq, scanner.previous)
    }
    let right = try #require(head(body))
    for place in body.indices.reversed() {
      var bytes = body
      bytes[place] ^= 1
      if let found = head(bytes), found == right { return bytes }
    }
    throw StoreError(.notFound, "no such bit")
  }

  private func code(_ body: () throws -> Any) -> StoreError.Code? {
    do { _ = try body() } catch { return (error as? StoreError)?.code }
    return nil
  }

  private func checkPages(_ store: Store) throws {
    var next: UInt32? = 1
    while let first = next { next = try store.checkPages(from: first, count: 7) }
  }

  /// A disk that says it has written what it has not may keep old pages, whose sums are right.
  @Test func `an old page in a new file is found by looking whether all fits together`() throws {
    let (store, _) = try filled()
    try store.store.close()
    let old = try Data(contentsOf: URL(filePath: path))
    let again = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    #expect(throws: Never.self) { try again.store.checkSoundness() }
    for number in 0..<40 {
      try again.write("sample", UInt64(9_000 + number), [.text(1, String(repeating: "乙", count: 200))])
    }
    let commits = try again.count("SELECT count(*) FROM \"commit\"")
    try again.store.close()
    let new = try Data(contentsOf: URL(filePath: path))
    var missed = 0
    let changed = (1..<(old.count / 8_192)).filter { page in
      old[(page * 8_192)..<((page + 1) * 8_192)] != new[(page * 8_192)..<((page + 1) * 8_192)]
    }
    for page in changed {
      var mixed = new
      mixed.replaceSubrange((page * 8_192)..<((page + 1) * 8_192), with: old[(page * 8_192)..<((page + 1) * 8_192)])
      try mixed.write(to: URL(filePath: path))
      guard let opened = try? Store.open(path: path, catalog: Self.catalog) else { continue }
      defer { try? opened.close() }
      if code({ try opened.checkSoundness() }) == .damaged, opened.damage != nil { continue }
      missed += 1
      // The bound of the clock stands on a page of its own; the commits tell how late it is. So do the openings that numbered changes:
      // whoever follows from one that is lost begins anew.
      #expect(try WrittenStore(opened).count("SELECT count(*) FROM \"commit\"") == commits)
      #expect(try opened.verify().faults == [])
    }
    #expect(changed.count > 4 && missed <= 2, "\(missed) of \(changed.count) pages")
  }

  /// Opens the file and reads all that a node shows and all that it does not.
  /// - Returns: what it shows; nil when that is refused as damaged.
  private func shown(at file: String) throws -> (rows: [String]?, isNoticed: Bool) {
    let opened: Store
    do { opened = try Store.open(path: file, catalog: Self.catalog) } catch let error as StoreError {
      #expect(error.code == .damaged, "\(error)")
      return (nil, true)
    }
    defer { try? opened.close() }
    let rows = try? WrittenStore(opened).contentDump()
    let isNoticed = code { try checkPages(opened) } == .damaged
    #expect(!isNoticed || opened.damage != nil)
    return (rows, isNoticed)
  }

  @Test func `in any bit of the file is noticed, and no row is shown that is not what was written`() throws {
    let (store, _) = try filled()
    let content = try store.contentDump()
    try store.store.close()
    #expect(try shown(at: path).isNoticed == false)
    let whole = try Data(contentsOf: URL(filePath: path))
    var random = SplitMix64(seed: 5)
    for number in 0..<40 {
      var bytes = whole
      bytes[random.below(bytes.count)] ^= UInt8(1) << UInt8(random.below(8))
      let copy = folder.file("copy\(number).db")
      try bytes.write(to: URL(filePath: copy))
      let (rows, isNoticed) = try shown(at: copy)
      #expect(isNoticed, "flip \(number)")
      #expect(rows == nil || rows == content, "flip \(number)")
    }
  }

  @Test func `of a page that is another's or zeros or cut off is noticed`() throws {
    try filled().store.store.close()
    let whole = try Data(contentsOf: URL(filePath: path))
    let page = 8_192
    var misplaced = whole
    misplaced.replaceSubrange(page * 3..<page * 4, with: whole[page * 2..<page * 3])
    var zeroed = whole
    zeroed.replaceSubrange(page * 2..<page * 3, with: [UInt8](repeating: 0, count: page))
    for (name, bytes) in [("misplaced", misplaced), ("zeroed", zeroed), ("cut", whole.prefix(whole.count - page * 6))] {
      let copy = folder.file("\(name).db")
      try bytes.write(to: URL(filePath: copy))
      let found = code {
        let opened = try Store.open(path: copy, catalog: Self.catalog)
        defer { try? opened.close() }
        try checkPages(opened)
        return try WrittenStore(opened).contentDump()
      }
      #expect(found == .damaged, "\(name)")
    }
  }

  @Test func `of a commit stops a rebuild before anything is folded`() throws {
    let store = try WrittenStore(9, catalog: Self.catalog)
    try store.receive(History(seed: 6, rounds: 12).commits.map(\.body))
    let views = try store.viewDump()
    let flipped = try Self.flipped(store.bodies()[4])
    try store.store.write {
      try $0.db.execute(sql: "UPDATE \"commit\" SET body = ? WHERE arrival = 5", arguments: [Data(flipped)])
    }
    #expect(code { try store.store.rebuild() } == .damaged)
    #expect(try store.viewDump() == views)
    let verification = try store.store.verify()
    #expect(!verification.isSound && !verification.areOnlyViewsUnsound)
  }

  @Test func `at the end of a chain stops a start with another catalog, and its views stay`() throws {
    let (store, _) = try filled()
    try store.execute("DELETE FROM \"commit\" WHERE arrival = (SELECT max(arrival) FROM \"commit\")")
    let content = try store.contentDump()
    try store.store.close()
    let other = SmallCatalog.make(["sample"], fields: [SmallCatalog.field(1, "label", "kind: register, value: text")])
    #expect(code { try Store.open(path: path, catalog: other) } == .damaged)
    let opened = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    #expect(try opened.contentDump() == content)
    try opened.store.close()
  }

  @Test func `of a view alone is told as such`() throws {
    let store = try WrittenStore(9, catalog: Self.catalog)
    try store.receive(History(seed: 6, rounds: 12).commits.map(\.body))
    try store.execute("UPDATE sample SET label = '改' WHERE rowid = 1")
    let verification = try store.store.verify()
    #expect(!verification.isSound && verification.areOnlyViewsUnsound)
  }

  @Test func `of a commit keeps a copy from being made or put back`() throws {
    let (store, _) = try filled()
    let good = folder.file("good.db")
    _ = try Store.backUp(path: path, to: good)
    let flipped = try Self.flipped(store.bodies()[4])
    try store.store.write {
      try $0.db.execute(sql: "UPDATE \"commit\" SET body = ? WHERE arrival = 5", arguments: [Data(flipped)])
    }
    try store.store.close()
    #expect(code { try Store.backUp(path: path, to: folder.file("bad.db")) } == .damaged)
    #expect { try Store.backUp(path: path, to: folder.file("bad.db")) } throws: {
      ($0 as? StoreError)?.hint.contains("gridward salvage --store \(path)`") == true
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("bad.db")))
    func restore(_ file: String) throws -> Store {
      try Store.restore(
        from: file, to: folder.file("restored.db"), incarnation: 5, store: StoreID(.zero), catalog: Self.catalog)
    }
    #expect(code { try restore(path) } == .damaged)
    #expect(!FileManager.default.fileExists(atPath: folder.file("restored.db")))
    try restore(good).close()
  }

  private func salvage() throws -> Salvage {
    try Salvage.run(
      path: path, node: nil, incarnation: 7, store: StoreID(Bytes16(high: 7, low: 7)), catalog: Self.catalog,
      seconds: 1_700_000_000)
  }

  @Test func `leaves all else of its feed, under another lineage, and is named`() throws {
    let (store, history) = try filled()
    let content = try store.contentDump()
    let total = try store.count("SELECT sum(seq) FROM feed")
    var flipped = try Self.flipped(store.bodies()[9])
    // One bit alone would be put right.
    flipped[flipped.count / 2] ^= 0x18
    try store.store.write {
      try $0.db.execute(sql: "UPDATE \"commit\" SET body = ? WHERE arrival = 10", arguments: [Data(flipped)])
    }
    try store.store.close()
    let salvage = try salvage()
    let missing = salvage.missing.reduce(0) { $0 + Int($1.last - $1.first) + 1 }
    #expect(missing > 0 && salvage.commits + missing + salvage.strandedCount == total)
    #expect(FileManager.default.fileExists(atPath: salvage.kept))
    let opened = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    #expect(opened.store.identity.incarnation == 7)
    #expect(opened.store.identity.node == Identity.test(9, at: WrittenStore.village).node)
    #expect(try opened.store.verify().faults == [])
    try opened.receive(history.commits.map(\.body))
    #expect(try opened.contentDump() == content)
    #expect(Salvage.report(of: path).count == 1 + salvage.losses.count + salvage.waits.count)
  }

  @Test func `of what says who it is ends in words, and changes nothing`() throws {
    let (store, _) = try filled()
    try store.execute("UPDATE meta SET value = x'00' WHERE key = 'node'")
    try store.store.close()
    #expect(code { try Store.open(path: path, catalog: Self.catalog) } == .damaged)
    let before = try Data(contentsOf: URL(filePath: path))
    for _ in 0..<2 {
      do {
        _ = try salvage()
        Issue.record("nothing can be saved")
      } catch let error as StoreError {
        #expect(error.code == .damaged && error.hint.contains("gridward restore") && error.hint.contains("enrol"))
      }
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }
  }

  @Test func `of a feed's row loses nothing where its first commit names it`() throws {
    let (store, _) = try filled()
    let commits = try store.count("SELECT count(*) FROM \"commit\"")
    let all = try store.count("SELECT count(*) FROM feed")
    try store.execute("UPDATE feed SET node = zeroblob(16)")
    try store.store.close()
    let salvage = try salvage()
    #expect(salvage.losses.isEmpty && salvage.feeds == all && salvage.commits == commits)
    let opened = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    #expect(try opened.store.verify().faults == [])
    #expect(try opened.count("SELECT count(*) FROM feed WHERE effective < seq") == 0)
    try opened.store.close()
  }

  /// Whichever page it is, also the last of the commits' table or its root: the search for what is whole comes to an end.
  @Test(.timeLimit(.minutes(2))) func `of a whole page is noticed, and saving ends`() throws {
    let (store, _) = try filled(rounds: 120)
    let commits = try store.count("SELECT count(*) FROM \"commit\"")
    try store.store.close()
    let whole = try Data(contentsOf: URL(filePath: path))
    var saved: [Int] = []
    for page in 1..<(whole.count / 8_192) {
      var bytes = whole
      bytes.replaceSubrange((page * 8_192)..<((page + 1) * 8_192), with: [UInt8](repeating: 0, count: 8_192))
      try bytes.write(to: URL(filePath: path))
      guard let salvage = try? salvage() else { continue }
      #expect(salvage.commits <= commits && (salvage.commits == commits || !salvage.losses.isEmpty), "page \(page + 1)")
      saved.append(salvage.commits)
      for file in try FileManager.default.contentsOfDirectory(
        atPath: URL(filePath: path).deletingLastPathComponent().path)
      where file.contains(".damaged-") || file.hasSuffix("-wal") {
        try FileManager.default.removeItem(at: URL(filePath: path).deletingLastPathComponent().appending(path: file))
      }
    }
    #expect(saved.count > whole.count / 8_192 / 2, "most pages are not the schema's")
    #expect(saved.count { $0 == commits } > saved.count / 2, "\(saved)")
  }

  @Test func `of a feed's row is named where nothing else names it, and all else is saved`() throws {
    let (store, _) = try filled()
    let lost = try store.count("SELECT ref FROM feed ORDER BY ref LIMIT 1 OFFSET 1")
    let all = try store.count("SELECT count(*) FROM feed")
    try store.execute("UPDATE feed SET node = zeroblob(16) WHERE ref = \(lost)")
    try store.execute("UPDATE \"commit\" SET body = x'' WHERE feed = \(lost) AND seq = 1")
    try store.store.close()
    let salvage = try salvage()
    #expect(salvage.nameless == [Int64(lost)] && salvage.feeds == all - 1)
    #expect(salvage.losses.contains { $0.hasPrefix("feed number \(lost)") })
    let opened = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    #expect(try opened.store.verify().faults == [])
    try opened.store.close()
  }

  @Test func `dates nothing by what a clock of others' was`() throws {
    let (store, _) = try filled()
    let ahead = try WrittenStore(10, catalog: Self.catalog)
    ahead.now += 3_650 * 86_400_000
    try ahead.write("sample", 77, [.text(1, "早")])
    try store.receive(ahead.bodies())
    try store.write("sample", 78, [.text(1, "今")])
    let right = store.replica.clock.last
    try store.store.close()
    #expect(try salvage().losses.isEmpty)
    let opened = try Store.open(path: path, catalog: Self.catalog)
    #expect(opened.clock.last >= right && opened.clock.last.milliseconds < right.milliseconds + 60_000)
    try opened.close()
  }

  @Test func `is kept under a name of its own, each time`() throws {
    try filled().store.store.close()
    let kept = try [salvage().kept, salvage().kept]
    #expect(Set(kept).count == 2)
    #expect(kept.allSatisfy { FileManager.default.fileExists(atPath: $0) })
  }

  @Test func `of an arrival number does not send the search astray`() throws {
    let (store, _) = try filled()
    let last = try store.count("SELECT max(arrival) FROM \"commit\"")
    try store.execute("UPDATE \"commit\" SET arrival = \(1 << 60) WHERE arrival = \(last)")
    try store.store.close()
    // It is found on its page, and gets another number.
    #expect(try salvage().losses.isEmpty)
  }

  /// Numbers that were given and not kept, or stand on pages that are gone, may be thousands.
  @Test func `of a page in front of a wide gap of numbers keeps nothing behind it out of reach`() throws {
    let store = WrittenStore(
      try Store.create(
        path: path, identity: Identity.test(9, at: WrittenStore.town), catalog: Self.catalog))
    for (area, first) in [(WrittenStore.village, 0), (WrittenStore.otherVillage, 1_000)] {
      for number in 0..<120 {
        try store.write(
          "sample", UInt64(first + number), in: area, [.text(1, String(repeating: "乙", count: 200))], isInformed: false)
      }
    }
    // Behind 90 no number is used until 4,091, which may stand on the same page, and then none until 10,121.
    try store.execute("UPDATE \"commit\" SET arrival = arrival + 10000 WHERE arrival > 120")
    try store.execute("UPDATE \"commit\" SET arrival = arrival + 4000 WHERE arrival > 90 AND arrival <= 120")
    let hash = try store.store.read { try Data.fetchOne($0.db, sql: "SELECT hash FROM \"commit\" WHERE arrival = 90") }
    try store.store.close()
    var bytes = try Data(contentsOf: URL(filePath: path))
    let wanted = try #require(hash)
    let place = try #require(bytes.firstRange(of: wanted)).lowerBound / 8_192 * 8_192
    bytes.replaceSubrange(place..<(place + 8_192), with: [UInt8](repeating: 0xA5, count: 8_192))
    try bytes.write(to: URL(filePath: path))
    let salvage = try salvage()
    // Of the first feed what stands before the page; of the second, which begins behind the gap, everything.
    #expect(salvage.missing.count == 1 && salvage.feeds == 2)
    #expect(salvage.commits > 120 && salvage.commits < 220)
  }

  @Test func `is saved from once, wherever a crash comes between`() throws {
    let (store, _) = try filled()
    let content = try store.contentDump()
    try store.store.close()
    let damaged = try Data(contentsOf: URL(filePath: path))
    let salvage = try salvage()
    // As a crash leaves it after the new store was whole: before the old one moved, and after it did.
    for isMoved in [false, true] {
      try FileManager.default.moveItem(atPath: path, toPath: path + ".salvaged")
      try? FileManager.default.removeItem(atPath: path + "-wal")
      try Data(salvage.kept.utf8).write(to: URL(filePath: path + ".salvage.name"))
      if !isMoved { try damaged.write(to: URL(filePath: path)) }
      let opened = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
      #expect(opened.store.identity.incarnation == 7)
      #expect(try opened.contentDump() == content)
      try opened.store.close()
      #expect(!FileManager.default.fileExists(atPath: path + ".salvaged"))
    }
    // The same, over a symbolic link that leads to where the store was.
    let link = folder.file("link.db")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    try FileManager.default.moveItem(atPath: path, toPath: path + ".salvaged")
    try Store.open(path: link, catalog: Self.catalog).close()
    #expect(!FileManager.default.fileExists(atPath: path + ".salvaged"))
    // As one leaves it before that: the draft is made anew.
    try Data("half".utf8).write(to: URL(filePath: path + ".salvage"))
    #expect(try self.salvage().missing.isEmpty)
  }
}
