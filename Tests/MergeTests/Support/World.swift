// A small world of authors who write about one record, each knowing only what has reached it.
import Merge
import SeededNumbers
import TestSupport

struct World {
  private var numbers: SplitMix64
  /// Each author's commits, in order.
  private(set) var feeds: [[Told]]
  /// How many commits of each feed each author has.
  private var known: [[Int]]
  private let tiers: [Tier]
  private var nextStep: UInt64 = 1

  init(seed: UInt64, authors: Int = 4, turns: Int = 24) {
    numbers = SplitMix64(seed: seed)
    feeds = Array(repeating: [], count: authors)
    known = Array(repeating: Array(repeating: 0, count: authors), count: authors)
    tiers = [Tier.city, .district, .community, .terminal, .community].prefix(authors).shuffled(&numbers)
    for _ in 0..<turns { turn() }
  }

  var history: [Told] { feeds.flatMap { $0 } }

  private mutating func turn() {
    let author = numbers.below(feeds.count)
    if numbers.chance(1, in: 2) {
      let other = numbers.below(feeds.count)
      let more = feeds[other].count - known[author][other]
      known[author][other] += more == 0 ? 0 : numbers.below(more + 1)
    } else {
      write(author)
    }
  }

  private mutating func write(_ author: Int) {
    let place = dot(UInt64(author + 1), UInt64(feeds[author].count + 1))
    let seen = SeenVector(
      known[author].enumerated().filter { $0.element > 0 }.map { dot(UInt64($0.offset + 1), UInt64($0.element)) })
    // Clocks are years wrong now and then; now and then two agree.
    let time = numbers.chance(1, in: 6) ? Int64(numbers.next() >> 18) : Int64(1_000 + numbers.below(4))
    var fields: [FieldChange] = []
    for field in 1...11 where numbers.chance(1, in: 3) { fields.append(FieldChange(field, edit(field))) }
    feeds[author].append(Told(origin(place, tiers[author], at: time), seen: seen, fields))
    known[author][author] += 1
  }

  private mutating func edit(_ field: Int) -> FieldEdit {
    // Now and then an edit that does not fit its field: it must have no effect anywhere.
    switch numbers.chance(1, in: 20) ? 1 + numbers.below(11) : field {
    case 7, 8:
      let keys = ["1", "22", "é", "e\u{301}", "333"]
      let add = subsets(keys).randomElement(&numbers).map { Value.Entry($0, value()) }
      return .elements(add: add, remove: subsets(keys).randomElement(&numbers))
    case 9:
      // Now and then a step that was taken before is issued again.
      if numbers.chance(2, in: 3) { nextStep += 1 }
      let id = StepID(Bytes16(high: 7, low: nextStep))
      return .steps([Step(id: id, kind: numbers.pick(["rectified", "reopened"]), round: Int64(1 + numbers.below(3)))])
    case 10:
      return numbers.chance(1, in: 2) ? .increment(amount()) : .increments((0..<numbers.below(4)).map { _ in named() })
    default: return .write(value())
    }
  }

  private mutating func amount() -> Int64 { Int64(numbers.below(21)) - 10 }

  /// One of few ids, so that the same ones meet, now and then with another amount.
  private mutating func named() -> Increment {
    Increment(id: IncrementID(Bytes16(high: 4, low: UInt64(numbers.below(5)))), amount: amount())
  }

  private mutating func value() -> Value {
    numbers.pick([.null, .bool(true), .int(Int64(numbers.below(3))), .text("é"), .text("e\u{301}"), .list([.int(1)])])
  }
}

extension Array {
  fileprivate func randomElement(_ numbers: inout SplitMix64) -> Element { numbers.pick(self) }
}

extension Sequence {
  fileprivate func shuffled(_ numbers: inout SplitMix64) -> [Element] {
    var items = Array(self)
    for index in items.indices.reversed() { items.swapAt(index, numbers.below(index + 1)) }
    return items
  }
}
