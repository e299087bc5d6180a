// Holding what a node shows against what the plain rules say.
import Catalog
import Merge
import Store

enum Oracle {
  struct Fault {
    let checker: String
    let text: String
    let record: RecordID?
  }

  /// The first difference between the records of one type and what they must be.
  /// - Parameters:
  ///   - views: the records as people get them, by id and area.
  ///   - rows: the same records as the table's columns have them.
  static func fault(
    _ type: RecordType, expected: [RecordKey: NaiveRecord], views: [RecordView], rows: [ViewRow]
  ) -> Fault? {
    let keys = expected.keys.filter { $0.type == type.name }.sorted()
    let shown = rows.map { RecordKey(type: type.name, id: $0.id, area: $0.area) }
    if keys != shown || views.count != rows.count {
      let odd = Set(keys).symmetricDifference(shown).min()
      let text =
        "\(type.name): \(keys.count) records expected, \(shown.count) shown; \(odd.map { "\($0)" } ?? "one twice")"
      return Fault(checker: AlwaysInformed.name, text: text, record: odd?.id)
    }
    for ((key, view), row) in zip(zip(keys, views), rows) {
      guard let record = expected[key] else { continue }
      if let difference = difference(record, view, row) {
        let text = "\(key) \(difference.field): expected \(difference.expected), shown \(difference.shown)"
        return Fault(checker: difference.checker, text: text, record: key.id)
      }
    }
    return nil
  }

  struct Difference {
    var checker = AlwaysInformed.name
    let field: String
    let expected: String
    let shown: String

    /// Nil when both are the same.
    init?<T: Equatable>(_ field: String, _ expected: T, _ shown: T, checker: String = AlwaysInformed.name) {
      if expected == shown { return nil }
      self.checker = checker
      self.field = field
      self.expected = "\(expected)"
      self.shown = "\(shown)"
    }
  }

  private static func difference(_ record: NaiveRecord, _ view: RecordView, _ row: ViewRow) -> Difference? {
    if let difference = Difference("version", record.version, view.state.version.dots) { return difference }
    let places = Dictionary(uniqueKeysWithValues: record.type.columns.enumerated().map { ($0.element, $0.offset) })
    func cell(_ column: String) -> Cell { places[column].map { row.cells[$0] } ?? .null }
    if let difference = Difference("created", Cell.int(record.created.milliseconds), cell("created_at"))
      ?? Difference("changed", Cell.int(record.changed.milliseconds), cell("changed_at"))
    {
      return difference
    }
    var hidden = 0
    for (field, value) in view.values {
      if let difference = self.difference(record, field, value, view, cell(field.name), &hidden) { return difference }
    }
    return Difference("conflicts", Cell.int(Int64(hidden)), cell("conflicts")) ?? standing(record, view, cell)
  }

  private static func difference(
    _ record: NaiveRecord, _ field: Field, _ value: Value, _ view: RecordView, _ cell: Cell, _ hidden: inout Int
  ) -> Difference? {
    switch field.kind {
    case .register(let rule): return register(record, field, rule, value, view, cell, &hidden)
    case .set(let isGrowOnly):
      let elements = record.elements(field, isGrowOnly: isGrowOnly).map { element in
        Value.sorted([("key", .text(element.key)), ("value", element.value)])
      }
      return Difference(field.name, Value.list(elements), value)
    case .steps:
      guard case .list(let shown) = value else { return Difference(field.name, "a list", "\(value)") }
      let ids = record.facts(field).map { Value.text($0.step.id.description) }.sorted()
      return Difference(field.name, ids, shown.compactMap { $0["id"] }.sorted())
    case .counter:
      return Difference(field.name, Cell.int(record.total(field)), cell)
    }
  }

  private static func register(
    _ record: NaiveRecord, _ field: Field, _ rule: RegisterRule, _ value: Value, _ view: RecordView, _ cell: Cell,
    _ hidden: inout Int
  ) -> Difference? {
    let checker = rule.isGuarded ? "AlwaysGuarded" : AlwaysInformed.name
    let remaining = record.remaining(field, rule)
    let best = NaiveRecord.shown(remaining, rule)
    let isInColumn = best.map { field.value == .any || column(of: $0.value, field) != nil } ?? true
    let others = remaining.filter { !isInColumn || $0.origin.dot != best?.origin.dot && $0.value != best?.value }
      .sorted { $0.origin.dot < $1.origin.dot }
    hidden += others.count
    let shownOthers = view.concurrent.first { $0.field.number == field.number }?.writes ?? []
    let expected = isInColumn ? best?.value ?? .null : .null
    if let difference = Difference(field.name, expected, value, checker: checker)
      ?? Difference("\(field.name) beside", others.map(Self.told), shownOthers.map(Self.told), checker: checker)
    {
      return difference
    }
    guard field.value != .any else { return nil }
    return Difference("\(field.name) as a column", column(of: expected, field) ?? .null, cell, checker: checker)
  }

  /// A write in words. Merged registers keep no names of users.
  private static func told(_ write: Write) -> String {
    let origin = write.origin
    return "\(write.value) by \(origin.tier.name) at \(origin.time.packed) in \(origin.dot.feed) \(origin.dot.seq)"
  }

  /// What the column of a register holds for a value; nil when it cannot hold it.
  private static func column(of value: Value, _ field: Field) -> Cell? {
    switch (field.value, value) {
    case (.text, .text(let text)): .text(text)
    case (.integer, .int(let int)): .int(int)
    case (.boolean, .bool(let bool)): .int(bool ? 1 : 0)
    case (.bytes, .bytes(let bytes)): .blob(bytes)
    case (.any, _): nil
    case (_, .null): .null
    default: nil
    }
  }

  private static func standing(_ record: NaiveRecord, _ view: RecordView, _ cell: (String) -> Cell) -> Difference? {
    guard let lifecycle = record.type.lifecycle, let field = record.type.field(named: lifecycle.field) else {
      return nil
    }
    let checker = "AlwaysAuthorised"
    let facts = record.facts(field)
    let naive = NaiveLifecycle(lifecycle, facts: facts, isProved: view.isProved) { name in
      guard let field = record.type.field(named: name) else { return .null }
      if case .set(let isGrowOnly) = field.kind {
        return record.elements(field, isGrowOnly: isGrowOnly).isEmpty ? .null : .bool(true)
      }
      return record.shown(field)
    }
    for (index, fact) in facts.enumerated() {
      let outcome = naive.reason(index).map { Standing.Outcome.ineffective(reason: $0) } ?? .effective
      let shown = view.standing?.outcome(of: fact)
      let name = "\(fact.step.kind) by \(fact.origin.user) in round \(fact.step.round)"
      if let difference = Difference(name, outcome, shown, checker: checker) { return difference }
    }
    return Difference("open round", naive.openRound, view.standing?.openRound, checker: checker)
      ?? Difference("status", Cell.text(naive.status), cell("status"), checker: checker)
      ?? Difference("round", Cell.int(naive.round), cell("round"), checker: checker)
  }
}
