// One process at a time writes a store: an advisory lock on a file beside it.
import Foundation
import Synchronization

/// The lock a writing process holds for as long as it has the store open. It ends with the process, however that ends.
package final class StoreLock: Sendable {
  /// Negative once released.
  private let descriptor: Mutex<Int32>

  /// Takes the lock of the store at `path`.
  /// - Throws: `busy` when another process holds it.
  package init(path: String) throws {
    let file = path + ".lock"
    let descriptor = open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(.inputOutput, "cannot open \(file)", hint: "Check the folder's permissions.")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      let hint = "Use the running node's API, or stop it first."
      throw StoreError(.busy, "another process is using the store at \(path)", hint: hint)
    }
    self.descriptor = Mutex(descriptor)
  }

  /// Gives the lock up; again is no harm.
  package func release() {
    descriptor.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }

  deinit { release() }
}
