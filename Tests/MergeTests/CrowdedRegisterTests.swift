// Registers that one feed writes again and again without having seen itself: only its last writes remain, at every node.
import Merge
import SeededNumbers
import TestSupport
import Testing

@Suite struct `Crowded registers` {
  private static let latest = RegisterRule()

  /// Three feeds, of which the first has more writes than can remain and the second sometimes; what they had seen is drawn, most
  /// often nothing.
  private func feeds(_ numbers: inout SplitMix64) -> [[Told]] {
    let counts = [65 + numbers.below(40), numbers.pick([1, 3, 70]), numbers.below(4)]
    let tiers = (0..<3).map { _ in numbers.pick([Tier.city, .community]) }
    return counts.indices.map { index in
      (0..<counts[index]).map { place in
        var seen: [Dot] = []
        for other in counts.indices where numbers.chance(1, in: 25) {
          let most = other == index ? place : counts[other]
          let seq = numbers.below(most + 1)
          if seq > 0 { seen.append(dot(UInt64(other + 1), UInt64(seq))) }
        }
        let value = Value.int(Int64(numbers.below(30)))
        let fields = (1...6).map { FieldChange($0, .write(value)) }
        let set = FieldChange(7, .elements(add: [Value.Entry("x", value)], remove: []))
        let origin = origin(dot(UInt64(index + 1), UInt64(place + 1)), tiers[index], at: Int64(numbers.below(9)))
        return Told(origin, seen: SeenVector(seen), fields + [set])
      }
    }
  }

  @Test(arguments: 0..<6)
  func `any order of arrival gives one state, which is the rule's`(group: UInt64) {
    for seed in (group * 3)..<(group * 3 + 3) {
      var numbers = SplitMix64(seed: 8_100 + seed)
      let feeds = feeds(&numbers)
      let history = feeds.flatMap { $0 }
      let state = merged(history, kind: everyKind)
      for _ in 0..<4 {
        let order = interleaving(feeds, &numbers)
        if merged(order, kind: everyKind) != state { Issue.record("seed \(seed) in another order") }
      }
      for field in 1...6 {
        guard case .register(let register)? = state[field] else {
          Issue.record("seed \(seed): no field \(field)")
          continue
        }
        let all = Naive.writes(of: field, in: history)
        let rule = allRules[field - 1]
        let remaining = Naive.remaining(all, isGuarded: rule.isGuarded).map(\.origin.dot).sorted()
        #expect(register.writes.map(\.origin.dot) == remaining, "seed \(seed), field \(field)")
        #expect(register.shown(rule: rule)?.origin.dot == Naive.shown(all, rule: rule)?.origin.dot, "seed \(seed)")
      }
      guard case .set(let set)? = state[7] else { preconditionFailure("each writes the set") }
      #expect(set.present == Naive.present(of: 7, in: history, isGrowOnly: false), "seed \(seed)")
    }
  }

  /// Within a feed too no order is needed: the law holds for any.
  @Test(arguments: [(UInt64(10), 37), (40, 41)])
  func `writes of one feed out of their order give the same state`(covered: UInt64, first: Int) {
    var numbers = SplitMix64(seed: 8_200)
    var writes: [(write: Write, seen: SeenVector)] = (1...100).map { number in
      let write = Write(origin: origin(dot(1, UInt64(number))), value: .int(Int64(number)))
      return (write, number == 80 ? seen(dot(1, covered)) : .empty)
    }
    let expected = (first...100).map { UInt64($0) }
    for _ in 0..<20 {
      for index in writes.indices.reversed() { writes.swapAt(index, numbers.below(index + 1)) }
      var register = Register()
      for (write, seen) in writes { register.applyWrite(write, seen: seen, rule: Self.latest) }
      #expect(register.writes.map(\.origin.dot.seq) == expected)
      for (write, seen) in writes { register.applyWrite(write, seen: seen, rule: Self.latest) }
      #expect(register.writes.map(\.origin.dot.seq) == expected)
    }
  }

  @Test func `a thousand writes of one feed leave 64, and each of another feed`() {
    var register = Register()
    for number in UInt64(1)...1_000 {
      let write = Write(origin: origin(dot(2, number)), value: .int(Int64(number)))
      register.applyWrite(write, seen: .empty, rule: Self.latest)
    }
    for feed in [UInt64(1), 3] {
      register.applyWrite(Write(origin: origin(dot(feed, 1)), value: .null), seen: .empty, rule: Self.latest)
    }
    #expect(register.writes.map(\.origin.dot) == [dot(1, 1)] + (937...1_000).map { dot(2, $0) } + [dot(3, 1)])
  }

  @Test func `a removal that had seen all but the last addition of an element leaves it present`() {
    var set = ElementSet()
    for number in UInt64(1)...100 {
      set.applyElements(
        add: [Value.Entry("x", .null)], remove: [], origin: origin(dot(1, number)), seen: .empty, isGrowOnly: false)
    }
    #expect(set.elements.map(\.register.writes.count) == [64])
    for (seq, count) in [(UInt64(20), 64), (40, 60), (99, 1), (100, 0)] {
      set.applyElements(
        add: [], remove: ["x"], origin: origin(dot(2, seq)), seen: seen(dot(1, seq)), isGrowOnly: false)
      #expect(set.elements.map(\.register.writes.count) == [count])
    }
    #expect(set.present.isEmpty)
  }
}
