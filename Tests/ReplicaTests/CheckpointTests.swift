// The daily checkpoint: signed by each node about its own feeds, and read by those above.
import Merge
import Replica
import Store
import Testing
import Trust
import Wire

extension TestNode {
  /// Lets time pass with the daily duty done every five hours.
  func attend(hours: Int, policy: WatchPolicy = .standard) throws {
    let end = now + Int64(hours) * 3_600_000
    while true {
      try store.write { try replica.attend(now: now, policy: policy, in: $0) }
      if now >= end { return }
      now = min(end, now + 5 * 3_600_000)
    }
  }

  func attend() throws { try attend(hours: 0) }

  func checkpoint(of node: NodeID? = nil) throws -> Checkpoint? {
    try store.write { try $0.checkpoint(of: node ?? self.node) }
  }

  /// The kinds of alarm this node shows, each with whom it is about.
  func alarms(_ kind: Alarm.Kind? = nil) throws -> [String] {
    let which = kind.map { "WHERE kind = '\($0.rawValue)'" } ?? ""
    return try lines("SELECT kind, node FROM alarm \(which) ORDER BY kind, node")
  }

  func alarm(_ kind: Alarm.Kind, about node: NodeID) -> String { "kind=\"\(kind.rawValue)\" node=\"\(node)\"" }
}

@Suite struct `Checkpoints` {
  @Test func `one is signed each local day, with the root before it, and says so when there is nothing to say`() throws
  {
    let chain = try SignedChain()
    let node = chain.community
    try node.attend()
    let first = try #require(try node.checkpoint())
    try node.attend()
    #expect(try node.checkpoint() == first)
    node.now += Day.milliseconds
    try node.attend()
    let second = try #require(try node.checkpoint())
    #expect(second.number == 2 && second.previous == first.root && second.root != first.root)
    #expect(second.heads == first.heads + 1, "the checkpoint's own feed")
  }

  @Test func `its root is that over the heads of the node's own feeds`() throws {
    let chain = try SignedChain()
    try chain.hazard(1)
    let feeds = try chain.community.feeds().filter { $0.key.node == chain.community.node }.sorted { $0.id < $1.id }
    try chain.community.attend()
    let leaves = feeds.map { Seal.leaf($0.id, $0.head) }
    #expect(try chain.community.checkpoint()?.root == MerkleTree.root(leaves[...]))
  }

  @Test func `it lists what no top tier has signed for, with the receipt that reaches furthest`() throws {
    let chain = try SignedChain()
    let feed = try chain.hazard(1).dot.feed
    #expect(try sync(chain.community, chain.township) == .proved)
    try chain.community.attend()
    let waiting = try #require(try chain.community.checkpoint()?.waiting.first { $0.feed == feed })
    #expect(waiting.top == .city && waiting.receipt?.signer == chain.township.node)
    #expect(try chain.sync())
    #expect(try chain.sync())
    chain.community.now += Day.milliseconds
    try chain.community.attend()
    #expect(try chain.community.checkpoint()?.waiting.contains { $0.feed == feed } == false)
  }

  @Test func `it rises to the city, and nobody below or beside its author gets it`() throws {
    let chain = try SignedChain()
    try chain.township.attend()
    #expect(try chain.sync())
    #expect(try chain.city.checkpoint(of: chain.township.node) == chain.township.checkpoint())
    #expect(try chain.community.count("SELECT count(*) FROM checkpoint") == 0)
  }

  @Test func `what an office above writes in its place is no checkpoint`() throws {
    let chain = try SignedChain()
    let record = Checkpoint.record(of: chain.community.node)
    let fields = try {
      try chain.community.attend()
      let made = try #require(try chain.community.checkpoint())
      return made.number
    }()
    #expect(fields == 1)
    #expect(try chain.sync())
    try chain.township.write(
      "checkpoint", record, in: chain.community.area,
      [
        "number": .write(.int(99)), "at": .write(.int(1)), "heads": .write(.int(1)),
        "root": .write(.bytes([UInt8](repeating: 1, count: 32))), "waiting": .write(.bytes([0x80])),
      ])
    #expect(try chain.sync())
    #expect(try chain.city.checkpoint(of: chain.community.node)?.number == 1)
  }

  @Test func `a store that may lack commits of its own signs none until it is sure`() throws {
    let chain = try SignedChain()
    let node = chain.community
    let lineage = node.replica.identity.incarnation
    node.replica = Replica(
      identity: node.replica.identity, catalog: node.replica.catalog, clock: node.store.clock,
      signer: node.replica.signer, root: node.replica.root, isLineageSure: false)
    try node.attend()
    #expect(try node.checkpoint() == nil && node.replica.identity.incarnation == lineage)
    #expect(try chain.sync())
    try node.attend()
    #expect(try node.checkpoint()?.number == 1)
  }
}
