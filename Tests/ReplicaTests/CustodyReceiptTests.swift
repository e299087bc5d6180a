// Custody receipts: what each tier above has signed that it holds, as far down as the node that wrote it.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Custody receipts` {
  @Test func `a parent signs once for what it has just taken, and the child keeps the receipt`() throws {
    let chain = try SignedChain()
    let feed = try chain.hazard(1).dot.feed
    #expect(try sync(chain.community, chain.township) == .proved)
    let receipt = try #require(try chain.community.custodyReceipts(of: feed)[.township])
    let hash = try #require(try chain.community.store.read { try $0.hash(of: feed, at: receipt.seal.seq) })
    #expect(receipt.holds(for: hash, by: SigningKey.test(3).publicKey))
    #expect(!receipt.seal.holds(for: hash, by: SigningKey.test(3).publicKey), "a receipt is no seal of authorship")
    let all = try chain.community.store.read { reader in
      try reader.feeds().flatMap { try reader.custodyReceipts(of: $0).map(\.receipt) }
    }
    #expect(all.count > 1 && Set(all.map(\.seal.signature)).count == 1)
  }

  @Test func `receipts of higher tiers come down to the node that wrote the commit`() throws {
    let chain = try SignedChain()
    let feed = try chain.hazard(1).dot.feed
    #expect(try chain.sync())
    #expect(try chain.sync())
    let held = try chain.community.custodyReceipts(of: feed)
    #expect(held.mapValues(\.seal.seq) == [.city: 1, .district: 1, .township: 1])
    #expect(held[.city]?.signer == chain.city.node)
    #expect(try chain.township.custodyReceipts(of: feed).keys.sorted() == [.city, .district])
    #expect(try chain.city.custodyReceipts(of: feed).isEmpty)
  }

  @Test func `an answer that was lost brings its receipts with the next one`() throws {
    let chain = try SignedChain()
    let feed = try chain.hazard(1).dot.feed
    var driver = SessionDriver(chain.community, chain.township)
    _ = try driver.round()
    #expect(throws: SessionFault.self) { try driver.round(.answerLost) }
    #expect(try sync(chain.community, chain.township) == .proved)
    #expect(try chain.community.custodyReceipts(of: feed)[.township]?.seal.seq == 1)
  }

  @Test func `nothing is signed when nothing new was taken`() throws {
    let chain = try SignedChain()
    try chain.hazard(1)
    #expect(try chain.sync())
    #expect(try chain.sync())
    var driver = SessionDriver(chain.community, chain.township)
    #expect(try driver.run() == .proved)
    #expect(try kinds(driver.traces).allSatisfy { $0 != Frame.Kind.receipts.rawValue })
  }

  private func kinds(_ traces: [RoundTrace]) throws -> [UInt8] {
    try traces.flatMap { trace in
      var frames = FrameReader()
      frames.feed(trace.answer)
      var kinds: [UInt8] = []
      while let frame = try frames.next() { kinds.append(frame.kind) }
      return kinds
    }
  }

  /// A session of the community with its township in which the frames of every answer are changed on their way, or left out.
  private func session(_ chain: SignedChain, changing change: @escaping (Frame) throws -> Frame?) -> SessionDriver {
    var driver = SessionDriver(chain.community, chain.township)
    driver.tamperAnswer = { answer in
      var frames = FrameReader()
      frames.feed(answer)
      var bytes: [UInt8] = []
      while let frame = try frames.next() { try change(frame)?.append(to: &bytes) }
      return bytes
    }
    return driver
  }

  /// Runs a session in which every receipts frame is changed on its way.
  private func tampered(
    _ chain: SignedChain, _ change: @escaping (CustodyReceiptReport) -> CustodyReceiptReport
  ) throws {
    var driver = session(chain) { frame in
      frame.kind == Frame.Kind.receipts.rawValue ? change(try CustodyReceiptReport(frame)).frame : frame
    }
    #expect(try driver.run() == .proved)
  }

  @Test func `a parent that says it stands higher than its grants say has its word counted for no tier`() throws {
    for (area, tiers) in [(Area(Place.southTown)!, [Tier.township]), (Area(Place.south)!, [])] {
      let chain = try SignedChain()
      #expect(try chain.sync())
      var driver = session(chain) { frame in
        if frame.kind == Frame.Kind.receipts.rawValue { return nil }
        guard frame.kind == Frame.Kind.hello.rawValue else { return frame }
        var hello = try Hello(frame)
        hello.area = area
        return hello.frame
      }
      let feed = try chain.hazard(1).dot.feed
      _ = try? driver.run()
      _ = try? driver.run()
      let marks = try chain.community.store.read { reader in
        try reader.custody(feed: #require(try reader.feed(feed)).reference).map(\.tier)
      }
      #expect(marks == tiers, "\(area)")
    }
  }

  @Test func `a receipt signed by somebody else, for another head, or as a seal is not kept`() throws {
    let other = SigningKey.test(77)
    let changes: [(CustodyReceiptReport) -> CustodyReceiptReport] = [
      // In the township's name with another key.
      { report in Self.signed(report, by: other, as: SigningKey.test(3).node) { $0 } },
      // By a key that nobody granted anything.
      { report in Self.signed(report, by: other, as: other.node) { $0 } },
      // By the community itself: it does not stand above itself.
      { report in Self.signed(report, by: SigningKey.test(4), as: SigningKey.test(4).node) { $0 } },
      // For a head that is not what this node holds.
      { report in
        Self.signed(report, by: SigningKey.test(3), as: SigningKey.test(3).node) { Head(seq: $0.seq, hash: .zero) }
      },
    ]
    for change in changes {
      let chain = try SignedChain()
      let feed = try chain.hazard(1).dot.feed
      try tampered(chain, change)
      #expect(try chain.community.custodyReceipts(of: feed).isEmpty)
    }
  }

  @Test func `receipts of an unknown signer do not come again and again, but once its grant is there`() throws {
    let (chain, other) = (try SignedChain(), SigningKey.test(77))
    let feed = try chain.hazard(1).dot.feed
    func place() throws -> CustodyReceiptCursor? {
      try chain.community.store.read { try $0.link(chain.township.node)?.receipts }
    }
    // The hash is not in the report: the one who signs has to know it.
    let hash = try #require(try chain.community.store.read { try $0.hash(of: feed, at: 1) })
    let knowing: (CustodyReceiptReport) -> CustodyReceiptReport = { report in
      Self.signed(report, by: other, as: other.node) { Head(seq: $0.seq, hash: hash) }
    }
    try tampered(chain, knowing)
    #expect(try place() != .zero)
    #expect(try chain.community.custodyReceipts(of: feed).isEmpty)
    try chain.township.introduce([SignedChain.grant(other, area: Place.south, by: other)])
    try tampered(chain, knowing)
    #expect(try place() != .zero, "a grant that anybody can sign takes nothing back")
    try chain.township.introduce([SignedChain.grant(other, area: Place.south, by: SignedChain.rootKey)])
    try tampered(chain, knowing)
    #expect(try place() == .zero, "the answer that brings the grant does not move what it takes back")
    try tampered(chain, knowing)
    #expect(try place() != .zero)
    #expect(try chain.community.custodyReceipts(of: feed)[.district]?.signer == other.node)
  }

  /// The report as another key would sign it.
  private static func signed(
    _ report: CustodyReceiptReport, by key: SigningKey, as signer: NodeID, _ twist: (Head) -> Head
  ) -> CustodyReceiptReport {
    let heads = report.receipts.map { (feed: $0.seal.feed, head: twist(Head(seq: $0.seal.seq, hash: .zero))) }
    let seals = Seal.seals(of: heads, time: .zero, key: key, purpose: .custody)
    return CustodyReceiptReport(upTo: report.upTo, receipts: seals.map { CustodyReceipt(signer: signer, seal: $0) })
  }

  @Test func `a receipt of one signature over many feeds is handed on feed by feed`() throws {
    let chain = try SignedChain()
    for number in 1...9 {
      let works = "370202001001/91370200MA3C00000\(number)"
      try chain.community.write(
        "hazard", recordID(UInt64(number)), in: Area(works)!, ["place": .write(.text("车间"))])
    }
    #expect(try chain.sync())
    #expect(try chain.sync())
    for feed in try chain.community.feeds() where feed.key.node == chain.community.node && feed.key.class.name == "work"
    {
      let held = try chain.community.custodyReceipts(of: feed.id)
      #expect(held.keys.sorted() == [.city, .district, .township], "\(feed.key.area)")
      #expect(try #require(held[.city]).seal.count > 9)
    }
  }
}
