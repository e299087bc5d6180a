// Alarms: what a node notices about others, raised once and readable two tiers up.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Alarms` {
  /// Another machine with the same key: a copy of the community's disk, or its restored backup.
  private func copy(of node: TestNode, key: UInt8, lineage: UInt64 = 1, grants: [Statement] = []) throws -> TestNode {
    let copy = try TestNode(
      node.area.code, signer: .test(key), root: SignedChain.rootKey.publicKey, lineage: lineage)
    if !grants.isEmpty { try copy.introduce(grants) }
    return copy
  }

  /// Gives a node all of a feed, seal and all, as if its author had sent it.
  private func deliver(_ feed: FeedID, of author: TestNode, to node: TestNode) throws {
    let bytes = try author.store.read { reader in
      var bytes: [UInt8] = []
      _ = try reader.appendCommits(to: &bytes, feed: feed, from: 1, size: .max)
      return bytes
    }
    let branch = Branch(parent: node.area, child: author.area)!
    var refused: [FeedID: UInt64] = [:]
    try node.store.write { writer in
      let link = try writer.link(author.node)
      _ = try node.replica.ingest(
        Delivery(ScannedBatch(commits: bytes), branch: branch, source: link?.reference ?? 0, link: link, now: node.now),
        refused: &refused, into: writer)
    }
  }

  /// Removes the commits of one feed, and their seals, from every batch of a message.
  private func withheld(_ feed: FeedID, _ message: [UInt8]) throws -> [UInt8] {
    var frames = FrameReader()
    frames.feed(message)
    var bytes: [UInt8] = []
    while let frame = try frames.next() {
      guard frame.kind == Frame.Kind.batch.rawValue else {
        frame.append(to: &bytes)
        continue
      }
      let batch = try Batch(frame)
      var reader = CBORReader(batch.commits)
      var kept: [UInt8] = []
      var scanner = CommitScanner()
      while !reader.isAtEnd {
        let item = Array(batch.commits[try reader.byteRange(max: Limits.commitBytesMax)])
        var cbor = CBORReader(item)
        let isSeal = item.first == Seal.firstByte
        if !isSeal { try scanner.scan(&cbor) }
        let id = isSeal ? try Seal(encoded: item).feed : scanner.feed
        if id != feed { CommitSequence.append(item, to: &kept) }
      }
      Batch(span: batch.span, commits: kept).frame.append(to: &bytes)
    }
    return bytes
  }

  @Test func `two sealed contents for one number: both are kept, and the city reads of it with both seals`() throws {
    let chain = try SignedChain()
    let grants = chain.grants[chain.community.node]!
    #expect(try chain.sync())
    let twin = try copy(of: chain.community, key: 4, grants: grants)
    twin.now = chain.community.now
    let made = try chain.hazard(1, place: "报给上级")
    #expect(try chain.sync())
    let other = try twin.write("hazard", recordID(1), ["place": .write(.text("另一说法"))], user: "网格员")
    #expect(other.dot == made.dot)
    // An honest copy would take its own back; this one hands it up.
    try deliver(other.dot.feed, of: twin, to: chain.township)
    #expect(try chain.sync())
    let expected = chain.township.alarm(.fork, about: chain.community.node)
    #expect(try chain.township.alarms().contains(expected))
    #expect(try chain.city.alarms().contains(expected))
    #expect(try chain.city.count("SELECT count(*) FROM alarm WHERE kind = 'fork' AND length(evidence) > 300") > 0)
    #expect(try chain.city.store.read { try $0.hash(of: made.dot.feed, at: made.dot.seq) } == made.hash)
  }

  @Test func `what the township has signed for and keeps back the district misses, and the city reads whose it is`()
    throws
  {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let feed = try chain.hazard(1).dot.feed
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try sync(chain.community, chain.township) == .proved)
    try chain.community.attend()
    _ = try sync(chain.community, chain.township)
    func pass() throws {
      var driver = SessionDriver(chain.township, chain.district)
      driver.tamperRequest = { try withheld(feed, $0) }
      _ = try driver.run()
    }
    try pass()
    #expect(try chain.district.checkpoint(of: chain.community.node) != nil)
    #expect(try chain.district.store.read { try $0.feed(feed) } == nil)
    try chain.district.attend(hours: 48)
    #expect(try chain.district.alarms().isEmpty)
    try chain.district.attend(hours: 30)
    let expected = [chain.district.alarm(.missingSuffix, about: chain.township.node)]
    #expect(try chain.district.alarms(.missingSuffix) == expected)
    #expect(try sync(chain.district, chain.city) == .proved)
    #expect(try chain.city.alarms(.missingSuffix) == expected)
  }

  @Test func `what was late and then came is nobody's fault`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let feed = try chain.hazard(1).dot.feed
    _ = try sync(chain.community, chain.township)
    try chain.community.attend()
    _ = try sync(chain.community, chain.township)
    var driver = SessionDriver(chain.township, chain.district)
    driver.tamperRequest = { try withheld(feed, $0) }
    _ = try driver.run()
    try chain.district.attend(hours: 48)
    #expect(try sync(chain.township, chain.district) == .proved)
    #expect(try chain.district.store.read { try $0.feed(feed) } != nil)
    try chain.district.attend(hours: 20)
    try chain.district.attend(hours: 10)
    #expect(try chain.district.alarms(.missingSuffix).isEmpty)
  }

  @Test func `a child that signs no checkpoint is silent after its days, and not while the observer itself was away`()
    throws
  {
    let chain = try SignedChain()
    try chain.community.attend()
    #expect(try chain.sync())
    try chain.township.attend()
    chain.township.now += 10 * Day.milliseconds
    try chain.township.attend()
    #expect(try chain.township.alarms().isEmpty)
    try chain.township.attend(hours: 71)
    #expect(try chain.township.alarms().isEmpty)
    try chain.township.attend(hours: 5)
    #expect(try chain.township.alarms() == [chain.township.alarm(.silence, about: chain.community.node)])
    try chain.township.attend(hours: 24)
    #expect(try chain.township.count("SELECT count(*) FROM alarm") == 1, "once for each cause")
  }

  @Test func `a child that signs its checkpoint every day is never silent`() throws {
    let chain = try SignedChain()
    for _ in 0..<6 {
      try chain.community.attend()
      #expect(try sync(chain.community, chain.township) == .proved)
      try chain.township.attend(hours: 24)
      chain.community.now += Day.milliseconds
    }
    #expect(try chain.township.alarms().isEmpty)
  }

  @Test func `a commit that comes eight days after its own time is a late entry; history for a new parent is none`()
    throws
  {
    let chain = try SignedChain()
    try chain.hazard(1)
    chain.community.now += 30 * Day.milliseconds
    chain.township.now = chain.community.now
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try chain.township.alarms().isEmpty)
    try chain.hazard(2)
    chain.community.now += 8 * Day.milliseconds
    chain.township.now = chain.community.now
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try chain.township.alarms() == [chain.township.alarm(.lateEntry, about: chain.community.node)])
  }

  @Test func `a child whose clock is wrong is not late for that`() throws {
    let chain = try SignedChain()
    chain.community.now -= 400 * Day.milliseconds
    #expect(try sync(chain.community, chain.township) == .proved)
    try chain.hazard(1)
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try chain.township.alarms(.lateEntry).isEmpty)
  }

  @Test func `a store that has gone back is noticed by the one it speaks with`() throws {
    let chain = try SignedChain()
    try chain.hazard(1)
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try sync(chain.community, chain.township) == .proved)
    let old = try copy(of: chain.community, key: 4)
    old.now = chain.community.now
    _ = try? sync(old, chain.township)
    #expect(try chain.township.alarms().contains(chain.township.alarm(.rollBack, about: chain.community.node)))
  }

  @Test func `one node id that speaks from two stores in turn is a clone`() throws {
    let chain = try SignedChain()
    let grants = chain.grants[chain.community.node]!
    let other = try copy(of: chain.community, key: 4, lineage: 2, grants: grants)
    other.now = chain.community.now
    for turn in 0..<3 {
      for node in [chain.community, other] {
        #expect(try sync(node, chain.township) == .proved, "turn \(turn)")
      }
      let isTold = try chain.township.alarms().contains(chain.township.alarm(.clone, about: chain.community.node))
      #expect(isTold == (turn == 2))
    }
  }

  @Test func `commits that nobody allowed wait without effect, and are told of after their days`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let stranger = try TestNode(Place.otherVillage, signer: .test(50), root: SignedChain.rootKey.publicKey)
    try stranger.write("hazard", recordID(5), ["place": .write(.text("冒名"))])
    _ = try sync(stranger, chain.township)
    try chain.township.attend(hours: 60)
    #expect(try chain.township.alarms().isEmpty)
    try chain.township.attend(hours: 20)
    #expect(try chain.township.alarms(.noEffect) == [chain.township.alarm(.noEffect, about: stranger.node)])
    #expect(try chain.township.shown("hazard", recordID(5), "place") == nil)
  }

  @Test func `commits under a seal that is not their author's are told of at once`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    try chain.hazard(1)
    var driver = SessionDriver(chain.community, chain.township)
    driver.tamperRequest = { request in
      var frames = FrameReader()
      frames.feed(request)
      var bytes: [UInt8] = []
      while let frame = try frames.next() {
        guard frame.kind == Frame.Kind.batch.rawValue else {
          frame.append(to: &bytes)
          continue
        }
        let batch = try Batch(frame)
        var reader = CBORReader(batch.commits)
        var changed: [UInt8] = []
        while !reader.isAtEnd {
          var item = Array(batch.commits[try reader.byteRange(max: Limits.commitBytesMax)])
          if item.first == Seal.firstByte { item[item.count - 1] ^= 1 }
          CommitSequence.append(item, to: &changed)
        }
        Batch(span: batch.span, commits: changed).frame.append(to: &bytes)
      }
      return bytes
    }
    _ = try? driver.run()
    #expect(try chain.township.alarms() == [chain.township.alarm(.badSeal, about: chain.community.node)])
    #expect(try chain.township.shown("hazard", recordID(1), "place") == nil)
  }

  @Test func `honest nodes that edit offline, crash and meet again raise nothing`() throws {
    let chain = try SignedChain()
    for day in 0..<4 {
      for (index, node) in chain.nodes.enumerated() {
        try node.write("hazard", recordID(UInt64(day)), in: chain.community.area, ["place": .write(.text("第\(index)"))])
        try node.attend()
      }
      var driver = SessionDriver(chain.community, chain.township)
      _ = try? driver.round(.answerLost)
      #expect(try chain.sync())
      for node in chain.nodes { try node.attend(hours: 24) }
    }
    for node in chain.nodes { #expect(try node.alarms().isEmpty) }
  }
}
