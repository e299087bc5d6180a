// Accidents and what they call for, by tables of cases.
import Catalog
import Merge
import Rules
import TestSupport
import Testing

@Suite struct `Accident rules` {
  static func accident(
    _ number: Int, _ on: String, in area: Area = Place.community, dead: Int = 0, grade: Int = 1, unit: String? = nil
  ) -> ExaminedRecord {
    let fields: [(String, Any)] = [("occurred_at", day(on)), ("dead", dead), ("grade", grade)]
    return record("accident", number, in: area, created: day(on), fields + (unit.map { [("unit", $0)] } ?? []))
  }

  /// The day of a second accident, the day that is asked about, and whether a notice is called for.
  struct Second: Sendable {
    let at: String
    let on: String
    let isWarned: Bool
  }

  static let seconds: [Second] = [
    Second(at: "2026-03-01", on: "2026-03-02", isWarned: true),
    // Exactly sixty days, and sixty-one.
    Second(at: "2026-04-01", on: "2026-04-02", isWarned: true),
    Second(at: "2026-04-02", on: "2026-04-03", isWarned: false),
    // The same day.
    Second(at: "2026-01-31", on: "2026-02-01", isWarned: true),
    // Still said sixty days after, and not later.
    Second(at: "2026-03-01", on: "2026-04-30", isWarned: true),
    Second(at: "2026-03-01", on: "2026-05-01", isWarned: false),
    // The second is still to come.
    Second(at: "2026-03-01", on: "2026-02-28", isWarned: false),
  ]

  /// 60天内连续发生2起一般事故
  @Test(arguments: seconds)
  func `two accidents within sixty days call for a warning notice`(_ example: Second) {
    let records = [Self.accident(1, "2026-01-31"), Self.accident(2, example.at)]
    let expected = example.isWarned ? ["warning_notice \(Place.district.code) 1+2"] : []
    #expect(Rule.accidentsInShortTime.found(branch(example.on, records)) == expected)
  }

  @Test func `accidents of two districts are not added up, and a district asks about its townships`() {
    let records = [
      Self.accident(1, "2026-01-31"), Self.accident(2, "2026-02-10", in: Area("370203001001")!),
    ]
    #expect(Rule.accidentsInShortTime.found(branch("2026-02-11", records)) == [])
    let both = records + [Self.accident(3, "2026-02-10")]
    let own = Rule.accidentsInShortTime.found(branch("2026-02-11", home: Place.district, both))
    #expect(own == ["warning_notice \(Place.township.code) 1+3"])
    #expect(Rule.accidentsInShortTime.found(branch("2026-02-11", home: Place.community, both)) == [])
  }

  @Test func `a withdrawn accident counts for nothing`() {
    let withdrawn = record(
      "accident", 2, steps: [("withdrawn", day("2026-02-10"), .township)], [("occurred_at", day("2026-02-09"))])
    let found = Rule.accidentsInShortTime.found(
      branch("2026-02-11", [Self.accident(1, "2026-01-31"), withdrawn]))
    #expect(found == [])
  }

  @Test func `window and count are data`() {
    let records = [
      Self.accident(1, "2026-01-01"), Self.accident(2, "2026-03-20"),
      record(
        "rule_setting", 9, in: Place.city,
        [("rule", "accidents_in_short_time"), ("parameter", "window"), ("value", 90)]),
    ]
    let found = Rule.accidentsInShortTime.found(branch("2026-03-21", records))
    #expect(found == ["warning_notice \(Place.district.code) 1+2"])
    #expect(Rule.accidentsInShortTime.found(branch("2026-03-21", Array(records.dropLast()))) == [])
  }

  /// Accidents of two years, each as a day and the dead.
  struct Years: Sendable {
    let before: [String: Int]
    let now: [String: Int]
    let isUp: Bool
  }

  static let years: [Years] = [
    Years(before: ["2025-04-05": 1, "2025-05-05": 1], now: twice, isUp: true),
    // Deaths are not up in May.
    Years(before: ["2025-04-05": 1, "2025-05-05": 2], now: twice, isUp: false),
    // Accidents are not up in April.
    Years(
      before: ["2025-04-05": 1, "2025-05-05": 0], now: ["2026-04-05": 3, "2026-05-07": 1, "2026-05-08": 1], isUp: false),
    // Only one month is.
    Years(before: ["2025-04-05": 1, "2025-05-05": 0], now: ["2026-05-07": 1, "2026-05-08": 1], isUp: false),
    // Nothing is known of the year before.
    Years(before: [:], now: twice, isUp: false),
  ]

