// Payloads removed by law: gone from every file, with the chain whole and every view the same.
import Catalog
import Foundation
import Merge
import Node
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct RedactionTests {
  private static let secret = "身份证三七零二零二"

  private func has(_ office: Office, _ text: String = secret) throws -> Bool {
    try office.bytesOnDisk().range(of: Data(text.utf8)) != nil
  }

  @Test func `what is removed by law is in no file and no view, and the chain is whole`() async throws {
    let city = try City()
    let top = try await Office(city, Place.city, below: nil)
    let township = try await Office(city, Place.township, below: top)
    let community = try await Office(city, Place.community, below: township)
    let links = [(community, township), (township, top)]
    try await community.enter("前")
    let dot = try await community.enter(Self.secret)
    try await community.enter("后")
    try await Session.settle(links)
    for office in [community, township, top] { #expect(try has(office)) }
    let hash = try top.node.read { try $0.hash(of: dot.feed, at: dot.seq) }
    try await township.order { [try $0.redaction(of: dot, law: "个人信息保护法")] }
    try await Session.settle(links)
    for office in [community, township, top] {
      #expect(try !has(office))
      #expect(try office.hazards() == ["前", "后"])
      #expect(try office.node.read { try $0.hash(of: dot.feed, at: dot.seq) } == hash)
      #expect(try office.node.store.verify().faults == [])
      #expect(try office.node.read { try $0.trustSummary() }.redactions == 1)
    }
    // Its author goes on in the same feed.
    let next = try await community.enter("再")
    #expect(next.feed == dot.feed)
    try await Session.settle(links)
    for office in [community, township, top] { #expect(try office.hazards() == ["再", "前", "后"].sorted()) }
  }

  @Test func `a history counts what was removed, also a feed's last commit, or its only one`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    let links = [(community, township)]
    try await community.enter("前")
    let last = try await community.enter(Self.secret)
    let only = try await township.enter(Self.secret, about: Place.community)
    try await Session.settle(links)
    let type = try #require(Catalog.builtIn.type(named: "hazard"))
    for (dot, count) in [(last, 1), (only, 2)] {
      try await township.order { [try $0.redaction(of: dot, law: "个人信息保护法")] }
      try await Session.settle(links)
      for office in [community, township] {
        let histories = try office.node.read { reader in
          try reader.records(RecordFilter(type: "hazard"), type: type).records.map {
            try reader.history(of: $0, after: nil, count: 10)
          }
        }
        #expect(histories.count == 3 - count)
        #expect(histories.allSatisfy { $0.entries.count == 1 && $0.removedUnknown == count }, "\(office.area)")
      }
    }
  }

  @Test func `a node that never had it whole ends with the same`() async throws {
    let city = try City()
    let top = try await Office(city, Place.city, below: nil)
    let township = try await Office(city, Place.township, below: top)
    let community = try await Office(city, Place.community, below: township)
    let dot = try await community.enter(Self.secret)
    try await community.enter("后")
    try await Session.run(community, township)
    try await township.order { [try $0.redaction(of: dot, law: "个人信息保护法")] }
    // The city hears of all this for the first time.
    try await Session.settle([(community, township), (township, top)])
    let late = try await Office(city, Place.community, below: township)
    try await Session.settle([(late, township)])
    for office in [community, township, top, late] {
      #expect(try !has(office))
      #expect(try office.hazards() == ["后"])
      let feed = try #require(try office.feed(dot.feed))
      #expect(feed.head.seq == 2 && feed.effective == 2)
      #expect(try office.node.read { try $0.quarantines(link: 1) } == [])
    }
  }

  @Test func `what arrives whole after the order is kept without its payload`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    let second = try await Office(city, Place.community, below: township)
    let dot = try await community.enter(Self.secret)
    try await Session.settle([(community, township), (second, township)])
    // One community learns of it from a file while the others have not; the township is asked by it.
    try await township.order { [try $0.redaction(of: dot, law: "个人信息保护法")] }
    let body = try community.node.read { reader -> [UInt8] in
      try reader.commits(of: try reader.feed(dot.feed)!, from: 1, through: 1)[0]
    }
    let fresh = try await Office(city, Place.community, below: township)
    let statements = try township.node.read { try $0.statements(by: township.key.publicKey) }
    let grants = community.grants
    let place = Branch(parent: Place.township, child: Place.community)!
    try await fresh.node.writer.run { replica, storage in
      try replica.learn(grants + statements, in: storage)
      let bytes = CommitSequence.of([body])
      var refused: [FeedID: UInt64] = [:]
      let result = try replica.ingest(
        Delivery(ScannedBatch(commits: bytes), branch: place, source: 1, now: Node.now), refused: &refused,
        into: storage)
      #expect(result.accepted == 1)
    }
    #expect(try !has(fresh))
    try await Session.settle([(fresh, township), (community, township), (second, township)])
    for office in [fresh, community, second, township] {
      #expect(try !has(office))
      #expect(try office.hazards() == [])
    }
  }

  @Test func `without an order that counts a missing payload is refused, and a payload stays`() async throws {
    let city = try City()
    let top = try await Office(city, Place.city, below: nil)
    let township = try await Office(city, Place.township, below: top)
    let community = try await Office(city, Place.community, below: township)
    let dot = try await community.enter(Self.secret)
    try await Session.settle([(community, township), (township, top)])
    // The author itself does not stand above what it wrote.
    await #expect(throws: OrderRefusal.notAbove(Place.community)) {
      try await community.order { [try $0.redaction(of: dot, law: "x")] }
    }
    let (bytes, payload) = try community.node.read { reader -> ([UInt8], Digest) in
      let bytes = try reader.commits(of: try reader.feed(dot.feed)!, from: 1, through: 1)[0]
      var scanner = CommitScanner()
      var cbor = CBORReader(bytes)
      try scanner.scan(&cbor)
      let payload = Hashing.sha256(bytes[scanner.payload])
      return (CommitEncoder.redacted(bytes, header: scanner.header, payload: payload), payload)
    }
    let forged = Redaction(
      issuer: community.key.publicKey, area: Place.community, commit: dot, payload: payload, at: Node.now, reason: "x")
    let statement = Statement(.redaction(forged), key: community.key)
    let fresh = try await Office(city, Place.community, below: township)
    let place = Branch(parent: Place.township, child: Place.community)!
    try await fresh.node.writer.run { replica, storage in
      try replica.learn([statement], in: storage)
      let sequence = CommitSequence.of([bytes])
      var refused: [FeedID: UInt64] = [:]
      let result = try replica.ingest(
        Delivery(ScannedBatch(commits: sequence), branch: place, source: 1, now: Node.now), refused: &refused,
        into: storage)
      #expect(result.refusals.map(\.code) == [.redacted])
    }
    try await township.node.writer.run { replica, storage in try replica.learn([statement], in: storage) }
    #expect(try has(township))
    #expect(try township.hazards() == [Self.secret])
  }

  @Test func `an order that arrives before the grant it rests on is carried out when that comes`() async throws {
    let city = try City()
    let top = try await Office(city, Place.city, below: nil)
    let township = try await Office(city, Place.township, below: top)
    let community = try await Office(city, Place.community, below: township)
    let dot = try await community.enter(Self.secret)
    try await Session.settle([(community, township), (township, top)])
    let order = try township.node.read { reader in
      var desk = try OrderDesk(reader, key: township.key, now: Node.now)
      return try desk.redaction(of: dot, law: "个人信息保护法").statement
    }
    let fresh = try await Office(city, Place.community, below: top)
    let body = try community.node.read { reader -> [UInt8] in
      try reader.commits(of: try reader.feed(dot.feed)!, from: 1, through: 1)[0]
    }
    let (grants, place) = (township.grants, Branch(parent: Place.township, child: Place.community)!)
    try await fresh.node.writer.run { replica, storage in
      try replica.learn([order], in: storage)
      let sequence = CommitSequence.of([body])
      var refused: [FeedID: UInt64] = [:]
      _ = try replica.ingest(
        Delivery(ScannedBatch(commits: sequence), branch: place, source: 1, now: Node.now), refused: &refused,
        into: storage)
    }
    #expect(try has(fresh))
    try await fresh.node.writer.run { replica, storage in try replica.learn(grants, in: storage) }
    #expect(try !has(fresh))
  }
}
