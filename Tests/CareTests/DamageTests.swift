// A community whose disk turns bits over: what is shown is right, and what its parent holds comes back.
import Catalog
import Foundation
import Merge
import Node
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing
import Trust

@Suite struct DamageTests {
  /// How many flips are tried; more in a long run: `GRIDWARD_FLIPS=200`.
  private static let flips = ProcessInfo.processInfo.environment["GRIDWARD_FLIPS"].flatMap(Int.init) ?? 16

  /// What the places are drawn from; printed, so that a failure repeats: `GRIDWARD_SEED=7`.
  private static let seed = ProcessInfo.processInfo.environment["GRIDWARD_SEED"].flatMap(UInt64.init) ?? 1

  private static func entered(_ count: Int, at office: Office, _ name: String) async throws {
    for number in 0..<count { try await office.enter("\(name)\(number) 消防通道堵塞，灭火器过期，已通知整改") }
  }

  /// Turns four bits over in the sum of every page but the first: all rows can be read, and none is to be believed.
  private static func spoilSums(of office: Office) throws {
    let file = URL(filePath: office.path)
    var bytes = try Data(contentsOf: file)
    for end in stride(from: 8_192 * 2, through: bytes.count, by: 8_192) { bytes[end - 1] ^= 0x55 }
    try bytes.write(to: file)
  }

  /// Whether the damage shows before anything wrong does.
  private static func isNoticed(at office: Office, showing right: [String]) -> Bool {
    do {
      try office.start()
      defer { try? office.stop() }
      let rows = try? office.hazards()
      #expect(rows == nil || rows == right)
      var next: UInt32? = 1
      while let first = next { next = try office.node.store.checkPages(from: first, count: 64) }
      return false
    } catch { return (error as? StoreError)?.code == .damaged }
  }

