// A total is compared with roll-ups, and what is not the same is named.
import Merge
import Testing
import Totals

@Suite struct AgreementTests {
  private static func sum(_ numbers: [UInt64]) -> CountSum {
    var sum = CountSum()
    for number in numbers {
      let digest = Bytes16(high: number &* 0x9E37_79B9_7F4A_7C15, low: number)
      sum += CountSum(count: 1, amount: Int64(number), digest: digest)
    }
    return sum
  }

  private static func rollUp(_ area: String, _ numbers: [UInt64], catalog: String = "c") throws -> RollUp {
    let figures = [Figure(indicator: "visits", area: area, sum: sum(numbers))]
    return RollUp(
      record: RecordID(.zero), area: try #require(Area(area)), period: try #require(Period("2014-05")),
      figures: figures, statedAt: 1, catalog: catalog)
  }

  private static let south = "370202000000"
  private static let north = "370203000000"

  private func agreement(
    south: [UInt64], north: [UInt64], own: [UInt64] = [], _ rollUps: [RollUp], isCarried: Bool = false
  ) -> Agreement {
    Agreement(
      "visits", own: isCarried ? [] : [(Self.south, Self.sum(south)), (Self.north, Self.sum(north))],
      atThisLevel: Self.sum(own), rollUps: rollUps, isCarried: isCarried, catalog: "c")
  }

  @Test func `a total is the sum of what the districts state and what stands at this level`() throws {
    let found = try agreement(
      south: [1, 2], north: [3], own: [9], [Self.rollUp(Self.south, [2, 1]), Self.rollUp(Self.north, [3])])
    #expect(found.holds && found.total == Self.sum([1, 2, 3, 9]))
    #expect(found.lines.map(\.verdict) == [.equal, .equal])
  }

  @Test func `equal numbers of other records are not the same`() throws {
    let found = try agreement(
      south: [1, 2], north: [3], [Self.rollUp(Self.south, [1, 4]), Self.rollUp(Self.north, [3])])
    #expect(!found.holds)
    #expect(found.lines.map(\.verdict) == [.differs, .equal])
  }

  @Test func `whoever has stated nothing, or by another catalog, is named`() throws {
    let found = try agreement(south: [1], north: [3], [Self.rollUp(Self.north, [3], catalog: "d")])
    #expect(found.lines.map(\.verdict) == [.silent, .anotherCatalog])
    #expect(!found.holds)
  }

  @Test func `what a district states and nobody else has counted differs`() throws {
    let found = try agreement(
      south: [1], north: [], [Self.rollUp(Self.south, [1]), Self.rollUp("370204000000", [7])])
    #expect(found.lines.first { $0.area == "370204000000" }?.verdict == .differs)
  }

  @Test func `where records stop below, the roll-ups are the total`() throws {
    let found = try agreement(
      south: [], north: [], [Self.rollUp(Self.south, [1, 2]), Self.rollUp(Self.north, [3])], isCarried: true)
    #expect(found.holds && found.total == Self.sum([1, 2, 3]))
    #expect(found.lines.map(\.verdict) == [.carried, .carried])
  }

  @Test func `a longer period holds when each of its parts does`() throws {
    let good = try agreement(south: [1], north: [3], [Self.rollUp(Self.south, [1]), Self.rollUp(Self.north, [3])])
    let bad = try agreement(south: [1], north: [3], [Self.rollUp(Self.south, [1]), Self.rollUp(Self.north, [4])])
    #expect(Agreement(joining: [good, good], of: "visits").holds)
    let joined = Agreement(joining: [good, bad], of: "visits")
    #expect(!joined.holds && joined.lines.map(\.verdict) == [.equal, .differs])
  }
}

@Suite struct RankingTests {
  @Test func `areas are ranked by rate, then visits, and coloured`() {
    let ranked = RankedArea.ranked([
      .init(area: "1", found: 10, rectified: 7, visits: 5), .init(area: "2", found: 10, rectified: 10, visits: 1),
      .init(area: "3", found: 10, rectified: 10, visits: 9), .init(area: "4", found: 0, rectified: 0, visits: 3),
      .init(area: "5", found: 20, rectified: 17, visits: 3), .init(area: "6", found: 20, rectified: 17, visits: 3),
      .init(area: "7", found: 1, rectified: 1, visits: 0),
    ])
    #expect(ranked.map(\.counts.area) == ["3", "2", "7", "5", "6", "1", "4"])
    #expect(ranked.map(\.place) == [1, 2, 3, 4, 4, 6, 7])
    #expect(ranked.map(\.colour) == [.blue, .blue, .red, .yellow, .yellow, .red, .yellow])
  }
}
