// What a device has signed, each entry on disk before anybody else is shown it.
import Foundation
import Merge
import Trust

/// The bytes of a journal: entries that each say how long they are and what their SHA-256 is.
///
/// What a cut has left of an entry at the end was shown to nobody, and is written over.
struct JournalBytes {
  private(set) var entries: [[UInt8]] = []
  /// How many bytes the whole entries have.
  private(set) var end = 0

  private static let headBytes = 4 + 32

  init(_ bytes: [UInt8]) {
    while end + Self.headBytes <= bytes.count {
      let count = bytes[end..<end + 4].reduce(0) { $0 << 8 | Int($1) }
      let body = end + Self.headBytes
      guard count <= bytes.count - body else { return }
      let entry = Array(bytes[body..<body + count])
      guard Hashing.sha256(entry).bytes.elementsEqual(bytes[end + 4..<body]) else { return }
      entries.append(entry)
      end = body + count
    }
  }

  static func encoded(_ entry: [UInt8]) -> [UInt8] {
    let count = UInt32(entry.count)
    return (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) } + Hashing.sha256(entry).bytes + entry
  }
}

/// The file of a device's journal.
struct ActionJournal {
  let url: URL

  /// The most it takes, in bytes: a queue has fifty MiB.
  static let bytesMax = 256 << 20

  /// The actions, in the order in which they were signed.
  func read() throws(EnrolmentError) -> (actions: [PortableAction], end: Int) {
    guard FileManager.default.fileExists(atPath: url.path) else { return ([], 0) }
    let journal = JournalBytes(try SecretFile.read(url, max: Self.bytesMax))
    var actions: [PortableAction] = []
    for entry in journal.entries {
      guard let action = try? PortableAction(encoded: entry) else {
        throw EnrolmentError(
          .damagedFile, "\(url.path) has an entry that is no action",
          hint: "It may be of a later version; what was handed in is safe at the nodes.")
      }
      actions.append(action)
    }
    return (actions, journal.end)
  }

  /// Writes an action behind the whole entries; it is on disk when the call returns.
  func append(_ action: PortableAction, at end: Int) throws(EnrolmentError) {
    let bytes = JournalBytes.encoded(action.encoded)
    guard end + bytes.count <= Self.bytesMax else {
      throw EnrolmentError(.inputOutput, "\(url.path) is full", hint: "Make a new device; the old one's actions stay.")
    }
    let descriptor = open(url.path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure }
    defer { close(descriptor) }
    guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, off_t(end), SEEK_SET) == off_t(end) else {
      throw failure
    }
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
      guard written > 0 else { throw failure }
      done += written
    }
    guard fsync(descriptor) == 0 else { throw failure }
    SecretFile.flushFolder(of: url)
  }

  private var failure: EnrolmentError {
    EnrolmentError(
      .inputOutput, "\(url.path) cannot be written: \(String(cString: strerror(errno)))",
      hint: "Nothing was signed for anybody to see; check the disk.")
  }
}
