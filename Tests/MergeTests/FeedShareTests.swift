// What of one feed counts in a field: the first so much that it names, in whatever order feeds come.
import Merge
import SeededNumbers
import TestSupport
import Testing

@Suite struct `The share of a feed` {
  private static func id(_ feed: UInt64, _ number: Int) -> Bytes16 { Bytes16(high: feed, low: UInt64(number)) }

  /// A commit that edits a field of each kind that has a share. Ids and keys that were named before come again, and those of
  /// another feed too.
  private static func told(_ place: Dot, _ counts: [Int], _ numbers: inout SplitMix64) -> Told {
    let feed = place.feed.raw.low
    func name() -> Bytes16 { id(numbers.chance(1, in: 8) ? 1 : feed, numbers.below(200_000)) }
    func key(_ name: Bytes16) -> String { "\(name.high)\(name.low)" }
    let add = (0..<counts[0]).map { _ in Value.Entry(key(name()), .null) }
    let remove = (0..<counts[1]).map { _ in key(name()) }
    let steps = (0..<counts[2]).map { Step(id: StepID(name()), kind: "k\($0)", round: 1) }
    let increments = (0..<counts[3]).map { Increment(id: IncrementID(name()), amount: Int64($0 % 7)) }
    let fields = [
      FieldChange(7, .elements(add: add, remove: remove)), FieldChange(9, .steps(steps)),
      FieldChange(10, .increments(increments)),
    ]
    let time = Int64(numbers.below(5))
    return Told(origin(place, at: time), seen: seen(dot(1, UInt64(1 + numbers.below(3)))), fields)
  }

  /// What counts of a feed's commits, said of the whole feed at once.
  private static func counted(_ feed: [Told]) -> [Told] {
    var left = (keys: 65_536, steps: 4_096, increments: 65_536)
    func first<Item>(_ items: [Item], _ left: inout Int) -> [Item] {
      let first = Array(items.prefix(left))
      left -= first.count
      return first
    }
    return feed.map { told in
      let fields = told.fields.map { change -> FieldChange in
        switch change.edit {
        case .elements(let add, let remove):
          FieldChange(7, .elements(add: first(add, &left.keys), remove: first(remove, &left.keys)))
        case .steps(let steps): FieldChange(9, .steps(first(steps, &left.steps)))
        case .increments(let increments): FieldChange(10, .increments(first(increments, &left.increments)))
        case .write, .increment: change
        }
      }
      return Told(told.origin, seen: told.seen, fields)
    }
  }

  /// How much of each feed counts in a field.
  private static func shares(_ history: [Told], _ field: Int) -> [Int] {
    (1...3).map { feed in
      history.filter { $0.origin.dot.feed.raw.low == feed }.reduce(0) { $0 + ($1.edit(field)?.share?.count ?? 0) }
    }
  }

  @Test(arguments: [
    (1, [17_000, 4_000, 1_500, 17_000]), (2, [9, 0, 2_500, 9]), (3, [0, 9, 1_400, 0]), (4, [9, 9, 4_097, 9]),
  ])
  func `any order of feeds gives one state, in which the first of each feed counts`(seed: Int, counts: [Int]) {
    var numbers = SplitMix64(seed: 8_300 + UInt64(seed))
    let small = (1...3).map { Self.told(dot(1, UInt64($0)), [200, 0, 30, 40], &numbers) }
    let large = (1...4).map { Self.told(dot(2, UInt64($0)), counts, &numbers) }
    let second = (1...4).map { Self.told(dot(3, UInt64($0)), [300, 300, 2_000, 200], &numbers) }
    let feeds = [small, large, second]
    let state = merged(interleaving(feeds, &numbers), kind: everyKind)
    #expect(merged(interleaving(feeds.reversed(), &numbers), kind: everyKind) == state)
    let history = feeds.flatMap(Self.counted)
    guard case .steps(let steps)? = state[9], case .counter(let counter)? = state[10] else {
      preconditionFailure("each writes them")
    }
    #expect(steps.facts == Naive.facts(of: 9, in: history))
    #expect(counter.total == Naive.total(of: 10, in: history))
    let plain = merged(history, kind: everyKind)
    #expect(plain[7] == state[7] && plain[9] == state[9] && plain[10] == state[10])
    for field in [7, 9, 10] {
      let shares = (1...3).map { state.counts(of: field)[feed(UInt64($0))] }
      #expect(shares == Self.shares(history, field), "field \(field)")
    }
    #expect(state.counts(of: 9)[feed(2)] == Steps.perFeedMax && state.counts(of: 9)[feed(3)] == Steps.perFeedMax)
    // What has no effect has been seen all the same.
    #expect(state.version == seen(dot(1, 3), dot(2, 4), dot(3, 4)))
  }

  @Test func `of an edit that crosses the bound its first part counts, of a set additions before removals`() {
    func keys(_ numbers: Range<Int>) -> [String] { numbers.map { "\($0)" } }
    let added = Told(
      origin(dot(1, 1)), [FieldChange(7, .elements(add: keys(0..<65_530).map { Value.Entry($0, .null) }, remove: []))])
    let rest = keys(70_000..<70_004).map { Value.Entry($0, .null) }
    let crossing = Told(
      origin(dot(1, 2)), seen: seen(dot(1, 1)), [FieldChange(7, .elements(add: rest, remove: keys(0..<9)))])
    let beyond = Told(
      origin(dot(1, 3), at: 9), seen: seen(dot(1, 1)), [FieldChange(7, .elements(add: [], remove: keys(100..<109)))])
    let state = merged([added, crossing, beyond], kind: everyKind)
    guard case .set(let set)? = state[7] else { preconditionFailure("a set is written") }
    #expect(set.present.map(\.key) == keys(2..<65_530) + keys(70_000..<70_004))
    #expect(state.version == seen(dot(1, 3)) && state.changed == HybridTime(milliseconds: 9))
  }

  @Test func `what has no share counts however often it comes`() {
    let commits = (1...70).map { number in
      Told(origin(dot(1, UInt64(number))), [FieldChange(1, .write(.int(1))), FieldChange(10, .increment(1_000))])
    }
    let state = merged(commits, kind: everyKind)
    guard case .counter(let counter)? = state[10] else { preconditionFailure("a counter is written") }
    #expect(counter.total == 70_000)
    #expect(state.fields.allSatisfy { $0.counts == FeedCounts() })
  }

  @Test(arguments: 0...5)
  func `counts of two feeds in any order are those of each alone`(max: Int) {
    let amounts = choices(Array(repeating: [0, 1, 2, 4], count: 2))
    for pair in choices([amounts, amounts]) {
      let feeds = pair.enumerated().map { index, counts in counts.map { (feed(UInt64(index + 1)), $0) } }
      let ends = interleavings(feeds).map { order -> FeedCounts in
        var counts = FeedCounts()
        for (feed, count) in order {
          let left = max - counts[feed]
          let taken = counts.take(count, of: feed, max: max)
          #expect(taken == min(count, left))
        }
        return counts
      }
      let expected = pair.enumerated().map { (feed(UInt64($0 + 1)), min(max, $1.reduce(0, +))) }
      let nonzero = expected.filter { $0.1 > 0 }.map { FeedCounts.Count($0.1, of: $0.0) }
      #expect(Set(ends).count == 1 && ends[0].counts == nonzero)
    }
  }
}

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
