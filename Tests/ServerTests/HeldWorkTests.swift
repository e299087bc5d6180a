// Work that is held back so that it shares a transaction with what follows.
import Merge
import Node
import Replica
import Store
import Testing

@testable import Server

@Suite struct HeldWorkTests {
  @Test func `held work begins when somebody waits for it, and before what follows it`() async throws {
    let node = try nodeInMemory(Place.township)
    let link = StoredLink(reference: 1, peer: NodeID(.zero), area: Place.city, isParent: true)
    let first = node.writer.hold { _, storage in try storage.saveParent(link, address: "first") }
    #expect(try node.read { try $0.parentAddress() } == nil)
    try await first.value
    #expect(try node.read { try $0.parentAddress() } == "first")
    let second = node.writer.hold { _, storage in try storage.saveParent(link, address: "second") }
    let seen = try await node.writer.run { _, storage in try StoreReader(storage.db).parentAddress() }
    #expect(seen == "second")
    try await second.value
  }

  @Test func `held work that nobody waits for does not pile up`() async throws {
    let node = try nodeInMemory(Place.township)
    let tickets = (0..<63).map { _ in node.writer.hold { _, storage in storage.newsCount } }
    let link = StoredLink(reference: 1, peer: NodeID(.zero), area: Place.city, isParent: true)
    let last = node.writer.hold { _, storage in try storage.saveParent(link, address: "last") }
    // A whole group is waiting, so it begins by itself: nobody has asked for a ticket's value yet.
    var address: String?
    for _ in 0..<1_000_000 where address == nil {
      address = try node.read { try $0.parentAddress() }
      await Task.yield()
    }
    #expect(address == "last")
    try await last.value
    for ticket in tickets { _ = try await ticket.value }
  }
}
