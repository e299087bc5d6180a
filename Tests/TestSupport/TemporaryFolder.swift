// A folder for the files of one test, removed with it.
package import Foundation

/// A folder that is gone when its last user is: whoever takes only its place has to keep it itself as long.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "gridward-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Where a file of a name lies, or would.
  package func file(_ name: String) -> String { url.appending(path: name).path }
}
