// What a row shows of a merged state: the same values for a table's columns and for the records API.
package import Catalog
package import Merge

/// The shown value of each field, computed from the merged state alone.
package enum Shown {
  /// Where the record stands in its lifecycle; nil for a type without one.
  /// - Parameter isProved: whether the store has a root key, so that `by` of a step is asked.
  package static func standing(of state: RecordState, type: RecordType, isProved: Bool = false) -> Standing? {
    guard let lifecycle = type.lifecycle else { return nil }
    var steps = Steps()
    if case .steps(let stored)? = state[lifecycle.fieldNumber] { steps = stored }
    return lifecycle.standing(of: steps, signatures: Signatures(of: steps, isProved: isProved)) { name in
      guard let field = type.field(named: name), let held = state[field.number] else { return .null }
      // Of a set only whether it has an element is asked.
      if case .set(let set) = held { return set.present.isEmpty ? .null : .bool(true) }
      return value(of: held, field: field, standing: nil)
    }
  }

  /// A register's shown value, a set as a list of its elements, steps as a list of facts, a counter's total.
  ///
  /// A register whose shown value does not fit the field's kind of value shows null; the value itself is kept.
  package static func value(of state: FieldState?, field: Field, standing: Standing?) -> Value {
    switch (field.kind, state) {
    case (.register(let rule), .register(let register)?):
      guard let write = register.shown(rule: rule) else { return .null }
      return field.value == .any || Column(field).holds(write.value) ? write.value : .null
    case (.set, .set(let set)?): return .list(set.present.map(element))
    case (.steps, .steps(let steps)?): return .list(steps.chronological.map { fact($0, standing: standing) })
    case (.counter, .counter(let counter)?): return .int(counter.total)
    case (.set, _), (.steps, _): return .list([])
    case (.counter, _): return .int(0)
    default: return .null
    }
  }

  /// The values of a register that its column does not show: those that lost and, where the one that won is not of the
  /// field's kind, that one too.
  package static func hidden(in register: Register, of field: Field) -> [Write] {
    guard case .register(let rule) = field.kind, let shown = register.shown(rule: rule) else { return [] }
    let isInColumn = field.value == .any || Column(field).holds(shown.value)
    return isInColumn ? register.concurrent(rule: rule) : register.writes
  }

  private static func element(_ entry: Value.Entry) -> Value {
    .map([Value.Entry("key", .text(entry.key)), Value.Entry("value", entry.value)])
  }

  private static func fact(_ fact: Fact, standing: Standing?) -> Value {
    // In the order of a map's keys.
    var entries = [
      Value.Entry("at", .int(fact.origin.time.milliseconds)), Value.Entry("id", .text(fact.step.id.description)),
      Value.Entry("step", .text(fact.step.kind)), Value.Entry("tier", .text(fact.origin.tier.name)),
      Value.Entry("user", .text(fact.origin.user)), Value.Entry("round", .int(fact.step.round)),
      Value.Entry("details", fact.step.details),
    ]
    if case .ineffective(let reason)? = standing?.outcome(of: fact) {
      entries.append(Value.Entry("no_effect", .text(reason.rawValue)))
    }
    return .map(entries)
  }
}
