// A community whose disk damages a commit while its parent is away: nothing that is whole behind it is lost.
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

@Suite struct StrandedTests {
  private static let words = "消防通道堵塞，灭火器过期，已通知整改"

  private static func name(_ word: String, _ number: Int) -> String { "\(word)\(number)号\(words)" }

  private static func enter(_ word: String, _ count: Int, at office: Office) async throws {
    for number in 0..<count { try await office.enter(name(word, number)) }
  }

  /// Turns a bit over, and some more, wherever a text stands in a closed store: one alone would be put right.
  private static func spoil(_ office: Office, _ text: String, at place: Int = 0, bit: Int = 0) throws {
    let file = URL(filePath: office.path)
    var bytes = try Data(contentsOf: file)
    var from = bytes.startIndex
    while let found = bytes.range(of: Data(text.utf8), in: from..<bytes.endIndex) {
      for step in 0..<4 { bytes[found.lowerBound + (place + 9 * step) % found.count] ^= UInt8(1) << UInt8(bit) }
      from = found.upperBound
    }
    #expect(from > bytes.startIndex, "\(text) stands nowhere")
    try bytes.write(to: file)
  }

  private static func zero(page number: Int, of office: Office) throws {
    let file = URL(filePath: office.path)
    var bytes = try Data(contentsOf: file)
    bytes.replaceSubrange(((number - 1) * 8_192)..<(number * 8_192), with: Data(count: 8_192))
    try bytes.write(to: file)
  }

  /// Saves what is whole and starts the node again, as `serve` does.
  private static func save(_ office: Office, hasParent: Bool = true) async throws -> Salvage {
    let salvage = try Salvage.run(
      path: office.path, node: office.key.node, incarnation: 99, store: StoreID(Node.random16()), catalog: .builtIn,
      seconds: Node.now / 1_000)
    try office.start()
    try await office.node.resume(hasParent: hasParent)
    return salvage
  }

  private static func trust(_ office: Office) throws -> TrustSummary { try office.node.read { try $0.trustSummary() } }

  private static func expectWhole(_ offices: [Office], _ right: [String]) throws {
    for office in offices {
      #expect(try office.hazards() == right.sorted())
      #expect(try office.node.store.verify().faults == [])
      let trust = try trust(office)
      #expect(trust.stranded == 0 && trust.waitingCount == 0)
    }
  }

