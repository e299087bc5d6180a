// The listener for children: mutual TLS, and nothing of the records API.
import Certificates
package import Hummingbird
import HummingbirdCore
package import Logging
package import Node
import Replica
import ServiceLifecycle

/// What an enrolled office serves to the nodes below it: `/sync/v1`, `/enrolment/v1`, `/time/v1`.
///
/// People and phones have another listener, on loopback: their programs hold no certificates, and what opens a link must
/// not open the records of a node, nor the other way about.
package struct LinkServer: Service {
  private let node: Node
  private let identity: LinkIdentity
  private let settings: ServerSettings
  private let logger: Logger
  private let onRunning: @Sendable (Int) async -> Void

  /// - Parameter onRunning: called with the bound port once connections are accepted.
  package init(
    node: Node, identity: LinkIdentity, settings: ServerSettings, logger: Logger,
    onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) {
    (self.node, self.identity, self.settings) = (node, identity, settings)
    (self.logger, self.onRunning) = (logger, onRunning)
  }

  package func run() async throws { try await FreePort.run(settings) { try await application().run() } }

  package func application() -> some ApplicationProtocol {
    let contexts = TLSContexts(identity)
    let channel = GridwardServer.channelConfiguration(settings.limits, logger)
    let onRunning = onRunning
    return Application(
      router: router(),
      server: HTTPServerBuilder { responder in
        LinkChannel(HTTP1Channel(responder: responder, configuration: channel), contexts: contexts)
      },
      configuration: GridwardServer.applicationConfiguration(settings, logger),
      onServerRunning: { await onRunning($0.localAddress?.port ?? 0) }, logger: logger)
  }

  package func router() -> Router<GridwardContext> {
    let router = Router(context: GridwardContext.self)
    router.add(middleware: AnswerMiddleware())
    router.add(middleware: ProblemMiddleware(logger: logger))
    router.add(
      middleware: RateMiddleware(gate: gate, limiter: RateLimiter(settings.limits.rates, area: node.identity.area)))
    let hosts = settings.hosts.union([AreaName.dnsName(of: node.identity.area)])
    router.add(middleware: DoorMiddleware(door: Door(names: settings.names, hosts: hosts), gate: gate))
    router.add(middleware: WrongMethodMiddleware(routes, answersHead: false))
    for route in routes { route.add(to: router) }
    return router
  }

  /// Everything that is served.
  package var routes: [Route] {
    SyncEndpoint(node: node, uploadsMax: settings.limits.syncUploadsMax, gate: gate).routes
      + EnrolmentRoutes(gate: gate, logger: logger).routes
  }

  private var gate: LinkGate { LinkGate(identity: identity, logger: logger) }
}
