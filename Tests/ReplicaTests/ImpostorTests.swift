// What claims to be a node's own next commit: it is believed under the node's own seal alone, and keeps nobody from going on.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Impostors` {
  private let chain: SignedChain
  private let village = Area(Place.southVillage)!

  init() throws {
    chain = try SignedChain()
    #expect(try chain.sync())
  }

  /// A hazard of the city's about the village: everybody on the branch holds the feed, and knows its head.
  private func directive(_ place: String) throws -> Committed {
    try chain.city.write("hazard", recordID(1), in: village, ["place": .write(.text(place))], user: "市安委办")
  }

  /// A commit that goes on after a head, made by somebody who has read it.
  private func made(
    after head: Head, of feed: FeedID, key: FeedKey? = nil, type: String = "hazard", text: String = "冒名"
  ) -> [UInt8] {
    let header = CommitHeader(
      feed: feed, seq: head.seq + 1, previous: head.hash, time: HybridTime(milliseconds: chain.city.now),
      user: "mallory",
      key: key)
    let change = Change(
      type: type, record: recordID(1), seen: .empty, fields: [FieldChange(1, .write(.text(text)))])
    return CommitEncoder.commit(header, payload: CommitEncoder.payload([change], feed: feed)).bytes
  }

  /// Hands commits to a node over its link with another.
  @discardableResult
  private func hand(_ commits: [[UInt8]], to node: TestNode, from peer: TestNode) throws -> Ingested {
    let bytes = CommitSequence.of(commits)
    let isParent = peer.area.contains(node.area)
    let branch = isParent ? Branch(parent: peer.area, child: node.area)! : Branch(parent: node.area, child: peer.area)!
    return try node.store.write { storage in
      var link = try #require(try storage.link(peer.node))
      var refused = Refused(try storage.quarantines(link: link.reference))
      return try node.replica.applyDelivery(
        Delivery(ScannedBatch(commits: bytes), over: link, branch: branch, now: node.now), link: &link,
        refused: &refused, to: storage)
    }
  }

  private func hash(_ commit: Committed, at node: TestNode) throws -> Merge.Digest? {
    try node.store.read { try $0.hash(of: commit.dot.feed, at: commit.dot.seq) }
  }

  private func head(_ feed: FeedID, at node: TestNode) throws -> Head {
    try #require(try node.store.read { try $0.feed(feed) }).head
  }

  private func refusals(at node: TestNode) throws -> [Refusal] {
    try node.store.read { reader in
      try reader.links().flatMap { try reader.quarantines(link: $0.reference) }.map(\.refusal)
    }
  }

  /// Two minutes later everybody has met everybody twice.
  private func settle() throws {
    for _ in 0..<3 {
      for node in chain.nodes { node.now += 120_000 }
      #expect(try chain.sync())
    }
  }

  @Test func `the acknowledgement of what nobody has sealed is no custody of it`() throws {
    let written = try chain.community.write("hazard", recordID(2), ["place": .write(.text("一"))], user: "li")
    #expect(try chain.sync())
    let feed = written.dot.feed
    try hand([made(after: head(feed, at: chain.township), of: feed)], to: chain.township, from: chain.community)
    #expect(try sync(chain.township, chain.city) == .proved)
    #expect(try head(feed, at: chain.city).seq == 2)
    let held = try chain.township.store.read { reader in
      try reader.custody(feed: #require(try reader.feed(feed)).reference).map(\.seq)
    }
    #expect(Set(held) == [1])
  }

  /// What comparing leaves out the cursors pass all the same.
  @Test func `what a node refuses of its parent's gives way to what the author has sealed, also when cursors are lost`()
    throws
  {
    let first = try chain.hazard(1)
    #expect(try chain.sync())
    let forged = made(after: try head(first.dot.feed, at: chain.city), of: first.dot.feed)
    let second = try chain.hazard(2)
    #expect(second.dot == Dot(feed: first.dot.feed, seq: 2))
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try sync(chain.township, chain.district) == .proved)
    try hand([forged], to: chain.city, from: chain.district)
    try hand([forged], to: chain.district, from: chain.city)
    #expect(try refusals(at: chain.district) == [Refusal(feed: first.dot.feed, seq: 2, code: .fork)])
    try chain.district.store.write { storage in
      var link = try #require(try storage.link(chain.city.node))
      (link.received, link.acknowledged) = (.zero, .zero)
      try storage.saveLink(link)
    }
    #expect(try sync(chain.district, chain.city) == .proved)
    #expect(try hash(second, at: chain.city) == second.hash)
    #expect(try refusals(at: chain.district).isEmpty)
  }

  /// Else the acknowledgement would count for nothing at each meeting, and the two would compare without end.
  @Test func `a parent's witness that the author refuses goes once the author has told the cursor anew`() throws {
    let written = try chain.hazard(1)
    #expect(try chain.sync())
    let lost = made(after: try head(written.dot.feed, at: chain.township), of: written.dot.feed)
    try hand([lost], to: chain.township, from: chain.community)
    let held = try head(written.dot.feed, at: chain.township)
    #expect(held.seq == 2)
    try chain.township.store.write { storage in
      var link = try #require(try storage.link(chain.community.node))
      link.witness = Witness(dot: Dot(feed: written.dot.feed, seq: held.seq), hash: held.hash)
      try storage.saveLink(link)
    }
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try refusals(at: chain.community) == [Refusal(feed: written.dot.feed, seq: 2, code: .fork)])
    #expect(try chain.township.store.read { try $0.link(chain.community.node)?.witness } == nil)
    let isNews = try chain.community.store.read { reader in
      try LinkView.hasOwnNews(over: reader.parentLink(), at: chain.community.area, in: reader)
    }
    #expect(!isNews)
  }

  @Test func `an unsealed next commit makes the city give up nothing, and the city goes on in its feed`() throws {
    let first = try directive("一")
    #expect(try chain.sync())
    let before = chain.city.replica.identity
    try hand(
      [made(after: head(first.dot.feed, at: chain.community), of: first.dot.feed)], to: chain.township,
      from: chain.community)
    #expect(try chain.sync())
    #expect(chain.city.replica.identity == before)
    #expect(try head(first.dot.feed, at: chain.city).seq == 1)
    #expect(try head(first.dot.feed, at: chain.district).seq == 2)
    #expect(try refusals(at: chain.city) == [Refusal(feed: first.dot.feed, seq: 2, code: .fork)])
    let next = try directive("二")
    #expect(next.dot == Dot(feed: first.dot.feed, seq: 2))
    try settle()
    #expect(chain.city.replica.identity == before)
    for node in chain.nodes {
      #expect(try hash(next, at: node) == next.hash)
      #expect(try node.shown("hazard", recordID(1), "place") == .text("二"))
      #expect(try refusals(at: node).isEmpty)
    }
    for (child, parent) in chain.links {
      var driver = SessionDriver(child, parent)
      #expect(try driver.run() == .proved)
      #expect(driver.rounds == 1)
    }
  }

  @Test func `a feed that it never opened is not opened for it, and it opens it itself`() throws {
    let identity = chain.city.replica.identity
    let key = FeedKey(
      node: identity.node, incarnation: identity.incarnation, home: identity.area, area: village,
      class: Catalog.builtIn.type(named: "hazard")!.class)
    let digest = Hashing.sha256(key.encoded)
    let feed = FeedID(digest.first16)
    try hand([made(after: Head(seq: 0, hash: digest), of: feed, key: key)], to: chain.township, from: chain.community)
    #expect(try chain.sync())
    #expect(chain.city.replica.identity == identity)
    #expect(try head(feed, at: chain.city).seq == 0)
    let first = try directive("一")
    #expect(first.dot == Dot(feed: feed, seq: 1))
    try settle()
    for node in chain.nodes { #expect(try hash(first, at: node) == first.hash && refusals(at: node).isEmpty) }
    #expect(try chain.city.store.verify().faults == [])
  }

  @Test func `what arrives from above is not its own either`() throws {
    let first = try chain.hazard(1)
    #expect(try chain.sync())
    let before = chain.community.replica.identity
    try hand(
      [made(after: head(first.dot.feed, at: chain.township), of: first.dot.feed)], to: chain.township,
      from: chain.district)
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(chain.community.replica.identity == before)
    let next = try chain.hazard(2)
    #expect(next.dot == Dot(feed: first.dot.feed, seq: 2))
    try settle()
    for node in chain.nodes { #expect(try hash(next, at: node) == next.hash && refusals(at: node).isEmpty) }
  }

  @Test func `a seal that is not its own covers nothing`() throws {
    let first = try directive("一")
    #expect(try chain.sync())
    let before = chain.city.replica.identity
    let commit = made(after: try head(first.dot.feed, at: chain.city), of: first.dot.feed)
    var scanner = CommitScanner()
    var reader = CBORReader(commit)
    try scanner.scan(&reader)
    let next = Head(seq: 2, hash: TestNode.chainHash(commit, scanner))
    let seal = Seal.seals(
      of: [(first.dot.feed, next)], time: HybridTime(milliseconds: chain.city.now), key: .test(4))[0]
    try hand([commit, seal.encoded], to: chain.city, from: chain.district)
    #expect(chain.city.replica.identity == before)
    #expect(try head(first.dot.feed, at: chain.city).seq == 1)
  }

  @Test func `what its own seal covers it has lost, also when seal and commits come one by one`() throws {
    let first = try directive("一")
    let second = try directive("二")
    #expect(try chain.sync())
    let items = try chain.district.store.read { reader in
      var bytes: [UInt8] = []
      _ = try reader.appendCommits(to: &bytes, feed: first.dot.feed, from: 1, size: .max)
      var cbor = CBORReader(bytes)
      var items: [[UInt8]] = []
      while !cbor.isAtEnd { items.append(Array(bytes[try cbor.byteRange(max: Limits.commitBytesMax)])) }
      return items
    }
    let restored = try TestNode(Place.city, signer: .test(1), root: SignedChain.rootKey.publicKey)
    try restored.introduce(chain.grants[chain.city.node]!)
    let before = restored.replica.identity
    #expect(before.incarnation == chain.city.replica.identity.incarnation)
    try restored.store.write { storage in
      _ = try storage.makeLink(peer: chain.district.node, area: chain.district.area, isParent: false)
    }
    for item in items.dropLast() { try hand([item], to: restored, from: chain.district) }
    #expect(restored.replica.identity == before)
    try hand([items[items.count - 1]], to: restored, from: chain.district)
    #expect(restored.replica.identity.incarnation != before.incarnation)
    #expect(try hash(second, at: restored) == second.hash)
    #expect(try restored.shown("hazard", recordID(1), "place") == .text("二"))
    // Nor is it told once the link has been proved equal, which ends all waiting for a seal.
    (restored.now, chain.district.now) = (restored.now + 7_200_000, restored.now + 7_200_000)
    for _ in 0..<3 { #expect(try sync(chain.district, restored) == .proved) }
    try restored.attend(hours: 40)
    #expect(try restored.alarms(.impostor).isEmpty)
  }

  @Test func `the city tells over which neighbour it came, once that neighbour has had its chance to bring the seal`()
    throws
  {
    let first = try directive("一")
    #expect(try chain.sync())
    try hand(
      [made(after: head(first.dot.feed, at: chain.community), of: first.dot.feed)], to: chain.township,
      from: chain.community)
    #expect(try chain.sync())
    #expect(try chain.city.alarms().isEmpty)
    chain.city.now += 2 * 3_600_000
    try chain.city.attend()
    #expect(try chain.city.alarms(.impostor).isEmpty, "the link has not been proved since")
    #expect(try chain.sync())
    try chain.city.attend(hours: 10)
    #expect(try chain.city.alarms(.impostor) == [chain.city.alarm(.impostor, about: chain.district.node)])
  }

  @Test func `while something claims to be its own, a proof does not end the doubt about what it wrote`() throws {
    let first = try chain.hazard(1)
    #expect(try chain.sync())
    try hand(
      [made(after: head(first.dot.feed, at: chain.township), of: first.dot.feed)], to: chain.township,
      from: chain.district)
    let before = chain.community.replica
    chain.community.replica = Replica(
      identity: before.identity, catalog: before.catalog, clock: before.clock, signer: before.signer, root: before.root,
      isLineageSure: false)
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(!chain.community.replica.isLineageSure)
    #expect(chain.community.replica.identity == before.identity)
    let next = try chain.hazard(2)
    #expect(next.dot.feed != first.dot.feed)
  }
}
