// What can go wrong with the store's file, told to the operator.
import GRDB

/// A failure of the environment under the store: disk, file, or a database that is not what it should be.
package struct StoreError: Error, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// No database at the path.
    case notFound = "not-found"
    /// A file at the path that is no Gridward store.
    case notAStore = "not-a-store"
    case laterVersion = "later-version"
    case earlierVersion = "earlier-version"
    /// The file has hard links.
    case severalNames = "several-names"
    case alreadyExists = "already-exists"
    case diskFull = "disk-full"
    case inputOutput = "input-output"
    case busy
    /// The file holds something that cannot be.
    case damaged
    /// It is left out because it has ended the process.
    case shelved
    case internalFailure = "internal-failure"
  }

  package let code: Code
  package let message: String
  /// What the operator can do.
  package let hint: String
  package let cause: String?

  /// What a node that runs says of a full disk.
  package static let waitingHint = "Free space; work goes on by itself."

  package init(_ code: Code, _ message: String, hint: String = "", cause: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint.isEmpty && code == .damaged ? Self.salvageHint : hint
    self.cause = cause
  }

  package var isRetryable: Bool { code == .busy || code == .diskFull }
  /// Short, and safe as a metric's label.
  package var shortDescription: String { code.rawValue }
  package var description: String {
    [message, cause.map { "(\($0))" } ?? "", hint].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Translates what SQLite reports.
  package init(_ error: any Error) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      if SalvageRoom.isOfFullDisk(error) {
        self.init(
          .diskFull, "the disk is full; nothing was acknowledged", hint: Self.waitingHint,
          cause: String(describing: error))
        return
      }
      self.init(.internalFailure, "the store failed", cause: String(describing: error))
      return
    }
    let cause = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
    switch error.resultCode {
    case _ where Self.isDamage(error):
      self.init(.damaged, "the file is damaged", hint: Self.salvageHint, cause: cause)
    case .SQLITE_FULL:
      self.init(
        .diskFull, "the disk is full; nothing was acknowledged", hint: Self.waitingHint, cause: cause)
    case .SQLITE_IOERR:
      self.init(.inputOutput, "the disk failed", hint: "Restart the node; it verifies its heads first.", cause: cause)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.busy, "another process holds the store", hint: "Stop it, or wait.", cause: cause)
    case .SQLITE_CANTOPEN:
      self.init(
        .inputOutput, "the store cannot be opened",
        hint: "Check who may read and write its folder, and that FILE-wal and FILE-shm beside it are files.",
        cause: cause)
    default: self.init(.internalFailure, "the store failed", cause: cause)
    }
  }
}
