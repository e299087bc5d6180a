// A refusal as a client sees it.
import Hummingbird

/// A problem document (RFC 9457): a stable type, a status, and what to do about it.
package struct Problem: Error, Sendable {
  /// The last part of the type's URI, `urn:gridward:problem:<kind>`. A kind never changes its meaning.
  enum Kind: String, Sendable, CaseIterable {
    case badRequest = "bad-request"
    case malformedJSON = "malformed-json"
    case malformedFrames = "malformed-frames"
    case outsideBranch = "outside-branch"
    case notFound = "not-found"
    case unknownType = "unknown-type"
    case unknownRecord = "unknown-record"
    case idInUse = "id-in-use"
    case ambiguousRecord = "ambiguous-record"
    case stepWithoutEffect = "step-without-effect"
    case notForClients = "not-for-clients"
    case tooLarge = "too-large"
    case foreignHost = "foreign-host"
    case foreignOrigin = "foreign-origin"
    case userSource = "user-source"
    case unsupportedMediaType = "unsupported-media-type"
    case invalidContent = "invalid-content"
    case invalidFields = "invalid-fields"
    case versionNeeded = "version-needed"
    case tooBusy = "too-busy"
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

  let kind: Kind
  let detail: String
  /// Further members of the document.
  var members: [(String, JSON)] = []
  /// - Units: seconds.
  var retryAfter: Int?
  /// Taken instead of the kind's own; only for errors of the HTTP layer.
  var status: HTTPResponse.Status

  init(_ kind: Kind, _ detail: String, members: [(String, JSON)] = [], retryAfter: Int? = nil) {
    self.kind = kind
    self.detail = detail
    self.members = members
    self.retryAfter = retryAfter
    status = kind.status
  }

  var response: Response {
    var headers: HTTPFields = [:]
    if let retryAfter { headers[.retryAfter] = String(retryAfter) }
    let document = JSON.object(
      [
        ("type", .text("urn:gridward:problem:\(kind.rawValue)")), ("title", .text(kind.title)),
        ("status", .count(status.code)), ("detail", .text(detail)),
      ] + members)
    return document.response(status, type: "application/problem+json", headers: headers)
  }
}

extension Problem.Kind {
  var status: HTTPResponse.Status {
    switch self {
    case .badRequest, .malformedJSON, .malformedFrames: .badRequest
    case .outsideBranch, .notForClients, .foreignOrigin, .userSource: .forbidden
    case .foreignHost: .misdirectedRequest
    case .certificateMissing, .certificateUntrusted, .certificateExpired, .certificateNotYetValid: .forbidden
    case .certificateOtherBranch, .certificateRevoked, .certificateMismatch: .forbidden
    case .tokenUnknown, .tokenExpired, .tokenUsed, .tokenForAnotherArea, .applicationRefused: .forbidden
    case .notFound, .unknownType, .unknownRecord, .applicationUnknown: .notFound
    case .idInUse, .ambiguousRecord, .stepWithoutEffect: .conflict
    case .tooLarge: .contentTooLarge
    case .unsupportedMediaType: .unsupportedMediaType
    case .invalidContent, .invalidFields, .applicationInvalid: .unprocessableContent
    case .versionNeeded: .preconditionRequired
    case .tooBusy, .deskFull: .tooManyRequests
    case .internalFailure: .internalServerError
    case .storeUnavailable, .notReady, .stopsNode: .serviceUnavailable
    }
  }

  var title: String {
    switch self {
    case .badRequest: "The request cannot be understood"
    case .malformedJSON: "The body is not JSON"
    case .malformedFrames: "The body is not a sequence of frames"
    case .outsideBranch: "Not in this node's branch"
    case .notFound: "Nothing is at this address"
    case .unknownType: "No such record type"
    case .unknownRecord: "No such record here"
    case .idInUse: "The id belongs to another record"
    case .ambiguousRecord: "More than one record has this id"
    case .stepWithoutEffect: "The step would have no effect"
    case .notForClients: "Such records are not written by clients"
    case .tooLarge: "The body is too large"
    case .foreignHost: "The node is asked under a name that is not its own"
    case .foreignOrigin: "Not for pages of other sites"
    case .userSource: "Who asks is not said where it counts"
    case .unsupportedMediaType: "The body is of another media type"
    case .invalidContent: "The body says something it cannot"
    case .invalidFields: "Some fields cannot be entered like this"
    case .versionNeeded: "The version that was seen is missing"
    case .tooBusy: "Too many at one time"
    case .internalFailure: "The node failed"
    case .storeUnavailable: "The store cannot be used now"
    case .notReady: "The node is not ready"
    case .stopsNode: "This has ended the node's process"
    case .certificateMissing, .certificateUntrusted, .certificateExpired, .certificateNotYetValid: Self.notAccepted
    case .certificateOtherBranch, .certificateRevoked, .certificateMismatch: Self.notAccepted
    case .tokenUnknown, .tokenExpired, .tokenUsed, .tokenForAnotherArea: "The token does not serve"
    case .applicationInvalid, .applicationRefused: "The application is refused"
    case .applicationUnknown: "No such application"
    case .deskFull: "Too many applications wait"
    }
  }

  private static let notAccepted = "The certificate is not accepted"
}
