// The merge rules of the protocol once more, as directly as they can be said: what the real merge is held against.
import Catalog
import Merge
import Wire

/// One record as a plain function of the set of changes to it.
///
/// Nothing here is incremental and nothing is shared with the shipped merge but the data types: every answer looks at all
/// changes again.
/// - Source: protocol §4.1 to §4.5.
struct NaiveRecord {
  struct Contribution {
    let commit: KnownCommit
    let change: Change
    /// What a signed commit comes to; nil for an unsigned one.
    let action: NaiveAction?

    var origin: Origin { action?.origin ?? commit.origin }
    /// The commits that say the same thing, signed once.
    var copies: [Dot] { action?.copies ?? [commit.dot] }
  }

  let type: RecordType
  var contributions: [Contribution] = []

  /// One edit of one field with what its writer had seen.
  private struct Edit {
    let origin: Origin
    let seen: SeenVector
    let edit: FieldEdit
    let copies: [Dot]
    /// Whether an earlier commit brings the same action.
    let isRepeat: Bool
  }

  private func edits(of field: Field) -> [Edit] {
    var named: [FeedID: Int] = [:]
    return contributions.sorted { $0.commit.dot < $1.commit.dot }.flatMap { part in
      part.change.fields.filter { $0.field == field.number }.map { change in
        let edit = Self.counted(change.edit, in: field, after: &named[part.commit.dot.feed, default: 0])
        return Edit(
          origin: part.origin, seen: part.change.seen, edit: edit, copies: part.copies,
          isRepeat: part.action?.isRepeat ?? false)
      }
    }
  }

  /// What of an edit counts, after what its feed has named in the field before weighed so much.
  private static func counted(_ edit: FieldEdit, in field: Field, after named: inout Int) -> FieldEdit {
    switch (field.kind, edit) {
    case (.set, .elements(let add, let remove)):
      let added = add.filter { fits(.list([.text($0.key), $0.value]), after: &named) }
      return .elements(add: added, remove: remove.filter { fits(.text($0), after: &named) })
    case (.steps, .steps(let steps)):
      return .steps(
        steps.filter {
          let id = Value.bytes($0.id.raw.bytes)
          return fits(.list([id, .text($0.kind), .int($0.round), $0.details]), min: 16, after: &named)
        })
    case (.counter, .increments(let increments)):
      return .increments(
        increments.filter { fits(.list([.bytes($0.id.raw.bytes), .int($0.amount)]), after: &named) })
    default: return edit
    }
  }

  /// Whether all that a feed has named up to and with this item weighs no more than its share: then never again.
  private static func fits(_ item: Value, min: Int = 1, after named: inout Int) -> Bool {
    var writer = CBORWriter()
    writer.value(item)
    named += max(min, (writer.bytes.count + 63) / 64)
    return named <= 65_536
  }

  private static func covers(_ seen: SeenVector, _ dot: Dot) -> Bool {
    seen.dots.contains { $0.feed == dot.feed && $0.seq >= dot.seq }
  }

  // MARK: The record

  /// For each feed the last change of it, by feed.
  var version: [Dot] {
    let dots = contributions.map(\.commit.dot)
    return dots.filter { dot in !dots.contains { $0.feed == dot.feed && $0.seq > dot.seq } }.sorted()
  }

  var created: HybridTime { contributions.map(\.commit.time).min() ?? .zero }
  var changed: HybridTime { contributions.map(\.commit.time).max() ?? .zero }

  // MARK: Registers

  /// The writes that no other write of sufficient authority had seen, in no order; of each feed the last 64.
  func remaining(_ field: Field, _ rule: RegisterRule) -> [Write] {
    let edits = edits(of: field)
    let left = edits.compactMap { edit -> Write? in
      guard case .write(let value) = edit.edit else { return nil }
      let isSuperseded = edits.contains { other in
        guard case .write = other.edit, edit.copies.contains(where: { Self.covers(other.seen, $0) }) else {
          return false
        }
        return !rule.isGuarded || other.origin.tier.rawValue <= edit.origin.tier.rawValue
      }
      return isSuperseded ? nil : Write(origin: edit.origin, value: value)
    }
    return Self.lastOfFeeds(left)
  }

  private static func lastOfFeeds(_ writes: [Write]) -> [Write] {
    Dictionary(grouping: writes, by: \.origin.dot.feed).values.flatMap { ofFeed in
      ofFeed.sorted { $0.origin.dot.seq < $1.origin.dot.seq }.suffix(64)
    }
  }

