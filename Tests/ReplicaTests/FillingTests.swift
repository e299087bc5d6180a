// What a filling brings and this end cannot keep: no cursor moves over it.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Fillings` {
  private let chain: SignedChain
  /// Three of the community's commits; all know the first, and the second is made up where the test wants it.
  private let first: Committed

  init() throws {
    chain = try SignedChain()
    first = try chain.hazard(1)
    #expect(try chain.sync())
  }

  /// A batch with a second commit that the community never made, as whoever knows the first can write it.
  private func madeUp() -> [UInt8] {
    let header = CommitHeader(
      feed: first.dot.feed, seq: 2, previous: first.hash, time: HybridTime(milliseconds: chain.city.now),
      user: "mallory")
    let change = Change(
      type: "hazard", record: recordID(1), seen: .empty, fields: [FieldChange(1, .write(.text("冒名")))])
    var sequence: [UInt8] = []
    CommitSequence.append(
      CommitEncoder.commit(header, payload: CommitEncoder.payload([change], feed: first.dot.feed)).bytes, to: &sequence)
    return sequence
  }

  private func hand(_ sequence: [UInt8], to node: TestNode, from peer: TestNode) throws {
    let isParent = peer.area.contains(node.area)
    let branch = isParent ? Branch(parent: peer.area, child: node.area)! : Branch(parent: node.area, child: peer.area)!
    _ = try node.store.write { storage in
      var link = try #require(try storage.link(peer.node))
      var refused = Refused(try storage.quarantines(link: link.reference))
      return try node.replica.applyDelivery(
        Delivery(ScannedBatch(commits: sequence), over: link, branch: branch, now: node.now), link: &link,
        refused: &refused, to: storage)
    }
  }

  private func link(of node: TestNode, with peer: TestNode) throws -> StoredLink {
    try #require(try node.store.read { try $0.link(peer.node) })
  }

  private func forgetCursors(_ node: TestNode, with peer: TestNode) throws {
    try node.store.write { storage in
      var link = try #require(try storage.link(peer.node))
      (link.received, link.acknowledged) = (.zero, .zero)
      try storage.saveLink(link)
    }
  }

  private func holds(_ commit: Committed, _ node: TestNode) throws -> Bool {
    try node.store.read { try $0.hash(of: commit.dot.feed, at: commit.dot.seq) } == commit.hash
  }

  /// Runs the session of two ends that must compare, and looks after every round whether a cursor of `receiver` speaks the truth.
  private func compare(_ child: TestNode, _ parent: TestNode, receiver: TestNode, expecting last: Committed) throws {
    try forgetCursors(child, with: parent)
    try forgetCursors(parent, with: child)
    let sender = receiver === child ? parent : child
    var driver = SessionDriver(child, parent)
    var outcome = UplinkOutcome.again
    while outcome == .again {
      outcome = try driver.round()
      let received = try link(of: receiver, with: sender).received
      #expect(try received == .zero || holds(last, receiver), "after round \(driver.rounds)")
    }
    #expect(outcome == .proved)
    #expect(try holds(last, receiver))
    #expect(try link(of: receiver, with: sender).received != .zero)
  }

  @Test func `a parent acknowledges no commit that only follows on what it had to take out`() throws {
    try hand(madeUp(), to: chain.township, from: chain.district)
    _ = try chain.hazard(2)
    try compare(chain.community, chain.township, receiver: chain.township, expecting: chain.hazard(3))
  }

  @Test func `a child asks again for what only follows on what it had to take out`() throws {
    try hand(madeUp(), to: chain.township, from: chain.community)
    _ = try chain.hazard(2)
    let last = try chain.hazard(3)
    var real: [UInt8] = []
    _ = try chain.community.store.read {
      try $0.appendCommits(to: &real, feed: last.dot.feed, from: 2, size: .max)
    }
    try hand(real, to: chain.district, from: chain.city)
    #expect(try holds(last, chain.district))
    try compare(chain.township, chain.district, receiver: chain.township, expecting: last)
  }

  @Test func `the end of a filling of which something could not be read moves no cursor, the end of the next one does`()
    throws
  {
    let child = chain.community
    let parent = chain.township
    try forgetCursors(parent, with: child)
    let mark = Cursor(lanes: [9, 9, 9])
    let branch = Branch(parent: parent.area, child: child.area)!
    let end = Batch(span: Batch.Span(from: .zero, to: mark), commits: [])
    try parent.store.write { storage in
      var link = try #require(try storage.link(child.node))
      var refused = Refused()
      for (batch, expected) in [
        (ScannedBatch(commits: [0xff]), Cursor.zero), (ScannedBatch(end), .zero), (ScannedBatch(end), mark),
      ] {
        _ = try parent.replica.applyDelivery(
          Delivery(batch, over: link, branch: branch, now: parent.now), link: &link, refused: &refused, to: storage)
        #expect(link.received == expected)
      }
    }
  }
}
