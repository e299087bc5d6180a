// What people at several offline nodes do to one record, and what every node shows of it afterwards.
import Merge
import Replica
import TestSupport
import Testing
import Wire

/// A city, a district, a township and a community, linked in a chain.
struct Chain {
  let city: TestNode
  let district: TestNode
  let township: TestNode
  let community: TestNode

  init() throws {
    city = try TestNode(Place.city, 1)
    district = try TestNode(Place.south, 2)
    township = try TestNode(Place.southTown, 3)
    community = try TestNode(Place.southVillage, 4)
  }

  var nodes: [TestNode] { [city, district, township, community] }
  var links: [(child: TestNode, parent: TestNode)] { [(community, township), (township, district), (district, city)] }

  func sync() throws -> Bool { try syncAll(links) }

  /// Enters a hazard at the community and takes it everywhere.
  func hazard(_ number: UInt64 = 1) throws -> RecordID {
    let id = recordID(number)
    try community.write(
      "hazard", id,
      [
        "category": .write(.text("消防安全")), "description": .write(.text("安全出口堵塞")),
        "severity": .write(.int(0)), "found_at": .write(.int(1_760_000_000_000)),
      ])
    #expect(try sync())
    return id
  }
}

@Suite struct `Merging along a chain` {
  @Test func `different fields of one hazard edited offline at two nodes both survive everywhere`() throws {
    let chain = try Chain()
    let id = try chain.hazard()
    try chain.community.write("hazard", id, ["place": .write(.text("一楼东侧"))])
    try chain.township.write("hazard", id, ["measure": .write(.text("立即清理"))])
    #expect(try chain.sync())
    for node in chain.nodes {
      #expect(try node.shown("hazard", id, "place") == .text("一楼东侧"))
      #expect(try node.shown("hazard", id, "measure") == .text("立即清理"))
      #expect(try node.count("SELECT conflicts FROM hazard") == 0)
    }
  }

  @Test func `of two offline edits of one field the later is shown and the other kept until a write settles them`()
    throws
  {
    let chain = try Chain()
    let id = try chain.hazard()
    try chain.community.write("hazard", id, ["place": .write(.text("一楼"))])
    chain.township.now = chain.community.now + 60_000
    try chain.township.write("hazard", id, ["place": .write(.text("二楼"))])
    #expect(try chain.sync())
    for node in chain.nodes {
      #expect(try node.shown("hazard", id, "place") == .text("二楼"))
      #expect(try node.concurrent("hazard", id, "place") == [.text("一楼")])
      #expect(try node.count("SELECT conflicts FROM hazard") == 1)
      #expect(try node.lines("SELECT value FROM concurrent WHERE field = 'place'") == ["value=\"一楼\""])
    }
    try chain.district.write("hazard", id, ["place": .write(.text("一楼和二楼"))])
    #expect(try chain.sync())
    for node in chain.nodes {
      #expect(try node.shown("hazard", id, "place") == .text("一楼和二楼"))
      #expect(try node.count("SELECT conflicts FROM hazard") == 0)
      #expect(try node.count("SELECT count(*) FROM concurrent") == 0)
    }
  }

  @Test func `one value written at two nodes that had not met is no conflict`() throws {
    let chain = try Chain()
    let id = try chain.hazard()
    for node in [chain.community, chain.township] {
      try node.write("hazard", id, ["place": .write(.text("一楼"))], user: "王")
    }
    #expect(try chain.sync())
    for node in chain.nodes {
      #expect(try node.shown("hazard", id, "place") == .text("一楼"))
      #expect(try node.concurrent("hazard", id, "place").isEmpty)
      #expect(try node.count("SELECT conflicts FROM hazard") == 0)
    }
    try chain.community.write("hazard", id, ["place": .write(.text("二楼"))])
    #expect(try chain.sync())
    for node in chain.nodes { #expect(try node.concurrent("hazard", id, "place").isEmpty) }
  }

  @Test func `a node ten years ahead does not win against an informed edit`() throws {
    let chain = try Chain()
    let id = try chain.hazard()
    let day = chain.township.now
    chain.community.now += 10 * 365 * 86_400_000
    try chain.community.write("hazard", id, ["place": .write(.text("未来"))])
    #expect(try chain.sync())
    try chain.township.write("hazard", id, ["place": .write(.text("现在"))])
    #expect(try chain.sync())
    for node in chain.nodes { #expect(try node.shown("hazard", id, "place") == .text("现在")) }
    #expect(chain.township.replica.clock.last.milliseconds < day + 3_600_000)
    #expect(chain.township.ingested.contains { $0.ahead == 1 })
  }

  @Test func `a lower tier does not lower the severity a higher tier has found`() throws {
    let chain = try Chain()
    let id = try chain.hazard()
    try chain.district.write("hazard", id, ["severity": .write(.int(1))])
    #expect(try chain.sync())
    chain.community.now += 3_600_000
    try chain.community.write("hazard", id, ["severity": .write(.int(0))])
    #expect(try chain.sync())
    for node in chain.nodes {
      #expect(try node.shown("hazard", id, "severity") == .int(1))
      #expect(try node.concurrent("hazard", id, "severity") == [.int(0)])
    }
  }
}
