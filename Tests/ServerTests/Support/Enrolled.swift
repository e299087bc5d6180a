// Enrolled nodes for tests: a root, offices below it, and the link listener of one of them.
import Catalog
import Certificates
import Enrolment
import Foundation
import Logging
import Merge
import Node
import Replica
import Server
import ServiceLifecycle
import Store
import Synchronization
import TestSupport
import Transport
import Trust

/// A clock that a test sets.
final class SetClock: Sendable {
  private let value: Mutex<Int64>

  init(_ seconds: Int64 = today) { value = Mutex(seconds) }

  var seconds: Int64 {
    get { value.withLock { $0 } }
    set { value.withLock { $0 = newValue } }
  }
}

/// One enrolled node: its keys, its credentials, its trust folder.
struct Member: Sendable {
  let area: Area
  let key: SigningKey
  let transport: TransportKey
  let authority: TransportKey?
  let credentials: Credentials
  let folder: TrustFolder
  let clock: SetClock

  init(_ area: Area, below issuer: Enrolment.Issuer, in home: URL, now: Int64 = today) throws {
    self.area = area
    key = SigningKey.fresh()
    folder = TrustFolder(home.appending(path: key.node.description))
    try folder.make()
    transport = try folder.key("transport.key")
    authority = area.tier == .terminal ? nil : try folder.key("authority.key")
    let application = try EnrolmentApplication(
      area: area, name: "", key: key, transport: transport, authority: authority)
    let bundle = try issuer.admit(try application.checked(), name: "", now: now).bundle
    credentials = try Credentials(bundle, transport: transport, authority: authority)
    clock = SetClock(now)
  }

  var issuer: Enrolment.Issuer {
    Enrolment.Issuer(
      authority: credentials.authority!, root: credentials.root, rootKey: credentials.rootKey, key: key,
      statements: credentials.statements)
  }

  var identity: LinkIdentity {
    let clock = clock
    return LinkIdentity(
      credentials, folder: folder, key: key, clock: TrustedClock(nil) { clock.seconds * 1000 })
  }

  /// A store of this node's own.
  func node() throws -> Node {
    let identity = Identity(node: key.node, incarnation: 1, store: StoreID(Node.random16()), area: area)
    let store = try Store.inMemory(identity: identity, catalog: .builtIn)
    return Node(store: store, logger: quiet, signer: key)
  }

  /// A client that shows this node's certificate and looks at no date of the other end.
  func client(showing chain: String? = nil) throws -> HTTPClient {
    let tls = TLSOptions(
      trust: .authorities(pem: credentials.bundle.root),
      identity: .init(chain: chain ?? credentials.bundle.chain, key: transport.pem),
      serverName: credentials.parent.map { AreaName.dnsName(of: $0.area) })
    return try HTTPClient(configuration: .init(userAgent: "gridward/1", tls: tls))
  }

  func access(port: Int, identity: LinkIdentity? = nil) -> EnrolledAccess {
    EnrolledAccess(
      identity: identity ?? self.identity, parent: "https://127.0.0.1:\(port)", proxy: nil, userAgent: "gridward/1",
      logger: quiet)
  }
}

/// A branch of a city, with another branch beside it.
final class CityBranch: Sendable {
  private let folder: TemporaryFolder
  let district: Member
  let township: Member
  let community: Member
  let stranger: Member
  let rootIssuer: Enrolment.Issuer

  init() throws {
    folder = try TemporaryFolder()
    let home = folder.url
    rootIssuer = try Self.root()
    let city = try Member(Place.city, below: rootIssuer, in: home)
    district = try Member(Place.district, below: city.issuer, in: home)
    township = try Member(Place.township, below: district.issuer, in: home)
    community = try Member(Place.community, below: township.issuer, in: home)
    let other = try Member(Place.otherDistrict, below: city.issuer, in: home)
    stranger = try Member(Area("370203001000")!, below: other.issuer, in: home)
  }

  var home: URL { folder.url }

  static func root() throws -> Enrolment.Issuer {
    let root = try CertificateAuthority.root(area: Place.city, key: TransportKey(), now: today)
    let key = SigningKey.fresh()
    return Enrolment.Issuer(
      authority: root, root: root.certificate, rootKey: key.publicKey, key: key, statements: [], isRoot: true)
  }
}

/// Runs `body` against the link listener of an office.
func withLinks<T: Sendable>(
  of identity: LinkIdentity, _ node: Node, limits: ServerLimits = ServerLimits(),
  _ body: @escaping @Sendable (_ port: Int) async throws -> T
) async throws -> T {
  var settings = knownSettings(port: 0)
  settings.limits = limits
  let (ports, running) = AsyncStream<Int>.makeStream()
  let server = LinkServer(node: node, identity: identity, settings: settings, logger: quiet) { running.yield($0) }
  return try await withService(server, ports, body)
}

/// Runs `body` while a service runs that reports its port.
func withService<T: Sendable>(
  _ service: some Service, _ ports: AsyncStream<Int>, _ body: @escaping @Sendable (_ port: Int) async throws -> T
) async throws -> T {
  let services = ServiceGroup(configuration: .init(services: [service], logger: quiet))
  return try await withThrowingTaskGroup(of: T?.self) { group in
    group.addTask {
      try await services.run()
      return nil
    }
    group.addTask {
      var iterator = ports.makeAsyncIterator()
      guard let port = await iterator.next() else { throw CancellationError() }
      do {
        let value = try await body(port)
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

/// Asks and hands back the status and the last part of the problem's type.
func ask(_ client: HTTPClient, _ request: HTTPRequest) async throws -> (status: Int, problem: String?, text: String) {
  let response = try await client.send(request)
  let text = String(decoding: try await response.collect(limit: 1 << 20), as: UTF8.self)
  let kind = text.firstMatch(of: /urn:gridward:problem:([a-z-]+)/).map { String($0.1) }
  return (response.status, kind, text)
}

/// A sync request with nothing in it: only whether it is let in matters.
func syncRequest(_ port: Int, body: [UInt8] = []) -> HTTPRequest {
  HTTPRequest(
    url: "https://127.0.0.1:\(port)/sync/v1", method: .post, headers: [("Content-Type", SyncBinding.contentType)],
    body: body, maxBodyBytes: 1 << 20)
}
