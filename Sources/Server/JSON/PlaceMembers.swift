// What the places are called that an answer speaks of: one map beside its rows, looked up once.
import Merge
import Node
import Reports
import Store

extension Node {
  /// The member `places` of an answer: a map of codes to names, left out where this node knows none of them.
  func places(of areas: some Sequence<Area>, in reader: StoreReader) throws -> [(String, JSON)] {
    try PlaceNames(of: areas.map(\.code), in: reader, catalog: catalog).members.map { ($0.0, .value($0.1)) }
  }
}

extension JSON {
  /// The object with further members at its end.
  /// - Precondition: it is an object.
  func adding(_ members: [(String, JSON)]) -> JSON {
    guard case .object(let own) = self else { preconditionFailure("members are added to an object") }
    return .object(own + members)
  }
}
