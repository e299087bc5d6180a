// Numbers at the end of their range in what a link brings: clocks, times of commits, checkpoints, marks, proofs.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Numbers at the end of their range on a link` {
  private static let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, 1 << 53, .max - 1, .max]

  @Test(arguments: extremes)
  func `a child's clock may say anything, and late entries are still judged`(clock: Int64) throws {
    let chain = try SignedChain()
    #expect(try sync(chain.community, chain.township) == .proved)
    let parent = chain.township
    try parent.store.write { storage in
      var link = try #require(try storage.link(chain.community.node))
      let hello = Hello(
        node: chain.community.node, store: chain.community.store.identity.store, area: chain.community.area,
        catalog: .zero, peerStore: nil, received: .zero, now: clock)
      let branch = try #require(Branch(parent: parent.area, child: chain.community.area))
      try parent.replica.noteHello(hello, link: &link, branch: branch, now: parent.now, in: storage)
      #expect(link.clockOffset == clock.subtractingSaturated(parent.now))
    }
    try chain.hazard(1)
    let bodies = try chain.community.store.read { reader in
      var bytes: [UInt8] = []
      let branch = try #require(Branch(parent: parent.area, child: chain.community.area))
      for lane in Priority.allCases {
        _ = try reader.appendCommits(
          to: &bytes, lane: lane, after: 0, over: LinkBranch(branch, link: -1), size: 1 << 20)
      }
      return bytes
    }
    try parent.store.write { storage in
      var link = try #require(try storage.link(chain.community.node))
      let branch = try #require(Branch(parent: parent.area, child: chain.community.area))
      var refused = Refused()
      // With a span it is a push: what arrives is judged by when it was made.
      let push = ScannedBatch(Batch(span: .init(from: link.received, to: link.received), commits: bodies))
      _ = try parent.replica.applyDelivery(
        Delivery(push, over: link, branch: branch, now: parent.now), link: &link, refused: &refused, to: storage)
    }
    #expect(try parent.record("hazard", recordID(1)) != nil)
  }

  @Test(arguments: extremes)
  func `a checkpoint of any number and time is followed by the next day's`(number: Int64) throws {
    let chain = try SignedChain()
    let node = chain.community
    try node.attend()
    let record = Checkpoint.record(of: node.node)
    try node.write("checkpoint", record, ["number": .write(.int(number)), "at": .write(.int(number))], user: "li")
    try node.write(
      "checkpoint", record,
      [
        "node": .write(.text(node.node.description)), "number": .write(.int(number)), "at": .write(.int(number)),
        "heads": .write(.int(number)), "root": .write(.bytes([UInt8](repeating: 0, count: 32))),
        "waiting": .write(.bytes([0x80])),
      ], user: "li")
    node.now += Day.milliseconds
    try node.attend()
    #expect(try node.checkpoint()?.number == number.addingSaturated(1))
    #expect(try sync(node, chain.township) == .proved)
    chain.township.now = node.now
    try chain.township.attend(hours: 24)
  }

  @Test func `a record of extremes is proved like any other`() throws {
    let chain = try SignedChain()
    try chain.hazard(1)
    for (place, number) in Self.extremes.enumerated() {
      try chain.community.write(
        "hazard", recordID(1),
        ["found_at": .write(.int(number)), "severity": .write(.int(number)), "deadline": .write(.int(number))])
      try chain.community.takeStep(
        "rectified", of: "hazard", recordID(1), round: max(1, number), id: UInt64(place), user: "li",
        details: .sorted([("at", .int(number)), ("measure", .text("清理"))]))
    }
    #expect(try chain.sync())
    #expect(try chain.sync())
    for node in chain.nodes {
      let made = try node.store.read { try $0.proof(of: recordID(1), type: Catalog.builtIn.type(named: "hazard")!) }
      let finding = try ProofFile.check(made.file.encoded, root: SignedChain.rootKey.publicKey)
      #expect(finding.commits.count == 1 + 2 * Self.extremes.count)
      #expect(try node.store.verify().faults == [])
    }
  }

  @Test func `custody marks, acknowledgements and wants of any number end nothing`() throws {
    let chain = try SignedChain()
    try chain.hazard(1)
    #expect(try sync(chain.community, chain.township) == .proved)
    let feed = try chain.community.store.read { try $0.feeds()[0].id }
    let far = UInt64(Int64.max)
    try chain.community.store.write { storage in
      var link = try #require(try storage.link(chain.township.node))
      let marks = [CustodyMark(feed: feed, tier: .city, seq: far)]
      try chain.community.replica.noteCustody(CustodyReport(upTo: far, marks: marks), link: &link, in: storage)
    }
    try chain.township.store.read { reader in
      let branch = try #require(Branch(parent: chain.township.area, child: chain.community.area))
      for after in [far, .max, far + 1, 0] {
        _ = try reader.custodyMarks(after: after, of: branch, count: 10)
      }
    }
    #expect(try sync(chain.community, chain.township) == .proved)
  }
}
