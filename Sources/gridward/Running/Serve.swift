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
import Synchronization
import Transport
import Trust
import UnixSignals

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a node: serve people and children, keep in step with the parent.",
    discussion: """
        gridward serve --store town/node.db
        gridward serve --store home/node.db --port 8371 --parent http://127.0.0.1:8370   # development

      An enrolled node takes links over mutual TLS on a second port and knows its parent. One that is not enrolled runs in
      development mode, without TLS, on this machine only.

      A line on standard output ends with each bound address; the log goes to standard error. SIGTERM and \
      SIGINT end it gracefully. A parent that is down stops nothing: work goes on and is sent later.
      """)

  @OptionGroup var options: StoreOptions
  @Option(help: "The address to listen on (127.0.0.1).")
  var host: String?
  @Option(help: "The port to listen on (8370); 0 takes a free one.")
  var port: Int?
  @Option(help: "The address to serve children on, over TLS (127.0.0.1).")
  var linkHost: String?
  @Option(help: "The port to serve children on (8470); 0 takes a free one.")
  var linkPort: Int?
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

    // A store that is found damaged ends the services; what is whole of it is saved, and they begin again over that, unless the node
    // has been told to end meanwhile.
    let ending = Ending()
    for attempt in 1... {
      do {
        let node = try OpenStore.node(settings, logger: logger)
        await ending.listen()
        try await serve(node, settings, metrics, logger, ending)
        if let damage = node.store.damage { throw damage }
        break
      } catch let damage as StoreError where damage.code == .damaged {
        guard attempt <= Self.salvagesMax else { throw damage }
        logger.error("The store is damaged", metadata: ["damage": "\(damage)"])
        try Salvaging.run(settings, logger: logger)
        if ending.isAsked { break }
      }
    }
    ending.stop()
    logger.info("The node has ended")
  }
}

/// Whether the node has been told to end: its services hear that for themselves, but not while they end for another reason.
private final class Ending: Sendable {
  private let asked = Atomic(false)
  private let listening = Mutex<Task<Void, Never>?>(nil)

  var isAsked: Bool { asked.load(ordering: .relaxed) }

  /// Listens from now on; again is no harm.
  func listen() async {
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    listening.withLock { task in
      task = task ?? Task { for await _ in signals { asked.store(true, ordering: .relaxed) } }
    }
  }

  func stop() { listening.withLock { $0?.cancel() } }
}

extension Serve {
  /// A disk that goes on changing what is written is not one to go on with.
  private static let salvagesMax = 3

  /// Runs the node until it is told to end or its store is found damaged; closes the store.
  private func serve(
    _ node: Node, _ settings: Settings, _ metrics: MetricsRegistry, _ logger: Logger, _ ending: Ending
  ) async throws {
    defer { try? node.close() }
    if ending.isAsked { return }
    let links = try Links(settings, identity: node.identity, logger: logger)
    try await node.resume(hasParent: links.parent != nil)
    try links.checkOpenness(settings, logger: logger)
    let uplink = links.uplink(node, settings)
    let server = GridwardServer(
      node: node, settings: try Self.serverSettings(settings, links), uplink: uplink, metrics: metrics, logger: logger
    ) { port in Self.announce(node.identity.area, settings, port: port) }
    let below = links.server(node, settings, logger: logger)

    let former = try links.formerPlaces(node, settings, logger: logger)
    if let assignment = try await node.waitingAssignment() {
      logger.warning(
        "This node is assigned another place: stop it and run `gridward move --accept`",
        metadata: ["area": "\(assignment.area.code)"])
    }

    try node.store.keepTexts(settings.searchesTexts)
    var services: [any Service] = [
      server, WatchService(node: node), PagesService(node: node), ColumnsService(node: node),
      HeldActionService(node: node),
    ]
    if settings.searchesTexts { services.append(TextService(node: node)) }
    services += (below.map { [$0] } ?? []) + (uplink.map { [$0] } ?? []) + former
    services.append(PackingService(node: node))
    if RollUps.areStated(by: node.identity.area, hasParent: uplink != nil) {
      services.append(RollUpService(node: node))
    }
    var group = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    group.services.append(
      .init(service: DamageService(node: node), successTerminationBehavior: .gracefullyShutdownGroup))
    group.maximumGracefulShutdownDuration = .seconds(15)
    do { try await ServiceGroup(configuration: group).run() } catch {
      if let damage = node.store.damage { throw damage }
      throw Self.failure(error)
    }
  }
}

extension Serve {
  private var flags: [String: String?] {
    [
      "listen.host": host, "listen.port": port.map(String.init), "link.host": linkHost,
      "link.port": linkPort.map(String.init), "parent": parent, "proxy": proxy,
      "wait": wait.map(String.init), "log.level": logLevel, "log.format": logFormat,
    ]
  }

  private static func serverSettings(_ settings: Settings, _ links: Links) throws -> ServerSettings {
    var server = ServerSettings(host: settings.host, port: settings.port)
    (server.names, server.hosts) = (Set(settings.names), settings.ownHosts)
    if let header = settings.userHeader {
      guard let users = UserSource(header: header) else {
        throw Failure(
          .settings, "listen.user is `\(header)`", hint: "It must be the name of a header, such as Gridward-User.")
      }
      server.users = users
    }
    server.servesLinks = links.identity == nil
    server.token = try NodeFiles(settings).tokenOrNew()
    server.security = SecurityReport(links.identity)
    server.build = BuildInfo(version: Help.version)
    return server
  }

  private static func announce(_ area: Area, _ settings: Settings, port: Int) {
    let name = settings.name.map { "\($0) " } ?? ""
    let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    Terminal.line("\(name)\(area.code) (\(area.tier.name)) serves on http://\(host):\(port)")
  }

  private static func failure(_ error: any Error) -> any Error {
    guard let failure = error as? ListeningFailure else { return Failure(error) ?? error }
    return Failure(
      .settings, "cannot serve on \(failure)",
      hint: "Another process may have the port, or the address is not this machine's; port 0 takes a free one.")
  }
}
