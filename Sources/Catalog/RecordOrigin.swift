// Who writes records of a type: people, or the node itself.

/// Whose word a record is.
/// - Source: catalog README §3.7.
package enum RecordOrigin: String, Hashable, Sendable, CaseIterable {
  /// Whoever works at a node.
  case people
  /// The node by itself, of what it has noticed or counted.
  case node
  /// Somebody else than the node, at a person's word, from what the node counts.
  case figures
  /// Whoever holds a key: the signed statement in the record proves itself.
  case statement
}

extension RecordType {
  /// Whether its records are the word of the node that stands at their area, and of no other: others may take the steps of the
  /// type's lifecycle, and nothing else with them.
  package var isNodesWord: Bool { origin == .node || origin == .figures }
}
