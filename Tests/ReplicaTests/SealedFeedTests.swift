// Commits take effect under their author's seal, and nobody else's word puts anything in their place.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct SealedFeedTests {
  /// The items of a feed as they are sent: commits, and the seal behind the last.
  private func items(of feed: FeedID, at node: TestNode) throws -> [[UInt8]] {
    var bytes: [UInt8] = []
    _ = try node.store.read { try $0.appendCommits(to: &bytes, feed: feed, from: 1, size: 1 << 20) }
    var reader = CBORReader(bytes)
    var items: [[UInt8]] = []
    while !reader.isAtEnd { items.append(Array(bytes[try reader.byteRange(max: Limits.batchBytesMax)])) }
    return items
  }

  /// Hands items to a township as a batch of the community's.
  /// - Parameter refused: what the township refuses on the link, from which number on.
  @discardableResult
  private func hand(
    _ items: [[UInt8]], to node: TestNode, from child: TestNode, refused: [FeedID: UInt64] = [:]
  ) throws -> Ingested {
    let bytes = CommitSequence.of(items)
    let branch = try #require(Branch(parent: node.area, child: child.area))
    return try node.store.write { storage in
      let link = try storage.link(child.node) ?? storage.makeLink(peer: child.node, area: child.area, isParent: false)
      var refused = refused
      return try node.replica.ingest(
        Delivery(ScannedBatch(commits: bytes), branch: branch, source: link.reference, now: node.now),
        refused: &refused, into: storage)
    }
  }

  /// The same commit by another user: well-formed, with another hash.
  private func forged(_ commit: [UInt8], _ letter: UInt8 = 0x7A) throws -> [UInt8] {
    var scanner = CommitScanner()
    var reader = CBORReader(commit)
    try scanner.scan(&reader)
    var forged = commit
    forged[scanner.user.upperBound - 1] = letter
    return forged
  }

  private func place(_ node: TestNode) throws -> Value? { try node.shown("hazard", recordID(1), "place") }

  private func stored(_ feed: FeedID, at node: TestNode) throws -> StoredFeed {
    try #require(try node.store.read { try $0.feed(feed) })
  }

  @Test func `a commit changed on its way is refused, has no effect, and keeps the author's own out of nothing`() throws
  {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let feed = try chain.community.write("hazard", recordID(1), ["place": .write(.text("一"))], user: "li").dot.feed
    var items = try items(of: feed, at: chain.community)
    items[items.count - 2] = try forged(items[items.count - 2])
    let result = try hand(items, to: chain.township, from: chain.community)
    #expect(result.refusals.map(\.code) == [.badSeal])
    #expect(try place(chain.township) == nil)
    try hand(try self.items(of: feed, at: chain.community), to: chain.township, from: chain.community)
    #expect(try place(chain.township) == .text("一"))
  }

  @Test func `who hands on a seal for what came over another link is not blamed when the two do not fit`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let other = try TestNode(Place.southVillage, signer: .test(50), root: SignedChain.rootKey.publicKey)
    let feed = try chain.community.write("hazard", recordID(1), ["place": .write(.text("一"))], user: "li").dot.feed
    let items = try items(of: feed, at: chain.community)
    let made = try forged(items[items.count - 2])
    try hand([made], to: chain.township, from: chain.community)
    #expect(try hand([items[items.count - 1]], to: chain.township, from: other).refusals.isEmpty)
    #expect(try stored(feed, at: chain.township).effective == 0)
    #expect(
      try hand([items[items.count - 1]], to: chain.township, from: chain.community).refusals.map(\.code) == [.badSeal])
    try hand(items, to: chain.township, from: other)
    #expect(try place(chain.township) == .text("一"))
  }

  @Test func `what nobody has sealed waits without effect, and gives way to what the author sealed`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let feed = try chain.community.write("hazard", recordID(1), ["place": .write(.text("一"))], user: "li").dot.feed
    let sent = try items(of: feed, at: chain.community)
    let commits = sent.filter { $0.first != Seal.firstByte }
    try hand(commits.dropLast() + [forged(commits[commits.count - 1])], to: chain.township, from: chain.community)
    #expect(try stored(feed, at: chain.township).effective == 0)
    #expect(try place(chain.township) == nil)
    try hand(sent, to: chain.township, from: chain.community)
    #expect(try place(chain.township) == .text("一"))
    #expect(try stored(feed, at: chain.township).effective == UInt64(commits.count))
    #expect(try chain.township.store.verify().faults == [])
  }

  @Test func `what is sealed stands before what is not, also where the feed is refused on the link`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let feed = try chain.community.write("hazard", recordID(1), ["place": .write(.text("一"))], user: "li").dot.feed
    let sent = try items(of: feed, at: chain.community)
    // From elsewhere, when what came over this link had been refused.
    try hand([forged(sent[0])], to: chain.township, from: chain.community)
    try hand(sent, to: chain.township, from: chain.community, refused: [feed: 1])
    #expect(try place(chain.township) == .text("一"))
  }

  @Test func `what was said of commits that gave way is shown to nobody, and its number is not given again`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let feed = try chain.community.write("hazard", recordID(1), ["place": .write(.text("一"))], user: "li").dot.feed
    let sent = try items(of: feed, at: chain.community)
    try hand([forged(sent[0])], to: chain.township, from: chain.community)
    let before = try marks(at: chain.township)
    try chain.township.store.write { try $0.recordCustody([CustodyMark(feed: feed, tier: .district, seq: 1)]) }
    let made = try #require(try marks(at: chain.township).last)
    try hand(sent, to: chain.township, from: chain.community)
    #expect(try place(chain.township) == .text("一"))
    #expect(try marks(at: chain.township).map(\.mark) == before.map(\.mark))
    try chain.township.store.write { try $0.recordCustody([CustodyMark(feed: feed, tier: .district, seq: 1)]) }
    #expect(try #require(try marks(at: chain.township).last).number > made.number)
  }

  private func marks(at node: TestNode) throws -> [(number: UInt64, mark: CustodyMark)] {
    try node.store.read { try $0.custodyMarks(after: 0) }
  }

  /// All ways to deal two lists into one.
  private func deals(_ one: ArraySlice<[UInt8]>, _ other: ArraySlice<[UInt8]>) -> [[[UInt8]]] {
    guard let first = one.first, let second = other.first else { return [Array(one + other)] }
    return deals(one.dropFirst(), other).map { [first] + $0 } + deals(one, other.dropFirst()).map { [second] + $0 }
  }

  /// What a store holds of feeds, and whether it marks them as waiting.
  private func standing(_ node: TestNode) throws -> [String] {
    let feeds = try node.feeds()
    let marked = try node.store.write { try $0.unsettled() }
    #expect(marked == feeds.filter(\.isWaiting))
    return feeds.map { "\($0.id) \($0.head) \($0.sealed) \($0.effective)" }.sorted()
  }

  @Test func `commits and seals of two feeds come to the same in one batch, in any order, as one by one`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    var feeds: [FeedID] = []
    for number in UInt64(1)...3 {
      let (type, text) = number == 2 ? ("patrol", "patroller") : ("hazard", "place")
      feeds.append(
        try chain.community.write(type, recordID(number), [text: .write(.text("一"))], user: "li").dot.feed)
    }
    #expect(feeds[0] == feeds[2] && feeds[0] != feeds[1])
    let all = deals(
      try items(of: feeds[0], at: chain.community)[...], try items(of: feeds[1], at: chain.community)[...])
    #expect(all.count > 9)
    var found: [[String]] = []
    for (index, items) in all.enumerated() {
      let township = try TestNode(Place.southTown, signer: .test(3), root: SignedChain.rootKey.publicKey)
      try township.introduce(chain.grants[chain.community.node]!)
      for batch in index == 0 ? items.map({ [$0] }) : [items] {
        try hand(batch, to: township, from: chain.community)
      }
      found.append(try standing(township) + township.viewDump())
    }
    #expect(Set(found).count == 1 && found[0].contains { $0.hasSuffix(" 2 2") })
  }

  @Test func `nobody signs for what its author has not sealed`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    func write(_ text: String) throws -> FeedID {
      try chain.community.write("hazard", recordID(1), ["place": .write(.text(text))], user: "li").dot.feed
    }
    func taken() throws -> UInt64? {
      try chain.township.store.read { reader in
        let link = try #require(try reader.link(chain.community.node)).reference
        return try reader.taken(over: link, after: 0, count: 100).heads.first { $0.feed == feed }?.head.seq
      }
    }
    let feed = try write("一")
    let first = try items(of: feed, at: chain.community)
    try hand(first.filter { $0.first != Seal.firstByte }, to: chain.township, from: chain.community)
    #expect(try taken() == nil)
    try hand(first, to: chain.township, from: chain.community)
    #expect(try taken() == 1)
    _ = try write("二")
    let second = try items(of: feed, at: chain.community)
    try hand(second.filter { $0.first != Seal.firstByte }, to: chain.township, from: chain.community)
    #expect(try taken() == 1)
    try hand(second, to: chain.township, from: chain.community)
    #expect(try taken() == 2)
  }

  @Test func `a parent's word alone is no custody of the tiers above it`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let feed = try chain.community.write("hazard", recordID(1), ["place": .write(.text("一"))], user: "li").dot.feed
    let community = chain.community
    let mark = CustodyMark(feed: feed, tier: .city, seq: 1)
    try community.store.write { storage in
      var link = try #require(try storage.links().first(where: \.isParent))
      try community.replica.noteCustody(CustodyReport(upTo: link.custody + 1, marks: [mark]), link: &link, in: storage)
    }
    func tiers() throws -> [Tier] {
      try community.store.read { reader in
        try reader.custody(feed: #require(try reader.feed(feed)).reference).map(\.tier)
      }
    }
    #expect(try tiers().isEmpty)
    #expect(try chain.sync())
    #expect(try chain.sync())
    #expect(try tiers() == [.city, .district, .township])
  }

  @Test func `a seal that turns out to be nobody's is forgotten and asked for`() throws {
    let chain = try SignedChain()
    let stranger = try TestNode(
      Place.southTown, signer: .test(3), root: SignedChain.rootKey.publicKey)
    let feed = try chain.community.write("hazard", recordID(1), ["place": .write(.text("一"))], user: "li").dot.feed
    var items = try items(of: feed, at: chain.community)
    items[items.count - 1][items[items.count - 1].count - 1] ^= 1
    try hand(items, to: stranger, from: chain.community)
    let branch = try #require(Branch(parent: stranger.area, child: chain.community.area))
    func unsealed() throws -> [FeedID] {
      try stranger.store.read { try $0.unsealed(of: branch, count: 10).map(\.feed) }
    }
    #expect(try unsealed().isEmpty, "with an unknown author, any seal may be the right one")
    try stranger.store.write { try stranger.replica.learn(chain.grants[chain.community.node] ?? [], in: $0) }
    #expect(try unsealed() == [feed])
    #expect(try place(stranger) == nil)
    try hand(try self.items(of: feed, at: chain.community), to: stranger, from: chain.community)
    #expect(try place(stranger) == .text("一"))
  }

  @Test func `commits made up for one number again and again do not pile up`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let feed = try chain.community.write("hazard", recordID(1), ["place": .write(.text("一"))], user: "l0000").dot.feed
    let commits = try items(of: feed, at: chain.community).filter { $0.first != Seal.firstByte }
    var scanner = CommitScanner()
    var reader = CBORReader(commits[0])
    try scanner.scan(&reader)
    for number in 0..<(Evidence.othersMax + 100) {
      var made = commits[0]
      for digit in 0..<4 { made[scanner.user.upperBound - 1 - digit] = UInt8(0x61 + (number >> (4 * digit)) & 15) }
      try hand([made], to: chain.township, from: chain.community)
    }
    let kept = try chain.township.store.read { try $0.trustSummary().evidence }
    #expect(kept == Evidence.othersMax)
    try hand(try items(of: feed, at: chain.community), to: chain.township, from: chain.community)
    #expect(try place(chain.township) == .text("一"))
  }

  /// A store that was saved, or whose disk kept an old page, may hold a seal that its feed's mark does not know of.
  @Test func `a start gives each feed the effect that the seal it holds gives`() throws {
    let chain = try SignedChain()
    try chain.hazard(1)
    #expect(try sync(chain.community, chain.township) == .proved)
    for node in [chain.community, chain.township] {
      let feeds = try node.store.read { try $0.feeds() }
      try node.store.write { storage in
        for var feed in feeds {
          (feed.sealed, feed.effective) = (0, 0)
          try storage.settle(feed)
        }
        try storage.refold()
      }
      #expect(try node.record("hazard", recordID(1)) == nil)
      try node.store.write { try LinkWork.resume(node.replica, $0) }
      #expect(try node.record("hazard", recordID(1)) != nil)
      #expect(try node.store.read { try $0.feeds() } == feeds)
    }
  }
}
