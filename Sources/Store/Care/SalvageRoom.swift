// The room that saving a damaged store takes beside it, told before and where it did not suffice.
import Foundation

struct SalvageRoom {
  /// Less than this is none: SQLite's own files take as much.
  private static let spareBytes = 64 << 10

  private let path: String
  /// Of the damaged file and its log; the new store takes no more.
  private let bytes: Int
  private var hasCopy = false

  init(beside path: String) {
    self.path = path
    bytes = ["", "-wal"].compactMap {
      try? FileManager.default.attributesOfItem(atPath: path + $0)[.size] as? Int
    }.reduce(0, +)
  }

  /// - Returns: nil where the system does not say.
  private var freeBytes: Int? {
    var found = statvfs()
    guard statvfs(path, &found) == 0 else { return nil }
    return Int(clamping: UInt64(found.f_bavail).multipliedReportingOverflow(by: UInt64(found.f_frsize)).partialValue)
  }

  /// Takes into account that a copy is read in the place of the damaged file.
  /// - Throws: `diskFull` where there is no room for it.
  mutating func takeCopy() throws {
    hasCopy = true
    if let freeBytes, freeBytes < bytes + Self.spareBytes { throw lack(cause: nil) }
  }

  /// Says how much room saving takes where it was that which was missing, whatever has failed for it.
  ///
  /// To be asked before what has been written is taken away again.
  func translated(_ error: any Error) -> StoreError {
    let known = StoreError(error)
    if known.code == .diskFull || Self.isOfFullDisk(error) { return lack(cause: known.cause ?? known.message) }
    let mayBeOfRoom = [.damaged, .inputOutput, .internalFailure].contains(known.code)
    let isFull = freeBytes.map { $0 < Self.spareBytes } ?? false
    return mayBeOfRoom && isFull ? lack(cause: known.cause ?? known.message) : known
  }

  /// Whether it is a full disk that Foundation tells of.
  static func isOfFullDisk(_ error: any Error) -> Bool {
    if (error as? CocoaError)?.code == .fileWriteOutOfSpace { return true }
    let error = error as NSError
    if error.domain == NSPOSIXErrorDomain, error.code == Int(ENOSPC) { return true }
    return (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { isOfFullDisk($0) } ?? false
  }

  private func lack(cause: String?) -> StoreError {
    let needed = (hasCopy ? 2 * bytes : bytes) >> 20 + 1
    let copy = hasCopy ? ", for it and a copy of the damaged file" : ""
    return StoreError(
      .diskFull, "there is no room for a new store of what is whole in \(path)",
      hint: """
        It takes about \(needed) MiB beside that file\(copy). Free so much and run it again; the damaged file is as it was.
        """, cause: cause)
  }
}
