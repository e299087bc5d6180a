// Who may ask a route.

/// Who may ask a route. The route's handler, or the gate that it asks, sees to it.
package enum RouteAccess: String, Sendable, CaseIterable {
  /// Those who reach the listener for people.
  case people
  /// The same by right; it is for operators and their tools.
  case operators
  /// Any node below, which nobody asks who it is.
  case anyChild = "any-child"
  case enrolledChild = "enrolled-child"
  /// An enrolled child, also one whose certificate has run out within the grace time.
  case renewingChild = "renewing-child"
  case tokenHolder = "token-holder"
  case applicant
  /// Those who reach the listener for links.
  case anybody

  /// The same for people to read.
  package var words: String {
    switch self {
    case .people: "whoever reaches the listener for people: programs on this machine, and whom a proxy lets in"
    case .operators: "for operators and their tools; the node does not tell them from other people"
    case .anyChild: "any node below, unasked who it is: in development"
    case .enrolledChild: "a node that this office has enrolled, by a certificate in force"
    case .renewingChild: "a node that this office has enrolled, also when its certificate has run out not long ago"
    case .tokenHolder: "whoever holds a token of this office"
    case .applicant: "whoever knows the id that an application was given"
    case .anybody: "whoever reaches the listener for links"
    }
  }

  /// Whether a connection has to show a certificate that this office has given.
  package var needsCertificate: Bool { self == .enrolledChild || self == .renewingChild }
}
