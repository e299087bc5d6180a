// What merging does with what people signed: copies of one action, and words in another's place.
import Merge
import Testing

@Suite struct `Merging what was signed` {
  private static let (here, above, later) = (
    FeedID(Bytes16(high: 1, low: 0)), FeedID(Bytes16(high: 2, low: 0)), FeedID(Bytes16(high: 3, low: 0))
  )

  private func origin(_ feed: FeedID, _ milliseconds: Int64, _ actor: Actor? = nil) -> Origin {
    Origin(
      dot: Dot(feed: feed, seq: 1), time: HybridTime(milliseconds: milliseconds), tier: .community, user: "li",
      actor: actor)
  }

  @Test func `a write goes with the copy that somebody had seen, in any order`() {
    let kind = MergeKind.register(RegisterRule())
    func change(_ text: String, seen: SeenVector = .empty) -> Change {
      Change(type: "note", record: RecordID(.zero), seen: seen, fields: [FieldChange(1, .write(.text(text)))])
    }
    let changes = [
      (change("一"), origin(Self.here, 1)), (change("一"), origin(Self.above, 2)),
      (change("二", seen: SeenVector([Dot(feed: Self.above, seq: 1)])), origin(Self.later, 3)),
    ]
    let repeats = [[Dot(feed: Self.here, seq: 1), Dot(feed: Self.above, seq: 1)]]
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      var state = RecordState()
      for index in order {
        state.applyChange(changes[index].0, origin: changes[index].1) { _ in kind }
        state.dropSeen(in: repeats) { _ in kind }
      }
      guard case .register(let register)? = state[1] else {
        Issue.record("a register")
        return
      }
      #expect(register.writes.map(\.value) == [.text("二")], "\(order)")
    }
  }

  @Test func `what nobody signed stands beside what somebody did, and neither in the place of the other`() {
    let step = Step(id: StepID(Bytes16(high: 9, low: 9)), kind: "closed", round: 1)
    let signed = origin(Self.here, 5, Actor(role: "officer", isIssuedAbove: false))
    for order in [[signed, origin(Self.above, 1)], [origin(Self.above, 1), signed]] {
      var steps = Steps()
      for origin in order { steps.applyStep(step, origin: origin) }
      #expect(steps.facts.map(\.origin) == [origin(Self.above, 1), signed])
    }
  }
}
