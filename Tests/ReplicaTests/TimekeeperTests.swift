// Which time is dated by when the machine's clock is wrong, and the way back when it was.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

private let day: Int64 = 86_400_000
private let noon: Int64 = 1_900_000_000_000
private let year2001: Int64 = 978_307_200_000

@Suite struct `The time to date by` {
  /// What a store knows of the time whose newest commit is an hour old.
  private func used() -> Timekeeper { Timekeeper(newest: HybridTime(milliseconds: noon - 3_600_000), uptime: 0) }

  @Test(arguments: [0, 300_000, -300_000, 3 * day, 300 * day])
  func `a machine's clock that nothing contradicts is believed`(lead: Int64) {
    #expect(used().time(wall: noon + lead, uptime: 0) == noon + lead)
    #expect(used().doubt(wall: noon + lead, uptime: 0) == nil)
  }

  @Test(arguments: [0, year2001, Int64.min, noon - day])
  func `behind what the store has seen, time goes on from there`(wall: Int64) {
    #expect(used().time(wall: wall, uptime: 5_000) == noon - 3_600_000 + 5_000)
    guard case .behind? = used().doubt(wall: wall, uptime: 5_000) else {
      Issue.record("nobody is told")
      return
    }
  }

  @Test(arguments: [noon + 3_650 * day, Int64.max])
  func `ten years ahead of what the store has seen, time goes on from there`(wall: Int64) {
    #expect(used().time(wall: wall, uptime: 5_000) == noon - 3_600_000 + 5_000)
    let new = Timekeeper(newest: .zero, uptime: 0)
    #expect(new.time(wall: wall, uptime: 5_000) == Timekeeper.released + 5_000)
    for keeper in [used(), new] {
      guard case .ahead? = keeper.doubt(wall: wall, uptime: 5_000) else {
        Issue.record("nobody is told")
        continue
      }
    }
  }

  @Test func `a new store knows no absence, only that no version is put on a machine years after it was made`() {
    let new = Timekeeper(newest: .zero, uptime: 0)
    #expect(new.time(wall: Timekeeper.released + 400 * day, uptime: 0) == Timekeeper.released + 400 * day)
    #expect(new.time(wall: 0, uptime: 0) == Timekeeper.released)
  }

  @Test(arguments: [3 * day, 3_650 * day, Int64.max - noon])
  func `ahead of the parent, the parent's time is dated by and goes on by uptime`(lead: Int64) {
    var keeper = used()
    let isBelieved = keeper.heard(noon, wall: noon + lead, uptime: 1_000)
    #expect(isBelieved)
    #expect(keeper.time(wall: noon + lead, uptime: 3_000) == noon + 2_000)
    #expect(keeper.doubt(wall: noon + lead, uptime: 1_000) == .ahead(by: lead))
    // It is put right while the node runs.
    #expect(keeper.time(wall: noon + 2_000, uptime: 3_000) == noon + 2_000)
    #expect(keeper.doubt(wall: noon + 2_000, uptime: 3_000) == nil)
  }

  @Test func `behind store and parent, the parent's time is dated by`() {
    var keeper = used()
    let isBelieved = keeper.heard(noon, wall: 0, uptime: 0)
    #expect(isBelieved)
    #expect(keeper.time(wall: 0, uptime: 1_000) == noon + 1_000)
  }

  @Test(arguments: [-day, 3_650 * day, Int64.min, Int64.max])
  func `a parent that contradicts store and machine is not believed`(offset: Int64) {
    var keeper = used()
    let isBelieved = keeper.heard(noon.addingSaturated(offset), wall: noon, uptime: 0)
    #expect(!isBelieved)
    #expect(keeper.time(wall: noon, uptime: 0) == noon)
    #expect(keeper.doubt(wall: noon, uptime: 0) == nil)
  }

  @Test func `a parent ahead by days makes nobody date by it`() {
    var keeper = used()
    keeper.heard(noon + 3 * day, wall: noon, uptime: 0)
    #expect(keeper.time(wall: noon, uptime: 0) == noon)
  }

