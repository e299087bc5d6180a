// Handing in what devices have signed, and asking what became of it.
import Catalog
import FlightRecorder
import HTTPTypes
import Hummingbird
import Merge
import Node
import Records
import Store
import Trust
import Wire

/// `POST /actions` and `GET /actions/:device`. Nobody signs in for them: an action proves itself, and what is told of a device are
/// numbers.
struct ActionRoutes: Sendable {
  static let path = "/actions"

  let node: Node
  let bodyBytesMax: Int
  let gate: ActionGate
  let users: UserSource

  /// The most actions that one request brings.
  static let actionsMax = 100

  var routes: [Route] {
    [
      Route(
        .post, Self.path, "Hand in actions that devices have signed, with passes", access: .device, query: .only([]),
        body: .cbor,
        answers: [.ok, .forbidden, .conflict, .unprocessableContent, .tooManyRequests]
      ) { try await take($0, $1) },
      Route(
        .get, "\(Self.path)/:id", "What became of a device's actions, by number", access: .people,
        query: .only(["after", "limit"]), answers: [.ok, .badRequest]
      ) { try await tell($0, $1) },
    ]
  }

  // MARK: Handing in

  private func take(_ request: Request, _ context: GridwardContext) async throws -> Response {
    try gate.count(address: context.address)
    let body = try await request.bytes(upTo: bodyBytesMax)
    let undertaking = Node.asked(.request, request.line, body: body)
    let isJSON = MediaType(request).isJSON
    let file = try node.during(undertaking) {
      try isJSON ? ActionInput(body, catalog: node.catalog).file : ActionFile(encoded: body)
    }
    guard file.actions.count <= Self.actionsMax else {
      throw Problem(.tooLarge, "\(file.actions.count) actions; a request brings \(Self.actionsMax).")
    }
    try await count(file, address: context.address)
    let entered = try await node.enter(
      file.actions, with: file.passes, isStrict: Self.isStrict(request), undertaking: undertaking)
    // Of one action alone the answer's own status says it.
    if entered.count == 1, case .refused(let refusal) = entered[0].outcome { throw Problem(refusal) }
    let answer: JSON = ["actions": .list(entered.map { ActionJSON.object($0) })]
    return answer.response()
  }

  /// A pass that the request brings is known when whoever issued it could: anybody signs passes for keys of their own.
  private func count(_ file: ActionFile, address: String) async throws {
    let passes = Set(file.actions.map(\.signature.pass))
    let known = try await node.read(on: .entries, by: address) { reader in
      let brought = try file.passes.filter { try passes.contains($0.passID) && Self.isIssued($0, in: reader) }
      return try Set(brought.map(\.passID)).union(passes.filter { try !reader.passes($0).isEmpty })
    }
    try gate.count(passes, address: address) { known.contains($0) }
  }

  private static func isIssued(_ statement: Statement, in reader: StoreReader) throws -> Bool {
    guard case .pass(let pass) = statement.content, let root = try reader.rootKey() else { return false }
    if pass.issuer == root { return true }
    var authority = Authority(root: root)
    return try !authority.issuerGrants(of: statement, for: pass.area, at: pass.issuedAt, orThere: true, in: reader)
      .isEmpty
  }

  // MARK: Telling

  private func tell(_ request: Request, _ context: GridwardContext) async throws -> Response {
    // With hyphens or without: both are sixteen bytes.
    guard let device = context.parameters.get("id").flatMap({ RecordID(hex: $0) }).map({ DeviceID($0.raw) }) else {
      throw Problem(.badRequest, "A device is 32 hexadecimal digits.")
    }
    let query = request.query
    let after = try after(query)
    let count = Int(query.number("limit") ?? 100)
    let hint = "The node has much to do; ask again later."
    return try await node.answer(request, context, to: users.caller(of: request, context), orNarrower: hint) { reader in
      let page = try DeviceActions(device, catalog: node.catalog, in: reader).page(after: after, count: count)
      return ActionJSON.object(page, of: device).response()
    }
  }

  private func after(_ query: Query) throws -> UInt64 {
    guard let text = query.text("after") else { return 0 }
    guard let number = UInt64(text), number < UInt64(Int64.max) else { throw QueryForm.refusal(ofPlace: text) }
    return number
  }
}

extension ActionRoutes {
  /// Whether what fails the catalog's checks is to be refused: what people ask for who sit before it, and no queue does.
  /// - Source: RFC 7240 §4.4.
  private static func isStrict(_ request: Request) -> Bool {
    request.headers[values: .prefer].contains { header in
      header.split(separator: ",").contains {
        $0.filter { !$0.isWhitespace && $0 != "\"" }.lowercased() == "handling=strict"
      }
    }
  }
}

extension HTTPField.Name {
  /// - Source: RFC 7240.
  static let prefer = Self("Prefer")!
}
