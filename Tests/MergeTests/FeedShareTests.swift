// What of one feed counts in a field: the first of what it names, up to so many bytes, in whatever order feeds come.
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
    func text(below max: Int) -> Value { .text(String(repeating: "x", count: numbers.below(max))) }
    let add = (0..<counts[0]).map { _ in Value.Entry(key(name()), numbers.chance(1, in: 4) ? text(below: 300) : .null) }
    let remove = (0..<counts[1]).map { _ in key(name()) }
    let steps = (0..<counts[2]).map { number in
      let details = numbers.chance(1, in: 8) ? Value.map([Value.Entry("note", text(below: 2_000))]) : .null
      return Step(id: StepID(name()), kind: "k\(number)", round: 1, details: details)
    }
    let increments = (0..<counts[3]).map { Increment(id: IncrementID(name()), amount: Int64($0 % 7)) }
    let fields = [
      FieldChange(7, .elements(add: add, remove: remove)), FieldChange(9, .steps(steps)),
      FieldChange(10, .increments(increments)),
    ]
    let time = Int64(numbers.below(5))
    return Told(origin(place, at: time), seen: seen(dot(1, UInt64(1 + numbers.below(3)))), fields)
  }

  /// What a text or a null takes, with what says how long it is.
  private static func bytes(_ value: Value) -> Int {
    guard case .text(let text) = value else { return 1 }
    return text.utf8.count + (text.utf8.count < 24 ? 1 : text.utf8.count < 256 ? 2 : 3)
  }

  private static func units(_ bytes: Int) -> Int { (bytes + 63) / 64 }

  private static func units(_ step: Step) -> Int {
    let details = step.details["note"].map { 1 + 5 + bytes($0) } ?? 1
    return max(16, units(1 + 17 + bytes(.text(step.kind)) + 1 + details))
  }

  /// What counts of a feed's commits, said of the whole feed at once.
  /// - Parameter used: by field, how much of the share the feed has used; the whole where something did not fit.
  private static func counted(_ feed: [Told], _ used: inout [Int: Int]) -> [Told] {
    func first<Item>(_ items: [Item], _ field: Int, _ units: (Item) -> Int) -> [Item] {
      items.filter { item in
        let sum = used[field, default: 0] + units(item)
        used[field] = min(sum, 65_536 + 1)
        return sum <= 65_536
      }
    }
    let counted = feed.map { told in
      let fields = told.fields.map { change -> FieldChange in
        switch change.edit {
        case .elements(let add, let remove):
          let added = first(add, 7) { units(1 + bytes(.text($0.key)) + bytes($0.value)) }
          return FieldChange(7, .elements(add: added, remove: first(remove, 7) { units(bytes(.text($0))) }))
        case .steps(let steps): return FieldChange(9, .steps(first(steps, 9) { units($0) }))
        case .increments(let increments): return FieldChange(10, .increments(first(increments, 10) { _ in 1 }))
        case .write, .increment: return change
        }
      }
      return Told(told.origin, seen: told.seen, fields)
    }
    used = used.mapValues { min($0, 65_536) }
    return counted
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
    var used = [[Int: Int]](repeating: [:], count: 3)
    let history = feeds.indices.flatMap { Self.counted(feeds[$0], &used[$0]) }
    guard case .steps(let steps)? = state[9], case .counter(let counter)? = state[10] else {
      preconditionFailure("each writes them")
    }
    #expect(steps.facts == Naive.facts(of: 9, in: history))
    #expect(counter.total == Naive.total(of: 10, in: history))
    let plain = merged(history, kind: everyKind)
    #expect(plain[7] == state[7] && plain[9] == state[9] && plain[10] == state[10])
    for field in [7, 9, 10] {
      let shares = (1...3).map { state.counts(of: field)[feed(UInt64($0))] }
      #expect(shares == used.map { $0[field] ?? 0 }, "field \(field)")
    }
    #expect(state.counts(of: 9)[feed(2)] == FeedShare.max && state.counts(of: 9)[feed(3)] == FeedShare.max)
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

  @Test func `of keys with 6 KB each as many count as four megabytes hold, and of large steps too`() throws {
    let text = Value.text(String(repeating: "x", count: 6_000))
    func step(_ id: Bytes16) -> Step { Step(id: StepID(id), kind: "k", round: 1, details: .map([.init("note", text)])) }
    let commits = (1...160).map { number in
      let ids = (0..<43).map { Self.id(UInt64(number), $0) }
      return Told(
        origin(dot(1, UInt64(number))),
        [
          FieldChange(7, .elements(add: ids.map { Value.Entry("\($0.high) \($0.low)", text) }, remove: [])),
          FieldChange(9, .steps(ids.map(step))),
        ])
    }
    let state = merged(commits, kind: everyKind)
    guard case .set(let set)? = state[7], case .steps(let steps)? = state[9] else { preconditionFailure("both") }
    // Of 94 and of 95 units each; what is left is too little for one more, and no smaller one comes after it.
    #expect(set.elements.count == 65_536 / 94 && steps.facts.count == 65_536 / 95)
    let small = Told(origin(dot(1, 161)), [FieldChange(7, .elements(add: [Value.Entry("small", .null)], remove: []))])
    let other = Told(origin(dot(2, 1)), small.fields)
    #expect(merged(commits + [small], kind: everyKind)[7] == state[7])
    #expect(merged(commits + [small, other], kind: everyKind)[7] != state[7])
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
