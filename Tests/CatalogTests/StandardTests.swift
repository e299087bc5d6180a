// The standards that make records real: by the texts they define and by cases at their edges.
import Catalog
import Merge
import Testing

@Suite struct `Standards` {
  /// GB 32100-2015
  @Test(arguments: ["91350100M000100Y43", "91330424MA28AQAQXU"])
  func `a credit code with the right check character is one`(code: String) {
    #expect(CreditCode.isValid(code))
    // Every other character in any one place makes it wrong.
    for place in code.indices {
      for other in "0123456789ABCDEFGHJKLMNPQRTUWXY" where other != code[place] {
        let spoiled = code[..<place] + String(other) + code[code.index(after: place)...]
        #expect(!CreditCode.isValid(spoiled), "\(spoiled)")
      }
    }
  }

  @Test(arguments: [
    "", "91350100M000100Y4", "91350100M000100Y433", "91350100M000100I43", "91350100m000100Y43", "9135010OM000100Y43",
  ])
  func `another length or a letter that the alphabet lacks is no credit code`(code: String) {
    #expect(!CreditCode.isValid(code))
  }

  /// 国务院令第493号第三条：“以上”包括本数，“以下”不包括本数
  @Test(arguments: [
    (0, 0, 0, AccidentGrade.general), (2, 9, 999_999_999, .general), (3, 0, 0, .larger), (0, 10, 0, .larger),
    (0, 0, 1_000_000_000, .larger), (9, 49, 4_999_999_999, .larger), (10, 0, 0, .major), (0, 50, 0, .major),
    (0, 0, 5_000_000_000, .major), (29, 99, 9_999_999_999, .major), (30, 0, 0, .particularlyMajor),
    (0, 100, 0, .particularlyMajor), (0, 0, 10_000_000_000, .particularlyMajor), (1, 100, 0, .particularlyMajor),
  ])
  func `any one measure makes an accident's grade`(_ example: (Int64, Int64, Int64, AccidentGrade)) {
    let grade = AccidentGrade(dead: example.0, seriouslyInjured: example.1, lossFen: example.2)
    #expect(grade == example.3)
  }

  @Test(arguments: [
    (FieldCheck.division, "370202001001", true), (.division, "370202001001/91350100M000100Y43", false),
    (.division, "37020200100", false), (.area, "370202001001/91350100M000100Y43", true), (.area, "青岛市", false),
    (.grid, "370102013006008", true), (.grid, "370102013006000", false), (.grid, "370102013000008", false),
    (.grid, "37010201300600", false), (.unit, "91350100M000100Y43", true),
    (.unit, "01931c4e-0000-7000-8000-000000000001", true), (.unit, "青岛某厂", false),
    (.record, "01931c4e-0000-7000-8000-000000000001", true), (.record, "1", false), (.date, "2026-02-28", true),
    (.date, "2026-02-29", false), (.date, "2026-2-28", false), (.date, "2024-02-29", true), (.period, "2026", true),
    (.period, "2026-Q4", true), (.period, "2026-Q5", false), (.period, "2026-H2", true), (.period, "2026-13", false),
    (.period, "2026-W01", false), (.period, "2026-1", false), (.period, "", false), (.name, "sector_2", true),
    (.name, "2nd", false),
    (.sha256, String(repeating: "0f", count: 32), true), (.sha256, String(repeating: "0F", count: 32), false),
    (.uscc, "91350100M000100Y43", true), (.uscc, "91350100M000100Y44", false),
  ])
  func `a form is told from what is not of it`(_ example: (FieldCheck, String, Bool)) {
    #expect(example.0.passes(example.1) == example.2, "\(example.0) \(example.1)")
  }
}

@Suite struct `Periods that reports are made for` {
  @Test(arguments: [
    ("2026", "2026-01-01", "2026-12-31", "2025"), ("2026-H1", "2026-01-01", "2026-06-30", "2025-H2"),
    ("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4"), ("2024-02", "2024-02-01", "2024-02-29", "2024-01"),
  ])
  func `a period has its days and the one before`(_ example: (String, String, String, String)) throws {
    let period = try #require(Period(reported: example.0))
    #expect(period.first.description == example.1 && period.last.description == example.2)
    #expect(period.previous.description == example.3 && period.description == example.0)
    #expect(Period(period.kind, containing: period.last) == period)
  }

  @Test(arguments: ["2026-W01", "2026-01-01", "2026-01-01..2026-03-31", "2026-1", "2026-Q0", "0000", ""])
  func `a day, a week, a run of days or no period at all is refused`(text: String) {
    #expect(Period(reported: text) == nil)
  }

  @Test func `a kind is known by its months`() {
    #expect((-1...24).compactMap { Period.Kind(months: $0) } == Period.Kind.reported)
    #expect([1, 3, 6, 12].map { Period.Kind(months: $0) } == Period.Kind.reported)
  }
}
