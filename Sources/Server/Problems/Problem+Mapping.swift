// The one place where errors become HTTP statuses.
import Catalog
import Certificates
import Enrolment
import Hummingbird
import Merge
import NIOCore
import NIOHTTP1
import Node
import Records
import Replica
import Store
import Wire

extension Problem {
  /// What a client is told of any error.
  package init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as StoreError: self.init(error)
    case let refusal as QuestionRefusal: self.init(refusal)
    case let refusal as CursorRefusal: self.init(refusal)
    case let refusal as EntryRefusal: self.init(refusal)
    case let refusal as CommitRefusal: self.init(refusal)
    case let refusal as ActionRefusal: self.init(refusal)
    case let fault as SessionFault: self.init(fault)
    case let fault as JSONFault: self.init(fault)
    case let refusal as CertificateRefusal: self.init(refusal.rawValue, refusal.message)
    case let refusal as EnrolmentRefusal: self.init(refusal.rawValue, refusal.message)
    case is CertificateAuthority.Refusal: self.init(.tokenForAnotherArea, "This office cannot certify that area.")
    case let error as WireError:
      self.init(.invalidContent, error.detail, members: [("code", .text(error.code.rawValue))])
    // What the other end sends, or does not send any more, is no fault of the node.
    case let error as HTTPParserError: self.init(.badRequest, "The body cannot be read: \(error).")
    case is ChannelError, is IOError: self.init(.badRequest, "The connection ended before the request did.")
    case is CancellationError: self.init(.notReady, "The node is shutting down.", retryAfter: 1)
    case let error as any HTTPResponseError: self.init(error)
    default: self.init(.internalFailure, "The log of the node says more.")
    }
  }

  /// A refusal whose raw value is the problem type.
  private init(_ rawValue: String, _ message: String) {
    guard let kind = ProblemType(rawValue: rawValue) else {
      preconditionFailure("a refusal without a problem: \(rawValue)")
    }
    self.init(kind, message, retryAfter: kind == .deskFull ? 3_600 : nil)
  }

  private init(_ error: StoreError) {
    if error.code == .shelved {
      self.init(.stopsNode, "\(error.message); \(error.hint)")
      return
    }
    self.init(
      .storeUnavailable, [error.message, error.hint].filter { !$0.isEmpty }.joined(separator: "; "),
      members: [("code", .text(error.shortDescription))], retryAfter: error.isRetryable ? 5 : 60)
  }

  private init(_ refusal: QuestionRefusal) {
    switch refusal {
    case .lineFull(let waiting):
      self.init(.busy, waiting == 1 ? "A question waits already." : "\(waiting) questions wait already.", retryAfter: 2)
    case .notTakenUp(let span):
      self.init(.busy, "It waited \(Self.seconds(span)) for its turn: others ask too much.", retryAfter: 2)
    case .callerFull(let max):
      self.init(
        .busy, "As many questions as one caller may have (\(max)) are in work or waiting; take their answers.",
        retryAfter: 1)
    case .tooSlow(let span): self.init(.tooSlow, "There was no answer in \(Self.seconds(span)).")
    case .closed: self.init(.notReady, "The node is shutting down.", retryAfter: 1)
    }
  }

  /// A span in whole seconds, for a person.
  static func seconds(_ span: Duration) -> String {
    span.components.seconds == 1 ? "a second" : "\(span.components.seconds) seconds"
  }

  private init(_ refusal: CursorRefusal) {
    switch refusal {
    case .ofAnotherStore:
      self.init(
        .cursorOfAnotherStore,
        "This node's store does not know the cursor: it was set back or is another one. Begin anew, without 'since'.")
    case .ofAnotherQuestion:
      self.init(
        .badRequest, "The cursor was given for other types or another area; it serves for those alone.")
    }
  }

  init(_ refusal: EntryRefusal) {
    switch refusal {
    case .invalidFields(let faults):
      self.init(
        .invalidFields, "'errors' says what is wrong with each field; nothing was written.",
        members: [("errors", .list(faults.map { FaultJSON.object($0) }))])
    case .stepWithoutEffect(let step, let reason, let standing): self.init(step, reason, standing)
    case .madeWithOtherContent(let id, let type):
      self.init(.idInUse, "A \(type) with the id \(id) exists and was made with other content.")
    case .madeElsewhere(let id, let type, let areas):
      let places = areas.map(\.code)
      self.init(
        .idInUse, "This node holds a \(type) with the id \(id) of area \(places.joined(separator: " and ")).",
        members: [("areas", .list(places.map { .text($0) }))])
    case .countedOtherwise(let id, let counted, let asked):
      self.init(.idInUse, "Under the id \(id) \(counted) has been counted, not \(asked); nothing was written.")
    case .versionChanged(let id, let type):
      self.init(
        .versionChanged,
        "The \(type) \(id) has changed since, and so many nodes have written it that its ETag names no older version: read it"
          + " again and edit what it says now.")
    case .unknownRecord(let id, let type):
      self.init(.unknownRecord, "This node holds no \(type) with the id \(id).")
    case .ambiguousRecord(_, let areas):
      self.init(
        .ambiguousRecord, "The id was used in several areas; add ?area=.",
        members: [("areas", .list(areas.map { .text($0.code) }))])
    case .notOfPeople(let type, let origin, let rule):
      self.init(
        .notForClients, "\(type) records are not written by clients. \(Self.explanation(rule))",
        members: [("record_type", .text(type)), ("origin", .text(origin.rawValue))])
    case .notAtOrAbove(let type, let area, let home):
      self.init(
        .notAtOrAbove,
        "\(type) records of area \(area.code) are written by the node there or by one above it; this node is at \(home.code).",
        members: [("record_type", .text(type)), ("own_area", .text(home.code))])
    case .notStatementID(_, let right, let type):
      self.init(.invalidContent, "The id of a \(type) record is that of its statement, \(right).")
    }
  }

  private static func explanation(_ rule: OriginRule) -> String {
    switch rule {
    case .standsAsItIs: "Nobody changes what stands in such a record."
    case .writtenByNode: "A node writes them by itself, of what it has noticed or counted."
    case .statementOfItsKind:
      "One is taken that carries a statement of its kind, signed by its issuer, and says nothing else."
    case .countedHereNow: "One is taken that says what this node counts now of its own area; make it again."
    }
  }

  private init(_ step: Step, _ reason: Standing.Reason, _ standing: Standing?) {
    self.init(
      .stepWithoutEffect,
      "'\(step.kind)' in round \(step.round) would count for nothing: \(Self.explanation(reason)) ?force=true writes it all the same.",
      members: [
        ("step", .text(step.kind)), ("round", .int(step.round)), ("reason", .text(reason.rawValue)),
        ("record_status", .text(standing?.status)), ("open_round", .int(standing?.openRound)),
      ])
  }

  private static func explanation(_ reason: Standing.Reason) -> String {
    switch reason {
    case .unknownStep: "the lifecycle has no such step."
    case .roundNotOpen: "the round before has not ended."
    case .noAuthority: "this tier may not take it."
    case .notSigned: "nobody of the roles that may take it has signed it."
    case .roleMayNot: "the role of whoever signed it may not take it."
    case .missingPredecessor: "a step it requires has not been taken in this round."
    case .missingEvidence: "evidence or a detail it needs is not there."
    case .notConfirmed: "the record shows other values than those that it confirms."
    case .sameUser: "the user took the step that this one must be independent of."
    case .sameTier: "nobody of a lower tier took the step that this one must be above."
    }
  }

  private init(_ refusal: CommitRefusal) {
    switch refusal {
    case .unknownType(let name): self.init(.unknownType, "The catalog has no record type '\(name)'.")
    case .outsideBranch(let area, let type):
      self.init(.outsideBranch, "This node does not hold \(type) records of area \(area.code).")
    case .reachesEnterprise(let area, let type):
      let community = area.code.prefix(12)
      self.init(
        .outsideBranch,
        "A \(type) record of area \(area.code) would reach the enterprise itself; file it under \(community).")
    case .tooLarge(let bytes):
      self.init(.tooLarge, "The change takes \(bytes) bytes; \(Limits.commitBytesMax) are allowed.")
    case .duplicateRecord(let id): self.init(.invalidContent, "Record \(id) is changed twice.")
    case .otherClass(let type, let said):
      self.init(.invalidContent, "It was signed for class '\(said)', and \(type) records are of another.")
    case .empty: self.init(.invalidContent, "The body changes nothing.")
    }
  }

  private init(_ fault: SessionFault) {
    switch fault {
    case .wire(let error) where error.code == .tooLarge:
      self.init(.tooLarge, "Expected \(error.detail).", members: [("code", .text(error.code.rawValue))])
    case .wire(let error):
      self.init(
        .malformedFrames, "Expected \(error.detail).",
        members: [("code", .text(error.code.rawValue)), ("offset", .count(error.offset))])
    case .cutOff:
      self.init(
        .malformedFrames, "The request ended before its close frame; what came before is kept.",
        members: [("code", .text("truncated"))])
    }
  }

  private init(_ fault: JSONFault) {
    switch fault {
    case .malformed(let place): self.init(.malformedJSON, "Not JSON at byte \(place). \(Self.jsonForm)")
    case .notUTF8(let place):
      self.init(.malformedJSON, "The text from byte \(place) on is not UTF-8; is it GBK? \(Self.jsonForm)")
    case .byteOrderMark: self.init(.malformedJSON, "The body begins with a byte order mark. \(Self.jsonForm)")
    case .compressed: self.init(.malformedJSON, "The body is compressed. \(Self.jsonForm)")
    case .noCharacter(let place):
      self.init(
        .malformedJSON, "At byte \(place) stands NUL or half a character (a surrogate), which no text may have.")
    case .tooDeep(let place):
      self.init(.invalidContent, "Nested more than \(JSONReader.depthMax) deep at byte \(place).")
    case .notAnInteger(let key, let number, let place):
      let name = key.map { "'\($0)' is " } ?? ""
      self.init(
        .invalidContent,
        "\(name)\(number), no integer, at byte \(place): measures are integers in the catalog's unit.")
    case .integerTooLarge(let place): self.init(.invalidContent, "An integer beyond 64 bits at byte \(place).")
    case .tooMany(let place):
      self.init(.invalidContent, "More than \(JSONReader.itemsMax) items in a list or map at byte \(place).")
    case .repeatedKey(let key): self.init(.invalidContent, "The key '\(key)' stands twice in one map.")
    }
  }

  private static let jsonForm = "A body is JSON in UTF-8, without a byte order mark and not compressed."

  private init(_ error: any HTTPResponseError) {
    switch error.status {
    case .notFound: self.init(.notFound, "GET /api lists the routes, on the listener for people.")
    case .contentTooLarge: self.init(.tooLarge, "The body is larger than this route takes.")
    default:
      self.init(.badRequest, error.status.reasonPhrase)
      status = error.status
    }
  }
}
