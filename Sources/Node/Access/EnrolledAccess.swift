// The way to the parent over mutual TLS: shows this node's certificate, renews it, and puts the time right first.
import Certificates
import Enrolment
import Foundation
package import Logging
package import Merge
import Synchronization
package import Transport

/// Mutual TLS with the parent this node was enrolled by.
///
/// Losing or outliving a certificate stops the link and nothing else. The parent is known by its area's name below the city's
/// root; redirects are answers like any other and never followed.
package final class EnrolledAccess: ParentAccess {
  private enum Errand { case time, renewal }

  private struct State {
    var client: HTTPClient?
    var generation = -1
    /// When each errand may be tried again.
    var next: [Errand: ContinuousClock.Instant] = [:]
    var renewal = "not due"
  }

  private let identity: LinkIdentity
  private let parent: String
  private let proxy: String?
  private let userAgent: String
  private let logger: Logger
  private let state = Mutex(State())

  /// Neither the time nor a certificate is asked for more often: a clock that is right again is to count within a minute.
  private static func pause(_ errand: Errand) -> Duration { errand == .time ? .seconds(20) : .seconds(60) }

  package init(identity: LinkIdentity, parent: String, proxy: String?, userAgent: String, logger: Logger) {
    (self.identity, self.parent, self.proxy) = (identity, parent, proxy)
    (self.userAgent, self.logger) = (userAgent, logger)
  }

  package var parentArea: Area? { identity.credentials.parent?.area }

  package var standing: AccessStanding {
    let credentials = identity.credentials
    return .enrolled(
      .init(
        serial: credentials.chain[0].serialText, ends: credentials.ends, renewal: state.withLock { $0.renewal },
        clockOffset: identity.clock.offset))
  }

  package func client() async throws -> HTTPClient {
    if identity.credentials.begins > identity.clock.seconds
      || identity.credentials.isExpired(now: identity.clock.seconds) || identity.clock.isCorrected
    {
      await correctTime()
    }
    let now = identity.clock.seconds
    if identity.credentials.isRenewalDue(now: now) { await renew(now: now) }
    if identity.credentials.isExpired(now: now) { throw LinkFailure.ownCertificate(.expired) }
    return try await current()
  }

  package func failed(_ failure: LinkFailure) async { if failure.isAboutDates { await correctTime() } }

  package func shutdown() async { await state.withLock { $0.client.take() }?.shutdown() }

  /// The client of the present certificate; that of the one before is let go.
  private func current() async throws -> HTTPClient {
    let generation = identity.generation
    let known = state.withLock { $0.generation == generation ? $0.client : nil }
    if let known { return known }
    let made = try makeClient(looksAtDates: true)
    let old = state.withLock { state in
      defer { (state.client, state.generation) = (made, generation) }
      return state.client
    }
    await old?.shutdown()
    return made
  }

  private func makeClient(looksAtDates: Bool) throws -> HTTPClient {
    let credentials = identity.credentials
    let clock = identity.clock
    var tls = TLSOptions(
      trust: .authorities(pem: credentials.bundle.root),
      identity: .init(chain: credentials.bundle.chain, key: credentials.transport.pem),
      serverName: credentials.parent.map { AreaName.dnsName(of: $0.area) })
    if looksAtDates { tls.time = { clock.seconds } }
    return try HTTPClient(configuration: .init(userAgent: userAgent, proxy: proxy, tls: tls))
  }

  private func mayBegin(_ errand: Errand) -> Bool {
    state.withLock { state in
      let now = ContinuousClock.now
      if let after = state.next[errand], now < after { return false }
      state.next[errand] = now + Self.pause(errand)
      return true
    }
  }
}

// MARK: The time

extension EnrolledAccess {
  /// Asks the parent for the time. The answer is checked by the signature in it, so that no date has to be right for it.
  private func correctTime() async {
    guard mayBegin(.time), let parentArea, let client = try? makeClient(looksAtDates: false) else { return }
    let nonce = Nonce.make()
    do {
      let service = ParentService(client: client, parent: parent)
      let signed = try await service.time(nonce: nonce)
      let verifier = identity.credentials.verifier
      let (system, offset) = (identity.clock.system(), identity.clock.offset)
      if await signed.isGenuine(nonce: nonce, from: parentArea, verifier: verifier, system: system),
        identity.clock.adopt(signed.time)
      {
        guard identity.clock.offset.subtractingSaturated(offset).magnitude > 1_000 else {
          return await client.shutdown()
        }
        logger.notice(
          "The parent told the time", metadata: ["clock_off_by_ms": "\(identity.clock.offset)"])
      } else {
        logger.warning("The parent's time is not genuine, or older than one before; it does not count")
      }
    } catch { logger.debug("The parent did not tell the time", metadata: ["reason": "\(error)"]) }
    await client.shutdown()
  }
}

// MARK: Renewal

extension EnrolledAccess {
  /// Asks the parent for the next certificate, also when the present one has expired within the grace time.
  private func renew(now: Int64) async {
    guard mayBegin(.renewal), parentArea != nil, let client = try? makeClient(looksAtDates: true) else { return }
    do {
      let application = try application()
      let renewed = try await ParentService(client: client, parent: parent).renew(application)
      let bundle = try identity.credentials.bundle.renewed(
        chain: CertificateText.certificates(renewed.chain),
        authority: renewed.authority.map { try CertificateText.certificates($0) })
      try await identity.replace(bundle, now: now)
      noteRenewal("renewed")
      logger.info(
        "The certificate was renewed",
        metadata: ["ends": "\(Date(timeIntervalSince1970: Double(identity.credentials.ends)).ISO8601Format())"])
    } catch {
      noteRenewal("due; tried and failed: \(error)")
      logger.warning("The certificate could not be renewed; tried again later", metadata: ["reason": "\(error)"])
    }
    await client.shutdown()
  }

  private func noteRenewal(_ words: String) { state.withLock { $0.renewal = words } }

  /// The same keys once more.
  private func application() throws -> EnrolmentApplication {
    let credentials = identity.credentials
    let authority = credentials.authority == nil ? nil : try identity.folder.key("authority.key")
    return try EnrolmentApplication(
      area: credentials.area, name: "", key: identity.key, transport: credentials.transport, authority: authority)
  }
}
