// What a run of the city's half-year is made of.

/// The same settings give the same half-year, commit by commit.
package struct QingdaoSettings: Sendable {
  package var seed: UInt64 = 1
  /// How many communities of each township take part; nil for all of them.
  package var communitiesPerTownship: Int?
  /// How many enterprises stand in the city.
  package var enterprises: Int
  /// Whether each township's first enterprise has a node of its own, or only each district's.
  package var hasTerminalInEveryTownship: Bool

  /// How many of a hundred rectified hazards are re-checked and closed as well.
  package var closedPercent: Int

  /// Every community of the tree, and somewhat more than thirty thousand enterprises.
  package static let whole = QingdaoSettings(
    communitiesPerTownship: nil, enterprises: 30_030, hasTerminalInEveryTownship: true, closedPercent: 50)
  /// The same figures entered at one community of each township.
  package static let small = QingdaoSettings(
    communitiesPerTownship: 1, enterprises: 1_440, hasTerminalInEveryTownship: false, closedPercent: 10)
}
