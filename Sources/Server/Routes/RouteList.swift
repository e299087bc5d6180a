// The list of a listener's routes over HTTP, for people to read.
import Hummingbird

/// `GET /api`: the listener's routes, this one among them.
struct RouteList: Sendable {
  private let others: [Route]

  init(_ others: [Route]) { self.others = others }

  var routes: [Route] {
    others + [
      Route(.get, "/api", "This list", access: .people, query: .only([]), answers: [.ok]) { _, _ in json.response() }
    ]
  }

  private var json: JSON {
    let routes = routes
    let known = RouteAccess.allCases.filter { access in routes.contains { $0.access == access } }
    return [
      "routes": .list(routes.map { Self.object($0) }),
      "everywhere": .list(Route.everywhere.map { .count($0.code) }),
      "elsewhere": ["unknown_path": .count(404), "unknown_method": .count(405)],
      "access": .object(known.map { ($0.rawValue, .text($0.words)) }),
    ]
  }

  private static func object(_ route: Route) -> JSON {
    let forms = route.query.names.compactMap { name in QueryForm.forms[name].map { (name, JSON.text($0.words)) } }
    let query: [(String, JSON)] = [
      ("names", .list(route.query.names.map { .text($0) })), ("values", .object(forms)),
      ("others", route.query.refusesOthers ? "refused" : "ignored"),
    ]
    let fields: [(String, JSON)] = [("fields", "those that the type lists (`listed` at /catalog)")]
    return [
      "method": .text(route.method.rawValue), "path": .text(route.path), "title": .text(route.title),
      "access": .text(route.access.rawValue), "query": .object(query + (route.query.takesFields ? fields : [])),
      "body": .text(route.body.rawValue),
      "answers": .list(route.answers.map { .count($0.code) }),
    ]
  }
}
