// A refusal as a client sees it.
import Hummingbird
import Node

/// A problem document (RFC 9457): a stable type, a status, and what to do about it.
package struct Problem: Error, Sendable, CustomStringConvertible {
  let kind: ProblemType
  package let detail: String
  /// Further members of the document.
  var members: [(String, JSON)] = []
  /// - Units: seconds.
  var retryAfter: Int?
  /// Further headers of the answer.
  var headers: HTTPFields = [:]
  /// Taken instead of the kind's own; only for errors of the HTTP layer.
  var status: HTTPResponse.Status

  init(_ kind: ProblemType, _ detail: String, members: [(String, JSON)] = [], retryAfter: Int? = nil) {
    self.kind = kind
    self.detail = detail
    self.members = members
    self.retryAfter = retryAfter
    status = kind.status
  }

  package var description: String { "\(kind.rawValue): \(detail)" }

  /// The document.
  var json: JSON {
    .object(
      [
        ("type", .text(kind.uri)), ("title", .text(kind.title)),
        ("status", .count(status.code)), ("detail", .text(detail)),
      ] + members)
  }

  var response: Response {
    var headers = headers
    if let retryAfter { headers[.retryAfter] = String(retryAfter) }
    return json.response(status, type: "application/problem+json", headers: headers)
  }
}

/// What a client is told of each type, and with which status.
extension ProblemType {
  var status: HTTPResponse.Status {
    switch self {
    case .badRequest, .malformedJSON, .malformedFrames: .badRequest
    case .outsideBranch, .notForClients, .notAtOrAbove, .foreignOrigin, .userSource: .forbidden
    case .tokenNeeded: .unauthorized
    case .foreignHost, .notHeldHere: .misdirectedRequest
    case .passUnknown: .forbidden
    case .certificateMissing, .certificateUntrusted, .certificateExpired, .certificateNotYetValid: .forbidden
    case .certificateOtherBranch, .certificateRevoked, .certificateMismatch: .forbidden
    case .tokenUnknown, .tokenExpired, .tokenUsed, .tokenForAnotherArea, .applicationRefused: .forbidden
    case .notFound, .unknownType, .unknownRecord, .applicationUnknown: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .cursorOfAnotherStore: .gone
    case .idInUse, .numberUsed, .ambiguousRecord, .stepWithoutEffect, .noTextIndex: .conflict
    case .tooLarge: .contentTooLarge
    case .unsupportedMediaType: .unsupportedMediaType
    case .invalidContent, .invalidFields, .signatureMismatch, .applicationInvalid: .unprocessableContent
    case .versionNeeded: .preconditionRequired
    case .versionChanged: .preconditionFailed
    case .tooBusy, .deskFull: .tooManyRequests
    case .internalFailure: .internalServerError
    case .storeUnavailable, .notReady, .stopsNode, .busy, .tooSlow: .serviceUnavailable
    }
  }

  var title: String {
    switch self {
    case .badRequest: "The request cannot be understood"
    case .malformedJSON: "The body is not JSON"
    case .malformedFrames: "The body is not a sequence of frames"
    case .outsideBranch: "Not in this node's branch"
    case .notFound: "Nothing is at this address"
    case .methodNotAllowed: "Not with this method"
    case .unknownType: "No such record type"
    case .unknownRecord: "No such record here"
    case .cursorOfAnotherStore: "The cursor is of another store"
    case .idInUse: "The id belongs to another record"
    case .ambiguousRecord: "More than one record has this id"
    case .stepWithoutEffect: "The step would have no effect"
    case .notForClients: "Such records are not written by clients"
    case .notAtOrAbove: "Such records are written at their area or above it"
    case .tooLarge: "The body is too large"
    case .foreignHost: "The node is asked under a name that is not its own"
    case .foreignOrigin: "Not for pages of other sites"
    case .userSource: "Who asks is not said where it counts"
    case .tokenNeeded: "The node's token is needed to write"
    case .passUnknown: "The pass is not known"
    case .signatureMismatch: "The signature does not hold"
    case .numberUsed: "The device's number is used"
    case .notHeldHere: "Not held at this node"
    case .unsupportedMediaType: "The body is of another media type"
    case .invalidContent: "The body says something it cannot"
    case .invalidFields: "Some fields cannot be entered like this"
    case .versionNeeded: "The version that was seen is missing"
    case .versionChanged: "The record has changed since"
    case .noTextIndex: "The node keeps no index of texts"
    case .tooBusy: "Too many at one time"
    case .busy: "Too many questions at one time"
    case .tooSlow: "The answer takes too long"
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
