// Laws of sums, and the arithmetic of rates, years and corrections.
import Merge
import Testing
import Totals

@Suite struct SumTests {
  private static func sum(_ number: UInt64) -> CountSum {
    let digest = Bytes16(high: number &* 0x9E37_79B9_7F4A_7C15, low: ~(number &* 0xBF58_476D_1CE4_E5B9))
    return CountSum(count: 1, amount: Int64(number % 1_000) - 500, digest: digest)
  }

  @Test func `a sum does not depend on order, and taking out what was put in leaves the rest`() {
    let parts = (1...200).map { Self.sum($0) }
    var forward = CountSum()
    for part in parts { forward += part }
    var backward = CountSum()
    for part in parts.reversed() { backward += part }
    #expect(forward == backward)
    var rest = CountSum()
    for part in parts[1...] { rest += part }
    #expect(forward - parts[0] == rest)
    #expect((forward - forward).isEmpty)
  }

  @Test func `lanes added up by themselves are the sum of the digests`() {
    var lanes = [Int64](repeating: 0, count: DigestLanes.count)
    var sum = CountSum()
    for number in 1...5_000 as ClosedRange<UInt64> {
      let part = Self.sum(number)
      for lane in 0..<DigestLanes.count { lanes[lane] += DigestLanes.split(part.digest)[lane] }
      sum += part
      if number % 500 == 0 { #expect(DigestLanes.join(lanes) == sum.digest) }
    }
    // Taken out again from first to last, lanes go below zero on the way and end there.
    for number in 1...5_000 as ClosedRange<UInt64> {
      for lane in 0..<DigestLanes.count { lanes[lane] -= DigestLanes.split(Self.sum(number).digest)[lane] }
      if number == 2_500 { #expect(DigestLanes.join(lanes) != .zero) }
    }
    #expect(DigestLanes.join(lanes) == .zero)
  }

  @Test(
    arguments: [
      (168, 114, "上升47.4%"), (91, 49, "上升85.7%"), (97, 100, "下降3.0%"), (5, 5, "持平"), (0, 0, "持平"),
      (3, 0, "上年同期为0"), (100_001, 100_000, "基本持平"), (0, 8, "下降100.0%"),
    ] as [(Int64, Int64, String)])
  func `a movement is said as the reports say it`(now: Int64, before: Int64, text: String) {
    #expect(Movement(now: now, before: before).text == text)
  }

  @Test func `a rate is rounded half away from zero`() {
    #expect(Ratio.text(31_459, of: 35_097) == "89.6%")
    #expect(Ratio.text(1, of: 2_000) == "0.1%")
    #expect(Ratio.text(1, of: 2_001) == "0.0%")
    #expect(Ratio.text(1, of: 0) == "—")
    #expect(Ratio.permille(-1, of: 3) == -333)
  }

  @Test func `equal numbers of other records are a correction too`() throws {
    let month = try #require(Period("2014-05"))
    func figure(_ indicator: String, _ numbers: [UInt64]) -> Figure {
      var sum = CountSum()
      for number in numbers { sum += CountSum(count: 1, amount: 0, digest: Self.sum(number).digest) }
      return Figure(indicator: indicator, area: "370202000000", sum: sum)
    }
    let was = [figure("visits", [1, 2]), figure("deaths", [3]), figure("cases", [9])]
    let now = [figure("visits", [1, 4]), figure("deaths", [3]), figure("listings", [5])]
    let found = Correction.corrections(of: "n", period: month, was: was, now: now)
    #expect(found.map(\.indicator) == ["cases", "listings", "visits"])
    #expect(found.map(\.was.count) == [1, 0, 2])
    #expect(found.map(\.now.count) == [0, 1, 2])
  }

  @Test func `a figure is read back from its value`() {
    let figure = Figure(
      indicator: "visits", area: "370202000000", sector: "", campaign: "春季", sum: Self.sum(7), units: 3)
    #expect(Figure(figure.value) == figure)
    #expect(Figure.figures(in: .list([figure.value, .int(3)])) == [figure])
  }
}

@Suite struct BaselineTests {
  @Test func `a month of a district that a half-year of the city covers is not counted twice`() throws {
    func baseline(_ area: String, _ period: String, _ figure: Int64) throws -> Baseline {
      Baseline(
        indicator: "accidents", area: try #require(Area(area)), period: try #require(Period(period)), figure: figure)
    }
    let all = try [
      baseline("370202000000", "2013-01", 4), baseline("370200000000", "2013-H1", 114),
      baseline("370200000000", "2013-Q2", 60), baseline("370203000000", "2013-07", 9),
    ]
    let city = try #require(Area("370200000000"))
    let district = try #require(Area("370202000000"))
    #expect(try Baseline.figure(all, of: city, in: #require(Period("2013-H1"))) == 114)
    #expect(try Baseline.figure(all, of: district, in: #require(Period("2013-H1"))) == 4)
    #expect(try Baseline.figure(all, of: city, in: #require(Period("2013"))) == 123)
    #expect(try Baseline.figure(all, of: city, in: #require(Period("2012"))) == nil)
  }
}
