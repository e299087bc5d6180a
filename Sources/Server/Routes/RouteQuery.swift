// What a question may ask: a misspelt name must not be answered with something larger than was asked for.
import HTTPTypes
import Hummingbird
import Node

/// The names that a route takes in its query.
package enum RouteQuery: Hashable, Sendable {
  /// These, each once; with another name, or with one twice, the request is refused.
  case only([String])
  /// These are read, and whatever else stands there is not.
  case reads([String])

  package static let ignored = RouteQuery.reads([])

  package var names: [String] {
    switch self {
    case .only(let names), .reads(let names): names
    }
  }

  /// The statuses of a query that is refused.
  var refusals: [HTTPResponse.Status] { if case .only = self { [.badRequest] } else { [] } }
}

extension Request {
  /// Checks that the query has these names alone, each once.
  func checkQuery(_ names: [String]) throws(Problem) {
    var met: Set<String> = []
    for (name, _) in uri.queryParameters {
      let name = String(name)
      guard names.contains(name) else {
        let known = names.isEmpty ? "this question has none" : "known are \(names.sorted().joined(separator: ", "))"
        throw Problem(.badRequest, "'\(name)' is not known here; \(known).")
      }
      guard met.insert(name).inserted else { throw Problem(.badRequest, "'\(name)' is asked twice.") }
    }
  }
}
