// Who may write: programs that show the node's own token.
import Enrolment
import HTTPTypes
import Hummingbird
import Node

/// Lets in whoever shows the token of this node's machine, as RFC 6750 has it: `Authorization: Bearer TOKEN`.
///
/// Reaching the listener is not enough: every program of a machine, and every page that is opened there, reaches loopback.
struct TokenGate: Sendable {
  let token: NodeToken

  func check(_ request: Request) throws(Problem) {
    let shown = request.headers[values: .authorization]
    guard shown.count == 1, let shown = shown.first else {
      throw Self.refusal(shown.isEmpty ? "The request shows no token." : "The request shows more than one token.")
    }
    let parts = shown.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].lowercased() == "bearer", token.isSame(as: String(parts[1])) else {
      throw Self.refusal("The token that the request shows is not this node's.")
    }
  }

  /// Tells where the token is, and never what it is.
  private static func refusal(_ fault: String) -> Problem {
    var problem = Problem(
      .tokenNeeded,
      "\(fault) Whoever writes sends 'Authorization: Bearer TOKEN'. The token lies beside the node's store, readable by"
        + " the node's user alone: node.token for node.db. Each node has its own.")
    problem.headers[.wwwAuthenticate] = #"Bearer realm="gridward""#
    return problem
  }
}
