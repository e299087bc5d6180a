// How a command ends: one number for the shell and, when it failed, one sentence and a hint for the person.
import ArgumentParser
import Catalog
import Certificates
import Enrolment
import Foundation
import Node
import Office
import Records
import Replica
import Server
import Store
import Transport
import Wire

/// The exit codes, each with one meaning; the numbers above 60 are those of `sysexits.h`.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  case unsound = 1
  case usage = 64
  case refused = 65
  case notFound = 66
  case unreachable = 69
  case internalFault = 70
  case exists = 73
  case disk = 74
  case busy = 75
  case settings = 78

  var meaning: String {
    switch self {
    case .done: "done"
    case .unsound: "done, but not sound: not proved equal, faults found, or a file cut off"
    case .usage: "the command line is wrong"
    case .refused: "the node refused what was asked, or the file is none of ours"
    case .notFound: "no such store, file or record"
    case .unreachable: "the node or the parent cannot be reached"
    case .internalFault: "a fault in the program"
    case .exists: "it exists already and is left as it was"
    case .disk: "the disk failed or is full"
    case .busy: "another process holds the store, or the node is busy; try again"
    case .settings: "the configuration or the catalog is wrong"
    }
  }

  /// Ends the program at once: what libraries clean up on the way out could still be in use by libcurl's thread.
  func end() -> Never {
    fflush(nil)
    _exit(rawValue)
  }

  /// The table at the end of `--help`.
  static let table = allCases.map { status in
    let code = String(status.rawValue)
    return "  \(String(repeating: " ", count: 3 - code.count))\(code)  \(status.meaning)"
  }.joined(separator: "\n")
}

/// Why a command did not do what was asked, told to the person at the terminal.
struct Failure: Error {
  let status: ExitStatus
  let message: String
  let hint: String
  /// Why a step would have no effect, where that is what the node said.
  var reason: String?

  init(_ status: ExitStatus, _ message: String, hint: String = "") {
    self.status = status
    self.message = message
    self.hint = hint
  }

  /// Ends the program with this failure.
  func end() -> Never {
    Terminal.note("gridward: \(message)")
    if !hint.isEmpty { Terminal.note("  hint: \(hint)") }
    status.end()
  }
}

