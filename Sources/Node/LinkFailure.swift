// Why a round with the parent did not end well, in words for the log and in a word for the metrics.
package import Certificates
package import Merge
package import Replica
package import Transport
import Wire

/// Why a round with the parent did not end well. The link is down until the next try; nothing local waits for it.
package enum LinkFailure: Error, Sendable, CustomStringConvertible {
  /// No answer, or not a whole one.
  case transport(TransportError)
  /// The parent answered with a status that is no success; `detail` is its body as text, `retryAfter` what it asked for.
  case status(Int, detail: String, retryAfter: Duration?)
  case session(SessionFault)
  case unequal
  /// What this node would show is no longer accepted by anybody.
  case ownCertificate(CertificateRefusal)
  /// Another node answered than the one whose certificate was shown.
  case otherParent(Area)
  /// What answered is no node: a page of a network's login, or of a proxy.
  case otherContent(String)

  package var description: String {
    switch self {
    case .transport(let error): error.description
    case .status(let status, let detail, _):
      refusal.map { "the parent refuses this node: \($0.message) (\(status) \($0.rawValue))" }
        ?? "the parent answered \(status): \(String(decoding: detail.utf8.prefix(500), as: UTF8.self))"
    case .ownCertificate(let refusal): "this node's own certificate opens nothing: \(refusal.message)"
    case .otherParent(let area): "a node at \(area.code) answers with the parent's certificate"
    case .otherContent(let type):
      "what answers at the parent's address is no node, but a page (\(type.prefix(80))): does this network ask for a login?"
    case .session(.cutOff): "the answer was cut off"
    case .session(.wire(let error)): "the answer cannot be read: \(error)"
    case .unequal: "both ends sent everything and still differ"
    }
  }

  /// Short, and safe as a metric's label.
  package var shortDescription: String {
    switch self {
    case .transport(let error): error.shortDescription
    case .status(let status, _, _): refusal?.rawValue ?? "status-\(status)"
    case .ownCertificate(let refusal): "own-\(refusal.rawValue)"
    case .otherParent: CertificateRefusal.mismatch.rawValue
    case .otherContent: "other-content"
    case .session: "protocol"
    case .unequal: "unequal"
    }
  }

  package var retryAfter: Duration? { if case .status(_, _, let after) = self { after } else { nil } }

  /// What kind of problem the parent's answer says it is; nil where the answer is no problem document of a known type.
  package var problem: ProblemType? {
    if case .status(_, let detail, _) = self { .init(document: detail) } else { nil }
  }

  /// Why the parent does not accept this node's certificate; nil when that is not the reason.
  package var refusal: CertificateRefusal? {
    guard case .status(403, _, _) = self, let problem else { return nil }
    return CertificateRefusal(rawValue: problem.rawValue)
  }

  /// Whether a clock that is wrong, here or there, may be the reason.
  package var isAboutDates: Bool {
    switch self {
    case .transport(let error): error.isAboutDates
    default: refusal == .expired || refusal == .notYetValid
    }
  }
}

extension LinkFailure {
  /// What an answer says that is no success.
  /// - Parameter body: the answer's; what is beyond `ProblemType.documentBytesMax` is left out.
  static func refused(_ response: HTTPResponse, body: [UInt8]) -> LinkFailure {
    let seconds = response.header("Retry-After").flatMap { Int64($0) }
    return .status(
      response.status, detail: String(decoding: body.prefix(ProblemType.documentBytesMax), as: UTF8.self),
      retryAfter: seconds.map { .seconds($0) })
  }
}
