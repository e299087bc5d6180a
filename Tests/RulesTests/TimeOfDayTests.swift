// What is asked of today is told as of now: a time of day is past when it is past.
import Catalog
import Merge
import Rules
import TestSupport
import Testing

@Suite struct `Times of day` {
  private func hazard(due: Int64) -> ExaminedRecord {
    record("hazard", 1, in: Place.works, created: day("2026-01-10"), [("severity", 1), ("deadline", Int(due))])
  }

  @Test func `a day is asked about as of its end, and today as of now`() {
    let now = day("2026-03-01").start + 36_000_000
    func moment(_ on: String?) -> Int64 { AskedDay(on.map { day($0) }, now: now).moment }
    #expect(moment(nil) == now && moment("2026-03-01") == now && AskedDay(nil, now: now).day == day("2026-03-01"))
    for other in ["2026-02-28", "2026-03-02"] { #expect(moment(other) == day(other).end) }
    for number in Int64.extremes { #expect(AskedDay(nil, now: number).moment == number) }
  }

  /// A time of day is a time of day: before it nothing is overdue, and what is proposed after it stays the same.
  @Test func `a deadline with an hour is overdue after it, not from the day's first moment on`() {
    let due = day("2026-02-01").start + 17 * 3_600_000
    let hazard = hazard(due: due)
    func proposals(at now: Int64) -> [Proposal] { Rule.deadlineOverdue.proposals(in: branch(at: now, [hazard])) }
    for now in [day("2026-01-31").end, day("2026-02-01").start, due - 1_800_000, due] {
      #expect(proposals(at: now) == [], "\(now - due)")
    }
    let first = proposals(at: due + 1)
    #expect(first.count == 1)
    for now in [due + 3_600_000, day("2026-02-01").end] { #expect(proposals(at: now) == first) }
    #expect(proposals(at: day("2026-02-02").start).map(\.id) == first.map(\.id), "nor is it another one the day after")
  }

  /// A listing takes over the hazard's own time as long as that is not past.
  @Test func `a listing is proposed until the hazard's time, or for ninety days where that is past`() {
    let noon = day("2026-02-01").start + 43_200_000
    let later = day("2026-05-02").end
    let midnight = day("2026-02-01").start
    for (own, now, wanted) in [
      (noon, noon - 1, noon), (noon, noon, noon), (noon, noon + 1, later), (midnight, noon, midnight),
      (midnight, day("2026-02-02").start, day("2026-05-03").end),
    ] {
      let hazard = hazard(due: own)
      let found = Rule.majorHazardUnlisted.proposals(in: branch(at: now, [hazard]))
      let deadlines = found.map { $0.fields.first { $0.key == "deadline" }?.value }
      #expect(deadlines == [.int(wanted)], "\(own) at \(now)")
    }
  }

  /// A person's last day is theirs to its end.
  @Test(arguments: [
    (at: day("2026-02-01").start + 36_000_000, isBlind: false), (at: day("2026-02-01").end, isBlind: false),
    (at: day("2026-02-02").start, isBlind: true),
  ])
  func `somebody answers for a unit until the last day is over`(_ example: (at: Int64, isBlind: Bool)) {
    let works = record("enterprise", 1, in: Place.works, [("credit_code", Place.unit), ("name", "青岛某厂")])
    for until in [day("2026-02-01").start, day("2026-02-01").end] {
      let times: [(String, Any)] = [("valid_from", day("2026-01-01")), ("valid_to", Int(until))]
      let assignment = record("assignment", 2, in: Place.works, [("unit", Place.unit)] + times)
      let found = Rule.blindSpot.found(branch(at: example.at, [works, assignment]))
      #expect(found.count == (example.isBlind ? 1 : 0), "until \(until)")
    }
  }

  /// Silence is counted by days.
  @Test func `a device whose clock is an hour fast has been heard on the same day`() {
    let noon = day("2026-02-08").start + 43_200_000
    let person = record("post", 1, created: day("2026-01-01"), [("role", "patroller")])
    let patrol = ExaminedRecord(
      type: "patrol", id: person.id, area: Place.community, created: noon, changed: noon + 3_600_000, shown: [],
      standing: nil, facts: [])
    #expect(Rule.silentCommunity.found(branch(at: noon, home: Place.district, [person, patrol])) == [])
    #expect(Rule.silentCommunity.found(branch(at: noon, home: Place.district, [person])).count == 1)
  }
}
