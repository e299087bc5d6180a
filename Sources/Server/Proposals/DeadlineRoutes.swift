// Deadlines: what stands to be done and by when, what was done, and those of one record.
import Catalog
import Hummingbird
import Merge
import Node
import Records
import Replica
import Rules
import Store

/// The routes `/deadlines` and `/records/…/deadlines`.
struct DeadlineRoutes: Sendable {
  let node: Node
  let users: UserSource

  var routes: [Route] {
    [
      Route(
        .get, "/deadlines", "What stands to be done and by when, or with 'state' what was done, in pages",
        access: .people, query: .only(["after", "area", "limit", "on", "state", "type"]), answers: [.ok]
      ) { request, context in
        try await answer(request, context, "Ask for one type of record, as in '?type=hazard', or a smaller 'limit'.") {
          try deadlines(request, in: $0)
        }
      },
      Route(
        .get, "/records/:type/:id/deadlines", "The deadlines of a record", access: .people, query: .only(["area"]),
        answers: [.ok, .notFound, .conflict]
      ) { request, context in
        try await answer(request, context, "The node has much to do; ask again later.") {
          try deadlines(of: request, context, in: $0)
        }
      },
    ]
  }

  /// - Parameter hint: how it could be asked narrower.
  private func answer(
    _ request: Request, _ context: GridwardContext, _ hint: String,
    _ body: @escaping @Sendable (StoreReader) throws -> Response
  ) async throws -> Response {
    try await node.answer(request, context, to: users.caller(of: request, context), orNarrower: hint, body)
  }

  private func deadlines(_ request: Request, in reader: StoreReader) throws -> Response {
    let query = try DeadlineQuery(request, node)
    guard let page = try page(query, in: reader) else {
      throw QueryForm.refusal(ofPlace: query.question.after ?? "")
    }
    let members: [(String, JSON)] = [
      ("on", .text(query.asked.day.description)), ("count", page.count.map(JSON.count) ?? .null),
      ("is_count_exact", .bool(page.isCountExact)), ("deadlines", .list(page.rows.map(ProposalJSON.deadline))),
      ("next", .text(page.next)),
    ]
    return JSON.object(members + (try node.places(of: page.rows.map(\.area), in: reader))).response()
  }

  private func page(_ query: DeadlineQuery, in reader: StoreReader) throws -> DeadlinePage? {
    if let state = query.state, state == .met || state == .late {
      return try DoneDeadlines(reader, catalog: node.catalog).page(query.question, state: state)
    }
    return try StandingDeadlines(reader, catalog: node.catalog).page(query.question, state: query.state)
  }

  private func deadlines(
    of request: Request, _ context: GridwardContext, in reader: StoreReader
  ) throws -> Response {
    let place = try RecordPlace(request, context, catalog: node.catalog)
    let record = ExaminedRecord(try place.record(in: reader))
    let calendar = WorkCalendar(try reader.codeTables([WorkCalendar.table], node.catalog))
    let now = node.clock.now
    let rows = place.type.deadlines.compactMap { $0.standing(of: record, calendar: calendar, now: now) }
    return JSON.object([("deadlines", .list(rows.map { .object(ProposalJSON.members($0)) }))]).response()
  }
}

/// A question for deadlines, read from the query.
private struct DeadlineQuery {
  let asked: AskedDay
  let state: DeadlineStanding.State?
  let question: DeadlineQuestion

  init(_ request: Request, _ node: Node) throws(Problem) {
    let query = request.query
    asked = AskedDay(query.text("on").flatMap { Day($0) }, now: node.clock.now)
    state = try Self.state(query.text("state"))
    let after = query.text("after")
    question = DeadlineQuestion(
      area: try node.heldPart(of: query.area("area")), types: try Self.types(query.text("type"), of: node.catalog),
      now: asked.moment, after: after == "0" ? nil : after, count: Int(query.number("limit") ?? 100))
  }

  private static func state(_ name: String?) throws(Problem) -> DeadlineStanding.State? {
    guard let name else { return nil }
    guard let state = DeadlineStanding.State(rawValue: name) else {
      let known = DeadlineStanding.State.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(.badRequest, "'state' is one of \(known).")
    }
    return state
  }

  /// The types whose deadlines are asked for.
  private static func types(_ name: String?, of catalog: Catalog) throws(Problem) -> [RecordType] {
    let all = catalog.types.filter { !$0.deadlines.isEmpty }
    guard let name else { return all }
    let found = all.filter { $0.name == name }
    guard found.isEmpty else { return found }
    let known = all.map(\.name).joined(separator: ", ")
    throw Problem(.badRequest, "'\(name)' is no record type with deadlines; such are \(known).")
  }
}
