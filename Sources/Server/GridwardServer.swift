// The HTTP server of a node: one service that wires routes, limits and the node together.
package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import Node
import ServiceLifecycle

/// A node's HTTP server.
///
/// It serves people and phones (`/records`) and operators (`/status`, `/metrics`, `/healthz`); without enrolment, in development,
/// also children (`/sync/v1`).
package struct GridwardServer: Service {
  private let node: Node
  private let settings: ServerSettings
  private let uplink: UplinkService?
  private let metrics: MetricsRegistry?
  private let logger: Logger
  private let onRunning: @Sendable (Int) async -> Void
  /// Counts those who hand in actions, of all the lists of routes that are made.
  private let actions: ActionGate
  /// Those who follow the node's changes, of all the lists of routes that are made.
  private let followers: FollowerGate

  /// - Parameters:
  ///   - uplink: whose state `/status` shows; nil at the root.
  ///   - metrics: what `/metrics` writes besides the gauges read from the store: the registry swift-metrics was
  ///     bootstrapped with.
  ///   - onRunning: called with the bound port once requests are accepted.
  package init(
    node: Node, settings: ServerSettings, uplink: UplinkService? = nil, metrics: MetricsRegistry? = nil,
    logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) {
    self.node = node
    self.settings = settings
    self.uplink = uplink
    self.metrics = metrics
    self.logger = logger
    self.onRunning = onRunning
    actions = ActionGate(settings.limits.actions)
    followers = FollowerGate(max: settings.limits.followersMax)
  }

  package func run() async throws { try await FreePort.run(settings) { try await application().run() } }

  /// The application; tests drive it in process.
  package func application() -> some ApplicationProtocol {
    let onRunning = onRunning
    return Application(
      router: router(), server: .http1(configuration: Self.channelConfiguration(settings.limits, logger)),
      configuration: Self.applicationConfiguration(settings, logger),
      onServerRunning: { await onRunning($0.localAddress?.port ?? 0) }, logger: logger)
  }

  /// The guards and limits of every connection, with TLS or without.
  static func channelConfiguration(_ limits: ServerLimits, _ logger: Logger) -> HTTP1Channel.Configuration {
    let log = CutLog(logger)
    var channel = HTTP1Channel.Configuration(additionalChannelHandlers: [GuardInstaller(limits: limits, log: log)]
    )
    channel.httpDecoder.maxHeaderFieldSize = limits.headBytesMax
    channel.httpDecoder.maxHeaderListSize = limits.headBytesMax
    channel.httpDecoder.maxHeaderFieldCount = limits.headerFieldsMax
    return channel
  }

  static func applicationConfiguration(_ settings: ServerSettings, _ logger: Logger) -> ApplicationConfiguration {
    var configuration = ApplicationConfiguration(
      address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: 1_024)
    configuration.availableConnectionsDelegate = .maximum(settings.limits.connectionsMax, logger: logger)
    return configuration
  }

  package func router() -> Router<GridwardContext> {
    let router = Router(context: GridwardContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: AnswerMiddleware())
    router.add(middleware: ProblemMiddleware(logger: logger))
    router.add(middleware: DoorMiddleware(door: Door(names: settings.names, hosts: settings.hosts)))
    router.add(middleware: WrongMethodMiddleware(routes, answersHead: true))
    let programs = TokenGate(token: settings.token)
    for route in routes { route.add(to: router, programs: programs) }
    return router
  }

  /// Everything that is served, as `GET /api` lists it.
  package var routes: [Route] {
    let status = StatusReport(node: node, uplink: uplink, build: settings.build, security: settings.security)
    let links = settings.servesLinks ? SyncEndpoint(node: node, uploadsMax: settings.limits.syncUploadsMax).routes : []
    return RouteList(
      RecordRoutes(node: node, bodyBytesMax: settings.limits.bodyBytesMax, users: settings.users).routes
        + ActionRoutes(
          node: node, bodyBytesMax: settings.limits.bodyBytesMax, gate: actions, users: settings.users
        ).routes
        + ListRoutes(node: node, users: settings.users).routes
        + ChangeRoutes(node: node, users: settings.users, followers: followers).routes
        + TotalsRoutes(node: node, users: settings.users).routes
        + CatalogRoutes(catalog: node.catalog).routes
        + ProposalRoutes(node: node, users: settings.users).routes
        + DeadlineRoutes(node: node, users: settings.users).routes
        + OperationRoutes(
          node: node, status: status, metrics: metrics, build: settings.build, followers: followers
        ).routes
        + links
    ).routes
  }
}
