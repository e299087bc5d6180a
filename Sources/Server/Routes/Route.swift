// A route as a value: what may be asked, by whom and with what, which answers there are, and what carries it out.
package import HTTPTypes
import Hummingbird

/// One route of a listener. A listener's router is made of its list of routes and of nothing else, so what the list says is
/// what is served.
package struct Route: Sendable {
  typealias Handler = @Sendable (Request, GridwardContext) async throws -> Response

  package let method: HTTPRequest.Method
  private let pattern: RouterPath
  /// What it is for, in a few English words.
  package let title: String
  package let access: RouteAccess
  package let query: RouteQuery
  package let body: RouteBody
  /// Every status that it answers with, by number, but for those that any route may answer with (`everywhere`).
  package let answers: [HTTPResponse.Status]
  private let handler: Handler

  /// The path, in which a part in braces stands for any one: `/records/{type}`.
  package var path: String { pattern.description }

  /// - Parameters:
  ///   - path: as the router reads it: a part that begins with a colon stands for any one.
  ///   - access: who may ask. It has no default, so that nobody adds a route without saying it.
  ///   - answers: the statuses of what the handler itself answers and refuses; those of a query or body that cannot be
  ///     read come by themselves.
  init(
    _ method: HTTPRequest.Method, _ path: String, _ title: String, access: RouteAccess, query: RouteQuery,
    body: RouteBody = .none, answers: [HTTPResponse.Status], handler: @escaping Handler
  ) {
    precondition(query.names.allSatisfy { QueryForm.forms[$0] != nil }, "what is \(query.names)?")
    self.method = method
    pattern = RouterPath(path)
    self.title = title
    self.access = access
    self.query = query
    self.body = body
    self.answers = Set(answers + access.refusals + query.refusals + body.refusals).sorted { $0.code < $1.code }
    self.handler = handler
  }

  /// Whether a path is this route's, whatever the method.
  func stands(at path: String) -> Bool {
    let asked = path.split(separator: "/")
    let parts = self.path.split(separator: "/")
    return parts.count == asked.count && zip(parts, asked).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
  }

  /// What the door, a fault of the node, a store that cannot be used, and readers that are busy or take too long make of any
  /// request.
  package static let everywhere: [HTTPResponse.Status] = [
    .forbidden, .misdirectedRequest, .internalServerError, .serviceUnavailable,
  ]

  /// Serves the route, behind the middleware that has been added before.
  /// - Parameter gate: whom a route for programs asks; nil where a listener has none.
  func add(to router: Router<GridwardContext>, programs gate: TokenGate? = nil) {
    precondition(access != .program || gate != nil, "nobody looks at who writes at \(path)")
    router.on(pattern, method: method) { request, context in
      if access == .program { try gate?.check(request) }
      return try await answer(request, context)
    }
  }

  private func answer(_ request: Request, _ context: GridwardContext) async throws -> Response {
    try query.check(request)
    return try await handler(request, context)
  }
}
