// From where records of a type are written: from anywhere around their area, or from it and above it alone.
package import Merge

/// From which homes a feed about an area has its effect on records of a type.
/// - Source: catalog README §3.8.
package enum RecordWriters: String, Hashable, Sendable, CaseIterable {
  /// Whoever holds the area's feeds of the class: who stands at it, above it or below it.
  case anyone
  /// Who stands at the area or above it: what an office says to those below, none of them says in its place.
  case atOrAbove = "at_or_above"

  /// Whether a node at `home` may write such records about an area.
  package func admits(_ home: Area, about area: Area) -> Bool {
    switch self {
    case .anyone: true
    case .atOrAbove: home.contains(area)
    }
  }
}

/// Why a change has no effect on any record, by who wrote it.
/// - Source: protocol §4.5.
package enum WriterObjection: String, Hashable, Sendable {
  /// The feed's home is neither the area nor above it.
  case notAtOrAbove
  /// It says in a node's name what that node alone says.
  case notItsOwnWord
}

extension RecordType {
  /// Why a change in a feed has no effect, as far as it matters who wrote it; nil where it has its effect.
  ///
  /// A function of the feed's key, the change and the catalog: every node that holds the commit answers alike.
  /// - Source: protocol §4.5.
  package func objection(to fields: [FieldChange], from home: Area, about area: Area) -> WriterObjection? {
    if !writers.admits(home, about: area) { return .notAtOrAbove }
    if isNodesWord, home != area, !isStepsAlone(fields) { return .notItsOwnWord }
    return nil
  }

  /// Whether a change has its effect, as far as it matters who wrote it.
  package func admits(_ fields: [FieldChange], from home: Area, about area: Area) -> Bool {
    objection(to: fields, from: home, about: area) == nil
  }

  /// Whether an office writes such records about an enterprise for the enterprise's own node to hold, although the class
  /// falls no further than to a tier above it: who holds which post there.
  package var isForEnterprises: Bool {
    writers == .atOrAbove && areas.contains(.terminal) && `class`.falls != nil
  }

  /// Whether it can matter who wrote a change: for most types it never does.
  package var asksWriter: Bool { isNodesWord || writers != .anyone }

  /// Whether a change takes steps of the type's lifecycle and does nothing besides.
  private func isStepsAlone(_ fields: [FieldChange]) -> Bool {
    !fields.isEmpty
      && fields.allSatisfy { change in
        if case .steps = change.edit { kind(of: change.field) == .steps } else { false }
      }
  }
}
