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

  var routes: [Route] {
    [
      Route(
        .get, "/rules", "The rules that propose, with what is set for them", access: .people, query: .only([]),
        answers: [.ok]
      ) { request, context in try await answer(request, context, Self.later) { try rules(in: $0) } },
      Route(
        .get, "/proposals", "What the rules propose to people, in pages", access: .people,
        query: .only(["after", "limit", "on", "rule"]), answers: [.ok]
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
    let query = ProposalQuery(request, now: node.clock.now)
    let pages = try ProposalPages(reader, catalog: node.catalog, home: node.identity.area, asked: query.asked)
    let page = try pages.page(of: query.rules(), after: query.after, count: query.count) { rule, look in
      let looking = Node.duty("rule \(rule.name)")
      if node.store.shelf.holds(looking) { return false }
      try node.noting(looking) { try look() }
      return true
    }
    guard let page else { throw QueryForm.refusal(ofPlace: query.after ?? "") }
    let rows = page.rows.map { ProposalJSON.proposal($0.proposal, rule: $0.rule) }
    // How many there are is known where one page has them all.
    let isWhole = query.after == nil && page.next == nil
    let members: [(String, JSON)] = [
      ("on", .text(query.asked.day.description)), ("area", .text(node.identity.area.code)),
      ("count", isWhole ? .count(rows.count) : .null), ("is_count_exact", .bool(isWhole)), ("proposals", .list(rows)),
      ("next", .text(page.next)), ("left_out", .list(page.leftOut.map { .text($0) })),
    ]
    return JSON.object(members + (try node.places(of: page.rows.map(\.proposal.area), in: reader))).response()
  }
}

/// What a question to the rules is narrowed to.
private struct ProposalQuery {
  let asked: AskedDay
  let after: String?
  let count: Int
  private let rule: String?

  init(_ request: Request, now: Int64) {
    let query = request.query
    asked = AskedDay(query.text("on").flatMap { Day($0) }, now: now)
    let after = query.text("after")
    self.after = after == "0" ? nil : after
    count = Int(query.number("limit") ?? 100)
    rule = query.text("rule")
  }

  func rules() throws(Problem) -> [Rule] {
    guard let rule else { return Rule.all }
    let found = Rule.all.filter { $0.name == rule }
    guard found.isEmpty else { return found }
    throw Problem(.badRequest, "There is no rule '\(rule)'; /rules lists them.")
  }
}
