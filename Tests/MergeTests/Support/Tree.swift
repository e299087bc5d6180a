// A small tree of areas written out by hand: who stands above whom, without reading any code.
import Merge

/// A place of the tree with its tier and its parent's place.
struct Place {
  let code: String
  let tier: Tier
  let parent: Int?

  var area: Area { Area(code)! }
}

enum Tree {
  static let places: [Place] = [
    Place(code: "000000000000", tier: .country, parent: nil),
    Place(code: "440000000000", tier: .province, parent: 0),
    Place(code: "440100000000", tier: .city, parent: 1),
    Place(code: "440103000000", tier: .district, parent: 2),
    Place(code: "440103001000", tier: .township, parent: 3),
    Place(code: "440103001002", tier: .community, parent: 4),
    Place(code: "440103001002/91440101MA5ABCDE1X", tier: .terminal, parent: 5),
    Place(code: "440103001002/91440101MA5ABCDE2X", tier: .terminal, parent: 5),
    Place(code: "440103001003", tier: .community, parent: 4),
    Place(code: "440104000000", tier: .district, parent: 2),
    // Dongguan: townships straight under the city.
    Place(code: "441900000000", tier: .city, parent: 1),
    Place(code: "441900003000", tier: .township, parent: 10),
    Place(code: "441900003001", tier: .community, parent: 11),
    Place(code: "450000000000", tier: .province, parent: 0),
  ]

  /// The places strictly above this one.
  static func ancestors(_ place: Int) -> [Int] {
    guard let parent = places[place].parent else { return [] }
    return [parent] + ancestors(parent)
  }
}
