// The keys of a YAML document, for those who must know which of them nobody reads.
import Yams

/// The keys at the leaves of a YAML mapping.
package enum DocumentKeys {
  /// Each key whole, from the root: `listen.port`, however the mapping divides it; none where the text is no mapping.
  package static func names(in text: String) -> [String] {
    guard text.utf8.count <= Catalog.fileBytesMax, let root = try? Yams.compose(yaml: text)?.mapping else { return [] }
    return names(of: root, below: "")
  }

  private static func names(of mapping: Node.Mapping, below prefix: String) -> [String] {
    mapping.flatMap { key, value -> [String] in
      let name = prefix + (key.string ?? "?")
      return value.mapping.map { names(of: $0, below: name + ".") } ?? [name]
    }
  }
}
