// What a node that was taken over, a thief, or an office does with what people sign, and what comes of it.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust

@Suite struct `Threats to what people sign` {
  private static let (root, city, district, town, village) = (
    SignedChain.rootKey, SigningKey.test(1), SigningKey.test(2), SigningKey.test(3), SigningKey.test(4)
  )
  private static let time: Int64 = 1_760_000_000_000
  private static let place = Catalog.builtIn.type(named: "hazard")!.field(named: "place")!.number

  /// The township's node, which knows who stands where, and these people.
  private func township(_ people: [Person] = []) throws -> TestNode {
    let node = try TestNode(Place.southTown, signer: Self.town, root: Self.root.publicKey)
    let grants = [
      SignedChain.grant(Self.city, area: Place.city, by: Self.root),
      SignedChain.grant(Self.district, area: Place.south, by: Self.city),
      SignedChain.grant(Self.town, area: Place.southTown, by: Self.district),
      SignedChain.grant(Self.village, area: Place.southVillage, by: Self.town),
    ]
    try node.store.write { try node.replica.learn(grants + people.map(\.pass), in: $0) }
    return node
  }

  private func write(_ text: String, of number: UInt64 = 1, seen: SeenVector = .empty) -> [Change] {
    [WorkFeed.hazard(number, Self.place, .write(.text(text)), seen: seen)]
  }

  private func verdicts(_ node: TestNode) throws -> [String] {
    #expect(try node.store.verify().faults == [])
    return try node.lines("SELECT verdict FROM action ORDER BY number, verdict")
      .map { $0.split(separator: "\"").last.map { String($0) } ?? $0 }
  }

  @Test func `a community's node acts for nobody above it: not by a pass of its own, nor under a true one`() throws {
    let inspector = try Person(9, role: "officer", at: Place.city, by: Self.city)
    let invented = try Person(10, role: "officer", at: Place.city, by: Self.village)
    let node = try township([inspector, invented])
    var feed = WorkFeed(of: Self.village, home: Place.southVillage)
    feed.write(write("一"), at: Self.time, signed: try invented.signature(1, write("一")))
    let own = try invented.signature(2, write("二", of: 2))
    let forged = ActionSignature(pass: inspector.pass.passID, number: 2, signature: own.signature)
    feed.write(write("二", of: 2), at: Self.time + 1, signed: forged)
    feed.write(write("三", of: 3), at: Self.time + 2)
    try node.receive(feed.commits + [feed.seal])
    #expect(try verdicts(node) == ["passDoesNotCount", "badSignature"])
    #expect(try node.record("hazard", recordID(1)) == nil && node.record("hazard", recordID(2)) == nil)
    // What it says in its own name has its own authority.
    let register = try #require(try node.record("hazard", recordID(3))?.state[Self.place])
    guard case .register(let place) = register else { return #expect(Bool(false), "a register") }
    #expect(place.writes.map(\.origin.tier) == [.community] && place.writes.map(\.origin.actor) == [nil])
  }

  @Test func `of the people an office has invented only those count who are listed as it is struck off`() throws {
    let (true_, false_) = (try Person(9, by: Self.village), try Person(10, by: Self.village))
    let node = try township([true_, false_])
    var feed = WorkFeed(of: Self.village, home: Place.southVillage)
    feed.write(write("一"), at: Self.time, signed: try true_.signature(1, write("一")))
    feed.write(write("二", of: 2), at: Self.time + 1, signed: try false_.signature(2, write("二", of: 2)))
    try node.receive(feed.commits + [feed.seal])
    #expect(try verdicts(node) == ["counts", "counts"])
    let revocation = Revocation(
      issuer: Self.town.publicKey, subject: Self.village.publicKey, area: Area(Place.southVillage)!,
      at: Self.time, reason: "虚设人员", heads: [Dot(feed: feed.id, seq: 2)], statements: [true_.pass.digest])
    let statement = Statement(.revocation(revocation), key: Self.town)
    try node.store.write { try node.replica.learn([statement], in: $0) }
    #expect(try verdicts(node) == ["counts", "passDoesNotCount"])
    #expect(try node.shown("hazard", recordID(1), "place") == .text("一"))
    #expect(try node.record("hazard", recordID(2)) == nil)
  }

  @Test func `what a person was not shown a node cannot say she had seen, and what she had seen it may only leave out`()
    throws
  {
    let person = try Person(by: Self.village)
    var above = WorkFeed(of: Self.town, home: Place.southTown)
    above.write(write("上"), at: Self.time)
    let known = SeenVector([Dot(feed: above.id, seq: 1)])
    for (signed, written, verdict) in [(SeenVector.empty, known, "badSignature"), (known, .empty, "counts")] {
      let node = try township([person])
      try node.receive(above.commits + [above.seal])
      var feed = WorkFeed(of: Self.village, home: Place.southVillage)
      let signature = try person.signature(1, write("下", seen: signed))
      let vectors = signed.isEmpty ? [] : [ActionSignature.Seen(change: 0, vector: signed)]
      let said = ActionSignature(
        pass: signature.pass, number: 1, signature: signature.signature, seen: vectors)
      feed.write(write("下", seen: written), at: Self.time + 5, signed: said)
      try node.receive(feed.commits + [feed.seal])
      #expect(try verdicts(node) == [verdict])
      // The office's own word is never written over by what did not know it.
      let shown = try node.shown("hazard", recordID(1), "place")
      let beside = try node.concurrent("hazard", recordID(1), "place")
      #expect(([shown].compactMap { $0 } + beside).contains(.text("上")), "\(verdict)")
    }
  }

  @Test func `each pass of an account rises, so that a second key for one of its people is seen above`() throws {
    let chain = try SignedChain()
    let people = try [Person(9, by: Self.village), Person(10, by: Self.village)]
    let intents = try people.map { person in
      try #require(SignedRecord.intent(carrying: person.pass, about: chain.community.area, catalog: .builtIn))
    }
    _ = try chain.community.commit(intents, user: "gridward")
    #expect(try chain.sync())
    let account = Person.account.description
    for node in chain.nodes {
      #expect(try node.count("SELECT count(*) FROM pass WHERE account = '\(account)'") == 2, "\(node.area)")
      for person in people { #expect(try node.store.read { try $0.passes(person.pass.passID) } == [person.pass]) }
    }
  }

  @Test func `a thief's number beyond the last one counts nowhere, also where the withdrawal comes last`() throws {
    let person = try Person(by: Self.village)
    var feed = WorkFeed(of: Self.village, home: Place.southVillage)
    feed.write(write("本人"), at: Self.time, signed: try person.signature(1, write("本人")))
    feed.write(write("窃贼", of: 2), at: Self.time + 1, signed: try person.signature(2, write("窃贼", of: 2)))
    let withdrawal = person.withdrawal(by: Self.town, last: 1)
    for isLast in [false, true] {
      let node = try township([person])
      func withdraw() throws { try node.store.write { try node.replica.learn([withdrawal], in: $0) } }
      if !isLast { try withdraw() }
      try node.receive(feed.commits + [feed.seal])
      if isLast { try withdraw() }
      #expect(try verdicts(node) == ["counts", "withdrawn"])
      #expect(try node.record("hazard", recordID(2)) == nil)
    }
  }
}
