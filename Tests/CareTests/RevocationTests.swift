// What a revoked key writes has no effect anywhere, and is not lost either.
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

@Suite struct RevocationTests {
  @Test func `after a revocation nothing of the subject's takes effect, at three tiers`() async throws {
    let city = try City()
    let top = try await Office(city, Place.city, below: nil)
    let township = try await Office(city, Place.township, below: top)
    let community = try await Office(city, Place.community, below: township)
    let links = [(community, township), (township, top)]
    try await community.enter("前")
    try await Session.settle(links)
    try await township.order { try $0.revocations(of: community.key.node, reason: "被盗") }
    // Offline it does not know yet.
    let dot = try await community.enter("后")
    try await Session.settle(links)
    for office in [community, township, top] { #expect(try office.hazards() == ["前"]) }
    for office in [community, township, top] {
      let feed = try #require(try office.feed(dot.feed))
      #expect(feed.head.seq == 2 && feed.effective == 1)
      let waiting = try office.node.read { try $0.trustSummary() }.waiting
      #expect(waiting.map(\.reason).contains(.revoked))
      #expect(try office.node.store.verify().faults == [])
    }
  }

  @Test func `a new feed of a revoked key has no effect either`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await Session.run(community, township)
    try await township.order { try $0.revocations(of: community.key.node, reason: "被盗") }
    try await community.enter("新")
    try await Session.settle([(community, township)])
    #expect(try township.hazards() == [])
  }

  @Test func `a revocation reaches those who hold what the subject wrote about places around its own`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    let neighbour = try await Office(city, Place.otherCommunity, below: township)
    let links = [(community, township), (neighbour, township)]
    try await community.enter("前", about: Place.township)
    try await Session.settle(links)
    #expect(try neighbour.hazards() == ["前"])
    try await township.order { try $0.revocations(of: community.key.node, reason: "被盗") }
    try await community.enter("后", about: Place.township)
    try await Session.settle(links)
    for office in [community, township, neighbour] { #expect(try office.hazards() == ["前"]) }
  }

  @Test func `nobody revokes who does not stand above`() async throws {
    let city = try City()
    let top = try await Office(city, Place.city, below: nil)
    let township = try await Office(city, Place.township, below: top)
    let community = try await Office(city, Place.community, below: township)
    try await Session.settle([(community, township), (township, top)])
    await #expect(throws: OrderRefusal.notAbove(Place.township)) {
      try await community.order { try $0.revocations(of: township.key.node, reason: "x") }
    }
    await #expect(throws: OrderRefusal.unknownNode(NodeID(.zero))) {
      try await township.order { try $0.revocations(of: NodeID(.zero), reason: "x") }
    }
  }

  @Test func `a renewed grant covers what an expired one did not`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await Session.run(community, township)
    try await township.order { [try $0.renewal(of: community.key.node, until: Node.now + 1_000_000)] }
    try await Session.run(community, township)
    #expect(try Self.areRenewed(community, seenBy: community, of: city))
  }

  @Test func `a renewed grant is told to those who hold what the node wrote about places around its own`() async throws
  {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    let neighbour = try await Office(city, Place.otherCommunity, below: township)
    let links = [(community, township), (neighbour, township)]
    try await community.enter("前", about: Place.township)
    try await Session.settle(links)
    try await township.order { [try $0.renewal(of: community.key.node, until: Node.now + 1_000_000)] }
    try await Session.settle(links)
    #expect(try Self.areRenewed(community, seenBy: neighbour, of: city))
  }

  /// Whether a node knows two grants of an office that count, one of them with an end.
  private static func areRenewed(_ office: Office, seenBy other: Office, of city: City) throws -> Bool {
    let (root, node) = (city.root.publicKey, office.key.node)
    let ends = try other.node.read { reader in
      var authority = Authority(root: root)
      return try authority.validGrants(of: node, in: reader).map { $0.notAfter != nil }
    }
    return ends.count == 2 && ends.contains(true)
  }
}
