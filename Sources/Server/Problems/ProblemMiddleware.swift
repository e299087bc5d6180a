// Turns whatever a handler throws into a problem document, and counts requests.
import Hummingbird
import Logging
import Metrics
import Node

/// The outermost middleware.
struct ProblemMiddleware: RouterMiddleware {
  typealias Context = GridwardContext

  let logger: Logger

  func handle(
    _ request: Request, context: GridwardContext, next: (Request, GridwardContext) async throws -> Response
  ) async throws -> Response {
    let response: Response
    do { response = try await next(request, context) } catch {
      let problem = Problem(error)
      report(error, as: problem)
      // An answer to HEAD has no body, or the next one on the connection is taken for it.
      response = request.method == .head ? problem.response.createHeadResponse() : problem.response
    }
    count(request, context, response)
    return response
  }

  private func report(_ error: any Error, as problem: Problem) {
    // A child that ends its long poll, and a shutdown, cancel what was under way: nothing is wrong. Whoever asks too much at one
    // time would else fill the log.
    guard problem.status.code >= 500, problem.kind != .busy, !(error is CancellationError) else { return }
    // A question that took too long is nothing that the node has done wrong.
    logger.log(
      level: problem.kind == .tooSlow ? .warning : .error, "A request failed",
      metadata: ["problem": "\(problem.kind.rawValue)", "error": "\(error)"])
  }

  /// Routes and not paths, so that the number of series is fixed.
  private func count(_ request: Request, _ context: GridwardContext, _ response: Response) {
    let route = context.endpointPath ?? "NotFound"
    let dimensions = [
      ("route", route), ("method", Self.methods.contains(request.method.rawValue) ? request.method.rawValue : "other"),
      ("status", "\(response.status.code / 100)xx"),
    ]
    Counter(label: "gridward_http_requests_total", dimensions: dimensions).increment()
  }

  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PATCH"]
}
