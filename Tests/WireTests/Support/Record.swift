// A record made by random changes of several authors, and a store's columns for it.
import Merge
import SeededNumbers
import TestSupport
import Wire

/// Fields 1 to 6 registers of every rule, 7 and 8 sets, 9 steps, 10 a counter.
func everyKind(_ field: Int) -> MergeKind? {
  switch field {
  case 1...6:
    let preference = RegisterRule.Preference.allCases[(field - 1) % 3]
    return .register(RegisterRule(isGuarded: field > 3, preference: preference))
  case 7: return .set(isGrowOnly: false)
  case 8: return .set(isGrowOnly: true)
  case 9: return .steps
  case 10: return .counter
  default: return nil
  }
}

/// A change with where it comes from.
struct Arrival {
  let origin: Origin
  let change: Change
}

extension Sample {
  /// Changes of one record by three authors, each having seen a part of the others.
  mutating func arrivals(_ count: Int) -> [Arrival] {
    let feeds = (0..<3).map { _ in FeedID(id()) }
    var heads = [UInt64](repeating: 0, count: 3)
    return (0..<count).map { _ in
      let author = numbers.below(3)
      let dots = (0..<3).map { Dot(feed: feeds[$0], seq: UInt64(numbers.below(Int(heads[$0]) + 1))) }
      heads[author] += 1
      let time = HybridTime(packed: numbers.next() >> UInt64(numbers.below(40)))
      // The user is left empty: packed states do not keep it, but for steps.
      let origin = Origin(
        dot: Dot(feed: feeds[author], seq: heads[author]), time: time, tier: numbers.pick(Tier.allCases), user: "")
      let fields = (1...10).filter { _ in numbers.chance(1, in: 3) }.map { FieldChange($0, fittingEdit($0)) }
      let seen = SeenVector(dots.filter { $0.seq > 0 })
      return Arrival(origin: origin, change: Change(type: "t", record: RecordID(.zero), seen: seen, fields: fields))
    }
  }

  private mutating func fittingEdit(_ field: Int) -> FieldEdit {
    switch field {
    case 7, 8:
      let keys = ["a", "b", "é", "e\u{301}"].filter { _ in numbers.chance(1, in: 2) }
      return .elements(add: keys.map { Value.Entry($0, value()) }, remove: [numbers.pick(["a", "c"])])
    case 9: return .steps([step()])
    case 10:
      return numbers.chance(1, in: 2) ? .increment(int()) : .increments((0..<numbers.below(3)).map { _ in increment() })
    default: return .write(value())
    }
  }
}

func merged(_ arrivals: [Arrival]) -> RecordState {
  var state = RecordState()
  for arrival in arrivals { state.applyChange(arrival.change, origin: arrival.origin, kind: everyKind) }
  return state
}

/// The columns of a store for a state: texts and numbers fit, whatever else does not.
struct Columns {
  let state: RecordState

  static func fits(_ field: Int, _ value: Value) -> Bool {
    switch value {
    case .text, .int: true
    default: false
    }
  }

  func column(_ field: Int) -> Value? {
    guard case .register(let register) = state[field], case .register(let rule) = everyKind(field) else { return nil }
    return register.shown(rule: rule).flatMap { Self.fits(field, $0.value) ? $0.value : nil }
  }

  var packed: [UInt8] { PackedState.encode(state, rule: everyKind, fits: Self.fits) }
}
