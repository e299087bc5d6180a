// TLS under HTTP: each new connection takes the certificates that are in force when it begins.
import Certificates
import Enrolment
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import Node
import Synchronization

/// Puts TLS below a channel's HTTP handlers.
struct LinkChannel: ServerChildChannel, HTTPChannelHandler {
  package typealias Value = HTTP1Channel.Value

  private let base: HTTP1Channel
  private let contexts: TLSContexts

  init(_ base: HTTP1Channel, contexts: TLSContexts) { (self.base, self.contexts) = (base, contexts) }

  var responder: HTTPChannelHandler.Responder { base.responder }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      let peer = ShownPeer()
      let identity = contexts.identity
      let handler = NIOSSLServerHandler(
        context: try contexts.current(),
        customVerificationCallback: { certificates, promise in
          promise.completeWithTask {
            await peer.judge(certificates, by: identity)
            return .certificateVerified
          }
        }, configuration: .init())
      try channel.pipeline.syncOperations.addHandlers([handler, peer])
    }.flatMap { base.setup(channel: channel, logger: logger) }
  }

  func handle(value: Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}

/// Makes a TLS context of the node's credentials, anew after each renewal.
final class TLSContexts: Sendable {
  let identity: LinkIdentity
  private let made = Mutex<(generation: Int, context: NIOSSLContext)?>(nil)

  init(_ identity: LinkIdentity) { self.identity = identity }

  func current() throws -> NIOSSLContext {
    let generation = identity.generation
    return try made.withLock { made in
      if let made, made.generation == generation { return made.context }
      let context = try NIOSSLContext(configuration: configuration())
      made = (generation, context)
      return context
    }
  }

  /// TLS 1.2 or later; a client certificate is asked for and judged by `ShownPeer`.
  private func configuration() throws -> TLSConfiguration {
    let credentials = identity.credentials
    let chain = try NIOSSLCertificate.fromPEMBytes(Array(credentials.bundle.chain.utf8))
    let key = try NIOSSLPrivateKey(bytes: Array(credentials.transport.pem.utf8), format: .pem)
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.trustRoots = .certificates(
      try NIOSSLCertificate.fromPEMBytes(Array(credentials.bundle.root.utf8)))
    configuration.certificateVerification = .optionalVerification
    configuration.renegotiationSupport = .none
    return configuration
  }
}