  @Test func `a parent that agreed and is set back by a day is known by that, though the store is quiet`() {
    var keeper = Timekeeper(newest: HybridTime(milliseconds: noon - 30 * day), uptime: 0)
    let isBelieved = keeper.heard(noon, wall: noon, uptime: 0)
    #expect(isBelieved)
    let isBelievedNow = keeper.heard(noon - day + 60_000, wall: noon + 60_000, uptime: 60_000)
    #expect(!isBelievedNow)
    #expect(keeper.time(wall: noon + 60_000, uptime: 60_000) == noon + 60_000)
  }

  @Test(arguments: [-400 * day, 400 * day])
  func `what machine and parent agree on stands before a store that was dated wrong`(offset: Int64) {
    var keeper = Timekeeper(newest: HybridTime(milliseconds: noon - offset), uptime: 0)
    #expect(keeper.doubt(wall: noon, uptime: 0) != nil)
    let isBelieved = keeper.heard(noon + 1_000, wall: noon, uptime: 0)
    #expect(isBelieved)
    #expect(keeper.time(wall: noon, uptime: 0) == noon)
    #expect(keeper.doubt(wall: noon, uptime: 0) == nil)
  }
}

@Suite struct `A hybrid clock that was dragged ahead` {
  private let chain: SignedChain
  private let right: Int64

  /// The community writes once under a clock that is ten years ahead, and its clock is put right.
  init() throws {
    chain = try SignedChain()
    _ = try chain.hazard(1)
    #expect(try chain.sync())
    right = chain.community.now
    chain.community.now += 3_650 * day
    _ = try chain.hazard(2)
    chain.community.now = right
  }

  @Test func `goes on from there as long as nobody else says what time it is`() throws {
    let commit = try chain.hazard(3)
    #expect(chain.community.replica.clock.last.milliseconds > right + 3_649 * day)
    #expect(commit.dot.seq == 3)
  }

  @Test func `begins another incarnation at the right time as soon as the parent agrees with the machine`() throws {
    let before = chain.community.replica.identity
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(chain.community.replica.identity.incarnation != before.incarnation)
    let commit = try chain.hazard(3)
    #expect(chain.community.replica.clock.last.milliseconds == chain.community.now)
    #expect(commit.dot.seq == 1)
    let renewed = chain.community.replica.identity
    for _ in 0..<2 {
      for node in chain.nodes { node.now += 60_000 }
      #expect(try chain.sync())
    }
    #expect(chain.community.replica.identity == renewed)
    for number in 1...3 {
      #expect(try chain.city.shown("hazard", recordID(UInt64(number)), "place") == .text("一号楼"))
    }
    for node in chain.nodes {
      #expect(try node.store.verify().faults == [])
      #expect(node.replica.clock.last.milliseconds < right + day)
    }
  }

  @Test func `does not go back on the word of a parent whose clock is wrong itself`() throws {
    let before = chain.community.replica.identity
    chain.township.now -= day
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(chain.community.replica.identity == before)
  }

  @Test func `goes back on the order of whoever keeps the node`() throws {
    let node = chain.city
    node.now += 400 * day
    _ = try node.write("hazard", recordID(9), ["place": .write(.text("八"))])
    node.now = right
    let before = node.replica.identity
    try node.store.write { try node.replica.trustClock(now: node.now, in: $0) }
    #expect(node.replica.identity.incarnation != before.incarnation)
    _ = try node.write("hazard", recordID(10), ["place": .write(.text("九"))])
    #expect(node.replica.clock.last.milliseconds == node.now)
    let renewed = node.replica.identity
    try node.store.write { try node.replica.trustClock(now: node.now, in: $0) }
    #expect(node.replica.identity == renewed)
  }

  @Test func `the time both agree on is kept for the next start`() throws {
    let node = chain.community
    #expect(try sync(node, chain.township) == .proved)
    for other in chain.nodes { other.now += 30 * day }
    #expect(try sync(node, chain.township) == .proved)
    #expect(node.replica.clock.last.milliseconds >= node.now - 3_600_000)
  }
}
