// The divisions this binary knows by name: one city and one county, for notices, scenarios and demonstrations.
package import Merge

/// A tree of divisions with their names, in the order of their codes.
///
/// Codes down to the township are official; the last three digits of communities are made up (ops/data/README.md).
package struct Divisions: Sendable {
  package struct Place: Hashable, Sendable {
    package let area: Area
    package let name: String
  }

  /// Sorted by code.
  package let places: [Place]

  /// 青岛市 with its districts, townships and villages.
  package static let qingdao = Divisions(text: qingdaoText)
  /// 正镶白旗 with its five townships and their villages.
  package static let zhengxiangbai = Divisions(text: zhengxiangbaiText)
  /// Everything above.
  package static let builtIn = Divisions(places: qingdao.places + zhengxiangbai.places)

  init(places: [Place]) { self.places = places.sorted { $0.area < $1.area } }

  /// Reads lines of a code, a space and a name.
  init(text: String) {
    self.init(
      places: text.split(separator: "\n").map { line in
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let area = Area(parts[0]) else { preconditionFailure("a division: \(line)") }
        return Place(area: area, name: String(parts[1]))
      })
  }

  /// The name of a division; an enterprise's is that of its community. Nil for one that is not here.
  /// - Complexity: O(log n).
  package func name(of code: some StringProtocol) -> String? {
    let code = code.prefix(12)
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].area.code.utf8.lexicographicallyPrecedes(code.utf8) { low = middle + 1 } else { high = middle }
    }
    return low < places.count && places[low].area.code == code ? places[low].name : nil
  }

  /// The divisions of a tier inside an area.
  package func places(of tier: Tier, in area: Area) -> [Place] {
    places.filter { $0.area.tier == tier && area.contains($0.area) }
  }
}
