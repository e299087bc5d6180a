// `gridward serve`: a node, its server and its uplink as one group of services.
import ArgumentParser
import Foundation
import Logging
import Merge
import Metrics
import Node
import Replica
import Reports
import Server
import ServiceLifecycle
import Store
import Transport
import UnixSignals

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a node: serve people and children, keep in step with the parent.",
    discussion: """
        gridward serve --store town/node.db
        gridward serve --store home/node.db --port 8371 --parent http://10.2.0.1:8370

      The first line on standard output ends with the bound address; the log goes to standard error. SIGTERM and \
      SIGINT end it gracefully. A parent that is down stops nothing: work goes on and is sent later.
      """)

  @OptionGroup var options: StoreOptions
  @Option(help: "The address to listen on (127.0.0.1).")
  var host: String?
  @Option(help: "The port to listen on (8370); 0 takes a free one.")
  var port: Int?
  @Option(help: ArgumentHelp("The address of the node above.", valueName: "url"))
  var parent: String?
  @Option(help: ArgumentHelp("An HTTP proxy on the way to the parent.", valueName: "url"))
  var proxy: String?
  @Option(help: ArgumentHelp("How long the parent may hold its answer (25).", valueName: "seconds"))
  var wait: Int?
  @Option(help: "The least level that is logged (info).")
  var logLevel: String?
  @Option(help: "Log lines as text or json (text).")
  var logFormat: String?

  func run() async throws {
    let settings = try await options.settings(flags)
    let metrics = MetricsRegistry()
    MetricsSystem.bootstrap(metrics)
    LoggingSystem.bootstrap { _ in LineLog(form: settings.logForm, level: settings.logLevel) }
    let logger = Logger(label: "gridward")

    let store = try OpenStore.writable(settings)
    let node = Node(store: store, logger: logger)
    try await node.retryRefused()
    let uplink = try Self.uplink(node, settings)
    let server = GridwardServer(
      node: node, settings: Self.serverSettings(settings), uplink: uplink, metrics: metrics, logger: logger
    ) { port in Self.announce(node.identity.area, settings, port: port, logger) }

    var services: [any Service] = [server] + (uplink.map { [$0] } ?? [])
    if RollUps.areStated(by: node.identity.area, hasParent: uplink != nil) {
      services.append(RollUpService(node: node))
    }
    var group = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    group.maximumGracefulShutdownDuration = .seconds(15)
    do { try await ServiceGroup(configuration: group).run() } catch { throw Self.failure(error, settings) }
    try store.close()
    logger.info("The node has ended")
  }
}

extension Serve {
  private var flags: [String: String?] {
    [
      "listen.host": host, "listen.port": port.map(String.init), "parent": parent, "proxy": proxy,
      "wait": wait.map(String.init), "log.level": logLevel, "log.format": logFormat,
    ]
  }

  /// The service that keeps in step with the parent; nil at the top of the tree.
  private static func uplink(_ node: Node, _ settings: Settings) throws -> UplinkService? {
    guard let parent = settings.parent else { return nil }
    let client = try HTTPClient(configuration: .init(userAgent: "gridward/\(Help.version)", proxy: settings.proxy))
    var configuration = UplinkService.Configuration(parent: parent)
    configuration.wait = settings.wait
    return UplinkService(node: node, client: client, configuration: configuration)
  }

  private static func serverSettings(_ settings: Settings) -> ServerSettings {
    var server = ServerSettings(host: settings.host, port: settings.port)
    server.build = BuildInfo(version: Help.version)
    return server
  }

  private static func announce(_ area: Area, _ settings: Settings, port: Int, _ logger: Logger) {
    let name = settings.name.map { "\($0) " } ?? ""
    let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    Terminal.line("\(name)\(area.code) (\(area.tier.name)) serves on http://\(host):\(port)")
    if !["127.0.0.1", "localhost", "::1"].contains(settings.host) {
      logger.warning(
        "ANYBODY WHO REACHES THIS ADDRESS CAN READ AND WRITE: there is no TLS and no authentication yet. Keep it inside a trusted network or behind a proxy that has both.",
        metadata: ["host": "\(settings.host)"])
    }
  }

  private static func failure(_ error: any Error, _ settings: Settings) -> any Error {
    if let failure = Failure(error) { return failure }
    return Failure(
      .settings, "cannot serve on \(settings.host):\(settings.port): \(error)",
      hint: "Another process may have the port, or the address is not this machine's; --port 0 takes a free one.")
  }
}
