// Who the user is: one source, by configuration.
import Foundation
import HTTPTypes
import Hummingbird
import Node

/// Where a write's user comes from: a header that a proxy sets, or the body.
///
/// With both, whoever writes the body could be anybody the proxy never let in.
package struct UserSource: Sendable {
  /// The header; nil when the body says.
  private let header: HTTPField.Name?

  package static let body = UserSource(header: nil)

  private init(header: HTTPField.Name?) { self.header = header }

  /// - Parameter header: its name; nil when it is none.
  package init?(header: String) {
    guard let name = HTTPField.Name(header) else { return nil }
    self.init(header: name)
  }

  private static let usual = HTTPField.Name("Gridward-User")

  /// Whose question a request is, so that readers are shared among those who ask: the user's where a proxy says who it is, else
  /// that of the address it comes from.
  func caller(of request: Request, _ context: GridwardContext) -> String {
    guard let header, let user = request.headers[header], !user.isEmpty else { return "address \(context.address)" }
    return "user \(user)"
  }

  /// - Parameter said: what the body says.
  /// - Returns: one line of at most `Limits.userBytesMax` bytes in its usual characters, without blanks around it.
  func user(of request: Request, said: String?) throws(Problem) -> String {
    guard let header else {
      if let usual = Self.usual, request.headers[usual] != nil {
        throw Problem(
          .userSource,
          "The header \(usual) counts only where the node's configuration names it in `listen.user`; here 'user' in the body says who did it."
        )
      }
      return try Self.checked(said ?? "", "'user' in the body")
    }
    let values = request.headers[values: header]
    guard values.count == 1, let value = values.first else {
      throw Problem(
        .userSource, "The header \(header) says who did it, once; the proxy before this node sets it.")
    }
    // Not every client sends other letters in a header.
    guard let text = value.removingPercentEncoding else {
      throw Problem(.invalidContent, "The header \(header) is UTF-8, percent-encoded or not.")
    }
    return try Self.checked(text, "the header \(header)")
  }

  private static func checked(_ text: String, _ place: String) throws(Problem) -> String {
    do throws(EnteredName.Fault) { return try EnteredName.checked(text, place) } catch {
      throw Problem(.invalidContent, error.message)
    }
  }
}
