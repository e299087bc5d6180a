// The tree of a run: areas and links drawn from the seed, uneven, with tiers left out.
import Merge

/// One place in the tree.
struct Place: Sendable {
  let area: Area
  /// The place its node is linked to; nil at the root.
  let parent: Int?
}

enum Topology {
  /// Draws a tree of `count` places. A place's parent stands before it.
  static func draw(_ count: Int, _ draw: inout Draw) -> [Place] {
    let root = draw.chance(100) ? "370000000000" : "370200000000"
    var places = [Place(area: Area(root)!, parent: nil)]
    var children: [Int: Int] = [:]
    while places.count < count {
      // The smaller of two draws: few places have many children.
      let parent = min(draw.below(places.count), draw.below(places.count))
      let tier = tier(below: places[parent].area.tier, &draw)
      children[parent, default: 0] += 1
      guard let tier, let area = child(of: places[parent].area, at: tier, number: children[parent]!, &draw) else {
        continue
      }
      places.append(Place(area: area, parent: parent))
    }
    return places
  }

  /// The tier of a new child; nil below a terminal. One in seven leaves out a tier.
  private static func tier(below tier: Tier, _ draw: inout Draw) -> Tier? {
    let step = draw.chance(140) ? 2 : 1
    guard let next = Tier(rawValue: tier.rawValue + UInt8(step)) else { return nil }
    return next == .terminal && tier != .community ? .community : next
  }

  private static func child(of area: Area, at tier: Tier, number: Int, _ draw: inout Draw) -> Area? {
    if tier == .terminal {
      return Area("\(area.code)/\(Edit.creditCode(draw.below(1_000_000)))")
    }
    let above = Tier(rawValue: tier.rawValue - 1)!.digitCount
    let own = String(number)
    let width = tier.digitCount - above
    guard own.count <= width else { return nil }
    let code = area.code.prefix(above) + String(repeating: "0", count: width - own.count) + own
    return Area(code + String(repeating: "0", count: 12 - code.count))
  }
}
