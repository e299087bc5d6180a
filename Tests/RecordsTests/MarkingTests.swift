// What is told of a record that arrived as nobody would enter it here: marks beside it, and never a refusal.
import Catalog
import Merge
import Records
import Replica
import Store
import TestSupport
import Testing

@Suite struct `A mark` {
  @Test func `is told of each thing that would be refused where it is entered`() throws {
    let node = try EnteringNode()
    let place = node.place("hazard", 1)
    func change(_ name: String, _ value: Value) throws -> FieldChange {
      FieldChange(try #require(place.type.field(named: name)).number, .write(value))
    }
    let fields = [
      try change("severity", .int(9)), try change("unit", .text("不是代码")), try change("longitude", .int(1)),
    ].sorted { $0.field < $1.field }
    let intent = Intent(type: "hazard", record: place.id, area: Place.community, seen: .empty, fields: fields)
    _ = try node.store.write { try node.replica.commit([intent], user: "旧版", now: node.now, into: $0) }
    let marks = try node.store.read { reader in
      try Marking(place.type, in: reader, catalog: node.store.catalog).marks(try place.record(in: reader))
    }
    #expect(Set(marks.map(\.code)) == ["missing", "unknown-code", "fails-check", "contradiction"])
    // Nobody must mend what others wrote before saying something else.
    let edit = try node.editing(place) { $0.fields = [Value.Entry("place", .text("二楼"))] }
    #expect(try node.intents(edit).count == 1)
  }

  @Test func `is told of what two records of a division show though one is to`() throws {
    let node = try EnteringNode()
    let code = "91350100M000100Y43"
    let area = try #require(Area("\(Place.community.code)/\(code)"))
    let places = [node.place("enterprise", 1), node.place("enterprise", 2)]
    for place in places {
      try node.enter(
        try node.creation(
          place, in: area, [Value.Entry("name", .text("青岛某厂")), Value.Entry("credit_code", .text(code))]))
    }
    for (one, other) in [(places[0], places[1]), (places[1], places[0])] {
      let doubles = try node.store.read { try Marking.doubles(of: try one.record(in: $0), in: $0) }
      #expect(doubles == [FieldProblem(field: "credit_code", reason: .notUnique(other.id))])
    }
  }
}
