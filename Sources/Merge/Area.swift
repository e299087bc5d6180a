// Areas and tiers: where a record belongs and who stands above it, read from the division code alone.

/// The tier of an area, from the top of the tree downward; a smaller raw value stands higher.
/// - Source: protocol §2.1; GB/T 2260, GB/T 10114.
package enum Tier: UInt8, CaseIterable, Sendable, Comparable, Hashable {
  case country = 0
  case province, city, district, township, community, terminal

  package static func < (left: Tier, right: Tier) -> Bool { left.rawValue < right.rawValue }

  /// How many leading digits of the twelve an area of this tier uses.
  package var digitCount: Int {
    switch self {
    case .country: 0
    case .province: 2
    case .city: 4
    case .district: 6
    case .township: 9
    case .community, .terminal: 12
    }
  }

  /// How many numbers of twelve digits begin with the same leading digits.
  var divisionCount: UInt64 {
    switch self {
    case .country: 1_000_000_000_000
    case .province: 10_000_000_000
    case .city: 100_000_000
    case .district: 1_000_000
    case .township: 1_000
    case .community, .terminal: 1
    }
  }

  package var name: String {
    switch self {
    case .country: "country"
    case .province: "province"
    case .city: "city"
    case .district: "district"
    case .township: "township"
    case .community: "community"
    case .terminal: "terminal"
    }
  }

  package init?(name: some StringProtocol) {
    guard let tier = Tier.allCases.first(where: { $0.name == name }) else { return nil }
    self = tier
  }
}

/// A place in the tree: a 12-digit division code, trailing zeros for a whole subtree, or an enterprise below its community
/// as `code/unified-social-credit-code`.
/// - Invariant: `code` is well-formed ASCII of 12 or 31 characters; `tier` is what the code says.
package struct Area: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let code: String
  package let tier: Tier
  /// The twelve digits as a number.
  private let division: UInt64

  package static func == (left: Area, right: Area) -> Bool { left.code == right.code }
  package func hash(into hasher: inout Hasher) { hasher.combine(code) }

  /// The significant prefix of `code`: what every area inside this one starts with.
  package var prefix: Substring {
    tier == .terminal ? code[...] : code.prefix(tier.digitCount)
  }

  /// Reads a code; nil when it is not twelve digits, or a community's twelve followed by `/` and 18 characters `0-9A-Z`.
  ///
  /// A lower group of digits may be set below an empty higher one: Dongguan (441900) has townships but no districts.
  package init?(_ text: some StringProtocol) {
    let read =
      text.utf8.withContiguousStorageIfAvailable(Self.read) ?? Array(text.utf8).withUnsafeBufferPointer(Self.read)
    guard let read else { return nil }
    (division, tier) = read
    code = String(text)
  }

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> (division: UInt64, tier: Tier)? {
    guard bytes.count == 12 || bytes.count == 31 else { return nil }
    var division: UInt64 = 0
    // How many digits there are up to the last that is no zero.
    var count = 0
    for place in 0..<12 {
      guard (48...57).contains(bytes[place]) else { return nil }
      division = division * 10 + UInt64(bytes[place] - 48)
      if bytes[place] != 48 { count = place + 1 }
    }
    let ending = tier(ofDigits: count)
    if bytes.count == 12 { return (division, ending) }
    guard bytes[12] == 47, ending == .community else { return nil }
    for place in 13..<31 {
      guard (48...57).contains(bytes[place]) || (65...90).contains(bytes[place]) else { return nil }
    }
    return (division, .terminal)
  }

  /// The tier that so many leading digits name.
  private static func tier(ofDigits count: Int) -> Tier {
    switch count {
    case 0: .country
    case 1...2: .province
    case 3...4: .city
    case 5...6: .district
    case 7...9: .township
    default: .community
    }
  }

  /// What an area's code is, for whoever has written something else.
  package static let form =
    "An area is twelve digits such as 370202021001, zeros behind for all below; an enterprise is its community's twelve, a slash and its credit code of 18 characters 0-9 and A-Z."

  package static func < (left: Area, right: Area) -> Bool { left.code.utf8.lexicographicallyPrecedes(right.code.utf8) }

  /// Whether `other` is this area or lies inside it.
  package func contains(_ other: Area) -> Bool {
    if tier == .terminal { return code == other.code }
    // What is inside differs only in the digits after this area's own.
    return other.tier >= tier && other.division >= division && other.division - division < tier.divisionCount
  }

  /// The area of `tier` that contains this one; nil when this area stands above that tier or has none of it above.
  package func ancestor(at tier: Tier) -> Area? {
    guard tier <= self.tier else { return nil }
    if tier == self.tier { return self }
    let digits = code.prefix(tier.digitCount)
    let area = Area(String(digits) + String(repeating: "0", count: 12 - digits.count))
    return area?.tier == tier ? area : nil
  }

  package var description: String { code }
}
