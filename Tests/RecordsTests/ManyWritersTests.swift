// Records that more feeds have written than one change can say to have seen.
import Catalog
import Merge
import Records
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `A record of more feeds than a change can name` {
  private static let others = UInt64(Limits.seenFeedsMax) + 76

  /// A hazard of which each of so many other nodes has written one field, measure and notes in turns.
  private func crowded() throws -> (node: EnteringNode, place: RecordPlace) {
    let node = try EnteringNode()
    let place = node.place("hazard", 1)
    try node.enter(try node.creation(place, hazard()))
    let numbers = try ["measure", "notes"].map { try #require(place.type.field(named: $0)).number }
    try node.store.write { writer in
      for other in 2..<(2 + Self.others) {
        var replica = Replica(
          identity: .test(other, at: Place.community), catalog: node.store.catalog, clock: node.store.clock)
        let fields = [FieldChange(numbers[Int(other % 2)], .write(.text("第\(other)家")))]
        let intent = Intent(type: "hazard", record: place.id, area: Place.community, seen: .empty, fields: fields)
        _ = try replica.commit([intent], user: "王芳", now: node.now, into: writer)
      }
    }
    return (node, place)
  }

  private func writes(_ field: String, _ node: EnteringNode, _ place: RecordPlace) throws -> Int {
    let state = try node.store.read { try place.record(in: $0).state }
    guard case .register(let register)? = state[try #require(place.type.field(named: field)).number] else { return 0 }
    return register.writes.count
  }

  @Test func `is edited, and the edit takes the place of all that stands in its field`() throws {
    let (node, place) = try crowded()
    #expect(try writes("measure", node, place) == Int(Self.others) / 2)
    try node.enter(try node.editing(place) { $0.fields = [Value.Entry("measure", .text("已疏通"))] })
    #expect(try writes("measure", node, place) == 1)
    #expect(try writes("notes", node, place) == Int(Self.others) / 2)
  }

  @Test func `is edited under the digest of its version, which stands for all of it and for no other`() throws {
    let (node, place) = try crowded()
    let digest = try node.store.read { try place.record(in: $0).state.version.digest }
    let edit = try node.editing(place, seen: .held(digest)) { $0.fields = [Value.Entry("measure", .text("已疏通"))] }
    try node.enter(edit)
    #expect(try writes("measure", node, place) == 1)
    #expect(throws: EntryRefusal.versionChanged(place.id, type: "hazard")) { try node.intents(edit) }
  }

  @Test func `has a version that its clients can give back`() throws {
    let (node, place) = try crowded()
    let text = try node.store.read { try place.record(in: $0).state.version.carried().text }
    let version = try #require(SeenVector(text: text))
    #expect(version.dots.count == Limits.seenFeedsMax)
    try node.enter(
      try node.editing(place, seen: .version(version)) { $0.fields = [Value.Entry("measure", .text("已疏通"))] })
    #expect(try writes("measure", node, place) < Int(Self.others) / 2)
  }
}
