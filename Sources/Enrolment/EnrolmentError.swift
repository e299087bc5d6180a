// The one error of this module's files, and the refusals an applicant is told.

/// Why the trust folder cannot be used.
package struct EnrolmentError: Error, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    case notEnrolled
    case alreadyEnrolled
    /// A key that others on the machine could read.
    case openKeyFile
    case damagedFile
    case inputOutput
    case noAuthority
    /// What the parent sent is not for this node, or does not hold.
    case badBundle
  }

  package let code: Code
  package let message: String
  /// For the operator: what to do.
  package let hint: String

  package init(_ code: Code, _ message: String, hint: String = "") {
    (self.code, self.message, self.hint) = (code, message, hint)
  }

  package var shortDescription: String { code.rawValue }
  package var description: String { hint.isEmpty ? message : "\(message); \(hint)" }
}

/// Why an office does not take an application. The raw value is the problem type and never changes its meaning.
/// - Source: protocol §11.3.
package enum EnrolmentRefusal: String, Error, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case tokenUnknown = "token-unknown"
  case tokenExpired = "token-expired"
  /// Used before, by another application: somebody else had the token.
  case tokenUsed = "token-used"
  case tokenForAnotherArea = "token-for-another-area"
  case invalid = "application-invalid"
  case refused = "application-refused"
  case unknown = "application-unknown"
  case full = "desk-full"

  package var description: String { message }
  package var message: String {
    switch self {
    case .tokenUnknown: "No such token was given out here."
    case .tokenExpired: "The token has expired; ask the office for a new one."
    case .tokenUsed: "The token was used before by another application; ask the office whether that was yours."
    case .tokenForAnotherArea: "The token was given out for another area."
    case .invalid: "The application is not whole, or not signed by the keys it names."
    case .refused: "The office refused the application."
    case .unknown: "There is no such application."
    case .full: "Too many applications wait for a decision."
    }
  }
}