  @Test func `every bit that turns over is noticed, and what the parent holds comes back`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await Self.entered(60, at: community, "早")
    try await Self.entered(5, at: township, "镇")
    try await Session.run(community, township)
    try await Self.entered(4, at: community, "晚")
    let right = try community.hazards()
    try community.stop()
    let whole = try community.copyFiles(to: "whole")
    let file = URL(filePath: community.path)
    var (healed, named) = (0, 0)
    var hopeless: [String] = []
    var random = SplitMix64(seed: Self.seed)
    for number in 0..<Self.flips {
      try community.putBack(whole)
      var bytes = try Data(contentsOf: file)
      let (place, bit) = (random.below(bytes.count), random.below(8))
      bytes[place] ^= UInt8(1) << UInt8(bit)
      try bytes.write(to: file)
      #expect(Self.isNoticed(at: community, showing: right), "seed \(Self.seed): bit \(bit) of byte \(place)")
      let salvage: Salvage
      do {
        salvage = try Salvage.run(
          path: community.path, node: community.key.node, incarnation: UInt64(number) + 99,
          store: StoreID(Node.random16()), catalog: .builtIn, seconds: Node.now / 1_000)
      } catch let error as StoreError where error.code == .damaged {
        #expect(error.hint.contains("gridward restore"))
        hopeless.append("byte \(place): \(error.cause ?? "")")
        continue
      }
      try community.start()
      try await community.node.resume(hasParent: true)
      try await Session.run(community, township)
      let shown = try community.hazards()
      let lost = right.filter { !shown.contains($0) }
      let missing = salvage.missing.reduce(UInt64(0)) { $0 + ($1.last - $1.first + 1) }
      #expect(lost.count <= missing, "byte \(place): more is lost than the numbers that are named")
      #expect(lost.allSatisfy { $0.hasPrefix("晚") }, "byte \(place): acknowledged entries are lost")
      #expect(lost.isEmpty || !salvage.losses.isEmpty, "byte \(place): a loss without a name")
      #expect(shown.allSatisfy { right.contains($0) })
      #expect(try community.node.store.verify().faults == [])
      if lost.isEmpty { healed += 1 } else { named += 1 }
      try community.stop()
    }
    print(
      "seed \(Self.seed), flips \(Self.flips): healed \(healed), losses named \(named), nothing readable \(hopeless)")
    #expect(hopeless.count * 10 <= Self.flips)
  }

  @Test func `a file whose end is missing is saved up to there`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await Self.entered(60, at: community, "早")
    try await Session.run(community, township)
    let right = try community.hazards()
    try community.stop()
    let whole = try Data(contentsOf: URL(filePath: community.path))
    for pages in [1, 5] {
      try whole.dropLast(pages * 8_192).write(to: URL(filePath: community.path))
      #expect(Self.isNoticed(at: community, showing: right))
      let salvage = try Salvage.run(
        path: community.path, node: community.key.node, incarnation: UInt64(pages) + 99,
        store: StoreID(Node.random16()), catalog: .builtIn, seconds: Node.now / 1_000)
      try community.start()
      try await Session.run(community, township)
      #expect(try community.hazards() == right, "\(pages) pages cut off; \(salvage.losses)")
      try community.stop()
    }
  }

  /// SQLite takes a log up to the first frame that does not fit, and says nothing of those behind it.
  @Test func `bits of the log's last transaction that turn over make the node doubt what it holds`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await community.enter("一")
    try await Session.run(community, township)
    let before = community.incarnation
    for text in ["二", "三", "四"] { try await community.enter(text) }
    // As kill -9 leaves it.
    let killed = try community.copyFiles(to: "killed")
    try community.stop()
    try community.putBack(killed)
    let log = URL(filePath: community.path + "-wal")
    var bytes = try Data(contentsOf: log)
    // One bit alone would be put right.
    for place in [9_000, 8_990, 8_985] { bytes[bytes.count - place] ^= 0x5A }
    try bytes.write(to: log)
    try community.start()
    #expect(!community.node.writer.isLineageSure)
    #expect(try community.hazards().contains("一"))
    #expect(try !community.hazards().contains("四"))
    try await community.enter("五")
    #expect(community.incarnation != before)
    try await Session.run(community, township)
    for office in [community, township] {
      #expect(try office.hazards().contains("五"))
      #expect(try office.node.store.verify().faults == [])
    }
  }

  @Test func `what a log held is saved with a damaged file`() async throws {
    let city = try City()
    let community = try await Office(city, Place.community, below: nil)
    try await Self.entered(20, at: community, "早")
    try community.stop()
    try community.start()
    try await community.enter("晚")
    let right = try community.hazards()
    let commits = try community.node.read { try $0.feeds().reduce(0) { $0 + Int($1.head.seq) } }
    let killed = try community.copyFiles(to: "killed")
    try community.stop()
    try community.putBack(killed)
    try Self.spoilSums(of: community)
    #expect(Self.isNoticed(at: community, showing: right))
    let salvage = try Salvage.run(
      path: community.path, node: community.key.node, incarnation: 99, store: StoreID(Node.random16()),
      catalog: .builtIn, seconds: Node.now / 1_000)
    #expect(salvage.missing.isEmpty && salvage.nameless.isEmpty && salvage.commits == commits)
    try community.start()
    #expect(try community.hazards() == right)
    #expect(try community.node.store.verify().faults == [])
  }

  @Test func `what is signed or hashed is saved from pages that are not to be believed`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await Self.entered(20, at: community, "早")
    let right = try community.hazards()
    try community.stop()
    try Self.spoilSums(of: community)
    let salvage = try Salvage.run(
      path: community.path, node: community.key.node, incarnation: 99, store: StoreID(Node.random16()),
      catalog: .builtIn, seconds: Node.now / 1_000)
    #expect(salvage.missing.isEmpty && salvage.tables.contains("seal") && salvage.tables.contains("statement"))
    try community.start()
    #expect(try community.hazards() == right)
    #expect(try community.node.store.verify().faults == [])
    try await Session.run(community, township)
    #expect(try township.hazards() == right)
  }

  /// Who may write what stands in the commit that brought it, in a table of its own, and in the view of its type.
  @Test func `a grant is saved from either of the two places that count`() async throws {
    let city = try City()
    let community = try await Office(city, Place.community, below: nil)
    try await Self.entered(60, at: community, "早")
    let grant = try #require(try community.node.store.read { try $0.statements(about: community.key.node) }.first)
    let right = try community.hazards()
    try community.stop()
    let whole = try Data(contentsOf: URL(filePath: community.path))
    let pages = (0..<(whole.count / 8_192)).filter { page in
      whole[(page * 8_192)..<((page + 1) * 8_192)].range(of: Data(grant.encoded)) != nil
    }
    #expect(pages.count >= 2)
    for page in pages {
      var bytes = whole
      bytes.replaceSubrange((page * 8_192)..<((page + 1) * 8_192), with: [UInt8](repeating: 0, count: 8_192))
      try bytes.write(to: URL(filePath: community.path))
      let salvage = try Salvage.run(
        path: community.path, node: community.key.node, incarnation: UInt64(page) + 99,
        store: StoreID(Node.random16()), catalog: .builtIn, seconds: Node.now / 1_000)
      try community.start()
      #expect(try community.node.store.read { try $0.statements(about: community.key.node) } == [grant])
      if salvage.missing.isEmpty { #expect(try community.hazards() == right) }
      try community.stop()
    }
  }
}
