// Lists of records, and how many there are of what.
import Catalog
import Hummingbird
import Merge
import Node
import Records
import Replica
import Store

/// The routes that list and count the records of a type.
struct ListRoutes: Sendable {
  let node: Node
  let users: UserSource

  private static let ofPages = ListQuery.names + ["text", "sort", "after", "limit"]
  private static let ofCounts = ListQuery.names + ["by"]
  private static let hint = "Narrow it by area, status or a field with few records, or take a smaller 'limit'."
  private static let hintOfCounts = "Narrow it by area or status, or to what is open."
  /// So many things are counted by in one question.
  private static let axesMax = 8

  var routes: [Route] {
    [
      Route(
        .get, "/records/:type", "Records of a type, narrowed, sorted and in pages", access: .people,
        query: .alsoFields(Self.ofPages), answers: [.ok, .notFound, .conflict]
      ) { request, context in
        try await answer(request, context, Self.hint) { try list(request, context, in: $0) }
      },
      Route(
        .get, "/counts/:type", "How many records of a type there are, by what they show", access: .people,
        query: .alsoFields(Self.ofCounts), answers: [.ok, .notFound]
      ) { request, context in
        try await answer(request, context, Self.hintOfCounts) { try counts(request, context, in: $0) }
      },
    ]
  }

  private func answer(
    _ request: Request, _ context: GridwardContext, _ hint: String,
    _ body: @escaping @Sendable (StoreReader) throws -> Response
  ) async throws -> Response {
    try await node.answer(request, context, to: users.caller(of: request, context), orNarrower: hint, body)
  }

  private func list(_ request: Request, _ context: GridwardContext, in reader: StoreReader) throws -> Response {
    let type = try RecordPlace.type(context, catalog: node.catalog)
    var query = try ListQuery(request, type: type, route: Self.ofPages)
    try query.takePage(request)
    try node.checkHeld(query.list.area, in: reader)
    let page = try page(query, type, in: reader)
    let marking = try Marking(type, in: reader, catalog: node.catalog)
    let records = try RecordJSON(type).list(page.records, marking, in: reader)
    let places = try node.places(of: page.records.map(\.area), in: reader)
    let behind = page.textsBehind.map { [("texts_behind", JSON.count($0))] } ?? []
    return JSON.object([("records", records), ("next", page.next)] + behind + places).response()
  }

  /// The records of a page, where the next begins, and of a search how far the index is behind.
  private typealias Page = (records: [RecordView], next: JSON, textsBehind: Int?)

  private func page(_ query: ListQuery, _ type: RecordType, in reader: StoreReader) throws -> Page {
    if query.isByDueDay {
      let deadlines = try StandingDeadlines(reader, catalog: node.catalog)
      let place = query.placeByDueDay
      guard let page = try deadlines.records(query.list, type: type, now: node.clock.now, after: place) else {
        throw QueryForm.refusal(ofPlace: place ?? "")
      }
      return (page.records, .text(page.next), nil)
    }
    guard let page = try sorted(query, type, in: reader) else {
      throw Problem(
        .noTextIndex,
        "Its operator turns it on: `text_search: true` in gridward.yaml.")
    }
    return (page.records, page.next.map { ListCursor($0, in: query.list.order).json } ?? .null, page.textsBehind)
  }

  /// - Returns: nil for a search where there is no index.
  private func sorted(_ query: ListQuery, _ type: RecordType, in reader: StoreReader) throws -> ListPage? {
    if let text = query.text { return try reader.page(query.list, with: text, type: type) }
    return try reader.page(try list(of: query, type, in: reader), type: type)
  }

  /// What a query is narrowed to, with the deadlines that are past at this moment.
  private func list(of query: ListQuery, _ type: RecordType, in reader: StoreReader) throws -> RecordList {
    var list = query.list
    if query.isOverdue {
      list.overdue = try StandingDeadlines(reader, catalog: node.catalog).past(of: type, now: node.clock.now)
    }
    return list
  }

  // MARK: Counts

  private func counts(_ request: Request, _ context: GridwardContext, in reader: StoreReader) throws -> Response {
    let type = try RecordPlace.type(context, catalog: node.catalog)
    let query = try ListQuery(request, type: type, route: Self.ofCounts)
    try node.checkHeld(query.list.area, in: reader)
    let axes = try axes(request, query, type)
    let counted = try reader.counts(of: try list(of: query, type, in: reader), by: axes, type: type)
    let counts = zip(axes, counted).map { Self.object($0, $1, type) }
    let areas = zip(axes, counted).flatMap { axis, counts -> [Area] in
      if case .area = axis { counts.groups.compactMap { $0.value.text.flatMap { Area($0) } } } else { [] }
    }
    let places = try node.places(of: areas, in: reader)
    return JSON.object([("type", .text(type.name)), ("counts", .list(counts))] + places).response()
  }

  /// By what is counted: where nothing is said, by status, or by area where a type has none.
  private func axes(_ request: Request, _ query: ListQuery, _ type: RecordType) throws(Problem) -> [CountAxis] {
    let first = type.lifecycle == nil ? "area" : "status"
    let names = try query.names(request.query.text("by") ?? first, of: "by")
    var axes: [CountAxis] = []
    for name in names {
      switch name {
      case "status" where type.lifecycle != nil: axes.append(.status)
      case "area": axes.append(.area(query.list.area ?? node.identity.area))
      default:
        guard let field = type.field(named: name), field.isGrouped else { throw Self.refusal(name, type) }
        axes.append(.field(field))
      }
    }
    guard axes.count <= Self.axesMax else {
      throw Problem(.badRequest, "'by' says \(axes.count) names; \(Self.axesMax) are taken at most.")
    }
    return axes
  }

  private static func refusal(_ name: String, _ type: RecordType) -> Problem {
    let known = (type.lifecycle == nil ? [] : ["status"]) + ["area"] + type.fields.filter(\.isGrouped).map(\.name)
    return Problem(.badRequest, "'by' says '\(name)'; \(type.name) is counted by \(known.joined(separator: ", ")).")
  }

  private static func object(_ axis: CountAxis, _ counts: ListCounts, _ type: RecordType) -> JSON {
    let name =
      switch axis {
      case .status: "status"
      case .area: "area"
      case .field(let field): field.name
      }
    let groups = counts.groups.map { count -> JSON in
      var members: [(String, JSON)] = [("value", .value(count.value))]
      if let title = title(of: count.value, axis, type) { members.append(("title", CatalogJSON.title(title))) }
      return .object(members + [("count", count.isMore ? ["more_than": .count(count.count)] : .count(count.count))])
    }
    let more: [(String, JSON)] = counts.isWhole ? [] : [("more_groups", .bool(true))]
    return .object([("by", .text(name)), ("groups", .list(groups))] + more)
  }

  private static func title(of value: Value, _ axis: CountAxis, _ type: RecordType) -> Title? {
    switch axis {
    case .status: value.text.flatMap { type.lifecycle?.title(ofStatus: $0) }
    case .area: nil
    case .field(let field): field.title(of: value)
    }
  }
}
