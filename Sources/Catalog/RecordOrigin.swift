// Who writes records of a type: people, or the node itself.
package import Merge

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
  /// Whether its records are the word of the node that stands at their area, and of no other.
  package var isNodesWord: Bool { origin == .node || origin == .figures }

  /// Whether a change in a feed has its effect, as far as it matters whose word it is: what a node says is said in a feed about its own
  /// home. Others may take the steps of the type's lifecycle, and nothing else with them.
  /// - Source: protocol §4.5.
  package func admits(_ fields: [FieldChange], from home: Area, about area: Area) -> Bool {
    guard isNodesWord, home != area else { return true }
    return !fields.isEmpty
      && fields.allSatisfy { change in
        if case .steps = change.edit { kind(of: change.field) == .steps } else { false }
      }
  }
}
