// One process at a time writes a store: an advisory lock on a file beside it, and one on the store's file itself.
import Foundation
import Synchronization

/// The lock a writing process holds for as long as it has the store open. It ends with the process, however that ends.
package final class StoreLock: Sendable {
  /// Of the file beside the store, then of the store's own; empty once released.
  private let descriptors: Mutex<[Int32]>

  /// Takes the lock of the store at `path`, which is there or about to be made.
  /// - Throws: `busy` when another process holds it.
  package init(path: String) throws {
    let file = path + ".lock"
    let descriptor = open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(.inputOutput, "cannot open \(file)", hint: "Check the folder's permissions.")
    }
    descriptors = Mutex([])
    try keepDescriptor(descriptor, path)
  }

  /// Takes the lock of the store's file too, whatever it is called: one that was renamed or mounted elsewhere is the same.
  ///
  /// Closing a descriptor of a file gives up this process's other locks on it, SQLite's among them. So this comes after the
  /// first lock, which nobody else in this process can have, and the descriptor is closed after SQLite's.
  /// - Throws: `busy` when another process holds it.
  func hold(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StoreError(.inputOutput, "cannot open \(path)", hint: "Check its permissions.")
    }
    try keepDescriptor(descriptor, path)
  }

  private func keepDescriptor(_ descriptor: Int32, _ path: String) throws {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      let hint = "Use the running node's API, or stop it first."
      throw StoreError(.busy, "another process is using the store at \(path)", hint: hint)
    }
    descriptors.withLock { $0.append(descriptor) }
  }

  /// Gives the lock up; again is no harm.
  ///
  /// Closing alone would leave it with a process that is just being started, which has the same descriptors until its program
  /// runs.
  package func release() {
    descriptors.withLock { descriptors in
      for descriptor in descriptors.reversed() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
      }
      descriptors.removeAll()
    }
  }

  deinit { release() }
}
