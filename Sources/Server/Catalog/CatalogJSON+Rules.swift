// Roles, areas, checks, conditions and deadlines of a record type as JSON.
import Catalog
import Merge

extension CatalogJSON {
  static func tiers(_ tiers: ClosedRange<Tier>) -> JSON {
    ["from": .text(tiers.upperBound.name), "to": .text(tiers.lowerBound.name)]
  }

  static func object(_ role: Role) -> JSON {
    [
      "name": .text(role.name), "title": title(role.title), "tiers": tiers(role.tiers),
      "reads": names(role.reads), "reads_types": names(role.readsTypes),
      "hides": names(role.hides.map { "\($0.type).\($0.field)" }), "enters": names(role.enters),
      "carries": role.carries.map { carried($0) } ?? .null, "appoints": names(role.appoints),
      "appointed": .text(role.terms.appointed.rawValue), "excludes": names(role.excludes),
    ]
  }

  private static func carried(_ carried: Carried) -> JSON {
    ["types": names(carried.types), "days": .int(carried.days), "budget": .int(carried.budget)]
  }

  private static func names(_ names: [String]) -> JSON { .list(names.map { .text($0) }) }

  static func check(_ check: RecordCheck) -> JSON {
    ["check": .text(check.name), "fields": .list(check.fields.map { .text($0) })]
  }

  static func condition(_ condition: Condition) -> JSON {
    .object(
      test(condition.test) + [
        ("requires", .list(condition.requires.map { .text($0) })), ("tiers", tiers(condition.tiers)),
        ("needs_fields", .list(condition.needsFields.map { .text($0) })),
        ("needs_details", .list(condition.needsDetails.map { .text($0) })),
      ])
  }

  static func deadline(_ deadline: Deadline) -> JSON {
    var members: [(String, JSON)] = [
      ("name", .text(deadline.name)), ("title", title(deadline.title)), ("source", .text(deadline.source)),
    ]
    switch deadline.start {
    case .field(let field): members.append(("starts", ["field": .text(field)]))
    case .step(let step): members.append(("starts", ["step": .text(step)]))
    }
    if let span = deadline.span {
      let name = deadline.isBefore ? "before" : "within"
      members.append((name, .object([(span.unit.rawValue, .int(span.count))])))
    }
    switch deadline.end {
    case .field(let field): members.append(("ends", ["field": .text(field)]))
    case .steps(let steps): members.append(("ends", ["steps": .list(steps.map { .text($0) })]))
    }
    if let when = deadline.when { members.append(("when", .object(test(when)))) }
    return .object(members)
  }

  private static func test(_ test: FieldTest) -> [(String, JSON)] {
    [("field", .text(test.field)), ("is", .list(test.values.map { .value($0) }))]
  }
}
