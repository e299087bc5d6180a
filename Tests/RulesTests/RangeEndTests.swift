// Rules and deadlines over times and numbers at the end of their range.
import Catalog
import Merge
import Rules
import TestSupport
import Testing

@Suite struct `Rules over numbers at the end of their range` {

  private static func records(_ number: Int64) -> [ExaminedRecord] {
    Catalog.builtIn.types.enumerated().map { place, type in
      let shown = type.fields.map { field -> (String, Value) in
        (field.name, field.value == .integer ? .int(number) : .text(Place.unit))
      }
      return ExaminedRecord(
        type: type.name, id: RecordID(Bytes16(high: 1, low: UInt64(place))), area: Place.community, created: number,
        changed: number, shown: shown, standing: nil, facts: [])
    }
  }

  @Test(arguments: Int64.extremesApart)
  func `every rule and every deadline answers, on every day`(number: Int64) {
    let records = Self.records(number) + Self.records(-1)
    for on in ["0001-01-01", "2026-03-01", "9999-12-31"] {
      let branch = branch(on, records)
      for rule in Rule.all { _ = rule.proposals(in: branch) }
      for record in records {
        for deadline in Catalog.builtIn.type(named: record.type)!.deadlines {
          _ = deadline.standing(of: record, calendar: branch.calendar, now: branch.now)
        }
      }
    }
  }

  @Test(arguments: Int64.extremesApart)
  func `every parameter of every rule may be any number`(number: Int64) {
    let settings = Rule.all.flatMap { rule in
      rule.parameters.map { parameter in
        ExaminedRecord(
          type: RuleParameters.recordType, id: recordID("\(rule.name) \(parameter.name)"), area: Place.city, created: 0,
          changed: 0,
          shown: [("rule", .text(rule.name)), ("parameter", .text(parameter.name)), ("value", .int(number))],
          standing: nil, facts: [])
      }
    }
    let branch = branch("2026-03-01", settings + Self.records(1_760_000_000_000))
    for rule in Rule.all { _ = rule.proposals(in: branch) }
  }

  @Test func `the dead of a month are counted, however many each accident says`() {
    let days = ["2024-01-10", "2026-01-10", "2026-01-11", "2026-02-10", "2026-02-11"]
    let accidents = days.enumerated().map { number, text in
      record("accident", number + 1, [("occurred_at", day(text)), ("dead", Int.max), ("grade", 1)])
    }
    #expect(Rule.accidentsRising.proposals(in: branch("2026-03-21", accidents)).count == 1)
  }

  private func recordID(_ text: String) -> RecordID {
    RecordID(Bytes16(high: 9, low: text.utf8.reduce(5_381) { $0 &* 33 &+ UInt64($1) }))
  }

  @Test(arguments: [
    ("2026-01-31", "month", "2026-03-01", "2026-02-28"), ("2026-01-31", "month", "2026-03-31", "2026-03-31"),
    ("2026-03-02", "month", "2026-04-01", "2026-03-02"), ("2024-01-01", "two_years", "2026-03-01", "2026-01-01"),
    ("2026-03-01", "quarter", "2026-03-01", "2026-03-01"), ("0001-01-01", "month", "9999-12-31", "9999-12-01"),
  ])
  func `a recurring duty is due at the last of its times`(first: String, every: String, on: String, due: String) {
    let duty = record("obligation", 1, [("title", "课堂"), ("first_due_at", day(first)), ("every", every)])
    let found = Rule.obligationDue.proposals(in: branch(on, [duty])).map(\.why.zh)
    #expect(found.count == 1 && found[0].contains("\(due)到期"), "\(found)")
  }

  @Test func `working days end with the calendar, also where its last day is off`() throws {
    let text = """
      table: calendar
      version: 9999
      title: { zh: 节假日, en: Holidays }
      source: s
      entries:
        - { code: 0001-01-01, zh: 元旦, en: New Year, kind: off }
        - { code: 9999-12-31, zh: 除夕, en: New Year's Eve, kind: off }
      """
    for tables in [[], [try CodeTable(file: "calendar.yaml", bytes: Array(text.utf8))]] {
      let calendar = WorkCalendar(CodeTables(tables))
      #expect(calendar.day(10, workingDaysFrom: .last) == .last)
      #expect(calendar.day(-10, workingDaysFrom: .first) == .first)
    }
  }
}
