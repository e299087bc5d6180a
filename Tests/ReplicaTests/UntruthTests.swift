// What a neighbour says of itself and of this node that is not true, and what it does not bring about.
import Merge
import Replica
import Store
import Testing
import Trust
import Wire

@Suite struct `Untrue words of a neighbour` {
  private let chain: SignedChain

  init() throws {
    chain = try SignedChain()
    try chain.hazard(1)
    #expect(try chain.sync())
  }

  private func rewritten(_ message: [UInt8], _ kind: Frame.Kind, _ body: (Frame) throws -> Frame) throws -> [UInt8] {
    var frames = FrameReader()
    frames.feed(message)
    var bytes: [UInt8] = []
    while let frame = try frames.next() {
      (frame.kind == kind.rawValue ? try body(frame) : frame).append(to: &bytes)
    }
    return bytes
  }

  @Test func `marks that go back in every round are told of once a day`() throws {
    for turn in 0..<5 {
      try chain.hazard(UInt64(2 + turn))
      var driver = SessionDriver(chain.community, chain.township)
      driver.tamperRequest = { request in
        try rewritten(request, .close) { frame in
          var close = try CloseMessage(frame)
          close.mark = .zero
          return close.frame
        }
      }
      _ = try? driver.run()
    }
    #expect(try chain.township.count("SELECT count(*) FROM alarm WHERE kind = 'roll-back'") == 1)
  }

  @Test func `a node that takes another store in every hello takes nobody's room`() throws {
    for number in 0..<100 {
      let hello = Hello(
        node: chain.community.node, store: StoreID(Bytes16(high: 77, low: UInt64(number))), area: chain.community.area,
        catalog: .zero, peerStore: nil, received: .zero, now: chain.township.now)
      let (node, now) = (chain.township, chain.township.now)
      _ = try node.store.write {
        try LinkWork.carryOut(.greet(hello), Meeting(with: hello, as: .parent, now: now), &node.replica, $0)
      }
    }
    #expect(try chain.township.count("SELECT count(*) FROM peer_mark") < 80)
  }

  @Test func `a custody number that nobody gave out keeps nothing away`() throws {
    let community = chain.community
    let branch = try #require(Branch(parent: chain.township.area, child: community.area))
    try community.store.write { storage in
      var link = try #require(try storage.links().first(where: \.isParent))
      let far = CustodyReport(upTo: UInt64(Int64.max), marks: [])
      try community.replica.noteCustody(far, link: &link, in: storage)
      #expect(link.custody == UInt64(Int64.max))
      try community.replica.noteCustody(CustodyReport(upTo: 3, marks: []), link: &link, in: storage)
      #expect(link.custody == 3)
    }
    try chain.township.store.read { reader in
      let all = try reader.custodyMarks(after: 0, of: branch, count: 100)
      #expect(!all.marks.isEmpty)
      #expect(try reader.custodyMarks(after: UInt64(Int64.max), of: branch, count: 100) == all)
      let receipts = try reader.custodyReceipts(after: 0, of: branch, count: 100)
      #expect(!receipts.receipts.isEmpty)
      #expect(
        try reader.custodyReceipts(after: UInt64(Int64.max), of: branch, count: 100).receipts == receipts.receipts)
    }
  }

  @Test func `a parent that lacks every seal is given one commit of each feed`() throws {
    let feed = try chain.hazard(2).dot.feed
    #expect(try chain.sync())
    let head = try #require(try chain.community.store.read { try $0.feed(feed) }).head
    #expect(head.seq > 1)
    for (asked, given) in [(UInt64(1), 0), (head.seq, 1)] {
      var driver = SessionDriver(chain.community, chain.township)
      driver.tamperAnswer = { answer in
        try rewritten(answer, .hello) { frame in
          var hello = try Hello(frame)
          hello.unsealed = [Dot(feed: feed, seq: asked)]
          return hello.frame
        }
      }
      #expect(try driver.run() == .proved)
      var count = 0
      for trace in driver.traces {
        _ = try rewritten(trace.request, .batch) { frame in
          var reader = CBORReader(try Batch(frame).commits)
          while !reader.isAtEnd {
            let item = try reader.byteRange(max: Limits.commitBytesMax)
            if try Batch(frame).commits[item].first != Seal.firstByte { count += 1 }
          }
          return frame
        }
      }
      #expect(count == given)
    }
  }
}
