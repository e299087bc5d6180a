// A small city's day: the same run as the whole city's, with fewer places.
import Merge
import Simulation
import Testing

@Suite struct CityTests {
  /// One city, two districts, six townships, sixty communities, on a peak day.
  private static func day(seed: UInt64) throws -> CityRun {
    let city = CityRun(
      CitySettings(seed: seed, load: .peak), tree: .even(districts: 2, townships: 6, communities: 60))
    // Throws unless every link ends proved equal with nothing owed.
    try city.run()
    return city
  }

  @Test func `a day ends with everything equal, and the directive is everywhere and acknowledged`() throws {
    var figures = try Self.day(seed: 1).figures
    #expect(figures.backlog == 0)
    #expect(figures.directive[.district]?.count == 2)
    #expect(figures.directive[.township]?.count == 6)
    #expect(figures.directive[.community]?.count == 60)
    #expect(figures.receipts.count == 68)
    #expect(figures.duplicates == 0)
    // 290 enterprises check themselves and report ten times as often as once a month; sixty communities report hourly.
    #expect(figures.made > 2 * 96 + 600 + 68)
    let slowest = figures.directiveOnline.max() ?? .max
    #expect(slowest < 5_000_000, "a community that is online has the directive within five seconds")
    // The longest pause between two tries is a minute.
    #expect(figures.reconnected.count == 3)
    let last = figures.reconnected.max() ?? .max
    #expect(last < 62_000_000)
    // Patrols and daily reports stop at the districts.
    let stores = figures.stores
    func commits(_ tier: Tier) -> Int { stores.filter { $0.tier == tier }.map(\.commits).reduce(0, +) }
    #expect(commits(.district) > commits(.city) + 600)
  }

  @Test func `one seed is one day`() throws {
    let (first, second) = (try Self.day(seed: 3), try Self.day(seed: 3))
    #expect(first.trace.hash == second.trace.hash)
    #expect(first.figures.events == second.figures.events)
  }
}
