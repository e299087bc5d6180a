// Units, hazards and offices, by tables of cases.
import Catalog
import Merge
import Rules
import TestSupport
import Testing

@Suite struct `Rules about units` {
  static func works(colour: Int = 4, created: String = "2025-01-01") -> ExaminedRecord {
    record(
      "enterprise", 1, in: Place.works, created: day(created),
      [("credit_code", Place.unit), ("name", "青岛某厂"), ("risk_colour", colour)])
  }

  static func inspection(_ on: String) -> ExaminedRecord {
    record("inspection", 2, in: Place.works, [("unit", Place.unit), ("started_at", day(on))])
  }

  /// 差异化频次检查
  @Test(arguments: [
    (colour: 4, on: "2026-01-30", isDue: false), (colour: 4, on: "2026-01-31", isDue: true),  // 30 days
    (colour: 3, on: "2026-03-31", isDue: false), (colour: 3, on: "2026-04-01", isDue: true),  // 90
    (colour: 2, on: "2026-06-29", isDue: false), (colour: 2, on: "2026-06-30", isDue: true),  // 180
    (colour: 1, on: "2026-12-31", isDue: false), (colour: 1, on: "2027-01-01", isDue: true),  // 365
  ])
  func `an inspection is due by the unit's colour`(_ example: (colour: Int, on: String, isDue: Bool)) {
    let records = [Self.works(colour: example.colour), Self.inspection("2026-01-01")]
    let expected = example.isDue ? ["supervision_task \(Place.community) 1"] : []
    #expect(Rule.inspectionDue.found(branch(example.on, records)) == expected)
    let carried = CodeTables(CodeTable.builtIn)
    #expect(Rule.inspectionDue.found(branch(example.on, tables: carried, records)) == expected)
  }

  /// 每2年组织开展1次安全风险评估
  @Test(arguments: [(on: "2027-12-31", isDue: false), (on: "2028-01-01", isDue: true)])
  func `risk is assessed every two years`(_ example: (on: String, isDue: Bool)) {
    let assessed = record(
      "risk_assessment", 3, in: Place.works, [("unit", Place.unit), ("assessed_at", day("2026-01-01"))])
    let found = Rule.riskAssessmentDue.found(branch(example.on, [Self.works(), assessed]))
    #expect(found.count == (example.isDue ? 1 : 0))
  }

  /// 将每个生产经营单位的监管职责落实到具体监管部门和网格职责人
  @Test(arguments: [
    (from: "2026-01-01", to: nil, isBlind: false), (from: "2026-01-01", to: "2026-02-01", isBlind: true),
    (from: "2026-03-01", to: nil, isBlind: true), (from: nil, to: nil, isBlind: true),
  ])
  func `a unit nobody answers for is a blind spot`(_ example: (from: String?, to: String?, isBlind: Bool)) {
    var records = [Self.works()]
    if let from = example.from {
      let to = example.to.map { [("valid_to", day($0) as Any)] } ?? []
      records.append(record("assignment", 2, in: Place.works, [("unit", Place.unit), ("valid_from", day(from))] + to))
    }
    #expect(Rule.blindSpot.found(branch("2026-02-15", records)).count == (example.isBlind ? 1 : 0))
  }

  /// 停产整顿期间明停暗开
  @Test func `work during a shutdown is a violation`() {
    let violated = record(
      "suspension", 7, in: Place.works, steps: [("violated", day("2026-02-01"), .community)], [("unit", Place.unit)])
    let kept = record(
      "suspension", 8, in: Place.works, steps: [("in_force", day("2026-02-01"), .community)], [("unit", Place.unit)])
    let found = Rule.workDuringShutdown.found(branch("2026-02-02", [violated, kept]))
    #expect(found == ["violation \(Place.works) 7"])
  }
}

@Suite struct `Rules about hazards` {
  static func hazard(_ number: Int = 1, severity: Int = 1, _ fields: [(String, Any)] = [], steps: [Step] = [])
    -> ExaminedRecord
  {
    record(
      "hazard", number, in: Place.works, created: day("2026-01-10"), steps: steps, [("severity", severity)] + fields)
  }

  /// 对重大安全隐患实施分级挂牌督办
  @Test func `a major hazard that no tier has listed is to be listed at the tier that asks`() throws {
    let records = [Self.hazard(1), Self.hazard(2, severity: 0), Self.hazard(3)]
    let listing = record("listing", 9, in: Place.works, [("hazard", records[2].id.description)])
    for (home, level) in [(Place.city, 3), (Place.district, 2), (Place.township, 1)] as [(Area, Int64)] {
      let found = Rule.majorHazardUnlisted.proposals(in: branch("2026-02-01", home: home, records + [listing]))
      let proposal = try #require(found.first)
      #expect(found.count == 1 && proposal.type == "listing")
      #expect(proposal.fields.first { $0.key == "level" }?.value == .int(level))
      #expect(proposal.fields.first { $0.key == "hazard" }?.value == .text(records[0].id.description))
    }
  }

