// What a question may ask: a misspelt name must not be answered with something larger than was asked for.
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Merge
import Node

/// The names that a route takes in its query, each once and with a value of its form (`QueryForm`).
package enum RouteQuery: Hashable, Sendable {
  /// These; with another name the request is refused.
  case only([String])
  /// These and, checked by the handler, names of fields that the type's catalog lists; with another name it is refused.
  case alsoFields([String])
  /// These are read, and whatever else stands there is not: where programs ask that may be of another version, or that add
  /// names to whatever they ask.
  case reads([String])

  package static let ignored = RouteQuery.reads([])

  package var names: [String] {
    switch self {
    case .only(let names), .alsoFields(let names), .reads(let names): names
    }
  }

  package var refusesOthers: Bool { if case .reads = self { false } else { true } }

  /// Whether fields of a type may be asked about beside the names.
  package var takesFields: Bool { if case .alsoFields = self { true } else { false } }

  /// The statuses of a query that is refused.
  var refusals: [HTTPResponse.Status] { self == .ignored ? [] : [.badRequest] }

  /// Checks that a query has these names, each once and with a value that can be read.
  func check(_ request: Request) throws(Problem) {
    if self == .ignored { return }
    // Left to be replaced, what is cut within a character would find nothing, or another value.
    if request.uri.query?.removingPercentEncoding == nil, request.uri.query != nil {
      throw Problem(
        .badRequest, "The query cannot be read: behind a percent sign stand two hexadecimal digits, and all is UTF-8.")
    }
    var met: Set<String> = []
    for (name, value) in request.parameters {
      let name = String(name)
      let form = names.contains(name) ? QueryForm.forms[name] : nil
      if form == nil, !takesFields {
        if !refusesOthers { continue }
        let known = names.isEmpty ? "this question has none" : "known are \(names.sorted().joined(separator: ", "))"
        throw Problem(.badRequest, "'\(name)' is not known here; \(known).")
      }
      guard met.insert(name).inserted else { throw Problem(.badRequest, "'\(name)' is asked twice.") }
      try form?.check(String(value), of: name)
    }
  }
}

/// The values of a query that has been checked: what is there can be read.
struct Query {
  private let values: Parameters

  init(_ request: Request) { values = request.parameters }

  func text(_ name: Substring) -> String? { values[name].map(String.init) }
  func area(_ name: Substring) -> Area? { text(name).flatMap { Area($0) } }
  func flag(_ name: Substring) -> Bool? { text(name).flatMap { Bool($0) } }
  func number(_ name: Substring) -> Int64? { text(name).flatMap { Int64($0) } }
}

extension Request {
  /// The names and values of the query, as forms write them: a plus is a blank.
  /// - Source: https://url.spec.whatwg.org/#application/x-www-form-urlencoded
  var parameters: Parameters {
    guard let query = uri.query, query.contains("+") else { return uri.queryParameters }
    return URI("/?" + query.replacing("+", with: "%20")).queryParameters
  }

  var query: Query { Query(self) }
}
