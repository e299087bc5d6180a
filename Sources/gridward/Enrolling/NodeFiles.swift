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

  init(_ settings: Settings) throws {
    store = try settings.requiredStore()
    trust = settings.trust.map { TrustFolder(URL(filePath: $0)) } ?? TrustFolder(store: store)
    keyFile = SigningKeyFile(store: store)
  }

  /// Makes the store, and the key that its node is named after.
  func make(area: Area, settings: Settings) throws -> Identity {
    let folder = URL(filePath: store).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if FileManager.default.fileExists(atPath: store) {
      throw Failure(.exists, "there is a file at \(store)", hint: "Choose another path, or remove it.")
    }
    let key = try keyFile.exists ? keyFile.read() : keyFile.make(seed: Node.random16().bytes + Node.random16().bytes)
    let identity = Identity(
      node: key.node, incarnation: Node.random16().high, store: StoreID(Node.random16()), area: area)
    try Store.create(path: store, identity: identity, catalog: try settings.catalog()).close()
    return identity
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
  func application(_ identity: Identity, name: String) throws -> EnrolmentApplication {
    try trust.make()
    if let kept = try trust.application(), kept.area == identity.area.code { return kept }
    let application = try EnrolmentApplication(
      area: identity.area, name: name, key: try key(of: identity), transport: try trust.key("transport.key"),
      authority: identity.area.tier == .terminal ? nil : try trust.key("authority.key"))
    try trust.keep(application)
    return application
  }

  /// Checks what an office sent, and keeps it.
  func install(_ bundle: EnrolmentBundle, _ identity: Identity, parent: String?) async throws -> Credentials {
    let authority = bundle.authority == nil ? nil : try trust.key("authority.key")
    let credentials = try Credentials(bundle, transport: try trust.key("transport.key"), authority: authority)
    try await credentials.check(node: identity.node, area: identity.area, now: clock.seconds)
    try trust.keep(bundle)
    if let parent { try trust.keep(parentAddress: parent) }
    return credentials
  }
}
