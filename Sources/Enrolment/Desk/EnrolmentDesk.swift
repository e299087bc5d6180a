// An office's desk on disk, shared by the running node and the command line.
import Foundation

/// The desk's file. Every change happens under an exclusive lock, and is on disk when the call returns, so that a token
/// is never used twice, whatever process takes it.
package struct EnrolmentDesk: Sendable {
  private let folder: TrustFolder

  package init(_ folder: TrustFolder) { self.folder = folder }

  var path: String { folder.file("desk.json").path }

  package func look() throws(EnrolmentError) -> DeskState { try read() }

  /// Changes the state; nothing is kept when `body` throws.
  package func change<T>(_ body: (inout DeskState) throws -> T) throws -> T {
    let lock = try lock()
    defer { close(lock) }
    var state = try read()
    let before = state
    let result = try body(&state)
    if state != before { try SecretFile.write(TrustFolder.text(state), to: folder.file("desk.json")) }
    return result
  }

  private func read() throws(EnrolmentError) -> DeskState {
    let place = folder.file("desk.json")
    guard FileManager.default.fileExists(atPath: place.path) else { return DeskState() }
    let bytes = try SecretFile.read(place)
    do {
      var state = try JSONDecoder().decode(DeskState.self, from: Data(bytes))
      state.unite()
      return state
    } catch {
      throw EnrolmentError(.damagedFile, "\(place.path) cannot be read", hint: "Restore it from a backup.")
    }
  }

  private func lock() throws(EnrolmentError) -> Int32 {
    let path = folder.file("desk.lock").path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
      throw EnrolmentError(.inputOutput, "\(path) cannot be locked: \(String(cString: strerror(errno)))")
    }
    return descriptor
  }
}