extension Failure {
  /// Translates what the modules below throw; nil for what the argument parser knows best.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as StoreError where error.code == .diskFull && error.hint != StoreError.waitingHint:
      self.init(.disk, error.bare, hint: error.hint)
    case let error as StoreError where error.code == .diskFull:
      // A node that runs answers so and goes on by itself; a command has ended.
      self.init(
        .disk, "the disk is full\(error.cause.map { " (\($0))" } ?? "")",
        hint: "Free space and run it again: nothing that was acknowledged is lost.")
    case let error as StoreError: self.init(Self.status(error.code), error.bare, hint: error.hint)
    case let error as TransportError:
      self.init(.unreachable, error.description, hint: "Check the address, and that the node there is running.")
    case let failure as LinkFailure: self.init(failure)
    case let error as CatalogError:
      self.init(.settings, "the catalog: \(error)", hint: "Mend the file, or leave out --catalog for the built-in one.")
    case let error as OfficeError: self.init(Self.status(error.code), error.message, hint: error.hint)
    case let fault as SessionFault: self.init(.refused, Self.words(fault))
    case let error as WireError: self.init(.refused, "these bytes cannot be read: \(error)")
    case let error as EnrolmentError: self.init(Self.status(error.code), error.message, hint: error.hint)
    case let refusal as EnrolmentRefusal: self.init(.refused, refusal.message)
    case CertificateAuthority.Refusal.outsideItsSubtree:
      self.init(.refused, "that area is not this office's to certify", hint: "It must lie below the office's own area.")
    case let refusal as CertificateAuthority.Refusal: self.init(.refused, "nothing was signed: \(refusal)")
    case let refusal as OrderRefusal: self.init(.refused, "\(refusal)")
    case let refusal as PeopleRefusal: self.init(.refused, "\(refusal)")
    case let refusal as InvitationRefusal:
      self.init(.refused, "\(refusal)", hint: "Ask the person, and invite them anew with `gridward invite`.")
    case EntryRefusal.invalidFields(let faults):
      self.init(
        .refused, (["these fields cannot be entered"] + faults.map { "  \($0.message)" }).joined(separator: "\n"))
    case let refusal as EntryRefusal: self.init(.refused, Problem(refusal).detail)
    case let refusal as CommitRefusal: self.init(.refused, "not written: \(refusal)")
    default: return nil
    }
  }

  private init(_ failure: LinkFailure) {
    switch failure {
    case .transport(let error):
      self.init(
        .unreachable, "the parent cannot be reached: \(error)",
        hint: "Nothing is lost: what waits here goes up at the next session.")
    case .status(let status, let detail, _): self.init(parentStatus: status, detail, failure)
    case .session(let fault):
      self.init(.refused, Self.words(fault), hint: "Check that --parent stands above this node.")
    case .ownCertificate, .otherParent:
      self.init(.refused, "\(failure)", hint: "Ask the office above for a new token and `gridward enroll` again.")
    case .otherContent:
      self.init(.unreachable, "\(failure)", hint: "Nothing is lost; look at --parent and at the network.")
    case .unequal:
      self.init(
        .unsound, "\(failure)", hint: "Run `gridward verify` at both ends; `gridward status` names quarantined feeds.")
    }
  }

  /// - Parameter detail: what the parent answered, a problem (RFC 9457) if it is a node.
  private init(parentStatus status: Int, _ detail: String, _ failure: LinkFailure) {
    let problem = JSON(parsing: detail.utf8) ?? .null
    let code: ExitStatus = status == 503 ? .busy : .refused
    guard let type = problem["type"].text, type.hasPrefix(ProblemType.namespace), failure.refusal == nil else {
      self.init(code, Terminal.harmless("\(failure)"), hint: "Check that --parent is a Gridward node above this one.")
      return
    }
    let words = [problem["title"].text, problem["detail"].text].compactMap(\.self).joined(separator: ": ")
    let hint =
      status == 503
      ? "Nothing is lost: what waits here goes up at the next session."
      : "A Gridward node answers there, but it does not take this one for its child: check --parent."
    self.init(code, Terminal.harmless("the parent refuses: \(words) (\(status))"), hint: hint)
  }

  private static func words(_ fault: SessionFault) -> String {
    switch fault {
    case .wire(let error): "the other end's bytes cannot be used: \(error)"
    case .cutOff: "the exchange was cut off; what came before the cut is kept"
    }
  }

  private static func status(_ code: EnrolmentError.Code) -> ExitStatus {
    switch code {
    case .notEnrolled: .notFound
    case .alreadyEnrolled: .exists
    case .openKeyFile, .damagedFile: .settings
    case .inputOutput: .disk
    case .noAuthority, .badBundle: .refused
    }
  }

  private static func status(_ code: OfficeError.Code) -> ExitStatus {
    switch code {
    case .unknownForm: .usage
    case .missingProgram: .notFound
    case .notWritten, .programFailed: .disk
    }
  }

  private static func status(_ code: StoreError.Code) -> ExitStatus {
    switch code {
    case .notFound: .notFound
    case .notAStore, .laterVersion, .earlierVersion, .severalNames: .refused
    case .alreadyExists: .exists
    case .diskFull, .inputOutput: .disk
    case .busy: .busy
    case .damaged: .unsound
    case .shelved: .refused
    case .internalFailure: .internalFault
    }
  }
}

extension StoreError {
  /// The message with its cause, without the hint.
  fileprivate var bare: String { cause.map { "\(message) (\($0))" } ?? message }
}