  /// 在限定时间内未完成整改
  @Test(arguments: [
    (severity: 1, steps: [] as [String], on: "2026-02-02", isOverdue: true),
    (severity: 1, steps: [], on: "2026-02-01", isOverdue: false),  // the last day
    (severity: 1, steps: ["rectified"], on: "2026-02-02", isOverdue: false),
    (severity: 0, steps: [], on: "2026-02-02", isOverdue: false),  // shown with its record, and no task
  ])
  func `a major hazard past its deadline is followed up`(
    _ example: (severity: Int, steps: [String], on: String, isOverdue: Bool)
  ) {
    let steps = example.steps.map { ($0, day("2026-01-20"), Tier.terminal) }
    let hazard = Self.hazard(severity: example.severity, [("deadline", day("2026-02-01"))], steps: steps)
    let found = Rule.deadlineOverdue.found(branch(example.on, [hazard]))
    #expect(found == (example.isOverdue ? ["supervision_task \(Place.community) 1"] : []))
  }

  /// 在限定时间内未完成整改；拒不签收隐患整改指令
  @Test(arguments: [(on: "2026-02-04", isDefied: false), (on: "2026-02-05", isDefied: true)])
  func `an order not complied with is a violation`(_ example: (on: String, isDefied: Bool)) {
    func order(_ number: Int, _ steps: [Step]) -> ExaminedRecord {
      record(
        "rectification_order", number, in: Place.works, steps: steps,
        [("unit", Place.unit), ("deadline", day("2026-02-01")), ("number", "〔2026〕1号")])
    }
    let refused = order(1, [("refused", day("2026-01-20"), .community)])
    let complied = order(2, [("complied", day("2026-01-20"), .terminal)])
    let found = Rule.orderDefied.found(branch(example.on, [refused, complied]))
    #expect(found == (example.isDefied ? ["violation \(Place.works) 1"] : []))
  }

  /// 正在推进整改42条…所需整改期限较长…实时跟踪督办
  @Test(arguments: [
    (progress: ["2026-02-01"], on: "2026-03-02", isSilent: false),
    (progress: ["2026-02-01"], on: "2026-03-03", isSilent: true),
    (progress: [], on: "2026-02-09", isSilent: true),
  ])
  func `a long-lead item without progress is followed up`(
    _ example: (progress: [String], on: String, isSilent: Bool)
  ) {
    let hazard = Self.hazard(severity: 0, [("delay_reason", "funds"), ("progress", example.progress)])
    let found = Rule.longLead.found(branch(example.on, [hazard, Self.hazard(2, severity: 0)]))
    #expect(found.count == (example.isSilent ? 1 : 0))
  }

  /// 各区市、功能区、镇街每季度挂牌督办不少于3处
  @Test(arguments: [2, 3])
  func `a district that listed too few in a quarter is told`(count: Int) {
    let listings = (1...count).map { number in
      record("listing", number, in: Place.works, [("level", 2), ("listed_at", day("2026-02-0\(number)"))])
    }
    let other = record("hazard", 20, in: Area("370203001001")!)
    let found = Rule.listingQuota.proposals(in: branch("2026-04-02", listings + [other]))
    #expect(found.map(\.area) == (count < 3 ? [Place.district, Place.otherDistrict] : [Place.otherDistrict]))
  }
}

@Suite struct `Rules about offices` {
  /// 日報送、零積壓；每个社区设2-3名安全生产巡查员
  @Test func `a community without a sign of life is asked about by those who would know`() {
    let person = record("post", 1, created: day("2026-01-01"), [("role", "patroller")])
    let patrol = record("patrol", 2, created: day("2026-02-01"))
    #expect(Rule.silentCommunity.found(branch("2026-02-07", home: Place.district, [person, patrol])) == [])
    let found = Rule.silentCommunity.found(branch("2026-02-08", home: Place.district, [person, patrol]))
    #expect(found == ["supervision_task \(Place.community) "])
    // Patrols do not rise to the city, so that it cannot tell.
    #expect(Rule.silentCommunity.found(branch("2026-02-08", [person])) == [])
  }

  /// 每2年…开展一轮；每月至少组织1次安全生产公益课堂；每季度最后1周
  @Test(arguments: [
    (every: "month", on: "2026-03-24", period: "2026-02", isDue: false),
    (every: "month", on: "2026-03-25", period: "2026-02", isDue: true),
    (every: "month", on: "2026-03-25", period: "2026-03", isDue: false),
    (every: "quarter", on: "2026-04-25", period: "2026-Q1", isDue: true),
    (every: "two_years", on: "2028-01-24", period: "2026", isDue: false),
    (every: "two_years", on: "2028-01-25", period: "2026", isDue: true),
  ])
  func `a recurring duty is due each time`(_ example: (every: String, on: String, period: String, isDue: Bool)) {
    let duty = record(
      "obligation", 1, [("first_due_at", day("2026-01-25")), ("every", example.every), ("title", "公益课堂")])
    let done = record("fulfilment", 2, [("obligation", duty.id.description), ("period", example.period)])
    let found = Rule.obligationDue.found(branch(example.on, [duty, done]))
    #expect(found.count == (example.isDue ? 1 : 0))
  }

  /// 常备不少于3个月
  @Test(arguments: [(stock: 899, isShort: true), (stock: 900, isShort: false)])
  func `stocks last for three months`(_ example: (stock: Int, isShort: Bool)) {
    let supply = record("supply", 1, [("name", "矿泉水"), ("stock", example.stock), ("daily_use", 10)])
    #expect(Rule.stockShort.found(branch("2026-02-01", [supply])).count == (example.isShort ? 1 : 0))
  }
}