  /// The one of them that is shown: each rule in turn narrows what the one before left.
  static func shown(_ remaining: [Write], _ rule: RegisterRule) -> Write? {
    var left = remaining
    if rule.isGuarded, let highest = left.map(\.origin.tier.rawValue).min() {
      left = left.filter { $0.origin.tier.rawValue == highest }
    }
    if rule.preference == .highest, let most = left.map(\.value).max() { left = left.filter { $0.value == most } }
    let stated = left.filter { $0.value != .null }
    if rule.preference == .lowest, let least = stated.map(\.value).min() { left = stated.filter { $0.value == least } }
    return latest(left)
  }

  /// What a register or a counter shows; null where the value is not of the field's kind.
  func shown(_ field: Field) -> Value {
    switch field.kind {
    case .register(let rule):
      guard let value = Self.shown(remaining(field, rule), rule)?.value else { return .null }
      switch (field.value, value) {
      case (.any, _), (.text, .text), (.integer, .int), (.boolean, .bool), (.bytes, .bytes): return value
      default: return .null
      }
    case .counter: return .int(total(field))
    case .set, .steps: return .null
    }
  }

  private static func latest(_ writes: [Write]) -> Write? {
    guard let time = writes.map(\.origin.time).max() else { return nil }
    let last = writes.filter { $0.origin.time == time }
    guard let dot = last.map(\.origin.dot).max() else { return nil }
    return last.first { $0.origin.dot == dot }
  }

  // MARK: Sets

  /// The elements that are present, by key as in the encoding: shorter first, then bytewise.
  func elements(_ field: Field, isGrowOnly: Bool) -> [Value.Entry] {
    let edits = edits(of: field)
    var keys: Set<[UInt8]> = []
    for case .elements(let add, _) in edits.map(\.edit) { keys.formUnion(add.map { Array($0.key.utf8) }) }
    let order = keys.sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count < $1.count }
    return order.compactMap { Self.element($0, edits, isGrowOnly: isGrowOnly) }
  }

  private static func element(_ key: [UInt8], _ edits: [Edit], isGrowOnly: Bool) -> Value.Entry? {
    let additions = edits.compactMap { edit -> (write: Write, seen: SeenVector, copies: [Dot])? in
      guard case .elements(let add, _) = edit.edit, let first = add.first(where: { Array($0.key.utf8) == key }) else {
        return nil
      }
      return (Write(origin: edit.origin, value: first.value), edit.seen, edit.copies)
    }
    let removals = edits.filter { edit in
      guard case .elements(_, let remove) = edit.edit else { return false }
      return !isGrowOnly && remove.contains { Array($0.utf8) == key }
    }
    let seen = additions.map(\.seen) + removals.map(\.seen)
    let present = additions.filter { addition in
      !seen.contains { vector in addition.copies.contains { covers(vector, $0) } }
    }.map(\.write)
    return latest(lastOfFeeds(present)).map { Value.Entry(String(decoding: key, as: UTF8.self), $0.value) }
  }

  // MARK: Steps and counters

  /// The facts, each once for what was done and in whose name: the earliest stands.
  func facts(_ field: Field) -> [Fact] {
    var facts: [[String]: Fact] = [:]
    for edit in edits(of: field) {
      guard case .steps(let steps) = edit.edit else { continue }
      var known: Set<[String]> = []
      for step in steps {
        let key = Self.name(of: step, edit.origin)
        guard known.insert(key).inserted else { continue }
        let held = facts[key]?.origin
        let isEarlier = held.map { ($0.time, $0.dot) > (edit.origin.time, edit.origin.dot) } ?? true
        if isEarlier { facts[key] = Fact(step: step, origin: edit.origin) }
      }
    }
    return facts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  private static func name(of step: Step, _ origin: Origin) -> [String] {
    let signed = origin.actor == nil ? "nobody signed" : "signed"
    return [step.id.description, step.kind, "\(step.round)", signed, origin.tier.name, origin.user]
  }

  /// Every increment, those with ids once for each id: the smallest.
  func total(_ field: Field) -> Int64 {
    var total: Int64 = 0
    var named: [IncrementID: Int64] = [:]
    for edit in edits(of: field) {
      switch edit.edit {
      case .increment(let amount): if !edit.isRepeat { total &+= amount }
      case .increments(let increments):
        for increment in increments {
          named[increment.id] = min(increment.amount, named[increment.id] ?? increment.amount)
        }
      default: continue
      }
    }
    return named.values.reduce(total, &+)
  }
}
