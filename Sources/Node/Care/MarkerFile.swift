// The file of a marker: one line, written over with each transaction.
import Foundation

/// A file of one line that always has the same length, kept open from one line to the next.
struct MarkerFile: ~Copyable {
  private let path: String
  /// Nil before the first line.
  private var descriptor: Int32?

  init(path: String) { self.path = path }

  deinit { if let descriptor { close(descriptor) } }

  /// Writes the line over the one before, without a flush.
  /// - Returns: whether it stands there. Where it could not be written the file is taken away.
  mutating func replaceLine(with line: String) -> Bool {
    guard let descriptor = opened() else { return false }
    if pwrite(descriptor, line, line.utf8.count, 0) == line.utf8.count { return true }
    unlink(path)
    return false
  }

  /// The file that stands at the path: where it has been taken away, by us or by whoever cleans up, it is made anew.
  private mutating func opened() -> Int32? {
    if let descriptor {
      if access(path, F_OK) == 0 { return descriptor }
      close(descriptor)
    }
    let opened = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    descriptor = opened < 0 ? nil : opened
    return descriptor
  }
}
