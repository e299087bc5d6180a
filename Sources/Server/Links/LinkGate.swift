// Who may do what on the link listener.
import Certificates
import Hummingbird
import Logging
import Node

/// Asks a connection for its peer before a route is entered.
struct LinkGate: Sendable {
  let identity: LinkIdentity
  private let logger: Logger

  init(identity: LinkIdentity, logger: Logger) { (self.identity, self.logger) = (identity, logger) }

  func verdict(_ context: GridwardContext) async throws -> PeerVerdict {
    guard let shown = await ShownPeer.of(context.channel) else { return .refused(.missing) }
    return try await shown.verdict(by: identity)
  }

  /// A node this office enrolled, whose certificate is in force.
  func accepted(_ context: GridwardContext) async throws -> PeerName {
    switch try await verdict(context) {
    case .accepted(let name): return name
    case .inGrace(let name): throw refuse(.expired, name, context)
    case .refused(let refusal): throw refuse(refusal, nil, context)
    }
  }

  /// The same, or one whose certificate expired within the grace time.
  func renewable(_ context: GridwardContext) async throws -> PeerName {
    switch try await verdict(context) {
    case .accepted(let name), .inGrace(let name): return name
    case .refused(let refusal): throw refuse(refusal, nil, context)
    }
  }

  func refuse(_ refusal: CertificateRefusal, _ name: PeerName?, _ context: GridwardContext) -> CertificateRefusal {
    logger.notice(
      "A peer was refused",
      metadata: [
        "reason": "\(refusal.rawValue)", "peer": "\(name.map(\.description) ?? "unknown")",
        "address": "\(context.address)",
      ])
    return refusal
  }
}

extension GridwardContext {
  /// Where the other end's bytes come from.
  var address: String { channel.remoteAddress?.ipAddress ?? "unknown" }
}

/// Counts every request on the link listener before anything is read of it.
struct RateMiddleware: RouterMiddleware {
  typealias Context = GridwardContext

  let gate: LinkGate
  let limiter: RateLimiter

  func handle(
    _ request: Request, context: GridwardContext, next: (Request, GridwardContext) async throws -> Response
  ) async throws -> Response {
    try limiter.count(try await gate.verdict(context).name, address: context.address)
    return try await next(request, context)
  }
}
