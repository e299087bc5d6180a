// How a node's links are secured, for its status.
import Certificates
import Enrolment
package import Node

/// Tells in `/status` whether links are secured, and how long the certificate holds.
package struct SecurityReport: Sendable {
  private let identity: LinkIdentity?

  /// - Parameter identity: nil in development.
  package init(_ identity: LinkIdentity?) { self.identity = identity }

  func json(_ standing: AccessStanding?) -> JSON {
    guard let identity else {
      return [
        "mode": "development", "warning": "No TLS, and nobody is asked who they are: for one machine only.",
      ]
    }
    let credentials = identity.credentials
    let now = identity.clock.seconds
    var members: [(String, JSON)] = [
      ("mode", "mutual-tls"), ("certificate", .text(credentials.chain[0].serialText)),
      ("certificate_standing", .text(Self.word(credentials, now: now))),
    ]
    members += Instant.members("certificate_ends", credentials.ends * 1000)
    members += Instant.members("renewal_from", credentials.renewal * 1000)
    members.append(("clock_offset_ms", .int(identity.clock.offset)))
    if case .enrolled(let enrolled)? = standing { members.append(("renewal", .text(enrolled.renewal))) }
    return .object(members)
  }

  private static func word(_ credentials: Credentials, now: Int64) -> String {
    if credentials.begins > now { return "not-yet-valid" }
    guard credentials.isExpired(now: now) else { return credentials.isRenewalDue(now: now) ? "renewal-due" : "valid" }
    return now - credentials.ends <= CertificateTerms.grace ? "expired-in-grace" : "expired"
  }
}
