// What the other end of a TLS connection has shown, kept with the connection.
import Certificates
import Enrolment
import Merge
import NIOCore
import NIOSSL
import Node
import Synchronization
import X509

/// Sits in a connection's pipeline and remembers its peer.
///
/// The handshake itself lets everybody through who owns the key of the certificate shown, or shows none: the refusal is an
/// HTTP answer, so that a node that is refused can say in its log why.
final class ShownPeer: ChannelInboundHandler, Sendable {
  typealias InboundIn = NIOAny

  /// What was shown, and what was last found of it.
  private struct Shown: Sendable {
    var chain: [Certificate]?
    var ends: Int64 = 0
    var verdict = PeerVerdict.refused(.missing)
    var judgedAt = ContinuousClock.now
  }

  private let state = Mutex(Shown())

  /// A verdict is as old as this at most: certificates begin and end, the root may change, and a clock that was wrong is put right.
  private static let acceptedFor: Duration = .seconds(10)
  /// Who was refused may ask again soon, but does not have every request verified.
  private static let refusedFor: Duration = .seconds(1)

  /// Takes what a handshake under way has shown, and judges it.
  func judge(_ certificates: [NIOSSLCertificate], by identity: LinkIdentity) async {
    let chain = certificates.prefix(CertificateText.chainMax + 1).map { certificate in
      try? CertificateText.certificate(der: certificate.toDERBytes())
    }
    let shown = chain.compactMap(\.self)
    guard let leaf = shown.first, shown.count == chain.count else {
      state.withLock { $0.verdict = .refused(.untrusted) }
      return
    }
    state.withLock { ($0.chain, $0.ends) = (shown, leaf.ends) }
    await judge(shown, by: identity)
  }

  private func judge(_ chain: [Certificate], by identity: LinkIdentity) async {
    let verdict = await identity.credentials.verifier.child(chain, now: identity.clock.seconds) { _ in false }
    state.withLock { ($0.verdict, $0.judgedAt) = (verdict, .now) }
  }

  /// How the peer stands now: a connection may outlive a certificate, an enrolment, or a wrong clock.
  /// - Throws: when it cannot be told who was struck off.
  func verdict(by identity: LinkIdentity) async throws -> PeerVerdict {
    let before = state.withLock { $0 }
    let age = ContinuousClock.now - before.judgedAt
    if let chain = before.chain, age >= (before.verdict.name == nil ? Self.refusedFor : Self.acceptedFor) {
      await judge(chain, by: identity)
    }
    let shown = state.withLock { $0 }
    guard let name = shown.verdict.name else { return shown.verdict }
    if try identity.members.isRevoked(name.node) { return .refused(.revoked) }
    let late = identity.clock.seconds - shown.ends
    if late > CertificateTerms.grace { return .refused(.expired) }
    return late > 0 ? .inGrace(name) : .accepted(name)
  }

  /// The peer of a connection; nil for a channel without TLS.
  static func of(_ channel: any Channel) async -> ShownPeer? {
    let found = channel.eventLoop.submit { try channel.pipeline.syncOperations.handler(type: ShownPeer.self) }
    return try? await found.get()
  }
}

extension PeerVerdict {
  /// Who it is, where the certificate is good for something.
  var name: PeerName? {
    switch self {
    case .accepted(let name), .inGrace(let name): name
    case .refused: nil
    }
  }
}
