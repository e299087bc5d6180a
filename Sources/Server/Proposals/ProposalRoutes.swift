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
  let users: UserSource

  /// How many rows one answer has at most.
  private static let rowsMax = 10_000

  var routes: [Route] {
    [
      Route(
        .get, "/rules", "The rules that propose, with what is set for them", access: .people, query: .only([]),
        answers: [.ok]
      ) { request, context in try await answer(request, context, Self.later) { try rules(in: $0) } },
      Route(
        .get, "/proposals", "What the rules propose to people", access: .people, query: .only(["on", "rule"]),
        answers: [.ok]
      ) { request, context in
        try await answer(request, context, "Ask for one rule, as in '?rule=order_defied'; /rules lists them.") {
          try proposals(request, in: $0)
        }
      },
      Route(
        .get, "/deadlines", "Deadlines of all records, and how they stand", access: .people,
        query: .only(["on", "state", "type"]), answers: [.ok]
      ) { request, context in
        try await answer(request, context, "Ask for one type of record, as in '?type=hazard'.") {
          try deadlines(request, in: $0)
        }
      },
      Route(
        .get, "/records/:type/:id/deadlines", "The deadlines of a record", access: .people, query: .only(["area"]),
        answers: [.ok, .notFound, .conflict]
      ) { request, context in
        try await answer(request, context, Self.later) { try deadlines(of: request, context, in: $0) }
      },
    ]
  }

  private static let later = "The node has much to do; ask again later."

  /// - Parameter hint: how it could be asked narrower.
  private func answer(
    _ request: Request, _ context: GridwardContext, _ hint: String,
    _ body: @escaping @Sendable (StoreReader) throws -> Response
  ) async throws -> Response {
    try await node.answer(request, context, to: users.caller(of: request, context), orNarrower: hint, body)
  }

  private func rules(in reader: StoreReader) throws -> Response {
    let home = node.identity.area
    let settings = try reader.examinedRecords([RuleParameters.recordType], catalog: node.catalog)
    let parameters = RuleParameters(settings, home: home)
    return JSON.object([("rules", .list(Rule.all.map { ProposalJSON.rule($0, parameters) }))]).response()
  }

  private func proposals(_ request: Request, in reader: StoreReader) throws -> Response {
    let query = try ProposalQuery(request, today: Day(milliseconds: node.clock.now))
    let rules = try query.rules()
    let branch = try branch(Rule.types(read: rules), on: query.day, in: reader)
    let (found, leftOut) = try found(by: rules, in: branch, reader)
    let members: [(String, JSON)] = [
      ("on", .text(query.day.description)), ("area", .text(node.identity.area.code)), ("count", .count(found.count)),
      ("proposals", .list(found.rows.map(\.json))), ("left_out", .list(leftOut.map { .text($0) })),
    ]
    return JSON.object(members + (try node.places(of: found.rows.map(\.area), in: reader))).response()
  }

  /// The rows of an answer, each with the place it is about, and how many there are: only those that are shown are kept.
  private struct Found {
    private(set) var rows: [(area: Area, json: JSON)] = []
    private(set) var count = 0

    mutating func add(_ area: Area, _ json: @autoclosure () -> JSON) {
      count += 1
      if rows.count < rowsMax { rows.append((area, json())) }
    }
  }

  /// What the rules find, and the rules that are left out because looking has ended the process.
  private func found(
    by rules: [Rule], in branch: ExaminedBranch, _ reader: StoreReader
  ) throws -> (proposals: Found, leftOut: [String]) {
    var (found, leftOut) = (Found(), [String]())
    for rule in rules {
      try reader.checkDeadline()
      let looking = Node.duty("rule \(rule.name)")
      if node.store.shelf.holds(looking) {
        leftOut.append(rule.name)
      } else {
        node.noting(looking) {
          for proposal in rule.proposals(in: branch) {
            found.add(proposal.area, ProposalJSON.proposal(proposal, rule: rule))
          }
        }
      }
    }
    return (found, leftOut)
  }

  private func deadlines(_ request: Request, in reader: StoreReader) throws -> Response {
    let query = try ProposalQuery(request, today: Day(milliseconds: node.clock.now))
    let types = try query.types(of: node.catalog)
    let branch = try branch(types.map(\.name), on: query.day, in: reader)
    let found = try deadlines(of: types, in: branch, state: query.state, checking: reader.deadlineCheck())
    let members: [(String, JSON)] = [
      ("on", .text(query.day.description)), ("count", .count(found.count)),
      ("deadlines", .list(found.rows.map(\.json))),
    ]
    return JSON.object(members + (try node.places(of: found.rows.map(\.area), in: reader))).response()
  }

  private func deadlines(
    of types: [RecordType], in branch: ExaminedBranch, state: DeadlineStanding.State?, checking: () throws -> Void
  ) throws -> Found {
    var found = Found()
    for type in types {
      for record in branch.records(type.name) {
        try checking()
        for row in ProposalJSON.deadlines(of: record, type: type, in: branch)
        where state == nil || row.state == state {
          let head: [(String, JSON)] = [
            ("type", .text(type.name)), ("id", .text(record.id.description)), ("area", .text(record.area.code)),
          ]
          found.add(record.area, .object(head + row.members))
        }
      }
    }
    return found
  }

  private func deadlines(
    of request: Request, _ context: GridwardContext, in reader: StoreReader
  ) throws -> Response {
    let place = try RecordPlace(request, context, catalog: node.catalog)
    let record = try place.record(in: reader)
    let branch = try branch([], on: Day(milliseconds: node.clock.now), in: reader)
    let rows = ProposalJSON.deadlines(of: ExaminedRecord(record), type: place.type, in: branch)
    return JSON.object([("deadlines", .list(rows.map { .object($0.members) }))]).response()
  }

  private func branch(_ types: [String], on day: Day, in reader: StoreReader) throws -> ExaminedBranch {
    try ExaminedBranch(
      home: node.identity.area, day: day, catalog: node.catalog,
      tables: try reader.codeTables(ExaminedBranch.codeTables, node.catalog),
      records: try reader.examinedRecords(types, catalog: node.catalog), checking: reader.deadlineCheck())
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
