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

  private let state = Mutex<(verdict: PeerVerdict, ends: Int64)>((.refused(.missing), 0))

  /// Judges the chain of a handshake under way.
  func judge(_ certificates: [NIOSSLCertificate], by identity: LinkIdentity) async {
    let chain = certificates.prefix(CertificateText.chainMax + 1).map { certificate in
      try? CertificateText.certificate(der: certificate.toDERBytes())
    }
    guard let leaf = chain.first ?? nil, chain.allSatisfy({ $0 != nil }) else {
      state.withLock { $0.verdict = .refused(.untrusted) }
      return
    }
    let verdict = await identity.credentials.verifier.child(chain.compactMap(\.self), now: identity.clock.seconds) {
      _ in
      false
    }
    state.withLock { $0 = (verdict, leaf.ends) }
  }

  /// How the peer stands now: a connection may outlive a certificate, or an enrolment.
  /// - Throws: when it cannot be told who was struck off.
  func verdict(by identity: LinkIdentity) throws -> PeerVerdict {
    let (verdict, ends) = state.withLock { $0 }
    guard let name = verdict.name else { return verdict }
    if try identity.members.isRevoked(name.node) { return .refused(.revoked) }
    let late = identity.clock.seconds - ends
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
