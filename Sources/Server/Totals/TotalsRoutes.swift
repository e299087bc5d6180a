// Totals over HTTP: figures by period, area, sector and campaign, whether they are what is stated below, and notices.
import Hummingbird
import Merge
import NIOCore
import Node
import Replica
import Reports
import Store

/// The routes under `/totals`.
struct TotalsRoutes: Sendable {
  let node: Node
  let users: UserSource

  var routes: [Route] {
    [
      Route(
        .get, "/totals", "Figures of a period, by area, day, sector or campaign", access: .people,
        query: .only(["period", "area", "indicator", "by"]), answers: [.ok]
      ) { request, context in
        try await answer(request, context, "Ask for a shorter period, one 'area' or one 'indicator'.") {
          try totals(request, in: $0)
        }
      },
      Route(
        .get, "/totals/indicators", "What can be counted", access: .people, query: .only([]), answers: [.ok]
      ) { _, _ in JSON.value(IndicatorList.value(node.catalog)).response() },
      Route(
        .get, "/totals/check", "Whether totals are what the areas below have stated", access: .people,
        query: .only(["period", "indicator"]), answers: [.ok]
      ) { request, context in
        try await answer(request, context, "Ask for a shorter period or one 'indicator'.") {
          try check(request, in: $0)
        }
      },
      Route(
        .post, "/totals/roll-ups", "State what this node counts", access: .program, query: .only(["ended"]),
        body: .optionalJSON, answers: [.ok, .forbidden, .unprocessableContent]
      ) { request, _ in try await state(request) },
    ]
  }

  private func answer(
    _ request: Request, _ context: GridwardContext, _ hint: String,
    _ body: @escaping @Sendable (StoreReader) throws -> Response
  ) async throws -> Response {
    try await node.answer(request, context, to: users.caller(of: request, context), orNarrower: hint, body)
  }

  private func totals(_ request: Request, in reader: StoreReader) throws -> Response {
    let query = request.parameters
    let asked = try Self.asked {
      try TotalsQuery(
        period: Self.text(query, "period"), area: query["area"].map(String.init),
        indicators: query["indicator"].map(String.init), by: query["by"].map(String.init), catalog: node.catalog)
    }
    try node.checkCounted(asked.area)
    return JSON.value(try Self.asked { try asked.answer(self.reader(reader)) }).response()
  }

  private func check(_ request: Request, in reader: StoreReader) throws -> Response {
    let query = request.parameters
    let asked = try Self.asked {
      try TotalsCheck(
        period: Self.text(query, "period"), indicators: query["indicator"].map(String.init), catalog: node.catalog)
    }
    return JSON.value(try asked.answer(self.reader(reader))).response()
  }

  /// States what has changed now, ended or not; `?ended=true` leaves out what has not ended.
  private func state(_ request: Request) async throws -> Response {
    let body = try await request.bytes(upTo: Self.bodyBytesMax)
    if !body.isEmpty, try JSONReader.value(of: body) != .map([]) {
      throw Problem(.invalidContent, "The body is empty, or an empty JSON object: what is stated is what is counted.")
    }
    _ = try users.user(of: request, said: RollUps.user)
    let isEnded = request.query.flag("ended") ?? false
    let count = try await node.stateRollUps(today: isEnded ? Day(milliseconds: node.clock.now) : nil)
    return (["stated": .count(count)] as JSON).response()
  }

  private static let bodyBytesMax = 1_024

  private func reader(_ store: StoreReader) -> TotalsReader {
    TotalsReader(catalog: node.catalog, home: node.identity.area, reader: store)
  }

  private static func text(_ query: Parameters, _ name: Substring) throws(Problem) -> String {
    guard let text = query[name] else {
      throw Problem(.badRequest, "'\(name)' is left out; it is one such as \(TotalsQuestionFault.periods).")
    }
    return String(text)
  }

  private static func asked<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let fault as TotalsQuestionFault { throw Problem(.badRequest, "\(fault).") }
  }
}
