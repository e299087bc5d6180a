// A server on loopback for as long as a test needs it.
import Logging
import Node
import Server
import ServiceLifecycle
import TestSupport

/// Runs `body` against a server on a free port and shuts it down afterwards.
func withServer<T: Sendable>(
  _ node: Node, settings: ServerSettings = knownSettings(port: 0), limits: ServerLimits = ServerLimits(),
  metrics: MetricsRegistry? = nil, logger: Logger = quiet,
  _ body: @escaping @Sendable (_ port: Int, _ group: ServiceGroup) async throws -> T
) async throws -> T {
  var settings = settings
  settings.limits = limits
  let (ports, running) = AsyncStream<Int>.makeStream()
  let server = GridwardServer(node: node, settings: settings, metrics: metrics, logger: logger) { running.yield($0) }
  let services = ServiceGroup(configuration: .init(services: [server], logger: quiet))
  return try await withThrowingTaskGroup(of: T?.self) { group in
    group.addTask {
      try await services.run()
      return nil
    }
    group.addTask {
      var iterator = ports.makeAsyncIterator()
      guard let port = await iterator.next() else { throw CancellationError() }
      do {
        let value = try await body(port, services)
        await services.triggerGracefulShutdown()
        return value
      } catch {
        await services.triggerGracefulShutdown()
        throw error
      }
    }
    var result: T?
    for try await value in group { result = value ?? result }
    return try result ?? { throw CancellationError() }()
  }
}
