// The records API: create, read, edit, settle, history.
import Catalog
import HTTPTypes
import Hummingbird
import Merge
import Node
import Records
import Replica
import Store

/// The routes of single records under `/records`; `ListRoutes` has those of many.
struct RecordRoutes: Sendable {
  let node: Node
  let bodyBytesMax: Int
  let users: UserSource

  var routes: [Route] { writing + reading }

  private var writing: [Route] {
    [
      Route(
        .post, "/records/:type", "Make a record", access: .program, query: .only(["force"]), body: .json,
        answers: [.created, .ok, .forbidden, .notFound, .conflict, .unprocessableContent]
      ) { try await create($0, $1) },
      Route(
        .patch, "/records/:type/:id", "Edit a record from the version that was seen", access: .program,
        query: .only(["area", "force"]), body: .json,
        answers: [
          .ok, .forbidden, .notFound, .conflict, .unprocessableContent, .preconditionRequired, .preconditionFailed,
        ]
      ) { try await edit($0, $1) },
      Route(
        .post, "/records/:type/:id/settle", "Settle values that stand beside one another", access: .program,
        query: .only(["area"]), body: .json,
        answers: [.ok, .forbidden, .notFound, .conflict, .unprocessableContent]
      ) { try await settle($0, $1) },
    ]
  }

  private var reading: [Route] {
    [
      Route(
        .get, "/records/:type/:id", "A record as it stands here", access: .people, query: .only(["area"]),
        answers: [.ok, .notModified, .notFound, .conflict]
      ) { request, context in try await answer(request, context) { try record(request, context, in: $0) } },
      Route(
        .get, "/records/:type/:id/history", "Who did what to a record, and which tiers hold it, in pages",
        access: .people, query: .only(["after", "area", "limit"]), answers: [.ok, .notFound, .conflict]
      ) { request, context in try await answer(request, context) { try history(request, context, in: $0) } },
    ]
  }

  // MARK: Reading

  /// Answers a question, which cannot be asked narrower.
  private func answer(
    _ request: Request, _ context: GridwardContext, _ body: @escaping @Sendable (StoreReader) throws -> Response
  ) async throws -> Response {
    let hint = "The node has much to do; ask again later."
    return try await node.answer(request, context, to: users.caller(of: request, context), orNarrower: hint, body)
  }

  private func record(_ request: Request, _ context: GridwardContext, in reader: StoreReader) throws -> Response {
    let place = try RecordPlace(request, context, catalog: node.catalog)
    let record = try place.record(in: reader)
    let marking = try Marking(record.type, in: reader, catalog: node.catalog)
    let places = try node.places(of: [record.area], in: reader)
    let told = try ToldRecord(record, marking, isSingle: true, in: reader)
    let answer = RecordJSON(place.type).json(told, places).response(of: record.state.version)
    guard let tag = answer.headers[.eTag], EntityTag.isNoneMatch(request, tag: tag) else { return answer }
    return Response(status: .notModified, headers: [.eTag: tag])
  }

  private func history(_ request: Request, _ context: GridwardContext, in reader: StoreReader) throws -> Response {
    let query = request.query
    let place = try RecordPlace(request, context, catalog: node.catalog)
    let record = try place.record(in: reader)
    let mark = record.historyMark
    let after = query.text("after").flatMap { $0 == "0" ? nil : $0 }
    let from = after.flatMap { mark.taken(from: $0) }.flatMap { HistoryPlace($0) }
    if let after, from == nil { throw QueryForm.refusal(ofPlace: after) }
    let page = try reader.history(
      of: record, after: from, count: Int(query.number("limit") ?? Int64(RecordFilter.countMax)))
    let body: JSON = [
      "type": .text(place.type.name), "id": .text(place.id.description),
      "entries": .list(page.entries.map { HistoryJSON.object($0, type: place.type) }),
      "next": .text(page.next.map { mark.put(on: $0.text) }), "removed_unknown": .count(page.removedUnknown),
    ]
    return body.adding(try node.places(of: page.entries.map(\.home), in: reader)).response()
  }

