// The credentials a running node uses at both ends of its links, as they are now.
import Certificates
package import Enrolment
import Synchronization
package import Trust

/// Holds the credentials; a renewal replaces them while the node runs.
package final class LinkIdentity: Sendable {
  private let current: Mutex<(credentials: Credentials, generation: Int)>
  package let folder: TrustFolder
  package let key: SigningKey
  package let clock: TrustedClock
  package let members: MemberList

  /// - Parameter key: the node's signing key, which grants and times are signed with.
  package init(_ credentials: Credentials, folder: TrustFolder, key: SigningKey, clock: TrustedClock) {
    current = Mutex((credentials, 0))
    (self.folder, self.key, self.clock) = (folder, key, clock)
    members = MemberList(EnrolmentDesk(folder))
  }

  package var credentials: Credentials { current.withLock { $0.credentials } }
  /// Grows with each renewal.
  package var generation: Int { current.withLock { $0.generation } }

  /// Keeps renewed certificates, on disk and from now on in use.
  package func replace(_ bundle: EnrolmentBundle, now: Int64) async throws {
    let old = credentials
    let authority = bundle.authority == nil ? nil : try folder.key("authority.key")
    let new = try Credentials(bundle, transport: old.transport, authority: authority)
    try await new.check(node: old.node, area: old.area, now: now)
    try folder.keepBundle(bundle)
    current.withLock { $0 = (new, $0.generation + 1) }
  }

  /// What the office signs with; nil at a terminal.
  package var issuer: Issuer? {
    let credentials = credentials
    return credentials.authority.map {
      Issuer(
        authority: $0, root: credentials.root, rootKey: credentials.rootKey, key: key,
        statements: credentials.statements)
    }
  }
}
