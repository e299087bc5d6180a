// The register: a causal multi-value with a rule for which value is shown.
//
// Why it converges. The state after any set of writes is a function of that set alone: `context[t]` are the largest of the
// seen vectors of all writes by authority t, which say what their join says (`SeenVectors.swift`), and `writes` are exactly
// those whose dot no context of sufficient authority covers, of each feed the last few. Contexts hang on neither order nor
// repetition, and a write is kept or dropped by the final contexts, whichever came first. A context outlives the write that
// brought it, so a write that arrives after its successor's successor is still known to be superseded, and no causal
// delivery is needed.
//
// Why only the last few of a feed can be kept. A feed has one authority, and a context covers its writes up to a number: what
// remains of a feed is all of it beyond some number, whatever the contexts are. Keeping the largest numbers and dropping
// what lies below a number commute. A write that has given way to later ones of its feed has them above itself for good,
// and what is above it is covered only where it is covered too: it never comes back, and nothing of it need be kept.

/// How a register settles concurrent writes.
package struct RegisterRule: Hashable, Sendable {
  package enum Preference: String, Sendable, CaseIterable { case latest, highest, lowest }

  /// Whether authority counts: a lower tier's write never supersedes a higher tier's.
  package let isGuarded: Bool
  package let preference: Preference

  package init(isGuarded: Bool = false, preference: Preference = .latest) {
    self.isGuarded = isGuarded
    self.preference = preference
  }
}

/// One write that nothing known supersedes.
package struct Write: Hashable, Sendable {
  package let origin: Origin
  package let value: Value

  package init(origin: Origin, value: Value) {
    self.origin = origin
    self.value = value
  }
}

/// The merged state of one register.
/// - Invariant: `writes` is sorted by dot; no write in it is covered by a context of sufficient authority, and no feed has
///   more than `writesPerFeedMax`.
package struct Register: Hashable, Sendable {
  package internal(set) var writes: [Write] = []
  /// What writes of each authority had seen, highest tier first. An unguarded register keeps one context, at `.country`.
  package internal(set) var contexts: [Context] = []

  package struct Context: Hashable, Sendable {
    package let tier: Tier
    package var seen: SeenVectors

    package init(tier: Tier, seen: SeenVectors) {
      self.tier = tier
      self.seen = seen
    }
  }

  /// The most writes of one feed that can remain: so many people at one node may write without having seen one another, and a
  /// feed that claims more makes no register larger.
  package static let writesPerFeedMax = 64

  package init() {}

  /// Restores a register from its stored parts.
  package init(writes: [Write], contexts: [Context]) {
    self.writes = writes
    self.contexts = contexts
  }

  /// Merges one write. Applying it again changes nothing.
  package mutating func applyWrite(_ write: Write, seen: SeenVector, rule: RegisterRule) {
    var arriving = ArrivingVector(seen)
    applyWrite(write, seen: &arriving, rule: rule)
  }

  mutating func applyWrite(_ write: Write, seen: inout ArrivingVector, rule: RegisterRule) {
    supersede(&seen, by: write.origin.tier, rule: rule)
    let index = place(of: write.origin.dot)
    if index < writes.count, writes[index].origin.dot == write.origin.dot { return }
    if Self.isSuperseded(write, by: contexts, rule: rule) { return }
    writes.insert(write, at: index)
    let feed = write.origin.dot.feed
    let (first, end) = (place(of: Dot(feed: feed, seq: 0)), place(of: Dot(feed: feed, seq: .max)))
    if end - first > Self.writesPerFeedMax { writes.remove(at: first) }
  }

  /// Where the write of a dot stands or would stand.
  private func place(of dot: Dot) -> Int {
    var (low, high) = (0, writes.count)
    while low < high {
      let middle = (low + high) / 2
      if writes[middle].origin.dot < dot { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Drops what a writer of `tier` had seen, now and for whatever of it arrives later.
  mutating func supersede(_ arriving: inout ArrivingVector, by tier: Tier, rule: RegisterRule) {
    let seen = arriving.seen
    if seen.isEmpty { return }
    let authority = rule.isGuarded ? tier : .country
    let index = contexts.firstIndex { $0.tier >= authority } ?? contexts.count
    if index < contexts.count, contexts[index].tier == authority {
      // What somebody of this authority had seen is gone already.
      guard contexts[index].seen.include(&arriving) else { return }
    } else {
      contexts.insert(Context(tier: authority, seen: arriving.alone), at: index)
    }
    writes.removeAll { (!rule.isGuarded || authority <= $0.origin.tier) && seen.covers($0.origin.dot) }
  }

  private static func isSuperseded(_ write: Write, by contexts: [Context], rule: RegisterRule) -> Bool {
    contexts.contains { context in
      (!rule.isGuarded || context.tier <= write.origin.tier) && context.seen.covers(write.origin.dot)
    }
  }

  /// Drops the writes of which somebody had seen another copy.
  /// - Parameter repeats: the commits that bring one and the same action, for each such action.
  mutating func dropSeen(in repeats: [[Dot]], rule: RegisterRule) {
    if contexts.isEmpty { return }
    writes.removeAll { write in
      guard let copies = repeats.first(where: { $0.contains(write.origin.dot) }) else { return false }
      return contexts.contains { context in
        (!rule.isGuarded || context.tier <= write.origin.tier) && copies.contains { context.seen.covers($0) }
      }
    }
  }

  /// The write that is shown; nil when there is none.
  package func shown(rule: RegisterRule) -> Write? {
    writes.count == 1 ? writes[0] : writes.max { Self.yields($0, to: $1, rule: rule) }
  }

  /// The other writes that say something else, which a person can settle, in dot order. One thing said twice is no conflict.
  package func concurrent(rule: RegisterRule) -> [Write] {
    guard writes.count > 1, let shown = shown(rule: rule) else { return [] }
    return writes.filter { $0.origin.dot != shown.origin.dot && $0.value != shown.value }
  }

  /// Whether `left` gives way to `right`: by authority, then preference, then time, then feed and number.
  private static func yields(_ left: Write, to right: Write, rule: RegisterRule) -> Bool {
    if rule.isGuarded, left.origin.tier != right.origin.tier { return left.origin.tier > right.origin.tier }
    switch rule.preference {
    case .highest where left.value != right.value: return left.value < right.value
    // An emptied field states nothing: it never wins by being the least of all values.
    case .lowest where left.value != right.value:
      return left.value == .null || (right.value != .null && right.value < left.value)
    default: break
    }
    if left.origin.time != right.origin.time { return left.origin.time < right.origin.time }
    return left.origin.dot < right.origin.dot
  }
}
