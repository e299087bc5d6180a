// What the rules say: proposals for a person to confirm.
import Catalog
import FlightRecorder
import Hummingbird
import Merge
import Node
import Records
import Replica
import Rules
import Store

/// The routes `/rules` and `/proposals`.
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

  init(_ request: Request, today: Day) throws(Problem) {
    day = today
    for (name, value) in request.uri.queryParameters {
      switch name {
      case "on":
        guard let day = Day(value) else { throw Problem(.badRequest, "'on' is a day such as 2026-03-01.") }
        self.day = day
      default: rule = String(value)
      }
    }
  }

  func rules() throws(Problem) -> [Rule] {
    guard let rule else { return Rule.all }
    let found = Rule.all.filter { $0.name == rule }
    guard found.isEmpty else { return found }
    throw Problem(.badRequest, "There is no rule '\(rule)'; /rules lists them.")
  }
}
