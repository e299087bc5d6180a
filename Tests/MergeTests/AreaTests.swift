// Areas and tiers, read from the division code.
import Merge
import Testing

@Suite struct `Areas` {
  @Test func `a code says its tier`() { for place in Tree.places { #expect(place.area.tier == place.tier) } }

  @Test(arguments: [
    ("000000000000", ""), ("440000000000", "44"), ("440100000000", "4401"), ("440103000000", "440103"),
    ("440103001000", "440103001"), ("440103001002", "440103001002"), ("441900003000", "441900003"),
    ("440103001002/91440101MA5ABCDE1X", "440103001002/91440101MA5ABCDE1X"),
  ])
  func `a code has a significant part, which every area inside begins with`(code: String, prefix: String) throws {
    let area = try #require(Area(code))
    #expect(area.prefix == prefix)
    #expect(area.description == code)
  }

  @Test(arguments: [
    "", "4401", "44010000000", "4401000000000", "44010000000A", "４４0100000000", "440103001002/", "é40100000000",
    "440103001002/91440101MA5ABCDE1", "440103001002/91440101MA5ABCDE1XY", "440103001002/91440101ma5abcde1x",
    "440103001002-91440101MA5ABCDE1X", "440103001000/91440101MA5ABCDE1X", "440103001002/91440101MA5ABCDE1 ",
    "44010300100A/91440101MA5ABCDE1X", "000000000000/91440101MA5ABCDE1X",
  ])
  func `anything else is no area`(code: String) { #expect(Area(code) == nil) }

  @Test func `an area contains itself and what stands below it, and nothing else`() {
    for (index, place) in Tree.places.enumerated() {
      for (otherIndex, other) in Tree.places.enumerated() {
        let isInside = index == otherIndex || Tree.ancestors(otherIndex).contains(index)
        #expect(place.area.contains(other.area) == isInside, "\(place.code) \(other.code)")
      }
    }
  }

  @Test func `an area has one ancestor at each tier that stands above it, itself at its own, none elsewhere`() {
    for (index, place) in Tree.places.enumerated() {
      for tier in Tier.allCases {
        let expected = ([index] + Tree.ancestors(index)).first { Tree.places[$0].tier == tier }
        #expect(place.area.ancestor(at: tier) == expected.map { Tree.places[$0].area }, "\(place.code) \(tier)")
      }
    }
  }

  @Test func `areas are ordered as their codes are`() {
    let codes = Tree.places.map(\.code)
    #expect(
      Tree.places.map(\.area).sorted().map(\.code) == codes.sorted { Array($0.utf8).lexicographicallyPrecedes($1.utf8) }
    )
  }
}

@Suite struct `Tiers` {
  @Test func `the city stands above the district, and the terminal below all`() {
    #expect(Tier.allCases == Tier.allCases.sorted())
    #expect(Tier.city < .district)
    #expect(Tier.allCases.max() == .terminal)
    #expect(Tier.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test func `a tier has one name`() {
    for tier in Tier.allCases { #expect(Tier(name: tier.name) == tier) }
    #expect(Tier(name: "City") == nil)
    #expect(Tier(name: "") == nil)
  }
}
