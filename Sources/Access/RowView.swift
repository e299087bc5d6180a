// What a person sees of a record: which of its fields are left out, and what a phone may hold.
package import Catalog
package import Merge

/// What is shown of a record of some type.
package struct RowView: Hashable, Sendable {
  /// The names of the fields that are left out, in the order of the type; whoever is shown the record is told them.
  package let hidden: [String]

  package func shows(_ field: String) -> Bool { !hidden.contains(field) }

  /// The values that are shown: those of a row, a moment of its history, a change or a total's grouping alike.
  package func cut<Shown>(_ values: [(field: String, value: Shown)]) -> [(field: String, value: Shown)] {
    values.filter { shows($0.field) }
  }
}

extension Permissions {
  /// What a person sees of a record; nil where they do not read it.
  ///
  /// A field is left out that all posts hide by which the record is read: with several posts one reads what any of them reads.
  package func view(
    of type: RecordType, about area: Area, for person: Person, at node: Area
  ) -> RowView? {
    guard type.class.isHeld(about: area, at: node) else { return nil }
    let roles = holdings(of: person).filter { $0.refusalToRead(type, about: area) == nil }.map(\.role)
    if roles.isEmpty { return nil }
    let hidden = type.fields.map(\.name).filter { field in roles.allSatisfy { $0.hides(field, of: type.name) } }
    return RowView(hidden: hidden)
  }

  /// Whether a person's phone may hold a record; what is confidential never leaves a node.
  package func carries(_ person: Person, _ type: RecordType, about area: Area) -> Bool {
    if type.isConfidential { return false }
    return holdings(of: person).contains { holding in
      holding.refusalToRead(type, about: area) == nil
        && holding.role.carries?.types.contains(type.name) ?? false
    }
  }
}
