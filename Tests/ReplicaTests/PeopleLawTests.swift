// Nodes that hold the same agree on what people's signatures are worth, in whatever order it came to them.
import Catalog
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing
import Trust

@Suite struct `Laws of what people sign` {
  private static let (root, city, district, town, village) = (
    SignedChain.rootKey, SigningKey.test(1), SigningKey.test(2), SigningKey.test(3), SigningKey.test(4)
  )
  private static let time: Int64 = 1_760_000_000_000
  private static let catalog = SmallCatalog.make([("note", "work")])
  private static let villageGrant = SignedChain.grant(village, area: Place.southVillage, by: town)

  /// Something that arrives.
  private enum Arrival {
    case statement(Statement)
    case commits([[UInt8]])
  }

  private func township(_ more: [Statement]) throws -> TestNode {
    let node = try TestNode(
      Place.southTown, signer: Self.town, root: Self.root.publicKey, catalog: Self.catalog)
    let grants = [
      SignedChain.grant(Self.city, area: Place.city, by: Self.root),
      SignedChain.grant(Self.district, area: Place.south, by: Self.city),
      SignedChain.grant(Self.town, area: Place.southTown, by: Self.district),
    ]
    try node.store.write { try node.replica.learn(grants + more, in: $0) }
    return node
  }

  private func take(_ arrival: Arrival, at node: TestNode) throws {
    switch arrival {
    case .statement(let statement): try node.store.write { try node.replica.learn([statement], in: $0) }
    case .commits(let commits): try node.receive(commits)
    }
  }

  /// What the node shows, and what it says of each action.
  private func standing(_ node: TestNode) throws -> [String] {
    try node.viewDump() + node.lines("SELECT hex(feed), seq, verdict, counts FROM action ORDER BY feed, seq")
      + node.lines("SELECT * FROM action_repeat ORDER BY record, feed, seq")
  }

  private static func note(_ number: UInt64, _ text: String, seen: SeenVector = .empty) -> [Change] {
    [Change(type: "note", record: recordID(number), seen: seen, fields: [FieldChange(1, .write(.text(text)))])]
  }

  private func revocation(heads: [Dot], listed: [Statement]) -> Statement {
    let revocation = Revocation(
      issuer: Self.town.publicKey, subject: Self.village.publicKey, area: Area(Place.southVillage)!,
      at: 1_759_600_000_000, reason: "失窃", heads: heads, statements: listed.map(\.digest))
    return Statement(.revocation(revocation), key: Self.town)
  }

  /// Two feeds: number 1 in both, number 2 with another content in each, the earlier one in the second; unsigned work beside.
  private func feeds(_ person: Person) throws -> [WorkFeed] {
    var here = WorkFeed(of: Self.village, home: Place.southVillage)
    let (first, second, other) = (Self.note(1, "一"), Self.note(2, "二"), Self.note(2, "贰"))
    here.write(first, at: Self.time + 5, signed: try person.signature(1, first))
    here.write(Self.note(3, "三"), at: Self.time + 6)
    here.write(second, at: Self.time + 9, signed: try person.signature(2, second))
    var above = WorkFeed(of: Self.town, home: Place.southTown)
    above.write(first, at: Self.time + 2, signed: try person.signature(1, first))
    above.write(other, at: Self.time + 7, signed: try person.signature(2, other))
    let seen = SeenVector([Dot(feed: here.id, seq: 1)])
    above.write(Self.note(1, "改", seen: seen), at: Self.time + 12)
    return [here, above]
  }

  @Test(arguments: 0..<32)
  func `two feeds, both withdrawals, and the issuer's end, in every order`(choice: Int) throws {
    let person = try Person(by: Self.village)
    let feeds = try feeds(person)
    let all: [Arrival] = [
      .commits(feeds[0].commits + [feeds[0].seal]), .commits(feeds[1].commits + [feeds[1].seal]),
      .statement(person.withdrawal(by: Self.village, last: 0)),
      .statement(person.withdrawal(by: Self.town, last: 1)),
      .statement(revocation(heads: [Dot(feed: feeds[0].id, seq: 2)], listed: [person.pass])),
    ]
    let arrivals = all.indices.filter { choice >> $0 & 1 == 1 }
    var expected: [String]?
    for order in permutations(arrivals) {
      let node = try township([Self.villageGrant, person.pass])
      for index in order { try take(all[index], at: node) }
      let found = try standing(node)
      #expect(found == expected ?? found, "\(order)")
      expected = found
    }
  }

  /// Passes, withdrawals, revocations, grants, and feeds piece by piece.
  private func drawn(_ random: inout SplitMix64) throws -> [Arrival] {
    let person = try Person(by: Self.village)
    let pieces = try feeds(person).flatMap { feed in
      let whole = Arrival.commits(feed.commits + [feed.seal])
      let begun = (1...feed.commits.count).map { Arrival.commits(Array(feed.commits.prefix($0))) }
      return [whole] + begun.filter { _ in random.chance(1, in: 2) }
    }
    let heads = try feeds(person).map { Dot(feed: $0.id, seq: UInt64(random.pick([1, 2, 3]))) }
    let ends = [
      person.withdrawal(by: Self.village, last: random.pick([0, 1, 2])),
      person.withdrawal(by: Self.town, last: random.pick([0, 1, 2])),
      person.withdrawal(by: Self.root, last: random.pick([0, 1, 2])),
      revocation(heads: random.chance(1, in: 2) ? heads : [], listed: random.chance(1, in: 2) ? [person.pass] : []),
    ].filter { _ in random.chance(1, in: 2) }
    return pieces + ([Self.villageGrant, person.pass] + ends).map { .statement($0) }
  }

  @Test(arguments: 0..<16 as Range<UInt64>)
  func `whatever comes in whatever order, nodes that hold the same show the same`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var arrivals = try drawn(&random)
    var expected: [String]?
    for _ in 0..<6 {
      arrivals.shuffle(using: &random)
      let node = try township([])
      for arrival in arrivals { try take(arrival, at: node) }
      let found = try standing(node)
      #expect(found == expected ?? found, "seed \(seed)")
      expected = found
      // Folded anew, and heard once more, it is the same.
      try node.store.rebuild()
      if let again = arrivals.first { try take(again, at: node) }
      #expect(try standing(node) == found, "seed \(seed)")
    }
    #expect(expected?.isEmpty == false)
  }
}
