// Titles of periods, sums and rates of numbers at the end of their range.
import Merge
import TestSupport
import Testing
import Totals

@Suite struct `Totals of numbers at the end of their range` {
  @Test(arguments: Int64.extremes)
  func `any period has a title`(number: Int64) {
    for kind in Period.Kind.allCases where kind != .span {
      #expect(!Period(kind, containing: Day(milliseconds: number)).title.isEmpty)
      #expect(!Period(kind, containing: Day(number: number)).title.isEmpty)
    }
  }

  @Test func `a sum of extremes depends on no order, and what is taken out leaves no trace`() {
    let parts = Int64.extremes.enumerated().flatMap { number, amount in
      (0..<3).map { copy in
        CountSum(count: amount, amount: amount, digest: Bytes16(high: UInt64(number), low: UInt64(copy)))
      }
    }
    func sum(_ parts: some Sequence<CountSum>) -> CountSum { parts.reduce(into: CountSum()) { $0 += $1 } }
    let high = sum(parts.filter { $0.amount > 0 })
    #expect(high.amount == .max && high.count == .max)
    #expect(sum(parts) == sum(parts.reversed()))
    #expect(sum(parts.sorted { $0.amount < $1.amount }) == sum(parts.sorted { $0.amount > $1.amount }))
    let small = CountSum(count: 1, amount: 7, digest: Bytes16(high: 1, low: 1))
    #expect(parts.reduce(high - small + small) { $0 - $1 } + sum(parts) == high)
    #expect((sum([small] + parts) - sum(parts)).amount == 7)
  }

  @Test func `amounts in two lanes are their sum`() {
    var lanes = SIMD2<Int64>()
    var exact: Int128 = 0
    for amount in Int64.extremes + Int64.extremes {
      lanes &+= AmountLanes.split(amount)
      exact += Int128(amount)
      #expect(AmountLanes.join(high: lanes[0], low: lanes[1]) == exact)
    }
    for amount in Int64.extremes + Int64.extremes { lanes &-= AmountLanes.split(amount) }
    #expect(lanes == .zero)
  }

  @Test(arguments: Int64.extremes)
  func `lanes of any numbers join`(number: Int64) {
    for other in Int64.extremes {
      let lanes = [number, other, number, other]
      var sum = Int128(0)
      for lane in lanes { sum = sum &<< 32 &+ Int128(lane) }
      let bits = UInt128(truncatingIfNeeded: sum)
      #expect(
        DigestLanes.join(lanes)
          == Bytes16(high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits)))
    }
  }

  @Test func `rates, movements and ranks take any figures`() {
    for part in Int64.extremes {
      for whole in Int64.extremes {
        _ = Movement(now: part, before: whole).text
        _ = Ratio.percent(part)
        _ = Ratio.text(part, of: whole)
      }
    }
    #expect(Ratio.permille(.max, of: 1) == .max && Ratio.permille(.min, of: 1) == .min)
    #expect(Ratio.permille(.max, of: .max) == 1_000)
    #expect(Movement(now: .min, before: .max).text == "下降200.0%")
    let areas = Int64.extremes.enumerated().map { number, figure in
      RankedArea.Counts(area: "37020200\(1000 + number)", found: figure, rectified: .max, visits: figure)
    }
    #expect(RankedArea.ranked(areas).count == areas.count)
  }

  @Test func `baselines add up beyond the range and stay at its end`() throws {
    let month = try #require(Period("2025-01"))
    let (one, two) = (try #require(Area("370202001001")), try #require(Area("370202001002")))
    let baselines = [one, two].map { Baseline(indicator: "x", area: $0, period: month, figure: .max) }
    #expect(Baseline.figure(baselines, of: try #require(Area("370202000000")), in: month) == .max)
  }
}

private func + (left: CountSum, right: CountSum) -> CountSum {
  var sum = left
  sum += right
  return sum
}
