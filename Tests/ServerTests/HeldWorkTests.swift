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
}
