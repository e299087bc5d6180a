// What is kept of deadlines, and what rules read: bounds over what is kept are bounds over what is due.
import Catalog
import Merge
import Rules
import TestSupport
import Testing

@Suite struct `Kept moments` {
  private static let deadlines = Catalog.builtIn.types.flatMap(\.deadlines)
  private static let calendars = [WorkCalendar(.none), WorkCalendar(CodeTables(CodeTable.builtIn))]

  /// Moments around holidays, at midnight and beside it, and at the ends.
  private static let moments: [Int64] = {
    let days = (0..<40).map { day("2026-02-05").adding(days: $0 * 2) } + [.first, .last]
    return days.flatMap { [$0.start - 1, $0.start, $0.start + 1, $0.end] }.sorted() + Int64.extremes
  }()

  @Test func `a later moment is never due earlier, and bounds turn over`() {
    #expect(Self.deadlines.contains(where: \.countsWorkingDays) && Self.deadlines.count > 10)
    for deadline in Self.deadlines {
      for calendar in Self.calendars {
        let kept = Self.moments.sorted()
        let dues = kept.map { deadline.due(kept: $0, calendar: calendar) }
        #expect(dues == dues.sorted(), "\(deadline.name)")
        for bound in Self.moments {
          let least = deadline.leastKept(dueFrom: bound, calendar: calendar)
          let wrong = zip(kept, dues).filter { moment, due in
            (due >= bound) != (least.map { moment >= $0 } ?? false)
          }
          #expect(wrong.isEmpty, "\(deadline.name) from \(bound): \(wrong)")
        }
      }
    }
  }

  @Test func `every kind of moment has a name of its own, of a type that there is`() {
    let all = KeptMoment.all(of: .builtIn)
    #expect(Set(all.map { "\($0.type) \($0.name) \($0.deadline == nil)" }).count == all.count)
    #expect(all.count { $0.deadline != nil } == Self.deadlines.count, "each deadline is kept")
    for kept in all { #expect(Catalog.builtIn.type(named: kept.type) != nil) }
  }

  @Test func `what a rule reads is kept, or has an index, or is a type that it says it reads`() {
    let all = Set(KeptMoment.all(of: .builtIn).filter { $0.deadline == nil }.map { "\($0.type) \($0.name)" })
    let branch = branch("2026-05-20", home: Place.district, [])
    for rule in Rule.all {
      let sources = rule.reading.sources(of: rule, in: branch)
      #expect(!sources.isEmpty, "\(rule.name)")
      for source in sources {
        switch source {
        case .all(let type), .oneInEach(_, let type): #expect(rule.reads.contains(type), "\(rule.name): \(type)")
        case .kept(let name, let type, _), .earliest(let name, let type):
          #expect(all.contains("\(type) \(name)") && rule.reads.contains(type), "\(rule.name): \(type) \(name)")
        case .silent(let silence):
          for type in silence.signs + silence.foundations {
            #expect(rule.reads.contains(type), "\(rule.name): \(type)")
          }
        }
      }
    }
    for (type, field) in RuleReading.lookedUp {
      #expect(Catalog.builtIn.type(named: type)?.field(named: field)?.value == .text, "\(type).\(field)")
    }
  }
}
