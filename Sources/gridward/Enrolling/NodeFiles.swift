// A node's files as the command line finds them: store, signing key, trust folder.
import Certificates
import Enrolment
import Foundation
import Merge
import Node
import Replica
import Store
import Trust

/// The files of one node.
struct NodeFiles {
  let store: String
  let trust: TrustFolder
  let keyFile: SigningKeyFile
  let tokenFile: NodeTokenFile

  init(_ settings: Settings) throws {
    store = try settings.requiredStore()
    trust = settings.trust.map { TrustFolder(URL(filePath: $0)) } ?? TrustFolder(store: store)
    keyFile = SigningKeyFile(store: store)
    tokenFile = NodeTokenFile(store: store)
  }

  /// The signing key; made where there is none.
  func keyOrNew() throws -> SigningKey {
    if keyFile.exists { return try keyFile.read() }
    let folder = keyFile.url.deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return try keyFile.make(seed: Node.random16().bytes + Node.random16().bytes)
  }

  /// What programs on this machine show; made where there is none.
  func tokenOrNew() throws -> NodeToken {
    try tokenFile.readOrMake(secret: Node.random16().bytes + Node.random16().bytes)
  }

  /// What stands there may hold what nobody else has yet.
  private static let existing =
    "Choose another path. If it is this node's store, it goes on with `gridward serve`; `gridward retire --check` says whether it may go."

  /// Makes the store of the node that the key names.
  /// - Parameter root: the city's root key; nil in development, where every commit counts.
  func make(area: Area, root: PublicKey?, settings: Settings) throws -> Store {
    let folder = URL(filePath: store).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if FileManager.default.fileExists(atPath: store) {
      throw Failure(.exists, "there is a file at \(store)", hint: Self.existing)
    }
    let identity = Identity(
      node: try keyOrNew().node, incarnation: Node.random16().high, store: StoreID(Node.random16()), area: area)
    let made = try Store.create(path: store, identity: identity, catalog: try settings.catalog(), root: root)
    _ = try tokenOrNew()
    LineageMarker.ofMachine(store: store)?.noteMark(.init(store: identity.store, arrival: 0, hash: .zero))
    return made
  }

  /// The store's own account of who it is.
  func identity() throws -> Identity { try Store.inspect(path: store) { _, identity in identity } }

  /// The signing key, which must be the one the store's node is named after.
  func key(of identity: Identity) throws -> SigningKey {
    let key = try keyFile.read()
    guard key.node == identity.node else {
      throw Failure(
        .settings, "\(keyFile.url.path) is the key of node \(key.node), and the store is that of \(identity.node)",
        hint: "Put the node's own key back; a store made before nodes had keys has none: make the node anew.")
    }
    return key
  }

  /// What a node seals its feeds with; nil for a store of development that has no key.
  func signer(of store: Store) throws -> SigningKey? {
    if store.root == nil, !keyFile.exists { return nil }
    return try key(of: store.identity)
  }

  /// The certificates of a place the node stood at before.
  func formerTrust(_ place: Area) -> TrustFolder {
    let name = place.code.replacing("/", with: "-")
    return TrustFolder(trust.url.deletingPathExtension().appendingPathExtension("former-\(name).trust"))
  }

  var clock: TrustedClock { TrustedClock(trust) }

  /// What this office signs with.
  func issuer() throws -> Issuer {
    let credentials = try Credentials(trust)
    guard let authority = credentials.authority else {
      throw Failure(.refused, "a terminal has nobody below it", hint: "Run this at an office.")
    }
    return Issuer(
      authority: authority, root: credentials.root, rootKey: credentials.rootKey, key: try key(of: try identity()),
      statements: credentials.statements)
  }

  /// This node's application: made once and kept, so that asking again is asking the same.
  func application(area: Area, name: String) throws -> EnrolmentApplication {
    try trust.make()
    let key = try keyOrNew()
    if let kept = try trust.application(), kept.area == area.code, try kept.checked().node == key.node { return kept }
    let application = try EnrolmentApplication(
      area: area, name: name, key: key, transport: try trust.key("transport.key"),
      authority: area.tier == .terminal ? nil : try trust.key("authority.key"))
    try trust.keepApplication(application)
    return application
  }

  /// Checks what an office sent, keeps it, and sees to a store that lives by it.
  func install(_ bundle: EnrolmentBundle, parent: String?, settings: Settings) async throws -> Credentials {
    let authority = bundle.authority == nil ? nil : try trust.key("authority.key")
    let credentials = try Credentials(bundle, transport: try trust.key("transport.key"), authority: authority)
    try await credentials.check(node: try keyFile.read().node, area: credentials.area, now: clock.seconds)
    try await settle(credentials, settings)
    try trust.keepBundle(bundle)
    if let parent { try trust.keepParentAddress(parent) }
    return credentials
  }
}
