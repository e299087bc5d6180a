// A record as the API shows it, made as a tree of members: what answers are held against.
import Catalog
import Merge
import Records
import Server
import Store
import Wire

/// Every member by its definition, each value made by itself.
struct RecordTree {
  let record: RecordView
  let marks: [FieldProblem]
  let authors: (Origin) -> String?

  var json: JSON {
    var members: [(String, JSON)] = [
      ("type", .text(record.type.name)), ("id", .text(record.id.description)), ("area", .text(record.area.code)),
      ("version", .text(record.state.version.text)),
    ]
    members += moment("created_at", record.state.created.milliseconds)
    members += moment("changed_at", record.state.changed.milliseconds)
    if let standing = record.standing {
      let title = record.type.lifecycle?.statuses.first { $0.name == standing.status }?.title
      members += [
        ("status", .text(standing.status)),
        ("status_title", title.map { ["zh": .text($0.zh), "en": .text($0.en)] } ?? .null),
        ("round", .int(standing.round)), ("open_round", .int(standing.openRound)),
      ]
    }
    members.append(("fields", .object(record.type.fields.map { ($0.name, .value(value(of: $0))) })))
    members.append(("concurrent", .list(record.type.fields.flatMap { hidden(in: $0) })))
    if !marks.isEmpty { members.append(("marks", .list(marks.map { mark($0) }))) }
    return .object(members)
  }

  private func moment(_ name: String, _ milliseconds: Int64) -> [(String, JSON)] {
    [(name, .int(milliseconds)), ("\(name)_text", .text(Instant.text(milliseconds)))]
  }

  private func value(of field: Field) -> Value {
    switch (field.kind, record.state.fields.first { $0.number == field.number }?.state) {
    case (.register(let rule), .register(let register)?):
      guard let write = register.shown(rule: rule) else { return .null }
      return field.value == .any || Column(field).holds(write.value) ? write.value : .null
    case (.set, .set(let set)?):
      return .list(set.present.map { .sorted([("value", $0.value), ("key", .text($0.key))]) })
    case (.steps, .steps(let steps)?): return .list(steps.chronological.map { fact($0) })
    case (.counter, .counter(let counter)?): return .int(counter.total)
    case (.counter, _): return .int(0)
    case (.register, _): return .null
    default: return .list([])
    }
  }

  private func fact(_ fact: Fact) -> Value {
    var entries: [(String, Value)] = [
      ("id", .text(fact.step.id.description)), ("step", .text(fact.step.kind)), ("round", .int(fact.step.round)),
      ("user", .text(fact.origin.user)), ("tier", .text(fact.origin.tier.name)),
      ("at", .int(fact.origin.time.milliseconds)), ("details", fact.step.details),
    ]
    if case .ineffective(let reason)? = record.standing?.outcome(of: fact) {
      entries.append(("no_effect", .text(reason.rawValue)))
    }
    return .sorted(entries)
  }

  private func hidden(in field: Field) -> [JSON] {
    guard case .register(let register)? = record.state.fields.first(where: { $0.number == field.number })?.state else {
      return []
    }
    return Shown.hidden(in: register, of: field).map { write in
      .object(
        [
          ("field", .text(field.name)), ("value", .value(write.value)), ("tier", .text(write.origin.tier.name)),
          ("user", authors(write.origin).map { .text($0) } ?? .null),
        ] + moment("time", write.origin.time.milliseconds) + [
          ("feed", .text(write.origin.dot.feed.description)), ("seq", .int(Int64(clamping: write.origin.dot.seq))),
        ])
    }
  }

  private func mark(_ problem: FieldProblem) -> JSON {
    var members: [(String, JSON)] = [("field", .text(problem.field))]
    if let element = problem.element { members.append(("element", .text(element))) }
    return .object(members + [("code", .text(problem.code)), ("message", .text(problem.description))])
  }
}
