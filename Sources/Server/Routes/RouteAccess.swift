// Who may ask a route.
import HTTPTypes

/// Who may ask a route. The route itself sees to `program`, to the others its handler or the gate that it asks.
package enum RouteAccess: String, Sendable, CaseIterable {
  /// Those who reach the listener for people.
  case people
  /// Those who show the node's own token: whatever writes.
  case program
  /// Those who reach the listener for people and hand in what a device has signed: it proves itself.
  case device
  /// The same as people by right; it is for operators and their tools.
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
    case .program: "whoever shows the node's own token, from the file beside its store"
    case .device: "whoever reaches the listener for people, with what a device has signed: it proves itself"
    case .operators: "for operators and their tools; the node does not tell them from other people"
    case .anyChild: "any node below, unasked who it is: in development"
    case .enrolledChild: "a node that this office has enrolled, by a certificate in force"
    case .renewingChild: "a node that this office has enrolled, also when its certificate has run out not long ago"
    case .tokenHolder: "whoever holds a token of this office"
    case .applicant: "whoever knows the id that an application was given"
    case .anybody: "whoever reaches the listener for links"
    }
  }

  /// The statuses of a request that its listener refuses for who asks, before the handler sees it.
  var refusals: [HTTPResponse.Status] { self == .program ? [.unauthorized] : [] }

  /// Whether a connection has to show a certificate that this office has given.
  package var needsCertificate: Bool { self == .enrolledChild || self == .renewingChild }
}
