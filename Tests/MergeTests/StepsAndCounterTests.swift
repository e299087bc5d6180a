// Steps as a union of facts, and the counter as a sum over feeds.
import Merge
import Testing

@Suite struct `Step facts` {
  private func step(_ id: UInt64, _ kind: String = "rectified") -> Step {
    Step(id: StepID(Bytes16(high: 0, low: id)), kind: kind, round: 1)
  }

  private func steps(_ order: [(Step, Origin)]) -> Steps {
    var steps = Steps()
    for (step, origin) in order { steps.apply(step, origin: origin) }
    return steps
  }

  @Test func `any order of any steps under any origins gives one state`() {
    let origins = [origin(dot(1, 1), at: 2), origin(dot(2, 1), at: 2), origin(dot(3, 1), at: 1)]
    for ids in choices(Array(repeating: [UInt64(1), 2], count: 3)) {
      let taken = (0..<3).map { (step(ids[$0], "kind \($0)"), origins[$0]) }
      let states = Set(interleavings(taken.map { [$0] }).map { steps($0 + [$0[0]]) })
      let history = taken.map { Told($0.1, [FieldChange(9, .steps([$0.0]))]) }
      #expect(states == [Steps(facts: Naive.facts(of: 9, in: history))])
    }
  }

  @Test func `a step issued again after a restore stays under its earliest origin`() {
    let first = (step(1), origin(dot(9, 1), at: 1))
    let again = (step(1), origin(dot(1, 1), at: 2))
    #expect(steps([again, first]).facts.map(\.origin.dot) == [dot(9, 1)])
    #expect(steps([first, again]).facts.map(\.origin.dot) == [dot(9, 1)])
  }

  @Test func `people read them by time, then place, then id`() {
    let order = [
      (step(5), origin(dot(1, 1), at: 2)), (step(4), origin(dot(2, 1), at: 1)), (step(3), origin(dot(1, 2), at: 1)),
      (step(2), origin(dot(1, 2), at: 1)),
    ]
    #expect(steps(order).chronological.map(\.step.id.raw.low) == [2, 3, 4, 5])
  }
}

@Suite struct `Counters` {
  private func counter(_ order: [(Int64, Dot)]) -> Counter {
    var counter = Counter()
    for (amount, dot) in order { counter.apply(amount, at: dot) }
    return counter
  }

  @Test func `it is the sum of all increments, in any order of feeds, each counted once`() {
    let feeds: [[(Int64, Dot)]] = [
      [(10, dot(1, 1)), (-3, dot(1, 4))], [(100, dot(2, 2)), (1, dot(2, 3))], [(-1_000, dot(3, 1))],
    ]
    var states: Set<Counter> = []
    for order in interleavings(feeds) {
      for again in order.indices { states.insert(counter(order + order[...again])) }
    }
    #expect(states.count == 1)
    #expect(states.first?.total == 10 - 3 + 100 + 1 - 1_000)
    #expect(states.first?.parts.map(\.feed) == [feed(1), feed(2), feed(3)])
  }

  @Test func `nothing counted is zero`() { #expect(Counter().total == 0) }

  @Test func `it wraps at 64 bits, so that no order of additions matters`() {
    let amounts: [Int64] = [.max, .max, 3, .min]
    let feeds = amounts.enumerated().map { [($0.element, dot(UInt64($0.offset + 1), 1))] }
    let expected = amounts.reduce(0, &+)
    for order in interleavings(feeds) { #expect(counter(order).total == expected) }
    #expect(counter(amounts.enumerated().map { ($0.element, dot(1, UInt64($0.offset + 1))) }).total == expected)
  }
}
