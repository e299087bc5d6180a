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

  @Test func `that says nothing is refused`() throws {
    let node = try EnteringNode()
    let place = node.place("hazard", 1)
    try node.enter(try node.creation(place, hazard()))
    let nothing = try node.editing(place) { _ in }
    #expect(throws: CommitRefusal.empty) { try node.intents(nothing) }
  }
}
