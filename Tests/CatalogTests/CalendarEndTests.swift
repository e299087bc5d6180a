// What may be entered as a time: moments within the calendar's ends.
import Catalog
import Merge
import Testing

@Suite struct `Entered times and the ends of the calendar` {
  @Test func `a time is entered within them, whatever range the catalog gives`() {
    let type = Catalog.builtIn.type(named: "hazard")!
    let found = type.field(named: "found_at")!
    func codes(_ time: Int64) -> [String] {
      type.problems(in: [(found, .int(time))], isNew: false).map { "\($0.field) \($0.code)" }
    }
    for time in [Int64.min, .max, Day.moments.upperBound + 1] { #expect(codes(time) == ["found_at out-of-range"]) }
    #expect(codes(Day.moments.upperBound) == [])
  }
}
