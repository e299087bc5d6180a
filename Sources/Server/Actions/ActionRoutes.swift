// Handing in what devices have signed, and asking what became of it.
import Catalog
import FlightRecorder
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
    let file = try node.during(undertaking) { try ActionFile(encoded: body) }
    guard file.actions.count <= Self.actionsMax else {
      throw Problem(.tooLarge, "\(file.actions.count) actions; a request brings \(Self.actionsMax).")
    }
    try await count(file, address: context.address)
    let entered = try await node.enter(file.actions, with: file.passes, undertaking: undertaking)
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
      try DeviceActions(device, catalog: node.catalog, in: reader).page(after: after, count: count).response()
    }
  }

  private func after(_ query: Query) throws -> UInt64 {
    guard let text = query.text("after") else { return 0 }
    guard let number = UInt64(text), number < UInt64(Int64.max) else { throw QueryForm.refusal(ofPlace: text) }
    return number
  }
}

/// What a node knows of the actions of a device.
struct DeviceActions {
  private let device: DeviceID
  private let catalog: Catalog
  private let reader: StoreReader

  init(_ device: DeviceID, catalog: Catalog, in reader: StoreReader) {
    (self.device, self.catalog, self.reader) = (device, catalog, reader)
  }

  /// Commits under one number beyond which no more are looked at.
  private static let copiesMax = 8

  /// The numbers behind one, ascending.
  func page(after last: UInt64, count: Int) throws -> JSON {
    let known = try reader.actions(of: device, last + 1...UInt64(Int64.max), count: count * Self.copiesMax + 1)
    var byNumber: [(number: UInt64, json: JSON)] = []
    var rest = known[...]
    while let first = rest.first, byNumber.count <= count {
      let same = rest.prefix { $0.number == first.number }
      rest = rest.dropFirst(same.count)
      // What somebody else has put under a number of the device is not the device's.
      let own = same.filter(\.isOfDevice)
      if !own.isEmpty { byNumber.append((first.number, ActionJSON.object(Array(own)))) }
    }
    let entered = Set(byNumber.map(\.number))
    byNumber += try held(after: last).filter { !entered.contains($0.number) }
    byNumber.sort { $0.number < $1.number }
    let page = byNumber.prefix(count)
    let next = byNumber.count > count ? page.last?.number : nil
    return [
      "device": .text(device.description), "actions": .list(page.map(\.json)),
      "next": .text(next.map { String($0) }),
    ]
  }

  private func held(after last: UInt64) throws -> [(number: UInt64, json: JSON)] {
    try ["held_action", "held_confidential"].flatMap { name -> [(number: UInt64, json: JSON)] in
      guard let type = catalog.type(named: name) else { return [] }
      var filter = RecordFilter(type: name)
      filter.match = RecordFilter.Match(field: "device", value: device.description)
      filter.count = RecordFilter.countMax
      return try reader.records(filter, type: type).records.compactMap { record in
        let number = record.values.first { $0.field.name == "number" }?.value.int.flatMap { UInt64(exactly: $0) }
        guard let number, number > last else { return nil }
        return (number, ActionJSON.object(held: record))
      }
    }
  }
}
