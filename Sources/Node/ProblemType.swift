// The problem types that nodes answer with: what one writes and another reads.
import Foundation

/// Why a node refuses or fails, as its answer says it: the type of a problem document (RFC 9457).
///
/// The raw value is the last part of the type's URI. A type never changes its meaning, and a later node may answer with
/// one that is not here.
/// - Source: protocol §5.8.
package enum ProblemType: String, Sendable, CaseIterable {
  case badRequest = "bad-request"
  case malformedJSON = "malformed-json"
  case malformedFrames = "malformed-frames"
  case outsideBranch = "outside-branch"
  case notFound = "not-found"
  case methodNotAllowed = "method-not-allowed"
  case unknownType = "unknown-type"
  case unknownRecord = "unknown-record"
  case cursorOfAnotherStore = "cursor-of-another-store"
  case idInUse = "id-in-use"
  case ambiguousRecord = "ambiguous-record"
  case stepWithoutEffect = "step-without-effect"
  case notForClients = "not-for-clients"
  case notAtOrAbove = "not-at-or-above"
  case tooLarge = "too-large"
  case foreignHost = "foreign-host"
  case foreignOrigin = "foreign-origin"
  case userSource = "user-source"
  case tokenNeeded = "token-needed"
  case passUnknown = "pass-unknown"
  case signatureMismatch = "signature-mismatch"
  case numberUsed = "number-used"
  case notHeldHere = "not-held-here"
  case unsupportedMediaType = "unsupported-media-type"
  case invalidContent = "invalid-content"
  case invalidFields = "invalid-fields"
  case versionNeeded = "version-needed"
  case versionChanged = "version-changed"
  case noTextIndex = "no-text-index"
  case tooBusy = "too-busy"
  case busy
  case tooSlow = "too-slow"
  case internalFailure = "internal-failure"
  case storeUnavailable = "store-unavailable"
  case notReady = "not-ready"
  case stopsNode = "stops-node"
  case certificateMissing = "certificate-missing"
  case certificateUntrusted = "certificate-untrusted"
  case certificateExpired = "certificate-expired"
  case certificateNotYetValid = "certificate-not-yet-valid"
  case certificateOtherBranch = "certificate-other-branch"
  case certificateRevoked = "certificate-revoked"
  case certificateMismatch = "certificate-mismatch"
  case tokenUnknown = "token-unknown"
  case tokenExpired = "token-expired"
  case tokenUsed = "token-used"
  case tokenForAnotherArea = "token-for-another-area"
  case applicationInvalid = "application-invalid"
  case applicationRefused = "application-refused"
  case applicationUnknown = "application-unknown"
  case deskFull = "desk-full"
}

extension ProblemType {
  /// What every type's URI begins with.
  package static let namespace = "urn:gridward:problem:"

  /// The most of a body that is read as a document, in bytes; those of a node that refuses a link are far shorter.
  package static let documentBytesMax = 4_096

  /// The type as a document names it.
  package var uri: String { Self.namespace + rawValue }

  /// - Returns: nil for another namespace's, and for one that this program does not know.
  package init?(uri: String) {
    guard uri.hasPrefix(Self.namespace) else { return nil }
    self.init(rawValue: String(uri.dropFirst(Self.namespace.count)))
  }

  /// The type that a problem document has.
  /// - Parameter document: an answer's body, which may be anything at all.
  /// - Returns: nil for what is no JSON object with a known type, or is longer than `documentBytesMax`.
  package init?(document: String) {
    guard document.utf8.count <= Self.documentBytesMax,
      let read = try? JSONDecoder().decode(Document.self, from: Data(document.utf8))
    else { return nil }
    self.init(uri: read.type)
  }

  private struct Document: Decodable { let type: String }
}
