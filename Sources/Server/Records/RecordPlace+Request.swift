// Which record a request is about, read from its path and query.
import Catalog
import Hummingbird
import Merge
import Node
import Records

extension RecordPlace {
  /// Reads the path, and `?area=`.
  init(_ request: Request, _ context: GridwardContext, catalog: Catalog) throws(Problem) {
    let type = try Self.type(context, catalog: catalog)
    guard let text = context.parameters.get("id"), let id = RecordID(hex: text) else {
      throw Problem(.unknownRecord, "A record's id is a UUID.")
    }
    self.init(type: type, id: id, area: request.query.area("area"))
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
}
