// The whole record: any order of the same commits is the same record.
import Merge
import SeededNumbers
import Testing

@Suite struct `Record state` {
  @Test(arguments: 0..<8)
  func `random histories merge to what the rules say, in any order and with repeats`(group: UInt64) {
    for seed in (group * 20)..<(group * 20 + 20) {
      let world = World(seed: seed)
      var numbers = SplitMix64(seed: ~seed)
      let state = merged(world.history, kind: everyKind)
      for _ in 0..<5 {
        let order = interleaving(world.feeds, &numbers)
        if merged(order, kind: everyKind) != state { Issue.record("seed \(seed) in another order") }
      }
      check(state, against: world.history, seed: seed)
    }
  }

  private func check(_ state: RecordState, against history: [Told], seed: UInt64) {
    for field in 1...11 {
      let isRight: Bool
      switch (everyKind(field), state[field]) {
      case (.register(let rule), .register(let register)):
        let all = Naive.writes(of: field, in: history)
        let remaining = Naive.remaining(all, isGuarded: rule.isGuarded).map(\.origin.dot).sorted()
        let shown = Naive.shown(all, rule: rule)?.origin.dot
        isRight = register.writes.map(\.origin.dot) == remaining && register.shown(rule: rule)?.origin.dot == shown
      case (.set(let isGrowOnly), .set(let set)):
        isRight = set.present == Naive.present(of: field, in: history, isGrowOnly: isGrowOnly)
      case (.steps, .steps(let steps)): isRight = steps.facts == Naive.facts(of: field, in: history)
      case (.counter, .counter(let counter)): isRight = counter.total == Naive.total(of: field, in: history)
      case (_, nil): isRight = isUntouched(field, in: history)
      default: isRight = false
      }
      if !isRight { Issue.record("field \(field) of seed \(seed)") }
    }
    #expect(state.version == SeenVector(history.map(\.origin.dot)))
    #expect(state.created == history.map(\.origin.time).min() ?? HybridTime(packed: .max))
    #expect(state.changed == history.map(\.origin.time).max() ?? .zero)
  }

  /// Whether no commit holds an edit that fits the field's kind.
  private func isUntouched(_ field: Int, in history: [Told]) -> Bool {
    history.allSatisfy { told in
      switch (everyKind(field), told.edit(field)) {
      case (.register, .write), (.set, .elements), (.steps, .steps), (.counter, .increment),
        (.counter, .increments):
        false
      default: true
      }
    }
  }

  @Test func `a field the catalog does not know has no effect until it does`() {
    let told = Told(origin(dot(1, 1)), [FieldChange(1, .write(.int(1))), FieldChange(11, .write(.int(2)))])
    #expect(merged([told], kind: everyKind).fields.map(\.number) == [1])
    #expect(merged([told]) { $0 == 11 ? .register(RegisterRule()) : everyKind($0) }.fields.map(\.number) == [1, 11])
  }

  @Test func `an edit that does not fit its field has no effect, and its commit is still seen`() {
    let told = Told(origin(dot(1, 1)), [FieldChange(1, .increment(1)), FieldChange(10, .write(.int(2)))])
    let state = merged([told], kind: everyKind)
    #expect(state.fields.isEmpty)
    #expect(state.version == seen(dot(1, 1)))
  }

  @Test func `a change puts its fields in order`() {
    let change = Told(origin(dot(1, 1)), [FieldChange(3, .increment(1)), FieldChange(1, .write(.null))]).change
    #expect(change.fields.map(\.field) == [1, 3])
  }

  @Test func `what a person has seen of the record is every commit merged`() {
    let order = [Told(origin(dot(2, 1)), []), Told(origin(dot(1, 3)), []), Told(origin(dot(2, 5)), [])]
    #expect(merged(order, kind: everyKind).version.dots == [dot(1, 3), dot(2, 5)])
  }
}