  // MARK: Writing

  private func create(_ request: Request, _ context: GridwardContext) async throws -> Response {
    let type = try RecordPlace.type(context, catalog: node.catalog)
    let gate = gate(type)
    try gate.checkCreate()
    let input = try await input(request, RecordInput.createMembers, type)
    if input.id == nil, let key = HTTPField.Name("Idempotency-Key"), request.headers[key] != nil {
      throw Problem(
        .badRequest,
        "Idempotency-Key is not known here: give the record an 'id', a UUIDv7, and it is made once however often it is sent."
      )
    }
    guard let area = input.area else { throw Problem(.invalidContent, "'area' says where the record belongs.") }
    let edits = try node.during(input.undertaking) { try RecordEdits(input.edits, type: type, isNew: true) }
    let id = try gate.checkCreate(edits, id: input.id)
    if gate.isOfFigures {
      let caller = users.caller(of: request, context)
      try await node.read(on: .people, by: caller) { try gate.checkFigures(edits, area: area, in: $0) }
    }
    let place = RecordPlace(type: type, id: id ?? input.id ?? Node.newRecordID(), area: area)
    let (committed, record) = try await make(
      CreatePlan(place, in: area, edits, context: entry(input, request)), input)
    // Nothing is committed where the record was made before.
    return record.response(
      committed.isEmpty ? .ok : .created, headers: [.location: "/records/\(type.name)/\(place.id)"])
  }

  private func make(_ plan: CreatePlan, _ input: RecordInput) async throws -> ([Committed], WrittenRecord) {
    do {
      return try await node.enter(plan, of: plan.place, input)
    } catch CommitRefusal.outsideBranch(let area, let type) {
      let own = node.identity.area.code
      throw Problem(
        .outsideBranch, "This node, at \(own), does not hold \(type) records of area \(area.code).",
        members: [("own_area", .text(own))])
    }
  }

  private func edit(_ request: Request, _ context: GridwardContext) async throws -> Response {
    let place = try RecordPlace(request, context, catalog: node.catalog)
    guard let seen = try EntityTag.seen(by: request) else {
      throw Problem(
        .versionNeeded,
        "If-Match carries the ETag of the version the user saw, so that an edit of an older one is merged as what it was."
          + " 'If-Match: *' stands for what this node holds now.")
    }
    return try await edit(place, seen, request, RecordInput.editMembers)
  }

  /// An ordinary write that has seen everything this node holds, concurrent values among it.
  private func settle(_ request: Request, _ context: GridwardContext) async throws -> Response {
    let place = try RecordPlace(request, context, catalog: node.catalog)
    return try await edit(place, .whatIsHeld, request, RecordInput.settleMembers)
  }

  private func edit(
    _ place: RecordPlace, _ seen: Seen, _ request: Request, _ members: Set<String>
  ) async throws -> Response {
    let input = try await input(request, members, place.type)
    try gate(place.type).checkEdit(input.edits)
    let edits = try node.during(input.undertaking) { try RecordEdits(input.edits, type: place.type, isNew: false) }
    let plan = EditPlan(place, seen: seen, edits, deviceTime: input.deviceTime, context: entry(input, request))
    return try await node.enter(plan, of: place, input).record.response(.ok)
  }

  private func input(_ request: Request, _ members: Set<String>, _ type: RecordType) async throws -> RecordInput {
    try await RecordInput(request, bodyBytesMax: bodyBytesMax, members: members, users: users, type: type)
  }

  private func gate(_ type: RecordType) -> OriginGate {
    OriginGate(type, home: node.identity.area, catalog: node.catalog)
  }

  private func entry(_ input: RecordInput, _ request: Request) -> EntryContext {
    EntryContext(
      user: input.user, catalog: node.catalog, home: node.identity.area, now: node.clock.now,
      isForced: request.query.flag("force") ?? false, newStepID: Node.newStepID)
  }
}
