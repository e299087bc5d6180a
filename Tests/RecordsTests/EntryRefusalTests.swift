// Why something is not entered, as values that whoever asked can tell in their own words.
import Catalog
import Merge
import Records
import Replica
import Store
import TestSupport
import Testing

@Suite struct `A refusal` {
  @Test func `names everything that is wrong with the fields at once`() throws {
    let type = try #require(Catalog.builtIn.type(named: "hazard"))
    var input = EditInput()
    input.fields = [Value.Entry("severity", .text("高")), Value.Entry("colour", .int(1))]
    input.add = [Value.Entry("place", .text("二层"))]
    input.increment = [CountInput(field: "severity", parts: [CountInput.Part(by: .int(1), id: nil)])]
    let refusal = #expect(throws: EntryRefusal.self) { try RecordEdits(input, type: type, isNew: false) }
    guard case .invalidFields(let faults)? = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(
      faults.map { "\($0.field) \($0.code)" } == [
        "colour unknown-field", "place wrong-section", "severity wrong-section", "severity wrong-type",
      ])
    #expect(faults[0].message == "colour: hazard has no such field")
    #expect(faults[2] == .wrongSection(field: "severity", section: "increment"))
  }

  @Test func `of a step carries the step, the reason and how the record stood`() throws {
    let node = try EnteringNode()
    let place = node.place("hazard", 1)
    try node.enter(try node.creation(place, hazard()))
    let passing = try node.editing(place) { $0.steps = [StepInput(kind: "passed")] }
    let refusal = #expect(throws: EntryRefusal.self) { try node.intents(passing) }
    guard case .stepWithoutEffect(let step, let reason, let standing)? = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(step.kind == "passed" && step.round == 1 && reason == .missingPredecessor)
    #expect(standing?.status == "reported" && standing?.openRound == 1)
    let forced = try node.editing(place, isForced: true) { $0.steps = [StepInput(kind: "passed")] }
    #expect(try node.intents(forced).count == 1)
  }

  @Test func `of another amount under an id that has counted carries both`() throws {
    let node = try EnteringNode()
    let place = node.place("supply", 1)
    try node.enter(
      try node.creation(
        place, [Value.Entry("name", .text("沙袋")), Value.Entry("unit_of_count", .text("袋"))]))
    let id = IncrementID(Bytes16(high: 3, low: 3))
    func adding(_ amount: Int64) throws -> EditPlan {
      let part = CountInput.Part(by: .int(amount), id: id)
      return try node.editing(place) { $0.increment = [CountInput(field: "stock", parts: [part])] }
    }
    try node.enter(try adding(100))
    #expect(try node.intents(try adding(100)).isEmpty)
    let other = try adding(60)
    #expect(throws: EntryRefusal.countedOtherwise(id, counted: 100, asked: 60)) { try node.intents(other) }
  }

