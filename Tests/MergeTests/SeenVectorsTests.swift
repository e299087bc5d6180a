// What writers had seen, kept apart: it says what the join says, and takes no more room than what was written.
import Merge
import SeededNumbers
import TestSupport
import Testing

@Suite struct `Seen vectors kept apart` {
  private static let keys = ["a", "b", "c", "d"]

  /// What one change had seen, and the elements that it removes.
  private struct Removal {
    let seen: SeenVector
    let keys: [String]
  }

  /// Vectors over so many feeds, most of which have seen most of them: some cover others, some are equal.
  private func removals(_ numbers: inout SplitMix64, feeds: Int) -> [Removal] {
    let common = (1...feeds).map { dot(UInt64($0), UInt64(1 + numbers.below(2))) }
    return (0..<(1 + numbers.below(10))).map { _ in
      var seen = SeenVector(common)
      for _ in 0..<numbers.below(4) {
        let place = dot(UInt64(1 + numbers.below(feeds)), UInt64(numbers.below(5)))
        if numbers.chance(1, in: 3) {
          seen.limit(place.feed, to: place.seq)
        } else if place.seq > 0 {
          seen.include(place)
        }
      }
      return Removal(seen: seen, keys: Self.keys.filter { _ in numbers.chance(2, in: 3) })
    }
  }

  private func set(_ removals: [Removal]) -> ElementSet {
    var set = ElementSet()
    for (index, removal) in removals.enumerated() {
      let origin = origin(dot(99, UInt64(index + 1)))
      set.applyElements(add: [], remove: removal.keys, origin: origin, seen: removal.seen, isGrowOnly: false)
    }
    return set
  }

  @Test(arguments: [2, 30])
  func `they cover what their join covers, in whatever order and however often they come`(feeds: Int) {
    for seed in UInt64(0)..<60 {
      var numbers = SplitMix64(seed: 9_100 + seed)
      let removals = removals(&numbers, feeds: feeds)
      let set = set(removals)
      for _ in 0..<3 {
        #expect(self.set(interleaving(removals.map { [$0] }, &numbers)) == set, "seed \(seed)")
      }
      for element in set.elements {
        let all = removals.filter { $0.keys.contains(element.key) }.map(\.seen)
        let largest = Set(all).filter { vector in !all.contains { $0 != vector && $0.covers(vector) } }
        #expect(element.register.contexts.map(\.seen.vectors) == [largest.sorted()], "seed \(seed)")
        var joined = SeenVector.empty
        for vector in all { joined.formUnion(vector) }
        for place in choices([Array(1...(feeds + 1)), Array(1...5)]).map({ dot(UInt64($0[0]), UInt64($0[1])) })
        where element.register.contexts[0].seen.covers(place) != joined.covers(place) {
          Issue.record("seed \(seed): \(place)")
        }
      }
    }
  }

  @Test func `all fields and elements of one change share what it had seen`() {
    let seen = SeenVector((1...40).map { dot($0, 1) })
    func told(_ number: UInt64, _ seen: SeenVector) -> Told {
      let fields = (1...6).map { FieldChange($0, .write(.int(Int64(number)))) }
      let elements = FieldEdit.elements(add: [Value.Entry("a", .null)], remove: ["b", "c"])
      return Told(origin(dot(50, number)), seen: seen, fields + [FieldChange(7, elements)])
    }
    let other = SeenVector((2...41).map { dot($0, 1) })
    for (history, count) in [
      ([told(1, seen)], 1), ([told(1, seen), told(2, other)], 2),
      // What is equal to what is there, or covered by it, is not kept.
      ([told(1, seen), told(2, SeenVector(Array(seen.dots)))], 1),
      ([told(1, seen), told(2, SeenVector(Array(seen.dots.dropLast())))], 1),
    ] {
      let state = merged(history, kind: everyKind)
      let registers = state.fields.flatMap { field -> [Register] in
        switch field.state {
        case .register(let register): [register]
        case .set(let set): set.elements.map(\.register)
        default: []
        }
      }
      #expect(registers.count == 9)
      let vectors = registers.flatMap(\.contexts).flatMap(\.seen.vectors)
      #expect(Set(vectors.map(\.identity)).count == count)
    }
  }
}
