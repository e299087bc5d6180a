// Tells a wrong method at a right address from a wrong address.
import HTTPTypes
import Hummingbird
import Node

/// Refuses a request that is no route's, at whose address there are others, with the methods that these have.
/// - Source: RFC 9110 §15.5.6.
struct WrongMethodMiddleware: RouterMiddleware {
  typealias Context = GridwardContext

  private let routes: [Route]
  /// Whether whatever is got is also answered without its body.
  private let answersHead: Bool

  init(_ routes: [Route], answersHead: Bool) { (self.routes, self.answersHead) = (routes, answersHead) }

  func handle(
    _ request: Request, context: GridwardContext, next: (Request, GridwardContext) async throws -> Response
  ) async throws -> Response {
    if context.endpointPath == nil { try check(request) }
    return try await next(request, context)
  }

  private func check(_ request: Request) throws(Problem) {
    let methods = routes.filter { $0.stands(at: request.uri.path) }.map(\.method)
    guard !methods.isEmpty else { return }
    throw .wrongMethod(request.method, allowed: methods + (answersHead && methods.contains(.get) ? [.head] : []))
  }
}

extension Problem {
  fileprivate static func wrongMethod(_ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]) -> Problem {
    let names = allowed.map(\.rawValue)
    var problem = Problem(
      .methodNotAllowed,
      "\(method.rawValue) is not known at this address; \(names.joined(separator: ", ")) may be asked.",
      members: [("methods", .list(names.map { .text($0) }))])
    problem.headers[.allow] = names.joined(separator: ", ")
    return problem
  }
}
