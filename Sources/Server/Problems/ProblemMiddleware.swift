// Turns whatever a handler throws into a problem document, and counts requests.
import Hummingbird
import Logging
import Metrics
import Node
import Store
import Synchronization

/// The outermost middleware.
struct ProblemMiddleware: RouterMiddleware {
  typealias Context = GridwardContext

  let logger: Logger
  private let counters = RequestCounters()

  init(logger: Logger) { self.logger = logger }

  func handle(
    _ request: Request, context: GridwardContext, next: (Request, GridwardContext) async throws -> Response
  ) async throws -> Response {
    let response: Response
    do { response = try await next(request, context) } catch {
      let problem = Problem(error)
      report(error, as: problem, at: context.endpointPath)
      // An answer to HEAD has no body, or the next one on the connection is taken for it.
      response = request.method == .head ? problem.response.createHeadResponse() : problem.response
    }
    count(request, context, response)
    return response
  }

  /// - Parameter route: nil where nothing is at the address.
  private func report(_ error: any Error, as problem: Problem, at route: String?) {
    // A child that ends its long poll, and a shutdown, cancel what was under way: nothing is wrong. Whoever asks too much at one
    // time would else fill the log.
    guard problem.status.code >= 500, problem.kind != .busy, !(error is CancellationError) else { return }
    // Asked every few seconds, and answered as it is meant to be: `Readiness` tells when it changes.
    if route == Readiness.path { return }
    // A question that took too long is nothing that the node has done wrong.
    logger.log(
      level: problem.kind == .tooSlow ? .warning : .error, "A request failed",
      metadata: ["problem": "\(problem.kind.rawValue)", "error": "\(Self.words(error, problem))"])
  }

  /// What went wrong, for an operator: more than clients are told where a fault of the node or of its machine is behind it.
  private static func words(_ error: any Error, _ problem: Problem) -> String {
    error is StoreError || problem.kind == .internalFailure ? "\(error)" : problem.detail
  }

  private func count(_ request: Request, _ context: GridwardContext, _ response: Response) {
    counters.count(
      .init(
        route: context.endpointPath ?? "NotFound",
        method: Self.methods.contains(request.method.rawValue) ? request.method.rawValue : "other",
        hundreds: response.status.code / 100))
  }

  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PATCH"]
}

/// Counts requests by what they came to; to make a counter each time would look for it among all of its name.
private final class RequestCounters: Sendable {
  /// Routes and not paths, so that the number of series is fixed.
  struct Kind: Hashable {
    let route: String
    let method: String
    /// Of the answer's status.
    let hundreds: Int
  }

  private let counters = Mutex<[Kind: Counter]>([:])

  func count(_ kind: Kind) {
    let counter = counters.withLock { counters -> Counter in
      if let known = counters[kind] { return known }
      let counter = Counter(
        label: "gridward_http_requests_total",
        dimensions: [("route", kind.route), ("method", kind.method), ("status", "\(kind.hundreds)xx")])
      counters[kind] = counter
      return counter
    }
    counter.increment()
  }
}