  @Test func `what the parent gives back brings all that stands behind it`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await Self.enter("早", 5, at: community)
    try await Session.run(community, township)
    try await Self.enter("晚", 6, at: community)
    let right = try community.hazards()
    try community.stop()
    try Self.spoil(community, Self.name("早", 2))
    let salvage = try await Self.save(community)
    #expect(salvage.missing.count == 1 && salvage.strandedCount == 8)
    #expect(try community.hazards() == [Self.name("早", 0), Self.name("早", 1)])
    for _ in 0..<2 { try await Session.run(community, township) }
    try Self.expectWhole([community, township], right)
    #expect(try Self.trust(community).evidence == 0)
  }

  @Test func `what nobody has any more is left out, and all behind it is made again`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await Self.enter("早", 5, at: community)
    try await Session.run(community, township)
    try await Self.enter("晚", 6, at: community)
    let right = try community.hazards().filter { $0 != Self.name("晚", 1) }
    try community.stop()
    try Self.spoil(community, Self.name("晚", 1))
    let salvage = try await Self.save(community)
    #expect(salvage.missing.count == 1 && salvage.strandedCount == 4)
    for _ in 0..<2 { try await Session.run(community, township) }
    try Self.expectWhole([community, township], right)
    #expect(try Self.trust(community).evidence == 4)
    let standing = try community.node.read { try Salvage.standing(of: community.path, in: $0) }
    #expect(
      standing.contains { $0.hasPrefix("lost: ") } && standing.contains { $0.hasSuffix("for 4 commits that waited") })
    // Nothing is made a second time.
    let own = "SELECT sum(seq) FROM feed WHERE node = (SELECT value FROM meta WHERE key = 'node')"
    let commits = try community.node.store.count(own)
    for _ in 0..<2 { try await Session.run(community, township) }
    #expect(try community.node.store.count(own) == commits)
  }

  /// It has never met anybody, so nobody can bring what is missing.
  @Test func `a node without any link makes again at its start what stands behind what is lost`() async throws {
    let community = try await Office(City(), Place.community, below: nil)
    try await Self.enter("早", 8, at: community)
    let right = try community.hazards().filter { $0 != Self.name("早", 2) }
    try community.stop()
    try Self.spoil(community, Self.name("早", 2))
    let salvage = try await Self.save(community, hasParent: false)
    #expect(salvage.missing.count == 1 && salvage.strandedCount == 5)
    try Self.expectWhole([community], right)
    let standing = try community.node.read { try Salvage.standing(of: community.path, in: $0) }
    #expect(
      standing.contains { $0.hasPrefix("lost: ") } && standing.contains { $0.hasSuffix("for 5 commits that waited") })
    // Nothing is made a second time, and what is entered after it stands.
    try await community.node.resume(hasParent: false)
    try await community.enter("新")
    try Self.expectWhole([community], right + ["新"])
  }

  @Test func `a node that has met a child, or may have, waits for it`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await Self.enter("早", 5, at: township)
    try await Session.run(community, township)
    try township.stop()
    try Self.spoil(township, Self.name("早", 2))
    #expect(try await Self.save(township, hasParent: false).strandedCount == 2)
    #expect(try Self.trust(township).stranded == 2)
    // As where the page of the links is damaged too.
    let other = try await Office(city, Place.newTownship, below: nil)
    try await Self.enter("早", 5, at: other)
    let root = try other.node.store.count("SELECT rootpage FROM sqlite_schema WHERE name = 'link'")
    try other.stop()
    try Self.spoil(other, Self.name("早", 2))
    try Self.zero(page: root, of: other)
    let salvage = try await Self.save(other, hasParent: false)
    #expect(salvage.tables == ["link"] && salvage.strandedCount == 2)
    #expect(try Self.trust(other).stranded == 2)
  }

  @Test func `a child that may have what is missing is waited for`() async throws {
    let city = try City()
    let top = try await Office(city, Place.city, below: nil)
    let township = try await Office(city, Place.township, below: top)
    let community = try await Office(city, Place.community, below: township)
    let links = [(community, township), (township, top)]
    try await Self.enter("早", 3, at: township)
    try await Session.settle(links)
    // What the child takes now the city does not have.
    try await Self.enter("晚", 3, at: township)
    try await Session.run(community, township)
    try await township.enter("末")
    let right = try township.hazards()
    try township.stop()
    try Self.spoil(township, Self.name("晚", 0))
    #expect(try await Self.save(township).strandedCount == 3)
    for _ in 0..<2 { try await Session.run(township, top) }
    #expect(try Self.trust(township).stranded == 3)
    try await Session.settle(links)
    try Self.expectWhole([community, township, top], right)
    #expect(try Self.trust(township).evidence == 0)
  }

  /// What an increment without an id adds would count twice if it were made again while the parent has it.
  @Test func `a counter counts once what the parent had of the rest`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    let record = Node.newRecordID()
    func add(_ name: String, _ amount: Int64) async throws {
      let fields = [FieldChange(1, .write(.text(name))), FieldChange(4, .increment(amount))]
      _ = try await community.node.commit(
        [Intent(type: "supply", record: record, area: community.area, seen: .empty, fields: fields)], user: "甲")
    }
    try await add("甲号灭火器", 5)
    try await add("乙号灭火器", 3)
    try await Session.run(community, township)
    try await add("丙号灭火器", 2)
    try community.stop()
    try Self.spoil(community, "甲号灭火器")
    #expect(try await Self.save(community).strandedCount == 2)
    for _ in 0..<2 { try await Session.run(community, township) }
    for office in [community, township] {
      #expect(try office.node.store.lines("SELECT stock FROM supply") == ["stock=10"])
      #expect(try office.node.store.verify().faults == [])
    }
  }

  @Test func `what was ordered to be removed meanwhile does not come back with it`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    let secret = "身份证三七零二零二"
    try await community.enter(Self.name("早", 0))
    let dot = try await community.enter(secret)
    try await community.enter(Self.name("早", 1))
    try await Session.run(community, township)
    try await community.enter(Self.name("晚", 0))
    let right = try community.hazards().filter { $0 != secret }
    try community.stop()
    try Self.spoil(community, Self.name("早", 0))
    #expect(try await Self.save(community).strandedCount == 3)
    try await township.order { [try $0.redaction(of: dot, law: "个人信息保护法")] }
    try await Session.settle([(community, township)])
    try Self.expectWhole([community, township], right)
    for office in [community, township] {
      #expect(try office.bytesOnDisk().range(of: Data(secret.utf8)) == nil)
    }
  }

  /// More in a long run: `GRIDWARD_FLIPS=200`; another seed with `GRIDWARD_SEED=7`.
  @Test func `every bit of what the parent holds may turn over while it is away`() async throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["GRIDWARD_SEED"].flatMap(UInt64.init) ?? 1
    var random = SplitMix64(seed: seed)
    for flip in 0..<((environment["GRIDWARD_FLIPS"].flatMap(Int.init) ?? 16) / 4) {
      let city = try City()
      let township = try await Office(city, Place.township, below: nil)
      let community = try await Office(city, Place.community, below: township)
      try await Self.enter("早", 8, at: community)
      try await Session.run(community, township)
      try await Self.enter("晚", 5, at: community)
      try community.stop()
      let text = Self.name("早", random.below(8))
      let (place, bit) = (random.below(text.utf8.count), random.below(8))
      try Self.spoil(community, text, at: place, bit: bit)
      let salvage = try await Self.save(community)
      #expect(salvage.strandedCount > 0, "seed \(seed), flip \(flip)")
      try await community.enter("新")
      for _ in 0..<2 { try await Session.run(community, township) }
      let right = (0..<8).map { Self.name("早", $0) } + (0..<5).map { Self.name("晚", $0) } + ["新"]
      try Self.expectWhole([community, township], right)
    }
  }
}