  static let twice = ["2026-04-05": 1, "2026-04-06": 1, "2026-05-07": 1, "2026-05-08": 1]

  /// 起数和死亡人数连续2个月同比上升
  @Test(arguments: years)
  func `accidents and deaths up on the year two months running call for a warning notice`(_ example: Years) {
    let all = example.before.merging(example.now) { first, _ in first }.sorted { $0.key < $1.key }
    let records = all.enumerated().map { index, item in Self.accident(index + 1, item.key, dead: item.value) }
    let found = Rule.accidentsRising.proposals(in: branch("2026-06-03", records))
    #expect(found.map(\.type) == (example.isUp ? ["warning_notice"] : []))
    #expect(found.allSatisfy { $0.area == Place.district && $0.fields.contains { $0.key == "grounds" } })
  }

  /// A unit's accidents, each as day, dead and grade, and how the rule is read.
  struct Year: Sendable {
    let accidents: [(on: String, dead: Int, grade: Int)]
    let reading: Int
    let isListed: Bool
  }

  static let listed: [Year] = [
    Year(accidents: [("2026-01-10", 1, 1)], reading: 1, isListed: false),
    Year(accidents: [("2025-03-10", 1, 1), ("2026-01-10", 1, 1)], reading: 1, isListed: true),
    // More than a year lies between.
    Year(accidents: [("2025-01-10", 1, 1), ("2026-01-10", 1, 1)], reading: 1, isListed: false),
    // One larger accident is enough, and read the other way it is not.
    Year(accidents: [("2026-01-10", 3, 2)], reading: 1, isListed: true),
    Year(accidents: [("2026-01-10", 3, 2)], reading: 2, isListed: false),
    Year(accidents: [("2025-03-10", 1, 1), ("2026-01-10", 3, 2)], reading: 2, isListed: true),
    // Nobody died.
    Year(accidents: [("2025-03-10", 0, 1), ("2026-01-10", 0, 1)], reading: 1, isListed: false),
  ]

  /// 凡一年内发生两次一人死亡及较大以上安全生产事故的，纳入“黑名单”
  @Test(arguments: listed)
  func `two fatal accidents in a year, or one larger, call for the blacklist`(_ example: Year) {
    var records = example.accidents.enumerated().map { index, item in
      Self.accident(index + 1, item.on, dead: item.dead, grade: item.grade, unit: Place.unit)
    }
    records.append(record("enterprise", 50, in: Place.works, [("credit_code", Place.unit), ("name", "青岛某厂")]))
    let setting: [(String, Any)] = [
      ("rule", "fatal_accidents_of_unit"), ("parameter", "reading"), ("value", example.reading),
    ]
    records.append(record("rule_setting", 60, in: Place.city, setting))
    let found = Rule.fatalAccidentsOfUnit.proposals(in: branch("2026-02-01", records))
    #expect(found.map { "\($0.type) \($0.area)" } == (example.isListed ? ["blacklist_entry \(Place.works)"] : []))
  }

  /// 凡发生死亡事故的企业…必须再次理解安全强化培训
  @Test func `a fatal accident calls for retraining, once`() throws {
    let fatal = Self.accident(1, "2026-01-10", dead: 1, unit: Place.unit)
    let harmless = Self.accident(2, "2026-01-11", unit: Place.unit)
    let found = Rule.retrainingAfterDeath.proposals(in: branch("2026-02-01", [fatal, harmless]))
    #expect(found.map(\.type) == ["training"])
    let made = try #require(found.first)
    let later = Rule.retrainingAfterDeath.proposals(in: branch("2026-02-09", [fatal]))
    #expect(later.map(\.id) == [made.id])
    let training = ExaminedRecord(
      type: "training", id: made.id, area: made.area, created: 0, changed: 0, shown: [], standing: nil, facts: [])
    #expect(Rule.retrainingAfterDeath.found(branch("2026-02-09", [fatal, training])) == [])
  }

  /// 工伤事故数据分析
  @Test func `a serious injury without an accident is to be looked into`() {
    let injuries: [(String, String)] = [("serious", "2026-01-10"), ("slight", "2026-01-10"), ("fatal", "2026-01-20")]
    let records = injuries.enumerated().map { index, item in
      record(
        "injury", index + 1, in: Place.works,
        [("unit", Place.unit), ("severity", item.0), ("occurred_at", day(item.1))])
    }
    let known = Self.accident(9, "2026-01-21", dead: 1, unit: Place.unit)
    let found = Rule.injuryWithoutAccident.found(branch("2026-02-01", records + [known]))
    #expect(found == ["supervision_task \(Place.community) 1"])
  }
}