  @Test func `of more than counts of one node in a field says how much is left`() throws {
    let node = try EnteringNode()
    let (hazards, supplies) = (node.place("hazard", 1), node.place("supply", 2))
    try node.enter(try node.creation(hazards, hazard()))
    try node.enter(
      try node.creation(
        supplies, [Value.Entry("name", .text("沙袋")), Value.Entry("unit_of_count", .text("袋"))]))
    func id(_ number: Int) -> Bytes16 { Bytes16(high: 5, low: UInt64(number)) }
    func write(_ place: RecordPlace, _ field: Int, _ edit: FieldEdit) throws {
      let intent = Intent(
        type: place.type.name, record: place.id, area: Place.community, seen: .empty,
        fields: [FieldChange(field, edit)])
      try node.write([intent])
    }
    let stock = try #require(supplies.type.field(named: "stock")).number
    for first in stride(from: 0, to: 65_534, by: 4_096) {
      let numbers = first..<min(first + 4_096, 65_534)
      try write(supplies, stock, .increments(numbers.map { Increment(id: IncrementID(id($0)), amount: 1) }))
    }
    func adding(_ numbers: Range<Int>) throws -> EditPlan {
      let parts = numbers.map { CountInput.Part(by: .int(1), id: IncrementID(id($0))) }
      return try node.editing(supplies) { $0.increment = [CountInput(field: "stock", parts: parts)] }
    }
    let full = EntryFault.beyondShare(field: "stock", .increment, max: 65_536, left: 2)
    #expect(full.message.hasPrefix("stock: ") && full.message.contains("65536") && full.code == "beyond-share")
    let many = try adding(65_534..<65_537)
    #expect(throws: EntryRefusal.invalidFields([full])) { try node.intents(many) }
    #expect(full.message.contains("another record"))
    let closed = EntryFault.beyondShare(field: "steps", .step, max: 4_194_304, left: 0)
    #expect(closed.message.contains("can still take the step") && !closed.message.contains("another record"))
    // What has been done before takes nothing of what is left.
    try node.enter(try adding(65_530..<65_536))
    #expect(try node.intents(try adding(65_530..<65_536)).isEmpty)
    let one = try adding(65_536..<65_537)
    #expect(throws: EntryRefusal.invalidFields([.beyondShare(field: "stock", .increment, max: 65_536, left: 0)])) {
      try node.intents(one)
    }
    let steps = try #require(hazards.type.lifecycle).fieldNumber
    try write(hazards, steps, .steps((0..<4_096).map { Step(id: StepID(id($0)), kind: "seen", round: 1) }))
    let step = try node.editing(hazards, isForced: true) { $0.steps = [StepInput(kind: "assigned")] }
    #expect(throws: EntryRefusal.invalidFields([.beyondShare(field: "steps", .step, max: 4_194_304, left: 0)])) {
      try node.intents(step)
    }
  }

  @Test(arguments: [
    (ShareItem.increment, 65_536, 2, ["65536 count", " 2 are left"]),
    (.element, 4_194_304, 640, ["4096 KiB", "640 bytes"]),
    (.step, 4_194_304, 5_000, ["4096 KiB", "each step as one KiB at least", " 4 KiB are left"]),
  ])
  func `of more than counts says how much does in words that fit`(item: ShareItem, max: Int, left: Int, words: [String])
  {
    let message = EntryFault.beyondShare(field: "f", item, max: max, left: left).message
    #expect(words.allSatisfy { message.contains($0) }, "\(message)")
  }

  @Test func `of a large element comes while small ones still fit`() throws {
    let node = try EnteringNode()
    let place = node.place("hazard", 1)
    try node.enter(try node.creation(place, hazard()))
    let field = try #require(place.type.field(named: "evidence_before")).number
    func element(_ key: String, _ bytes: Int) -> Value.Entry {
      Value.Entry(key, .text(String(repeating: "x", count: bytes)))
    }
    // 17 of 3,844 units each and one of 185: three are left.
    for (number, bytes) in (Array(repeating: 246_000, count: 17) + [11_800]).enumerated() {
      let change = FieldChange(field, .elements(add: [element("\(number)", bytes)], remove: []))
      try node.write([
        Intent(type: place.type.name, record: place.id, area: Place.community, seen: .empty, fields: [change])
      ])
    }
    func adding(_ bytes: Int) throws -> EditPlan {
      try node.editing(place) { $0.add = [Value.Entry("evidence_before", .map([element("small", bytes)]))] }
    }
    let (large, small) = (try adding(300), try adding(100))
    let fault = EntryFault.beyondShare(field: "evidence_before", .element, max: 4_194_304, left: 192)
    #expect(throws: EntryRefusal.invalidFields([fault])) { try node.intents(large) }
    #expect(try node.intents(small).count == 1)
  }

  @Test func `of an id that nothing has, and of one that two areas have, says which`() throws {
    let node = try EnteringNode(at: Place.township)
    let place = node.place("hazard", 1)
    #expect(throws: EntryRefusal.unknownRecord(place.id, type: "hazard")) {
      try node.store.read { try place.record(in: $0) }
    }
    let areas = [Place.community, Place.otherCommunity]
    let makings = try areas.map { try node.creation(node.place("hazard", 1, in: $0), in: $0, hazard()) }
    let intents = try makings.map { try node.intents($0) }
    try node.enter(makings[0])
    #expect(throws: EntryRefusal.madeElsewhere(place.id, type: "hazard", areas: [areas[0]])) {
      try node.intents(makings[1])
    }
    // A node that had not met this one may have made it.
    try node.write(intents[1])
    #expect(try makings.map { try node.intents($0).count } == [0, 0])
    let refusal = #expect(throws: EntryRefusal.self) { try node.store.read { try place.record(in: $0) } }
    guard case .ambiguousRecord(place.id, let found)? = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(Set(found) == Set(areas))
    let one = node.place("hazard", 1, in: areas[1])
    #expect(try node.store.read { try one.record(in: $0).area } == areas[1])
  }

  @Test func `of a record that is not people's names the rule`() throws {
    let node = try EnteringNode()
    let gate = OriginGate(node.type("alarm"), home: Place.community, catalog: node.store.catalog)
    #expect(throws: EntryRefusal.notOfPeople(type: "alarm", origin: .node, .writtenByNode)) {
      try gate.checkCreate()
    }
    var input = EditInput()
    input.fields = [Value.Entry("kind", .text("x"))]
    #expect(throws: EntryRefusal.notOfPeople(type: "alarm", origin: .node, .standsAsItIs)) {
      try gate.checkEdit(input)
    }
    input = EditInput()
    input.steps = [StepInput(kind: "seen")]
    try gate.checkEdit(input)
  }
}
