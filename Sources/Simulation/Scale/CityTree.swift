// The divisions of a city: real ones from a table, or an even tree of any size.
package import Merge

/// The places of a city, every parent before its children, and its enterprises.
package struct CityTree: Sendable {
  let places: [Place]

  package var count: Int { places.count }
  package func count(of tier: Tier) -> Int { places.count { $0.area.tier == tier } }

  /// An even tree below a city.
  package static func even(districts: Int, townships: Int, communities: Int) -> CityTree {
    var areas = [Area("370200000000")!]
    func code(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: width - String(number).count) + String(number)
    }
    for district in 0..<districts {
      let above = "3702" + code(district + 1, 2)
      areas.append(Area(above + "000000")!)
      for township in 0..<townships where township % districts == district {
        let above = above + code(township + 1, 3)
        areas.append(Area(above + "000")!)
        for community in 0..<communities where community % townships == township {
          areas.append(Area(above + code(community / townships + 1, 3))!)
        }
      }
    }
    return CityTree(areas)
  }

  /// The divisions of a table in the form of `ops/data/qingdao_tree.tsv`, cut or filled up to so many communities: the
  /// townships with the fewest get more.
  package init(table: String, communities: Int) {
    var areas: [Area] = []
    for line in table.split(separator: "\n").dropFirst() {
      if let area = line.split(separator: "\t").first.flatMap({ Area($0) }) { areas.append(area) }
    }
    let townships = areas.filter { $0.tier == .township }.sorted()
    var byTownship = townships.map { _ in [Area]() }
    for area in areas.sorted() where area.tier == .community {
      guard let index = townships.firstIndex(where: { $0.contains(area) }) else { continue }
      byTownship[index].append(area)
    }
    Self.cut(&byTownship, to: communities)
    for _ in 0..<max(0, communities - byTownship.map(\.count).reduce(0, +)) {
      let index = byTownship.indices.min { byTownship[$0].count < byTownship[$1].count }!
      byTownship[index].append(Self.next(in: townships[index], after: byTownship[index]))
    }
    self.init(areas.filter { $0.tier < .township } + townships + byTownship.flatMap { $0 })
  }

  /// A smaller city keeps its shape: every township has the same share of its communities.
  private static func cut(_ byTownship: inout [[Area]], to communities: Int) {
    let known = byTownship.map(\.count).reduce(0, +)
    guard communities < known else { return }
    var (kept, seen) = (0, 0)
    for index in byTownship.indices {
      seen += byTownship[index].count
      let upTo = seen * communities / known
      byTownship[index] = Array(byTownship[index].prefix(upTo - kept))
      kept = upTo
    }
  }

  private static func next(in township: Area, after taken: [Area]) -> Area {
    let numbers = Set(taken.map(\.code))
    for number in 1...999 {
      let code = township.prefix + String(repeating: "0", count: 3 - String(number).count) + String(number)
      if !numbers.contains(String(code)), let area = Area(code) { return area }
    }
    preconditionFailure("a township of a thousand communities")
  }

  private init(_ areas: [Area]) {
    let areas = areas.sorted { $0.tier == $1.tier ? $0 < $1 : $0.tier < $1.tier }
    var numbers: [String: Int] = [:]
    var places: [Place] = []
    for (number, area) in areas.enumerated() {
      numbers[area.code] = number
      let above = Tier(rawValue: area.tier.rawValue - 1).flatMap { area.ancestor(at: $0) }
      places.append(Place(area: area, parent: above.flatMap { numbers[$0.code] }))
    }
    self.places = places
  }
}
