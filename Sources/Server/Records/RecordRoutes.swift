// The records API: create, read, edit, settle, list, history.
import Catalog
import HTTPTypes
import Hummingbird
import Merge
import Node
import Replica
import Store

/// The routes under `/records`.
struct RecordRoutes: Sendable {
  let node: Node
  let bodyBytesMax: Int
  let users: UserSource

  func add(to router: Router<GridwardContext>) {
    router.post("/records/:type") { request, context in try await create(request, context) }
    router.get("/records/:type") { request, context in try node.answer(request) { try list(request, context) } }
    router.get("/records/:type/:id") { request, context in try node.answer(request) { try read(request, context) } }
    router.patch("/records/:type/:id") { request, context in try await edit(request, context) }
    router.post("/records/:type/:id/settle") { request, context in try await settle(request, context) }
    router.get("/records/:type/:id/history") { request, context in
      try node.answer(request) { try history(request, context) }
    }
  }

  // MARK: Reading

  private func read(_ request: Request, _ context: GridwardContext) throws -> Response {
    try request.checkQuery(["area"])
    let place = try RecordPlace(request, context, catalog: node.catalog)
    return try node.read { reader in
      let record = try place.record(in: reader)
      let tag = EntityTag(record.state.version)
      if try EntityTag.isNoneMatch(request, tag: tag) {
        return Response(status: .notModified, headers: [.eTag: tag.text])
      }
      let marking = try Marking(record.type, in: reader, catalog: node.catalog)
      return try RecordJSON.single(record, marking, in: reader).response(headers: [.eTag: tag.text])
    }
  }

  private func list(_ request: Request, _ context: GridwardContext) throws -> Response {
    let type = try RecordPlace.type(context, catalog: node.catalog)
    let filter = try ListQuery(request, type: type).filter
    let body: JSON = try node.read { reader in
      let page = try reader.records(filter, type: type)
      let marking = try Marking(type, in: reader, catalog: node.catalog)
      let records = try page.records.map { try RecordJSON.object($0, marking, in: reader) }
      return ["records": .list(records), "next": .int(page.next)]
    }
    return body.response()
  }

  private func history(_ request: Request, _ context: GridwardContext) throws -> Response {
    try request.checkQuery(["area"])
    let place = try RecordPlace(request, context, catalog: node.catalog)
    let entries = try node.read { try $0.history(of: try place.record(in: $0)) }
    let body: JSON = [
      "type": .text(place.type.name), "id": .text(place.id.description),
      "entries": .list(entries.map { HistoryJSON.object($0, type: place.type) }),
    ]
    return body.response()
  }

  // MARK: Writing

  private func create(_ request: Request, _ context: GridwardContext) async throws -> Response {
    let type = try RecordPlace.type(context, catalog: node.catalog)
    let gate = OriginGate(type: type, node: node)
    try gate.checkCreate()
    let input = try await input(request, RecordInput.createMembers, type)
    if input.id == nil, let key = HTTPField.Name("Idempotency-Key"), request.headers[key] != nil {
      throw Problem(
        .badRequest,
        "Idempotency-Key is not known here: give the record an 'id', a UUIDv7, and it is made once however often it is sent."
      )
    }
    guard let area = input.area else { throw Problem(.invalidContent, "'area' says where the record belongs.") }
    let edits = try node.during(input.undertaking) { try RecordEdits(input, type: type, isNew: true) }
    let id = try gate.checkCreate(edits, area: area)
    if let id, let given = input.id, given != id {
      throw Problem(.invalidContent, "The id of a \(type.name) record is that of its statement, \(id).")
    }
    let place = RecordPlace(type: type, id: id ?? input.id ?? Node.newRecordID(), area: area)
    let mark = RequestMark(making: place, in: area)
    let plan = CreatePlan(
      place: place, area: area, edits: edits, mark: mark, writer: writer(input, request, mark), rules: rules(type))
    let identity = node.identity
    let committed: [Committed]
    do {
      committed = try await node.commit(
        user: input.user, deviceTime: input.deviceTime, undertaking: input.undertaking
      ) { reader in
        try plan.intents(in: reader, identity: identity)
      }
    } catch CommitRefusal.outsideBranch(let area, let type) {
      throw Problem(
        .outsideBranch,
        "This node, at \(identity.area.code), does not hold \(type) records of area \(area.code).",
        members: [("own_area", .text(identity.area.code))])
    }
    let location = "/records/\(type.name)/\(place.id)"
    return try answer(place, committed.isEmpty ? .ok : .created, headers: [.location: location])
  }

  private func edit(_ request: Request, _ context: GridwardContext) async throws -> Response {
    let place = try RecordPlace(request, context, catalog: node.catalog)
    guard let seen = try EntityTag.seen(by: request) else {
      throw Problem(
        .versionNeeded,
        "If-Match carries the ETag of the version the user saw, so that an edit of an older one is merged as what it was."
          + " 'If-Match: *' stands for what this node holds now.")
    }
    let input = try await input(request, RecordInput.editMembers, place.type)
    try OriginGate(type: place.type, node: node).checkEdit(input)
    let edits = try node.during(input.undertaking) { try RecordEdits(input, type: place.type, isNew: false) }
    return try await carryOut(place, seen, edits, request, input)
  }

  /// An ordinary write that has seen everything this node holds, concurrent values among it.
  private func settle(_ request: Request, _ context: GridwardContext) async throws -> Response {
    let place = try RecordPlace(request, context, catalog: node.catalog)
    let input = try await input(request, RecordInput.settleMembers, place.type)
    try OriginGate(type: place.type, node: node).checkEdit(input)
    let edits = try node.during(input.undertaking) { try RecordEdits(input, type: place.type, isNew: false) }
    return try await carryOut(place, .whatIsHeld, edits, request, input)
  }

  private func carryOut(
    _ place: RecordPlace, _ seen: Seen, _ edits: RecordEdits, _ request: Request, _ input: RecordInput
  ) async throws -> Response {
    let mark = RequestMark(editing: place, seen: seen, by: input.user, deviceTime: input.deviceTime)
    let plan = EditPlan(
      place: place, seen: seen, edits: edits, mark: mark, writer: writer(input, request, mark), rules: rules(place.type)
    )
    _ = try await node.commit(user: input.user, deviceTime: input.deviceTime, undertaking: input.undertaking) {
      try plan.intents(in: $0)
    }
    return try answer(plan.place, .ok)
  }

  /// The record as it stands after a write.
  private func answer(
    _ place: RecordPlace, _ status: HTTPResponse.Status, headers: HTTPFields = [:]
  ) throws -> Response {
    try node.read { reader in
      let record = try place.record(in: reader)
      var headers = headers
      headers[.eTag] = EntityTag(record.state.version).text
      let marking = try Marking(record.type, in: reader, catalog: node.catalog)
      return try RecordJSON.single(record, marking, in: reader).response(status, headers: headers)
    }
  }

  private func input(_ request: Request, _ members: Set<String>, _ type: RecordType) async throws -> RecordInput {
    try await RecordInput(request, bodyBytesMax: bodyBytesMax, members: members, users: users, type: type)
  }

  private func rules(_ type: RecordType) -> EntryRules {
    EntryRules(type: type, catalog: node.catalog, home: node.identity.area, now: node.clock.now)
  }

  private func writer(_ input: RecordInput, _ request: Request, _ mark: RequestMark?) -> StepWriter {
    StepWriter(
      user: input.user, tier: node.identity.area.tier, now: node.clock.now,
      isForced: request.uri.queryParameters["force"] == "true", mark: mark)
  }
}
