// A page that is whole and older than the file: what a disk leaves that says it has written what it has not.
//
// Such a page is played by rows taken out of a store, or set to what they were.
import Catalog
import Merge
import Node
import Replica
import Store
import TestSupport
import Testing
import Trust

@Suite struct `An older page` {
  /// Saves what is whole of an office's store, as `serve` does where it finds it damaged, and begins again.
  private static func salvage(_ office: Office) async throws {
    try office.stop()
    let salvage = try Salvage.run(
      path: office.path, node: office.key.node, incarnation: 99, store: StoreID(Node.random16()), catalog: .builtIn,
      seconds: Node.now / 1_000)
    #expect(salvage.losses.isEmpty, "\(salvage.losses)")
    try office.start()
    try await office.node.resume(hasParent: false)
  }

  /// Nobody would bring it again: the commit that did is there, and sealed.
  @Test func `takes no grant along whose commit is there`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await community.enter("消防通道堵塞")
    try await Session.run(community, township)
    let author = community.key.node
    let grants = try township.node.read { try $0.statements(about: author) }
    #expect(grants.count == 1)
    let subject = Bytes16.hexadecimal(author.raw.bytes)
    try township.node.store.execute("DELETE FROM statement WHERE subject = X'\(subject)'")
    #expect(try township.node.store.verify().faults.contains { $0.contains("lacks a statement") })
    #expect(throws: StoreError.self) { try township.node.store.checkSoundness() }
    try await Self.salvage(township)
    #expect(try township.node.read { try $0.statements(about: author) } == grants)
    #expect(try township.hazards() == ["消防通道堵塞"])
    #expect(try township.node.store.verify().faults == [])
  }

  @Test func `gives nothing its effect back that was revoked`() async throws {
    let city = try City()
    let township = try await Office(city, Place.township, below: nil)
    let community = try await Office(city, Place.community, below: township)
    try await community.enter("前")
    try await Session.run(community, township)
    try await township.order { try $0.revocations(of: community.key.node, reason: "被盗") }
    try await community.enter("后")
    try await Session.settle([(community, township)])
    #expect(try township.hazards() == ["前"])
    try township.node.store.execute(
      "DELETE FROM statement WHERE substr(body, 2, 1) = x'02'; UPDATE feed SET effective = seq, is_waiting = 0")
    try await Self.salvage(township)
    let shown = try township.hazards()
    #expect(shown == ["前"])
    #expect(try township.node.store.verify().faults == [])
  }
}
