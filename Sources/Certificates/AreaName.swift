// Areas as DNS names, so that a certificate's name constraints say which part of the tree it may speak for.
package import Merge

/// The DNS name of an area: one label for each group of its code that is not all zeros, the lowest first.
///
/// `370202021001` is `v001.t021.d02.c02.p37.gridward.internal`, an enterprise in it `e92370202ma3cdemo1x.v001.…`. An area
/// contains another exactly when the other's name ends in its own, so `permitted;DNS:.t021.d02.c02.p37.gridward.internal`
/// is the subtree of a township to every program that checks certificates.
/// - Source: protocol §11.1; RFC 5280 §4.2.1.10; `.internal` is reserved for private use by ICANN.
package enum AreaName {
  package static let suffix = "gridward.internal"

  private static let labels: [(tier: Tier, letter: String)] = [
    (.province, "p"), (.city, "c"), (.district, "d"), (.township, "t"), (.community, "v"),
  ]

  package static func dnsName(of area: Area) -> String {
    var name = suffix
    let digits = Array(area.code.utf8)
    for (tier, letter) in labels {
      let above = Tier(rawValue: tier.rawValue - 1)?.digitCount ?? 0
      let group = digits[above..<tier.digitCount]
      guard group.contains(where: { $0 != UInt8(ascii: "0") }) else { continue }
      name = "\(letter)\(String(decoding: group, as: UTF8.self)).\(name)"
    }
    guard area.tier == .terminal else { return name }
    return "e\(area.code.dropFirst(13).lowercased()).\(name)"
  }

  /// What a certificate authority of an office may sign: everything inside its area but the area itself.
  package static func subtree(below area: Area) -> String { ".\(dnsName(of: area))" }
}
