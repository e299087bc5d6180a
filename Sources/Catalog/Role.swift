// A role as data: what who holds it may read, enter, take and appoint.
package import Merge

/// By whose word somebody comes to a role.
package enum Appointment: String, Hashable, Sendable, CaseIterable {
  /// Of those at the post's own area, or of anybody above.
  case own
  /// Of those strictly above the post's area alone.
  case above
}

/// Who certified a pass, seen from its area.
package enum Issuer: String, Hashable, Sendable, CaseIterable {
  /// A node at the pass's own area.
  case own
  /// A node strictly above it.
  case above
  /// At the top of the tree, where nothing stands above: a node whose grant the root key itself signed, or that key.
  case root
}

/// What decides whether a pass makes somebody a holder of a role.
/// - Source: catalog README §5.13.
package struct RoleTerms: Hashable, Sendable {
  package let name: String
  /// The tiers at which there are posts of the role.
  package let tiers: ClosedRange<Tier>
  package let appointed: Appointment

  /// Whether a pass of the role for an area of this tier counts as one.
  package func admit(_ tier: Tier, issuedBy issuer: Issuer) -> Bool {
    tiers.contains(tier) && (appointed == .own || issuer != .own)
  }
}

/// A field that a role does not see.
package struct HiddenField: Hashable, Sendable {
  package let type: String
  package let field: String
}

/// What of its records a role's phone holds.
package struct Carried: Hashable, Sendable {
  package let types: [String]
  /// How long after it was last changed a record at rest is still carried.
  package let days: Int64
  /// - Units: MiB.
  package let budget: Int64

  /// The most a phone is given.
  package static let budgetMax: Int64 = 20
}

/// A role: what a post may read, enter and take. What no role names is read and entered by nobody.
/// - Source: catalog README §11.
package struct Role: Hashable, Sendable {
  package let terms: RoleTerms
  package let title: Title
  /// The classes it reads.
  package let reads: [String]
  /// Types that it reads besides, of classes that it does not read.
  package let readsTypes: [String]
  package let hides: [HiddenField]
  /// The types it makes records of and changes them.
  package let enters: [String]
  /// Nil where its phone holds no records.
  package let carries: Carried?
  /// The roles that it appoints others to.
  package let appoints: [String]
  /// The roles that nobody holds beside it.
  package let excludes: [String]

  package var name: String { terms.name }
  package var tiers: ClosedRange<Tier> { terms.tiers }

  package func reads(_ type: RecordType) -> Bool { reads.contains(type.class.name) || readsTypes.contains(type.name) }

  package func hides(_ field: String, of type: String) -> Bool {
    hides.contains { $0.type == type && $0.field == field }
  }
}
