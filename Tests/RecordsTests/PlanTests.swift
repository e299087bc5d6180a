// Plans as values: what they come to is asked of a store, and time and ids are those that they were given.
import Merge
import Records
import Replica
import Store
import TestSupport
import Testing

@Suite struct `A plan` {
  @Test func `asked twice of the same store says the same`() throws {
    let node = try EnteringNode(at: Place.township)
    let place = node.place("hazard", 1)
    let making = try node.creation(place, hazard())
    #expect(try node.intents(making) == node.intents(making))
    try node.enter(making)
    let ordering = try node.editing(place) { $0.steps = [StepInput(kind: "ordered")] }
    let intents = try node.intents(ordering)
    #expect(try intents == node.intents(ordering))
    guard case .steps(let steps)? = intents.first?.fields.first?.edit else {
      Issue.record("no steps: \(intents)")
      return
    }
    #expect(steps.map(\.id) == [EnteringNode.stepID], "nothing tells an edit of what is held from another")
    #expect(steps.map(\.round) == [1])
  }

  @Test func `of a version gives a step the id that its request has`() throws {
    let node = try EnteringNode(at: Place.township)
    let place = node.place("hazard", 1)
    try node.enter(try node.creation(place, hazard()))
    let version = try node.store.read { try place.record(in: $0).state.version }
    let ordering = try node.editing(place, seen: .version(version)) { $0.steps = [StepInput(kind: "ordered")] }
    guard case .steps(let steps)? = try node.intents(ordering).first?.fields.first?.edit else {
      Issue.record("no steps")
      return
    }
    #expect(steps.count == 1 && steps[0].id != EnteringNode.stepID)
    try node.enter(ordering)
    #expect(try node.intents(ordering).isEmpty, "it has been taken")
  }

  @Test func `of a record that was made with this content comes to nothing, with other content is refused`() throws {
    let node = try EnteringNode()
    let place = node.place("hazard", 1)
    #expect(try node.enter(try node.creation(place, hazard())).count == 1)
    #expect(try node.enter(try node.creation(place, hazard())).isEmpty)
    let other = try node.creation(place, hazard("配电箱裸露"))
    #expect(throws: EntryRefusal.madeWithOtherContent(place.id, type: "hazard")) { try node.intents(other) }
  }

  @Test func `of elements that mostly stand there says those that do not, whatever their keys`() throws {
    let node = try EnteringNode(at: Place.district)
    let place = node.place("code_table", 1)
    // Longer keys stand behind shorter ones, and two spellings of one letter are two keys.
    let keys = (0..<100).map { "\($0 * 7)" } + ["\u{E9}", "e\u{301}", "号", "一号库"]
    func entries(_ keys: [String], _ zh: String = "甲") -> Value {
      .sorted(keys.map { ($0, .sorted([("zh", .text(zh))])) })
    }
    func adding(_ elements: Value, removing: [String] = []) throws -> [FieldEdit] {
      let plan = try node.editing(place, seen: .whatIsHeld) { input in
        input.add = [Value.Entry("entries", elements)]
        if !removing.isEmpty { input.remove = [Value.Entry("entries", .list(removing.map { .text($0) }))] }
      }
      return try node.intents(plan).flatMap(\.fields).map(\.edit)
    }
    try node.enter(
      try node.creation(
        place, in: Place.district,
        [
          Value.Entry("name", .text("place_kind")), Value.Entry("version", .text("1")),
          Value.Entry("name_zh", .text("甲")), Value.Entry("entries", entries(keys)),
        ]))
    #expect(try adding(entries(keys)).isEmpty)
    for key in keys {
      let edits = try adding(entries([key], "乙"))
      #expect(edits == [.elements(add: [Value.Entry(key, .sorted([("zh", .text("乙"))]))], remove: [])], "\(key)")
      #expect(try adding(entries([key])).isEmpty, "\(key)")
    }
    for key in ["1", "9999", "e", "号库", ""] {
      #expect(try adding(entries([key]), removing: [key, "0", "号"]).count == 1, "\(key)")
    }
    guard case .elements(let added, let removed)? = try adding(entries(["1"]), removing: ["1", "7", "3"]).first else {
      Issue.record("nothing is left to be done")
      return
    }
    #expect(added.map(\.key) == ["1"] && removed == ["7"])
  }

  @Test func `that says nothing is refused`() throws {
    let node = try EnteringNode()
    let place = node.place("hazard", 1)
    try node.enter(try node.creation(place, hazard()))
    let nothing = try node.editing(place) { _ in }
    #expect(throws: CommitRefusal.empty) { try node.intents(nothing) }
  }
}
