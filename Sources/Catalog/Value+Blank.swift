// When a value says nothing.
package import Merge

extension Value {
  /// Whether there is nothing in it: null, or an empty text, list, map or run of bytes.
  package var isBlank: Bool {
    switch self {
    case .null: true
    case .bool, .int: false
    case .text(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let items): items.isEmpty
    case .map(let entries): entries.isEmpty
    }
  }
}
