// What principals owe, by tables of cases.
import Catalog
import Merge
import Rules
import TestSupport
import Testing

@Suite struct `Rules about principals` {
  static func works(_ number: Int = 1, created: String = "2025-01-01", business: String = "operating") -> ExaminedRecord
  {
    record(
      "enterprise", number, in: Place.works, created: day(created),
      [("credit_code", Place.unit), ("name", "青岛某厂"), ("principal", "王某"), ("status_of_business", business)])
  }

  static func report(_ period: String, returned: Bool = false) -> ExaminedRecord {
    record(
      "duty_report", 5, in: Place.works, steps: returned ? [("returned", day("2026-01-05"), .community)] : [],
      [("unit", Place.unit), ("period", period)])
  }

  /// 凡…未经过网格化系统报告履职情景的，采取约谈
  @Test(arguments: [
    (on: "2026-01-17", report: nil, isDue: true),
    (on: "2026-01-15", report: nil, isDue: false),  // fifteen days of grace
    (on: "2026-01-17", report: "2025-Q4", isDue: false),
    (on: "2026-01-17", report: "2025-Q3", isDue: true),
    (on: "2026-04-20", report: "2025-Q4", isDue: true),
  ])
  func `a principal who has not reported is interviewed`(_ example: (on: String, report: String?, isDue: Bool)) {
    let records = [Self.works()] + (example.report.map { [Self.report($0)] } ?? [])
    let found = Rule.dutyReportMissing.found(branch(example.on, records))
    #expect(found == (example.isDue ? ["interview \(Place.works) 1"] : []))
  }

  @Test func `a report that was returned is none, and who was not there or has shut owes none`() {
    let returned = [Self.works(), Self.report("2025-Q4", returned: true)]
    #expect(Rule.dutyReportMissing.found(branch("2026-01-20", returned)).count == 1)
    for works in [Self.works(created: "2026-01-02"), Self.works(business: "shut")] {
      #expect(Rule.dutyReportMissing.found(branch("2026-01-20", [works])) == [])
    }
  }

  /// 采取约谈、列入“黑名单”
  @Test(arguments: [
    (on: "2026-02-05", step: "held", report: nil, isListed: false),  // ten days after the interview are not over
    (on: "2026-02-06", step: "held", report: nil, isListed: true),
    (on: "2026-02-06", step: "held", report: "2025-Q4", isListed: false),
    (on: "2026-01-27", step: "missed", report: nil, isListed: true),  // who does not appear is listed at once
  ])
  func `an interview without effect leads to the blacklist`(
    _ example: (on: String, step: String, report: String?, isListed: Bool)
  ) {
    let interview = record(
      "interview", 3, in: Place.works, steps: [(example.step, day("2026-01-26"), .community)],
      [
        ("unit", Place.unit), ("rule", "duty_report_missing"), ("ordered_at", day("2026-01-20")),
        ("due_at", day("2026-02-03")), ("enterprise", "青岛某厂"),
      ])
    let records = [Self.works(), interview] + (example.report.map { [Self.report($0)] } ?? [])
    let found = Rule.interviewWithoutEffect.found(branch(example.on, records))
    #expect(found == (example.isListed ? ["blacklist_entry \(Place.works) 3"] : []))
  }

  /// “三项岗位”人员
  @Test func `a certificate that is about to end calls for training unless it was renewed`() {
    func certificate(_ number: Int, until: String) -> ExaminedRecord {
      record(
        "certificate", number, in: Place.works,
        [("unit", Place.unit), ("holder", "李某"), ("post", "special_operation"), ("valid_until", day(until))])
    }
    let ending = certificate(1, until: "2026-05-01")
    #expect(Rule.certificateEnding.found(branch("2026-02-01", [ending])) == ["training \(Place.works) 1"])
    #expect(Rule.certificateEnding.found(branch("2026-01-30", [ending])) == [])
    let renewed = certificate(2, until: "2029-05-01")
    #expect(Rule.certificateEnding.found(branch("2026-02-01", [ending, renewed])) == [])
  }
}
