// How the uplink comes to a client it may speak to the parent with.
package import Merge
package import Transport

/// A way to the parent: open, for development and for a trusted wire, or enrolled, over mutual TLS.
package protocol ParentAccess: Sendable {
  /// A client that is ready for a session now.
  /// - Throws: `LinkFailure` when this node has nothing to show that a parent would accept.
  func client() async throws -> HTTPClient
  /// The area the parent has to stand at; nil when nothing says.
  var parentArea: Area? { get }
  /// A session did not end well; what it says may lie with this node's clock.
  func failed(_ failure: LinkFailure) async
  func shutdown() async
  var standing: AccessStanding { get }
}

/// How a node's way to its parent, and to its children, is secured, for `gridward status`.
package enum AccessStanding: Sendable {
  /// No TLS, nobody is authenticated.
  case development
  case enrolled(Enrolled)

  package struct Enrolled: Sendable {
    package var serial: String
    /// - Units: seconds since 1970.
    package var ends: Int64
    package var renewal: String
    /// - Units: milliseconds.
    package var clockOffset: Int64
  }
}

/// The way without TLS.
package struct OpenAccess: ParentAccess {
  private let only: HTTPClient

  package init(_ client: HTTPClient) { only = client }

  package func client() async throws -> HTTPClient { only }
  package var parentArea: Area? { nil }
  package func failed(_ failure: LinkFailure) async {}
  package func shutdown() async { await only.shutdown() }
  package var standing: AccessStanding { .development }
}
