// Where the repository lies whose tests these are.
package import Foundation

package enum Repository {
  /// Its topmost folder.
  package static let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
}
