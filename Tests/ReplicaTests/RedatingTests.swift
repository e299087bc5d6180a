// Work of a node whose clock was ahead, once the right time is known: on which day it counts, and what is told of the clock.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

private let day: Int64 = 86_400_000

@Suite struct `Steps that were dated ahead` {
  private let chain: SignedChain
  private let right: Int64

  /// The community takes steps three days ahead of the right time, alone, and then its clock is put right.
  init() throws {
    chain = try SignedChain()
    for number in 1...2 { try chain.hazard(UInt64(number)) }
    #expect(try chain.sync())
    right = chain.community.now
    chain.community.now += 3 * day
    try chain.community.takeStep("rectified", of: "hazard", recordID(1), id: 1, user: "qian")
    let at = Value.sorted([("at", .int(right - day)), ("reason", .text("补录"))])
    try chain.community.takeStep("rectified", of: "hazard", recordID(2), id: 2, user: "qian", details: at)
    chain.community.now = right
  }

  private func days(_ node: TestNode) throws -> [String] {
    try node.lines(
      "SELECT day, sum(count) AS n FROM tally WHERE indicator = 'hazards_rectified' GROUP BY day ORDER BY day")
  }

  @Test func `count on the day on which the right time was known, at every node`() throws {
    #expect(try days(chain.community).contains { $0.contains("2025-10-12") }, "\(right)")
    for _ in 0..<2 { #expect(try chain.sync()) }
    for node in chain.nodes {
      #expect(try days(node) == ["day=\"2025-10-08\" n=1", "day=\"2025-10-09\" n=1"], "\(node.area.code)")
      #expect(try node.store.verify().faults == [])
    }
  }

  @Test func `say what they were dated first, once, and keep who took them`() throws {
    for _ in 0..<2 { #expect(try chain.sync()) }
    for node in chain.nodes {
      let found = try node.count("SELECT count(*) FROM hazard WHERE steps LIKE '%dated_ahead%' AND steps LIKE '%qian%'")
      #expect(found == 1)
      #expect(try node.count("SELECT count(*) FROM hazard WHERE status = 'rectified'") == 2)
    }
  }

  @Test func `are not taken again when they were dated right`() throws {
    let other = try SignedChain()
    try other.hazard(1)
    try other.community.takeStep("rectified", of: "hazard", recordID(1), id: 1, user: "qian")
    #expect(try other.sync())
    other.community.now += 3 * day
    try other.hazard(2)
    other.community.now -= 3 * day
    let made = "SELECT count(*) FROM \"commit\" WHERE source = 0"
    let before = (incarnation: other.community.replica.identity.incarnation, count: try other.community.count(made))
    for _ in 0..<2 { #expect(try other.sync()) }
    #expect(other.community.replica.identity.incarnation != before.incarnation)
    #expect(try other.community.count(made) == before.count)
  }

  @Test func `are found in every incarnation that was left, also when the node has begun others since`() throws {
    // A store that is in doubt begins another incarnation by itself, still ahead.
    let node = chain.community
    node.now = right + 4 * day
    try node.store.write { try node.replica.renewIncarnation(after: .zero, now: node.now, in: $0) }
    try chain.hazard(3)
    try node.takeStep("rectified", of: "hazard", recordID(3), id: 3, user: "qian")
    node.now = right
    for _ in 0..<2 { #expect(try chain.sync()) }
    for node in chain.nodes {
      #expect(try days(node) == ["day=\"2025-10-08\" n=1", "day=\"2025-10-09\" n=2"], "\(node.area.code)")
    }
  }

  @Test func `are found after a start, when only the clock was put right before`() throws {
    let node = chain.community
    // As if an older store had been put back, whose clock was right, and the parent had given the rest back.
    try node.store.write { storage in
      try node.replica.renewIncarnation(after: .zero, now: right, in: storage)
      try node.replica.setClock(HybridTime(milliseconds: right), in: storage)
    }
    for _ in 0..<2 { #expect(try chain.sync()) }
    for node in chain.nodes { #expect(try days(node).contains("day=\"2025-10-09\" n=1"), "\(node.area.code)") }
    let count = try node.count("SELECT count(*) FROM \"commit\"")
    for _ in 0..<2 { #expect(try chain.sync()) }
    #expect(try node.count("SELECT count(*) FROM \"commit\"") == count, "once")
  }

  @Test func `keep their first time when it happens again`() throws {
    #expect(try chain.sync())
    let first = try chain.city.lines("SELECT steps FROM hazard WHERE steps LIKE '%dated_ahead%'")
    chain.community.now += 5 * day
    try chain.hazard(3)
    chain.community.now -= 5 * day
    for _ in 0..<2 { #expect(try chain.sync()) }
    #expect(try chain.city.lines("SELECT steps FROM hazard WHERE steps LIKE '%dated_ahead%'") == first)
  }
}

@Suite struct `A child whose clock is wrong` {
  @Test(arguments: [-day, 11 * 60_000, 3_650 * day] as [Int64])
  func `is named by an alarm, once a day, which rises`(offset: Int64) throws {
    let chain = try SignedChain()
    chain.community.now += offset
    for _ in 0..<3 {
      try chain.hazard(1)
      #expect(try sync(chain.community, chain.township) == .proved)
    }
    #expect(try chain.township.alarms() == [chain.township.alarm(.wrongClock, about: chain.community.node)])
    #expect(try sync(chain.township, chain.district) == .proved)
    #expect(try sync(chain.district, chain.city) == .proved)
    #expect(try chain.city.count("SELECT count(*) FROM alarm WHERE kind = 'wrong-clock'") == 1)
  }

  @Test(arguments: [0, 9 * 60_000, -9 * 60_000] as [Int64])
  func `is not told of within ten minutes`(offset: Int64) throws {
    let chain = try SignedChain()
    chain.community.now += offset
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try chain.township.alarms().isEmpty)
  }

  @Test func `is no fault of its parent's`() throws {
    let chain = try SignedChain()
    chain.township.now -= day
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try chain.community.alarms().isEmpty)
  }
}
