// What a question may ask: a misspelt name must not be answered with something larger than was asked for.
import Hummingbird

extension Request {
  /// Checks that the query has these names alone, each once.
  func checkQuery(_ names: Set<String>) throws(Problem) {
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
