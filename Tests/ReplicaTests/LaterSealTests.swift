// What decides about a commit may come in a later batch, answer or session: it is asked for until it comes.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

/// All batches, requests and answers here hold one commit, and of each feed only the last commit is sealed.
@Suite struct `Seals that come later than what they decide about` {
  private let chain: SignedChain

  init() throws {
    chain = try SignedChain()
    #expect(try chain.sync())
    for node in chain.nodes { Self.makeTiny(node) }
  }

  private static func makeTiny(_ node: TestNode) {
    (node.sizes.batchBytes, node.sizes.requestBytes, node.sizes.answerBytes) = (1, 1, 1)
  }

  /// A node as it was before it wrote anything but who it is, which goes on as the same store.
  private func restored(_ node: TestNode, key: UInt8) throws -> TestNode {
    let restored = try TestNode(node.area.code, signer: .test(key), root: SignedChain.rootKey.publicKey)
    try restored.introduce(chain.grants[node.node]!)
    #expect(restored.replica.identity == node.replica.identity)
    Self.makeTiny(restored)
    return restored
  }

  private func hash(_ commit: Committed, at node: TestNode) throws -> Merge.Digest? {
    try node.store.read { try $0.hash(of: commit.dot.feed, at: commit.dot.seq) }
  }

  private func refusals(at node: TestNode) throws -> [Refusal] {
    try node.store.read { reader in
      try reader.links().flatMap { try reader.quarantines(link: $0.reference) }.filter(\.isOurs).map(\.refusal)
    }
  }

  /// Two commits that go on after a feed's head, made by somebody who has read it.
  private func madeUp(after commit: Committed) throws -> [[UInt8]] {
    var (head, commits): (Head, [[UInt8]]) = (Head(seq: commit.dot.seq, hash: commit.hash), [])
    for _ in 0..<2 {
      let header = CommitHeader(
        feed: commit.dot.feed, seq: head.seq + 1, previous: head.hash, time: HybridTime(milliseconds: chain.city.now),
        user: "mallory")
      let change = Change(
        type: "hazard", record: recordID(1), seen: .empty, fields: [FieldChange(1, .write(.text("冒名")))])
      let made = CommitEncoder.commit(header, payload: CommitEncoder.payload([change], feed: commit.dot.feed)).bytes
      head = Head(seq: header.seq, hash: try TestNode.scanned(made).hash)
      commits.append(made)
    }
    return commits
  }

  @Test func `an author takes back what it lost although its parent's answer ends before the seal`() throws {
    // More than a session has rounds without progress.
    let commits = try (0...UInt64(Patience.idleRoundsMax)).map { try chain.hazard($0 + 1) }
    #expect(try chain.sync())
    let restored = try restored(chain.community, key: 4)
    let before = restored.replica.identity
    var driver = SessionDriver(restored, chain.township)
    #expect(try driver.run(roundsMax: 100) == .proved)
    for commit in commits { #expect(try hash(commit, at: restored) == commit.hash) }
    #expect(restored.replica.identity.incarnation != before.incarnation)
    #expect(try refusals(at: restored).isEmpty)
  }

  @Test func `it asks again in the next session when the one that brought the commit broke off before the seal`()
    throws
  {
    let first = try chain.hazard(1)
    let second = try chain.hazard(2)
    #expect(try chain.sync())
    let restored = try restored(chain.community, key: 4)
    var driver = SessionDriver(restored, chain.township)
    for _ in 0..<40 where try refusals(at: restored).isEmpty { #expect(try driver.round() == .again) }
    #expect(try refusals(at: restored) == [Refusal(feed: first.dot.feed, seq: 1, code: .fork)])
    #expect(try sync(restored, chain.township) == .proved)
    #expect(try hash(second, at: restored) == second.hash)
    #expect(try refusals(at: restored).isEmpty)
  }

  @Test func `a child gives its parent again what is the parent's own when it could not give the seal before`() throws {
    let write = { [chain] (text: String) in
      try chain.city.write(
        "hazard", recordID(1), in: Area(Place.southVillage)!, ["place": .write(.text(text))], user: "市安委办")
    }
    let first = try write("一")
    let second = try write("二")
    #expect(try chain.sync())
    let restored = try restored(chain.city, key: 1)
    var driver = SessionDriver(chain.district, restored)
    for _ in 0..<40 where try refusals(at: restored).isEmpty { #expect(try driver.round() == .again) }
    #expect(try refusals(at: restored) == [Refusal(feed: first.dot.feed, seq: 1, code: .fork)])
    // In the first the parent becomes another store.
    _ = try sync(chain.district, restored)
    #expect(try sync(chain.district, restored) == .proved)
    #expect(try hash(second, at: restored) == second.hash)
    #expect(try refusals(at: restored).isEmpty)
  }

  @Test func `what no seal comes for is asked for in every session, and never believed`() throws {
    let first = try chain.hazard(1)
    #expect(try chain.sync())
    let before = chain.community.replica.identity
    try chain.township.receive(madeUp(after: first))
    for _ in 0..<3 {
      var driver = SessionDriver(chain.community, chain.township)
      #expect(try driver.run() == .proved)
      #expect(driver.rounds <= 8)
      #expect(try refusals(at: chain.community) == [Refusal(feed: first.dot.feed, seq: 2, code: .fork)])
    }
    #expect(chain.community.replica.identity == before)
    let next = try chain.hazard(2)
    #expect(next.dot == Dot(feed: first.dot.feed, seq: 2))
    for _ in 0..<3 {
      for node in chain.nodes { node.now += 120_000 }
      #expect(try chain.sync())
    }
    for node in chain.nodes { #expect(try hash(next, at: node) == next.hash && refusals(at: node).isEmpty) }
    #expect(chain.community.replica.identity == before)
  }

  @Test func `where a feed of one length has two contents the answer may end before the two part`() throws {
    var pair = try LinkedPair(feeds: 1)
    var other = pair.authors[0]
    for node in [pair.child, pair.parent] { Self.makeTiny(node) }
    try pair.give([pair.authors[0].commit("一")], to: pair.child)
    try pair.give([other.commit("二")], to: pair.parent)
    for (node, peer) in [(pair.child, pair.parent), (pair.parent, pair.child)] {
      try node.store.write { storage in
        var link = try #require(try storage.link(peer.node))
        (link.received, link.acknowledged) = (.zero, .zero)
        try storage.saveLink(link)
      }
    }
    #expect(try sync(pair.child, pair.parent) == .proved)
    #expect(try refusals(at: pair.child) == [Refusal(feed: other.id, seq: 2, code: .fork)])
  }
}
