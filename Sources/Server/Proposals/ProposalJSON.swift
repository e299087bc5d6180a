// Rules, proposals and deadlines as JSON.
import Catalog
import Merge
import Records
import Rules

enum ProposalJSON {
  static func rule(_ rule: Rule, _ parameters: RuleParameters) -> JSON {
    [
      "name": .text(rule.name), "title": CatalogJSON.title(rule.title), "source": .text(rule.source),
      "reads": .list(rule.reads.map { .text($0) }),
      "parameters": .list(
        rule.parameters.map { parameter in
          [
            "name": .text(parameter.name), "unit": .text(parameter.unit), "shipped": .int(parameter.value),
            "value": .int(parameters.value(of: parameter, in: rule.name)),
          ]
        }),
    ]
  }

  static func proposal(_ proposal: Proposal, rule: Rule) -> JSON {
    [
      "rule": .text(proposal.rule), "title": CatalogJSON.title(rule.title), "source": .text(rule.source),
      "why": CatalogJSON.title(proposal.why), "type": .text(proposal.type), "id": .text(proposal.id.description),
      "area": .text(proposal.area.code), "fields": .object(proposal.fields.map { ($0.key, .value($0.value)) }),
      "grounds": .list(
        proposal.grounds.map { ["type": .text($0.type), "id": .text($0.id.description)] }),
    ]
  }

  static func members(_ standing: DeadlineStanding) -> [(String, JSON)] {
    [
      ("deadline", .text(standing.deadline.name)), ("title", CatalogJSON.title(standing.deadline.title)),
      ("source", .text(standing.deadline.source)), ("state", .text(standing.state.rawValue)),
    ] + Instant.members("due", standing.due) + Instant.members("done", standing.done) + [
      ("is_certain", .bool(standing.isCertain))
    ]
  }

  /// One deadline among those of many records.
  static func deadline(_ row: DatedStanding) -> JSON {
    .object(
      [
        ("type", .text(row.type)), ("id", .text(row.id.description)), ("area", .text(row.area.code)),
      ] + members(row.standing))
  }
}
