// Record types as JSON.
import Catalog
import Merge

enum CatalogJSON {
  static func title(_ title: Title) -> JSON { ["zh": .text(title.zh), "en": .text(title.en)] }

  private static func title(_ title: Title?) -> JSON { title.map { Self.title($0) } ?? .null }

  static func object(_ recordClass: RecordClass) -> JSON {
    .object([("title", title(recordClass.title))] + members(recordClass.feed))
  }

  private static func members(_ feedClass: FeedClass) -> [(String, JSON)] {
    [
      ("name", .text(feedClass.name)), ("rises", .text(feedClass.rises?.name)), ("falls", .text(feedClass.falls?.name)),
      ("priority", .text(feedClass.priority.name)),
    ]
  }

  static func summary(_ type: RecordType) -> [(String, JSON)] {
    [
      ("name", .text(type.name)), ("title", title(type.title)), ("help", title(type.help)),
      ("class", .object(members(type.class))), ("origin", .text(type.origin.rawValue)),
      ("writers", .text(type.writers.rawValue)),
    ]
  }

  static func object(_ type: RecordType) -> JSON {
    .object(
      summary(type) + [
        ("fields", .list(type.fields.map { field($0) })),
        ("searched", .list(type.searched.map { .text($0.name) })), ("areas", tiers(type.areas)),
        ("checks", .list(type.checks.map { check($0) })),
        ("deadlines", .list(type.deadlines.map { deadline($0) })),
        ("lifecycle", type.lifecycle.map { lifecycle($0) } ?? .null),
      ])
  }

  private static func field(_ field: Field) -> JSON {
    var members: [(String, JSON)] = [("number", .count(field.number)), ("name", .text(field.name))]
    members += kind(field.kind)
    members += [("value", .text(field.value.rawValue)), ("title", title(field.title)), ("help", title(field.help))]
    if field.isRequired { members.append(("required", .bool(true))) }
    if let max = field.limits.lengthMax { members.append(("length_max", .count(max))) }
    if let range = field.limits.range {
      members.append(("range", [.int(range.lowerBound), .int(range.upperBound)]))
    }
    if let unit = field.unit { members.append(("unit", .text(unit))) }
    if field.isEndOfDay { members.append(("day", "end")) }
    if let check = field.check {
      members.append(("check", ["name": .text(check.rawValue), "form": title(check.form)]))
    }
    if let table = field.codeTable { members.append(("code_table", .text(table))) }
    if let listing = field.listed { members.append(("listed", .text(listing.rawValue))) }
    if let type = field.refersTo { members.append(("refers_to", .text(type))) }
    if !field.codes.isEmpty {
      members.append(("codes", .list(field.codes.map { ["code": .value($0.value), "title": title($0.title)] })))
    }
    return .object(members)
  }

  private static func kind(_ kind: MergeKind) -> [(String, JSON)] {
    switch kind {
    case .register(let rule):
      [
        ("kind", "register"), ("guarded", .bool(rule.isGuarded)), ("prefer", .text(rule.preference.rawValue)),
      ]
    case .set(let isGrowOnly): [("kind", "set"), ("grow_only", .bool(isGrowOnly))]
    case .steps: [("kind", "steps")]
    case .counter: [("kind", "counter")]
    }
  }

  private static func lifecycle(_ lifecycle: Lifecycle) -> JSON {
    [
      "field": .text(lifecycle.field), "initial": .text(lifecycle.initial),
      "statuses": .list(lifecycle.statuses.map { ["name": .text($0.name), "title": title($0.title)] }),
      "at_rest": .list(lifecycle.atRest.map { .text($0) }),
      "steps": .list(lifecycle.steps.map { step($0) }),
    ]
  }

  private static func step(_ step: StepKind) -> JSON {
    [
      "name": .text(step.name), "title": title(step.title), "help": title(step.help), "status": .text(step.status),
      "requires": .list(step.requires.map { .text($0) }),
      "tiers": tiers(step.tiers), "by": .list(step.by.map { .text($0) }),
      "needs_fields": .list(step.needsFields.map { .text($0) }),
      "needs_details": .list(step.needsDetails.map { .text($0) }),
      "confirms": .list(step.confirms.map { .text($0) }),
      "by_other_than": .text(step.byOtherThan), "by_higher_than": .text(step.byHigherThan),
      "when": .list(step.when.map { condition($0) }), "ends_round": .bool(step.endsRound),
    ]
  }
}
