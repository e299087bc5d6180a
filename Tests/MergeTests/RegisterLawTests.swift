// The register's laws, over every history of a tiny space.
import Merge
import Testing

@Suite struct `Register laws` {
  /// A write with what its author had seen.
  typealias Seen = (write: Write, seen: SeenVector)

  @Test(arguments: [false, true])
  func `any order of two feeds of two writes gives one state, which is the rule's`(isGuarded: Bool) {
    let tiers: [(Tier, Tier)] = [(.city, .city), (.city, .community), (.community, .city)]
    for (first, second) in tiers {
      for seen in twoByTwo() {
        let places = [dot(1, 1), dot(1, 2), dot(2, 1), dot(2, 2)]
        let writes = (0..<4).map { index -> Seen in
          let tier = index < 2 ? first : second
          // Times and values oppose each other, and two of each are equal.
          let time = Int64([30, 10, 20, 20][index])
          let value = Value.int([1, 2, 2, 0][index])
          return (Write(origin: origin(places[index], tier, at: time), value: value), seen[index])
        }
        check(feeds: [Array(writes[..<2]), Array(writes[2...])], isGuarded: isGuarded)
      }
    }
  }

  @Test(arguments: [false, true])
  func `any order of three feeds of one write gives one state, which is the rule's`(isGuarded: Bool) {
    for tiers in choices(Array(repeating: [Tier.city, .community], count: 3)) {
      for seen in choices((1...3).map { own in subsets((1...3).filter { $0 != own }) }) {
        let writes = (0..<3).map { index -> Seen in
          let place = dot(UInt64(index + 1), 1)
          let write = Write(origin: origin(place, tiers[index], at: Int64(3 - index)), value: .int(Int64(index % 2)))
          return (write, SeenVector(seen[index].map { dot(UInt64($0), 1) }))
        }
        check(feeds: writes.map { [$0] }, isGuarded: isGuarded)
      }
    }
  }

  /// What each of four writes can have seen of the others: nothing or more of the other feed, nothing or more of its own.
  private func twoByTwo() -> [[SeenVector]] {
    let own = [[0], [0, 1]]
    let vectors = choices([own[0], own[1], own[0], own[1]]).flatMap { own in
      choices(Array(repeating: [0, 1, 2], count: 4)).map { other in
        (0..<4).map { index -> SeenVector in
          let (mine, theirs): (UInt64, UInt64) = index < 2 ? (1, 2) : (2, 1)
          let dots = [dot(mine, UInt64(own[index])), dot(theirs, UInt64(other[index]))]
          return SeenVector(dots.filter { $0.seq > 0 })
        }
      }
    }
    return vectors
  }

  private func check(feeds: [[Seen]], isGuarded: Bool) {
    let rule = RegisterRule(isGuarded: isGuarded)
    let states = Set(interleavings(feeds).map { state($0, rule: rule) })
    let history = feeds.flatMap { $0 }.map { NaiveWrite(origin: $0.write.origin, seen: $0.seen, value: $0.write.value) }
    guard states.count == 1, let state = states.first else {
      Issue.record("\(states.count) states of \(feeds)")
      return
    }
    let remaining = Naive.remaining(history, isGuarded: isGuarded).map(\.origin.dot).sorted()
    if state.writes.map(\.origin.dot) != remaining { Issue.record("\(state) of \(feeds)") }
    for preference in RegisterRule.Preference.allCases {
      let rule = RegisterRule(isGuarded: isGuarded, preference: preference)
      let shown = Naive.shown(history, rule: rule)
      if state.shown(rule: rule)?.origin.dot != shown?.origin.dot { Issue.record("\(preference): \(feeds)") }
      let others = Naive.remaining(history, isGuarded: isGuarded).filter { $0.value != shown?.value }
      if state.concurrent(rule: rule).map(\.origin.dot) != others.map(\.origin.dot).sorted() {
        Issue.record("concurrent, \(preference): \(feeds)")
      }
    }
  }

  /// Applies every write twice, the second time when the next has arrived.
  private func state(_ order: [Seen], rule: RegisterRule) -> Register {
    var register = Register()
    for index in order.indices {
      register.applyWrite(order[index].write, seen: order[index].seen, rule: rule)
      if index > 0 { register.applyWrite(order[index - 1].write, seen: order[index - 1].seen, rule: rule) }
    }
    return register
  }
}
