// The merge rules said once more, over the whole history at once, to check the incremental ones against.
import Merge

/// A write together with what its author had seen, or a removal, which has only that.
struct NaiveWrite {
  let origin: Origin
  let seen: SeenVector
  let value: Value?
}

enum Naive {
  /// The writes that stay: those no write of sufficient authority had seen, and that fewer than 64 of their own feed follow.
  static func remaining(_ all: [NaiveWrite], isGuarded: Bool) -> [NaiveWrite] {
    all.filter { old in
      old.value != nil
        && !all.contains { new in
          let saw = new.seen.dots.contains { $0.feed == old.origin.dot.feed && $0.seq >= old.origin.dot.seq }
          return saw && (!isGuarded || new.origin.tier.rawValue <= old.origin.tier.rawValue)
        }
        && Set(all.filter { $0.value != nil && isLater($0, than: old) }.map(\.origin.dot)).count < 64
    }
  }

  private static func isLater(_ new: NaiveWrite, than old: NaiveWrite) -> Bool {
    new.origin.dot.feed == old.origin.dot.feed && new.origin.dot.seq > old.origin.dot.seq
  }

  /// The one shown: sieves, each keeping only the best by one criterion.
  static func shown(_ all: [NaiveWrite], rule: RegisterRule) -> NaiveWrite? {
    var left = remaining(all, isGuarded: rule.isGuarded)
    if rule.isGuarded, let top = left.map(\.origin.tier).min() { left = left.filter { $0.origin.tier == top } }
    let values = left.compactMap(\.value)
    if rule.preference == .highest, let best = values.max() { left = left.filter { $0.value == best } }
    if rule.preference == .lowest, let best = values.filter({ $0 != .null }).min() {
      left = left.filter { $0.value == best }
    }
    if let last = left.map(\.origin.time).max() { left = left.filter { $0.origin.time == last } }
    return left.max { $0.origin.dot < $1.origin.dot }
  }

  static func writes(of field: Int, in history: [Told]) -> [NaiveWrite] {
    history.compactMap { told in
      guard case .write(let value) = told.edit(field) else { return nil }
      return NaiveWrite(origin: told.origin, seen: told.seen, value: value)
    }
  }

  /// The elements present, by key.
  static func present(of field: Int, in history: [Told], isGrowOnly: Bool) -> [Value.Entry] {
    // Keyed by bytes: Swift's equality of texts is not the wire's.
    var edits: [[UInt8]: (key: String, writes: [NaiveWrite])] = [:]
    for told in history {
      guard case .elements(let add, let remove) = told.edit(field) else { continue }
      for (key, value) in add.map({ ($0.key, Optional($0.value)) }) + (isGrowOnly ? [] : remove.map { ($0, nil) }) {
        let bytes = Array(key.utf8)
        if value == nil, add.contains(where: { Array($0.key.utf8) == bytes }) { continue }
        edits[bytes, default: (key, [])].writes.append(NaiveWrite(origin: told.origin, seen: told.seen, value: value))
      }
    }
    return edits.values.sorted { Value.precedes($0.key, $1.key) }.compactMap { element in
      shown(element.writes, rule: RegisterRule())?.value.map { Value.Entry(element.key, $0) }
    }
  }

  /// Each step once, under its earliest origin, by id.
  static func facts(of field: Int, in history: [Told]) -> [Fact] {
    let all = history.flatMap { told -> [Fact] in
      guard case .steps(let steps) = told.edit(field) else { return [] }
      return steps.map { Fact(step: $0, origin: told.origin) }
    }
    // What was done, in which round, in whose name, and whether a person has signed it.
    func key(_ fact: Fact) -> [String] {
      [
        "\(fact.step.id)", String(UInt64(bitPattern: fact.step.round), radix: 16), fact.origin.actor == nil ? "0" : "1",
        "\(fact.origin.tier.rawValue)", fact.step.kind, fact.origin.user,
      ]
    }
    return Dictionary(grouping: all, by: key).sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { same in
      same.value.min { ($0.origin.time, $0.origin.dot) < ($1.origin.time, $1.origin.dot) }
    }
  }

  /// Every increment without an id, and under each id the smallest amount.
  static func total(of field: Int, in history: [Told]) -> Int64 {
    let unnamed = history.map { told in if case .increment(let amount) = told.edit(field) { amount } else { Int64(0) } }
    let named = history.flatMap { told in
      if case .increments(let increments) = told.edit(field) { increments } else { [Increment]() }
    }
    let smallest = Dictionary(grouping: named, by: \.id).values.compactMap { $0.map(\.amount).min() }
    return (unnamed + smallest).reduce(0, &+)
  }
}
