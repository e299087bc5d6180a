// What joins a node to those above and below it: mutual TLS once it is enrolled, nothing of the kind in development.
import Certificates
import Enrolment
import Foundation
import Logging
import Merge
import Node
import Replica
import Server
import Store
import Transport

/// The two ends a serving node has of its links.
struct Links {
  /// Nil in development.
  let identity: LinkIdentity?
  /// The address of the parent and the way there; nil at the top.
  let parent: (address: String, access: any ParentAccess)?

  /// Reads the trust folder, or falls back on development where that is allowed.
  init(_ settings: Settings, identity: Identity, logger: Logger) throws {
    let files = try NodeFiles(settings)
    guard files.trust.isEnrolled else {
      self.identity = nil
      parent = try Self.openParent(settings)
      return
    }
    let credentials = try Credentials(files.trust)
    guard credentials.node == identity.node, credentials.area == identity.area else {
      throw Failure(
        .settings, "\(files.trust.url.path) belongs to node \(credentials.node) at \(credentials.area.code)",
        hint: "Give --trust, or enrol this node.")
    }
    let link = LinkIdentity(credentials, folder: files.trust, key: try files.key(of: identity), clock: files.clock)
    self.identity = link
    guard !settings.isAlone, credentials.parent != nil,
      let address = try settings.parent ?? files.trust.parentAddress()
    else {
      parent = nil
      return
    }
    guard address.hasPrefix("https://") else {
      throw Failure(
        .settings, "the parent is `\(address)`, and this node is enrolled", hint: "Its address begins with https://.")
    }
    parent = (
      address,
      EnrolledAccess(
        identity: link, parent: address, proxy: settings.proxy, userAgent: "gridward/\(Help.version)", logger: logger)
    )
  }

  private static func openParent(_ settings: Settings) throws -> (String, any ParentAccess)? {
    guard let parent = settings.parent else { return nil }
    guard !parent.hasPrefix("https://") else {
      throw Failure(.settings, "this node is not enrolled with \(parent)", hint: "Run `gridward enroll TOKEN` first.")
    }
    let client = try HTTPClient(configuration: .init(userAgent: "gridward/\(Help.version)", proxy: settings.proxy))
    return (parent, OpenAccess(client))
  }

  func uplink(_ node: Node, _ settings: Settings) -> UplinkService? {
    guard let parent else { return nil }
    var configuration = UplinkService.Configuration(parent: parent.address)
    configuration.wait = settings.wait
    return UplinkService(node: node, access: parent.access, configuration: configuration)
  }

  /// What passes on what still belongs to places the node stood at before.
  func formerPlaces(_ node: Node, _ settings: Settings, logger: Logger) throws -> [FormerPlaceService] {
    try node.read { try $0.formerParents() }.map { place, address in
      FormerPlaceService(
        node: node, access: try Self.formerAccess(settings, node, place: place, address: address, logger: logger),
        place: place, parent: address)
    }
  }

  /// The way to a former parent: with the certificate of then, where there was one.
  static func formerAccess(_ settings: Settings, _ node: Node, place: Area, address: String, logger: Logger) throws
    -> any ParentAccess
  {
    let files = try NodeFiles(settings)
    let folder = files.formerTrust(place)
    guard folder.isEnrolled else {
      return OpenAccess(
        try HTTPClient(configuration: .init(userAgent: "gridward/\(Help.version)", proxy: settings.proxy)))
    }
    let link = LinkIdentity(
      try Credentials(folder), folder: folder, key: try files.key(of: node.identity), clock: TrustedClock(folder))
    return EnrolledAccess(
      identity: link, parent: address, proxy: settings.proxy, userAgent: "gridward/\(Help.version)", logger: logger)
  }

  /// The listener for children; nil in development, where the other listener serves them, and at a terminal.
  func server(_ node: Node, _ settings: Settings, logger: Logger) -> LinkServer? {
    guard let identity, identity.credentials.authority != nil else { return nil }
    var listener = ServerSettings(host: settings.linkHost, port: settings.linkPort)
    (listener.names, listener.hosts) = (Set(settings.names), settings.ownHosts)
    return LinkServer(node: node, identity: identity, settings: listener, logger: logger) { port in
      let host = settings.linkHost.contains(":") ? "[\(settings.linkHost)]" : settings.linkHost
      Terminal.line("\(node.identity.area.code) takes links on https://\(host):\(port)")
    }
  }

  /// Says loudly what is open, and refuses to open it to others by accident.
  func checkOpenness(_ settings: Settings, logger: Logger) throws {
    let isLocal = ["127.0.0.1", "localhost", "::1"].contains(settings.host)
    if identity == nil {
      logger.warning(
        "DEVELOPMENT MODE: NO TLS, AND NOBODY IS ASKED WHO THEY ARE. Enrol this node before it leaves this machine: `gridward enroll`.",
        metadata: ["host": "\(settings.host)"])
    }
    guard !isLocal else { return }
    guard settings.isInsecure else {
      throw Failure(
        .settings, "whoever reaches \(settings.host) could read and write everything",
        hint: "Listen on 127.0.0.1 and let people in through a proxy that knows them; or set `insecure: true`.")
    }
    logger.warning(
      "INSECURE: ANYBODY WHO REACHES THIS ADDRESS CAN READ AND WRITE EVERY RECORD HERE.",
      metadata: ["host": "\(settings.host)"])
  }
}
