// What a change adds is merged where the rest stands: nothing is copied for it.
import Merge
import SeededNumbers
import TestSupport
import Testing

@Suite struct `Merging in place` {
  /// Where a field's items lie in memory.
  private func place(_ state: RecordState, _ field: Int) -> Int {
    switch state[field] {
    case .steps(let steps)?: steps.facts.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    case .set(let set)?: set.elements.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    case .counter(let counter)?: counter.named.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    default: 0
    }
  }

  @Test func `a large field is not copied for each edit: its room grows by doubling`() {
    var numbers = SplitMix64(seed: 8_400)
    var state = RecordState()
    var moves = [7: 0, 9: 0, 10: 0]
    for number in UInt64(1)...1_000 {
      let id = Bytes16(high: numbers.next(), low: number)
      let fields = [
        FieldChange(7, .elements(add: [Value.Entry("\(id.high)", .null)], remove: [])),
        FieldChange(9, .steps([Step(id: StepID(id), kind: "k", round: 1)])),
        FieldChange(10, .increments([Increment(id: IncrementID(id), amount: 1)])),
      ]
      let before = [7, 9, 10].map { place(state, $0) }
      let told = Told(origin(dot(1, number)), fields)
      state.applyChange(told.change, origin: told.origin, kind: everyKind)
      for (field, place) in zip([7, 9, 10], before) where self.place(state, field) != place { moves[field]! += 1 }
    }
    for (field, count) in moves { #expect(count <= 14, "field \(field)") }
  }

  @Test func `many at once, few at once, present ones among them: the same as one by one`() {
    for seed in UInt64(0)..<30 {
      var numbers = SplitMix64(seed: 8_500 + seed)
      var (steps, counter, set) = (Steps(), Counter(), ElementSet())
      var history: [Told] = []
      for number in UInt64(1)...12 {
        let ids = (0..<numbers.below(40)).map { _ in Bytes16(high: 0, low: UInt64(numbers.below(150))) }
        let origin = origin(dot(1, number), at: Int64(numbers.below(3)))
        let taken = ids.map { Step(id: StepID($0), kind: "\(numbers.below(4))", round: 1) }
        let counted = ids.map { Increment(id: IncrementID($0), amount: Int64(numbers.below(9))) }
        let added = ids.map { Value.Entry("\($0.low)", .int(Int64(numbers.below(9)))) }
        steps.applySteps(taken, origin: origin)
        counter.applyIncrements(counted)
        set.applyElements(add: added, remove: [], origin: origin, seen: .empty, isGrowOnly: false)
        history.append(Told(origin, [FieldChange(9, .steps(taken)), FieldChange(10, .increments(counted))]))
        history.append(Told(origin, [FieldChange(7, .elements(add: added, remove: []))]))
      }
      #expect(steps.facts == Naive.facts(of: 9, in: history), "seed \(seed)")
      #expect(counter.total == Naive.total(of: 10, in: history), "seed \(seed)")
      #expect(counter.named.map(\.id) == Set(counter.named.map(\.id)).sorted(), "seed \(seed)")
      #expect(set.present.map(\.key) == Naive.present(of: 7, in: history, isGrowOnly: false).map(\.key), "seed \(seed)")
      #expect(steps.facts.allSatisfy { steps.contains($0.step.id) }, "seed \(seed)")
      #expect(!steps.contains(StepID(Bytes16(high: 1, low: 0))))
    }
  }
}
