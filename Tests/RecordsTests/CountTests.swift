// How far people may take a counter, whose sum wraps at 64 bits.
import Catalog
import Merge
import Records
import Replica
import Store
import TestSupport
import Testing

@Suite struct `The range of a counter` {
  private static let most = Field.counterRange.upperBound
  private let id = IncrementID(Bytes16(high: 6, low: 6))

  /// What a supply needs to be entered.
  private func supply(_ stock: Int64) -> [Value.Entry] {
    [
      Value.Entry("name", .text("沙袋")), Value.Entry("unit_of_count", .text("袋")),
      Value.Entry("stock", .int(stock)),
    ]
  }

  private func outOfRange(_ remedy: String? = nil) -> EntryRefusal {
    .invalidFields([
      .problem(FieldProblem(field: "stock", reason: .outOfRange(Field.counterRange), remedy: remedy))
    ])
  }

  private func adding(
    _ amounts: [Int64], to place: RecordPlace, at node: EnteringNode, under id: IncrementID? = nil
  ) throws -> EditPlan {
    let parts = amounts.enumerated().map { index, amount in
      let own = amounts.count > 1 ? IncrementID(Bytes16(high: 8, low: UInt64(index))) : nil
      return CountInput.Part(by: .int(amount), id: id ?? own)
    }
    return try node.editing(place) { $0.increment = [CountInput(field: "stock", parts: parts)] }
  }

  @Test func `is asked of what a record is made with, of each amount, and of what it would show`() throws {
    let node = try EnteringNode()
    for stock in [Int64.max, .min, Self.most + 1] {
      let making = try node.creation(node.place("supply", 1), supply(stock))
      #expect(throws: outOfRange()) { try node.intents(making) }
    }
    let place = node.place("supply", 2)
    try node.enter(try node.creation(place, supply(100)))
    for amount in [Int64.max, .min, Self.most + 1, -Self.most - 1] {
      for id in [nil, id] {
        let plan = try adding([amount], to: place, at: node, under: id)
        #expect(throws: outOfRange()) { try node.intents(plan) }
      }
    }
    let far = try adding([Self.most - 99], to: place, at: node)
    #expect(throws: outOfRange("it shows 100 and would show 9000000000000001")) { try node.intents(far) }
    // Two thousand of them are more than 64 bits hold.
    let many = try adding(Array(repeating: Self.most, count: 2_000), to: place, at: node)
    #expect(throws: outOfRange("it shows 100 and would show 18000000000000000100")) { try node.intents(many) }
    for amount in [Self.most - 100, -Self.most, -Self.most] as [Int64] {
      try node.enter(try adding([amount], to: place, at: node))
    }
    #expect(try shown(place, at: node) == -Self.most)
  }

  @Test func `is not asked of what has counted before, and lets what has gone beyond come back`() throws {
    let node = try EnteringNode()
    let place = node.place("supply", 3)
    try node.enter(try node.creation(place, supply(0)))
    let stock = try #require(place.type.field(named: "stock"))
    try node.write([
      Intent(
        type: "supply", record: place.id, area: Place.community, seen: .empty,
        fields: [FieldChange(stock.number, .increments([Increment(id: id, amount: .max)]))])
    ])
    #expect(try node.intents(try adding([.max], to: place, at: node, under: id)).isEmpty)
    #expect(try shown(place, at: node) == .max)
    let record = try node.store.read { try place.record(in: $0) }
    let marks = try node.store.read { try Marking(place.type, in: $0, catalog: node.store.catalog).marks(record) }
    #expect(marks.map { "\($0.field) \($0.code)" } == ["stock out-of-range"])
    let further = try adding([1], to: place, at: node)
    #expect(throws: EntryRefusal.self) { try node.intents(further) }
    try node.enter(try adding([-Self.most], to: place, at: node))
    #expect(try shown(place, at: node) == .max - Self.most)
  }

  private func shown(_ place: RecordPlace, at node: EnteringNode) throws -> Int64? {
    try node.store.read { reader in
      try place.record(in: reader).values.first { $0.field.name == "stock" }?.value.int
    }
  }
}
