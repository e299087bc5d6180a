// Steps as a union of facts, and the counter as a sum over feeds.
import Merge
import Testing

@Suite struct `Step facts` {
  private func step(_ id: UInt64, _ kind: String = "rectified") -> Step {
    Step(id: StepID(Bytes16(high: 0, low: id)), kind: kind, round: 1)
  }

  private func steps(_ order: [(Step, Origin)]) -> Steps {
    var steps = Steps()
    for (step, origin) in order { steps.applyStep(step, origin: origin) }
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

  @Test func `another step under the same id is another fact, and takes nothing from the first, in any order`() {
    let warning = (step(1, "reopened"), origin(dot(5, 1), .city, at: 5, user: "city"))
    let later = Step(id: step(1).id, kind: "reopened", round: 2)
    let others = [
      (step(1, "rectified"), origin(dot(1, 1), at: 1)), (step(1, "reopened"), origin(dot(2, 1), at: 1)),
      (later, origin(dot(3, 1), .city, at: 1, user: "city")),
      (
        step(1, "reopened"),
        origin(dot(4, 1), .city, at: 1, user: "city", signed: Actor(role: "officer", isIssuedAbove: false))
      ),
      (step(1, "reopened"), origin(dot(6, 1), at: 1, user: "city")),
    ]
    let states = Set(interleavings((others + [warning]).map { [$0] }).map { steps($0) })
    #expect(states.count == 1)
    let facts = states.first?.facts ?? []
    #expect(facts.count == 6 && facts.contains(Fact(step: warning.0, origin: warning.1)))
    #expect(zip(facts, facts.dropFirst()).allSatisfy { $0.identity < $1.identity })
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
  private func named(_ id: UInt64, _ amount: Int64) -> Increment {
    Increment(id: IncrementID(Bytes16(high: 0, low: id)), amount: amount)
  }

  private func counter(_ order: [(Int64, Dot)]) -> Counter {
    var counter = Counter()
    for (amount, dot) in order { counter.applyAmount(amount, at: dot) }
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

  /// Every pair of edits of one or two increments over two ids and three amounts, in both orders, either of them again, and
  /// both as one edit.
  @Test
  func `increments with ids give one state in any order, however often each comes, and whatever edit it comes in`() {
    let all = [UInt64(1), 2].flatMap { id in [Int64(-1), 0, 2].map { named(id, $0) } }
    let edits = all.map { [$0] } + all.flatMap { first in all.map { [first, $0] } }
    for (index, first) in edits.enumerated() {
      for second in edits[index...] {
        let expected = Counter(named: smallest(first + second))
        let orders = [
          [first, second], [second, first], [first, second, first], [first + second], [second, second, first],
        ]
        for order in orders {
          var counter = Counter()
          for edit in order { counter.applyIncrements(edit) }
          if counter != expected { Issue.record("\(order)") }
        }
      }
    }
  }

  /// Merging is the union with the smaller amount under each id: three states joined in any grouping are one.
  @Test func `merging is associative, commutative and idempotent over all small states`() {
    let amounts: [Int64?] = [nil, -1, 2]
    let states = choices([amounts, amounts]).map { pair in
      Counter(named: zip([UInt64(1), 2], pair).compactMap { id, amount in amount.map { named(id, $0) } })
    }
    func join(_ left: Counter, _ right: Counter) -> Counter {
      var joined = left
      joined.applyIncrements(right.named)
      return joined
    }
    for first in states {
      #expect(join(first, first) == first)
      for second in states {
        #expect(join(first, second) == join(second, first))
        for third in states {
          #expect(join(join(first, second), third) == join(first, join(second, third)))
        }
      }
    }
  }

  private func smallest(_ increments: [Increment]) -> [Increment] {
    Dictionary(grouping: increments, by: \.id).values.compactMap { same in same.min { $0.amount < $1.amount } }
      .sorted { $0.id < $1.id }
  }

  @Test func `with and without ids they add up, and of two amounts under one id the smaller counts`() {
    var counter = Counter()
    counter.applyAmount(100, at: dot(1, 1))
    counter.applyIncrements([named(7, -5), named(9, 3)])
    counter.applyIncrements([named(9, 4), named(7, -6)])
    counter.applyAmount(100, at: dot(1, 1))
    #expect(counter.total == 100 - 6 + 3)
    #expect(counter.amount(of: named(7, 0).id) == -6 && counter.amount(of: named(8, 0).id) == nil)
    #expect(counter.named.map(\.id.raw.low) == [7, 9])
  }

  @Test func `increments at the ends of 64 bits wrap, with ids as without`() {
    for amounts in choices([[Int64.min, .max, 1], [Int64.min, .max, -1], [Int64.min, .max, 0]]) {
      var counter = Counter()
      counter.applyAmount(amounts[0], at: dot(1, 1))
      counter.applyIncrements([named(2, amounts[2]), named(1, amounts[1])])
      #expect(counter.total == amounts.reduce(0, &+))
    }
  }
}
