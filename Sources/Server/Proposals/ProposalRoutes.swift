// What the rules say: proposals for a person to confirm, and deadlines that are due.
import Catalog
import FlightRecorder
import Hummingbird
import Merge
import Node
import Records
import Replica
import Rules
import Store

/// The routes `/rules`, `/proposals`, `/deadlines` and `/records/…/deadlines`.
///
/// A proposal carries all that `POST /records/<type>` takes, the id among it, so that whoever confirms it enters it as it is
/// and only once.
struct ProposalRoutes: Sendable {
  let node: Node

  /// How many rows one answer has at most.
  private static let rowsMax = 10_000

  var routes: [Route] {
    [
      Route(
        .get, "/rules", "The rules that propose, with what is set for them", access: .people, query: .only([]),
        answers: [.ok]
      ) { request, _ in try node.answer(request) { try rules() } },
      Route(
        .get, "/proposals", "What the rules propose to people", access: .people, query: .only(["on", "rule"]),
        answers: [.ok]
      ) { request, _ in try node.answer(request) { try proposals(request) } },
      Route(
        .get, "/deadlines", "Deadlines of all records, and how they stand", access: .people,
        query: .only(["on", "state", "type"]), answers: [.ok]
      ) { request, _ in try node.answer(request) { try deadlines(request) } },
      Route(
        .get, "/records/:type/:id/deadlines", "The deadlines of a record", access: .people, query: .only(["area"]),
        answers: [.ok, .notFound, .conflict]
      ) { request, context in try node.answer(request) { try deadlines(of: request, context) } },
    ]
  }

  private func rules() throws -> Response {
    let home = node.identity.area
    let settings = try node.read { try $0.examinedRecords([RuleParameters.recordType], catalog: node.catalog) }
    let parameters = RuleParameters(settings, home: home)
    return JSON.object([("rules", .list(Rule.all.map { ProposalJSON.rule($0, parameters) }))]).response()
  }

  private func proposals(_ request: Request) throws -> Response {
    let query = try ProposalQuery(request, today: Day(milliseconds: node.clock.now))
    let rules = try query.rules()
    let branch = try branch(Rule.types(read: rules), on: query.day)
    let (found, leftOut) = found(by: rules, in: branch)
    let shown = found.prefix(Self.rowsMax)
    let members: [(String, JSON)] = [
      ("on", .text(query.day.description)), ("area", .text(node.identity.area.code)), ("count", .count(found.count)),
      ("proposals", .list(shown.map(\.json))), ("left_out", .list(leftOut.map { .text($0) })),
    ]
    return JSON.object(members + (try places(shown.map(\.area)))).response()
  }

  /// What the places in an answer are called.
  private func places(_ areas: [Area]) throws -> [(String, JSON)] {
    try node.read { try node.places(of: areas, in: $0) }
  }

  /// A row of an answer and the place it is about.
  private typealias Row = (area: Area, json: JSON)

  /// What the rules find, and the rules that are left out because looking has ended the process.
  private func found(by rules: [Rule], in branch: ExaminedBranch) -> (proposals: [Row], leftOut: [String]) {
    var (found, leftOut): ([Row], [String]) = ([], [])
    for rule in rules {
      let looking = Node.duty("rule \(rule.name)")
      if node.store.shelf.holds(looking) {
        leftOut.append(rule.name)
      } else {
        node.noting(looking) {
          found += rule.proposals(in: branch).map { ($0.area, ProposalJSON.proposal($0, rule: rule)) }
        }
      }
    }
    return (found, leftOut)
  }

  private func deadlines(_ request: Request) throws -> Response {
    let query = try ProposalQuery(request, today: Day(milliseconds: node.clock.now))
    let types = try query.types(of: node.catalog)
    let branch = try branch(types.map(\.name), on: query.day)
    let rows = types.flatMap { type in
      branch.records(type.name).flatMap { record in
        ProposalJSON.deadlines(of: record, type: type, in: branch)
          .filter { query.state == nil || $0.state == query.state }
          .map { row -> Row in
            let head: [(String, JSON)] = [
              ("type", .text(type.name)), ("id", .text(record.id.description)), ("area", .text(record.area.code)),
            ]
            return (record.area, .object(head + row.members))
          }
      }
    }
    let shown = rows.prefix(Self.rowsMax)
    let members: [(String, JSON)] = [
      ("on", .text(query.day.description)), ("count", .count(rows.count)), ("deadlines", .list(shown.map(\.json))),
    ]
    return JSON.object(members + (try places(shown.map(\.area)))).response()
  }

  private func deadlines(of request: Request, _ context: GridwardContext) throws -> Response {
    let place = try RecordPlace(request, context, catalog: node.catalog)
    let record = try node.read { try place.record(in: $0) }
    let branch = try branch([], on: Day(milliseconds: node.clock.now))
    let rows = ProposalJSON.deadlines(of: ExaminedRecord(record), type: place.type, in: branch)
    return JSON.object([("deadlines", .list(rows.map { .object($0.members) }))]).response()
  }

  private func branch(_ types: [String], on day: Day) throws -> ExaminedBranch {
    try node.read { reader in
      ExaminedBranch(
        home: node.identity.area, day: day, catalog: node.catalog,
        tables: try reader.codeTables(ExaminedBranch.codeTables, node.catalog),
        records: try reader.examinedRecords(types, catalog: node.catalog))
    }
  }
}

/// What a question to the rules is narrowed to.
private struct ProposalQuery {
  var day: Day
  var rule: String?
  var type: String?
  var state: DeadlineStanding.State?

  init(_ request: Request, today: Day) throws(Problem) {
    day = today
    for (name, value) in request.uri.queryParameters {
      switch name {
      case "on":
        guard let day = Day(value) else { throw Problem(.badRequest, "'on' is a day such as 2026-03-01.") }
        self.day = day
      case "state":
        guard let state = DeadlineStanding.State(rawValue: String(value)) else {
          let known = DeadlineStanding.State.allCases.map(\.rawValue).joined(separator: ", ")
          throw Problem(.badRequest, "'state' is one of \(known).")
        }
        self.state = state
      case "type": type = String(value)
      default: rule = String(value)
      }
    }
  }

  /// The types whose deadlines are asked for.
  func types(of catalog: Catalog) throws(Problem) -> [RecordType] {
    let all = catalog.types.filter { !$0.deadlines.isEmpty }
    guard let type else { return all }
    let found = all.filter { $0.name == type }
    guard found.isEmpty else { return found }
    let known = all.map(\.name).joined(separator: ", ")
    throw Problem(.badRequest, "'\(type)' is no record type with deadlines; such are \(known).")
  }

  func rules() throws(Problem) -> [Rule] {
    guard let rule else { return Rule.all }
    let found = Rule.all.filter { $0.name == rule }
    guard found.isEmpty else { return found }
    throw Problem(.badRequest, "There is no rule '\(rule)'; /rules lists them.")
  }
}
