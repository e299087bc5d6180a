// Nodes that take another place: splits and merges of townships, with children that were offline meanwhile.
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

@Suite struct MovingTests {
  @Test func `a township is split while a community is offline, and nothing it wrote is lost or refused`() async throws
  {
    let city = try City()
    let district = try await Office(city, Place.district, below: nil)
    let township = try await Office(city, Place.township, below: district)
    let second = try await Office(city, Place.newTownship, below: district)
    let staying = try await Office(city, Place.community, below: township)
    let moving = try await Office(city, Place.otherCommunity, below: township)
    let offices = [(township, district), (second, district)]
    let first = offices + [(staying, township), (moving, township)]
    try await Session.settle(first)
    // Offline it goes on writing, and the split is ordered meanwhile.
    try await moving.enter("离线")
    try await district.order { [try $0.assignment(of: moving.key.node, to: Place.newCommunity)] }
    try await Session.settle(offices)
    // It comes back to where it stood: what it wrote is taken, and it learns of its new place.
    try await Session.run(moving, township)
    #expect(try township.hazards() == ["离线"])
    let assignment = try await moving.node.acceptAssignment()
    #expect(assignment?.area == Place.newCommunity)
    #expect(moving.area == Place.newCommunity)
    // A restart changes nothing about that.
    try moving.stop()
    try moving.start()
    #expect(moving.area == Place.newCommunity && moving.node.store.formerAreas == [Place.otherCommunity])

    try await moving.enter("新址")
    try await Session.settle(offices + [(staying, township), (moving, second)])
    #expect(try second.hazards() == ["新址"])
    #expect(try district.hazards() == ["新址", "离线"].sorted())
    #expect(try township.hazards() == ["离线"])

    // A phone brings what was entered at the old place: it is taken, and passed on to where it belongs.
    try await moving.enter("手机", about: Place.otherCommunity)
    try await Session.run(moving, township, place: Place.otherCommunity)
    try await Session.settle(offices + [(moving, second)])
    #expect(try township.hazards() == ["手机", "离线"].sorted())
    #expect(try district.hazards() == ["手机", "新址", "离线"].sorted())
    #expect(try second.hazards() == ["新址"])
    let closing = try moving.node.read {
      try $0.closing(identity: moving.node.identity, formerAreas: [Place.otherCommunity])
    }
    #expect(closing.isClear)
    for office in [district, township, second, moving] { #expect(try office.node.store.verify().faults == []) }
  }

  @Test func `when the old township is gone, what belongs there goes to whoever stands above it`() async throws {
    let city = try City()
    let district = try await Office(city, Place.district, below: nil)
    let township = try await Office(city, Place.township, below: district)
    let second = try await Office(city, Place.newTownship, below: district)
    let moving = try await Office(city, Place.community, below: township)
    try await Session.settle([(moving, township), (township, district), (second, district)])
    try await district.order { [try $0.assignment(of: moving.key.node, to: Place.newCommunity)] }
    try await Session.settle([(township, district), (moving, township), (second, district)])
    #expect(try await moving.node.acceptAssignment() != nil)
    try await moving.enter("新址")
    try await moving.enter("迟到", about: Place.community)
    try await Session.run(moving, second)
    try await Session.run(moving, district, place: Place.community)
    try await Session.run(second, district)
    #expect(try district.hazards() == ["新址", "迟到"].sorted())
    let feeds = try district.node.read { try $0.feeds().filter { $0.key.node == moving.key.node } }
    #expect(feeds.allSatisfy { $0.effective == $0.head.seq })
    #expect(Set(feeds.map(\.key.home)) == [Place.community, Place.newCommunity])
  }

  @Test func `nobody is moved by somebody who does not stand above both places`() async throws {
    let city = try City()
    let district = try await Office(city, Place.district, below: nil)
    let township = try await Office(city, Place.township, below: district)
    let moving = try await Office(city, Place.community, below: township)
    try await Session.settle([(moving, township), (township, district)])
    await #expect(throws: OrderRefusal.notAbove(Place.newCommunity)) {
      try await township.order { [try $0.assignment(of: moving.key.node, to: Place.newCommunity)] }
    }
    // Signed all the same, by an office that stands above the new place alone, it moves nobody.
    let second = try await Office(city, Place.newTownship, below: district)
    try await Session.settle([(second, district)])
    let grant = Grant(
      issuer: second.key.publicKey, subject: moving.key.publicKey, area: Place.newCommunity, issuedAt: Node.now,
      formerArea: Place.community)
    let statements = second.grants + [Statement(.grant(grant), key: second.key)]
    try await moving.node.writer.run { replica, storage in try replica.learn(statements, in: storage) }
    #expect(try await moving.node.acceptAssignment() == nil)
    #expect(moving.area == Place.community)
  }

  @Test func `a node may be closed when everything it has is held above, and its account then keeps all of it`()
    async throws
  {
    let city = try City()
    let top = try await Office(city, Place.city, below: nil)
    let township = try await Office(city, Place.township, below: top)
    let community = try await Office(city, Place.community, below: township)
    func closing() throws -> Closing {
      try community.node.read { try $0.closing(identity: community.node.identity, formerAreas: []) }
    }
    #expect(try !closing().isClear)
    try await Session.run(community, township)
    try await community.enter("一")
    #expect(try closing().missing.count == 1)
    #expect(try closing().backlog == 1)
    try await Session.run(community, township)
    #expect(try closing().isClear)
    try await community.node.writer.run { _, storage in try storage.retire(at: 1) }
    try community.stop()
    try community.start()
    #expect(community.node.store.retiredAt == 1)
    try await township.order { try $0.revocations(of: community.key.node, reason: "retired") }
    try await Session.settle([(township, top)])
    for office in [township, top] { #expect(try office.hazards() == ["一"]) }
  }
}
