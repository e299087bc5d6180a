// Which record a request is about.
import Catalog
import Hummingbird
import Merge
import Store

/// A record by type and id, and by area where one id was used in two.
struct RecordPlace: Sendable {
  let type: RecordType
  let id: RecordID
  var area: Area?

  init(type: RecordType, id: RecordID, area: Area?) {
    self.type = type
    self.id = id
    self.area = area
  }

  /// Reads the path, and `?area=`.
  init(_ request: Request, _ context: GridwardContext, catalog: Catalog) throws(Problem) {
    type = try Self.type(context, catalog: catalog)
    guard let text = context.parameters.get("id"), let id = RecordID(hex: text) else {
      throw Problem(.unknownRecord, "A record's id is a UUID.")
    }
    self.id = id
    area = try request.uri.queryParameters["area"].map { text throws(Problem) in
      guard let area = Area(text) else { throw Problem(.badRequest, "'\(text)' is no area. \(Area.form)") }
      return area
    }
  }

  static func type(_ context: GridwardContext, catalog: Catalog) throws(Problem) -> RecordType {
    let name = context.parameters.get("type") ?? ""
    guard let type = catalog.type(named: name) else {
      throw Problem(
        .unknownType, "The catalog has no record type '\(name)'.",
        members: [("types", .list(catalog.types.map { .text($0.name) }))])
    }
    return type
  }

  /// The record as it stands.
  /// - Throws: `unknownRecord`, or `ambiguousRecord` when the id was used in two areas and none is named.
  func record(in reader: StoreReader) throws -> RecordView {
    let found = try held(in: reader)
    guard let record = found.first else {
      throw Problem(.unknownRecord, "This node holds no \(type.name) with the id \(id).")
    }
    if found.count > 1 {
      throw Problem(
        .ambiguousRecord, "The id was used in several areas; add ?area=.",
        members: [("areas", .list(found.map { .text($0.area.code) }))])
    }
    return record
  }

  func held(in reader: StoreReader) throws -> [RecordView] {
    try reader.records(id, type: type).filter { area == nil || $0.area == area }
  }
}
