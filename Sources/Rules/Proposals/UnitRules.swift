// Rules about units: who answers for them, when they were last looked at, how their risk was judged.
import Catalog
import Merge

extension Rule {
  static let units = [inspectionDue, riskAssessmentDue, blindSpot, workDuringShutdown]

  private static func isOpen(_ file: ExaminedRecord) -> Bool {
    !["shut", "moved"].contains(file.text("status_of_business"))
  }

  static func unitKeys(_ file: ExaminedRecord) -> [String] {
    [file.text("credit_code"), file.id.description].compactMap(\.self)
  }

  /// The latest time of a field among the records of each unit.
  private static func latest(_ field: String, in records: [ExaminedRecord]) -> [String: Int64] {
    var latest: [String: Int64] = [:]
    for record in records {
      guard let unit = record.text("unit"), let time = record.int(field) else { continue }
      latest[unit] = max(latest[unit] ?? time, time)
    }
    return latest
  }

  /// 差异化频次检查：按红橙黄蓝四色确定检查频次。
  ///
  /// The days for each colour are the code table `inspection_interval`; without it, the parameters.
  package static let inspectionDue = Rule(
    "inspection_due", Title(zh: "按风险等级到期检查", en: "Inspection due by colour"), source: "差异化频次检查",
    reads: ["enterprise", "target", "inspection", "supervision_task"],
    parameters: [
      RuleParameter("red", 30, "days"), RuleParameter("orange", 90, "days"), RuleParameter("yellow", 180, "days"),
      RuleParameter("blue", 365, "days"),
    ]
  ) { branch, value in
    let inspected = latest("started_at", in: branch.records("inspection"))
    let names: [Int64: String] = [4: "red", 3: "orange", 2: "yellow", 1: "blue"]
    return (branch.records("enterprise") + branch.records("target")).filter(isOpen).compactMap { file in
      guard let colour = file.int("risk_colour"), let name = names[colour] else { return nil }
      let entry = branch.tables.entry(String(colour), in: ExaminedBranch.intervalTable, on: branch.day)
      let days = entry?.meaning["days"]?.int ?? value(name)
      let last = unitKeys(file).compactMap { inspected[$0] }.max()
      let due = Day(milliseconds: last ?? file.created).adding(days: days)
      guard due <= branch.day else { return nil }
      let who = file.text("name") ?? file.id.description
      let why = Title(zh: "\(who)应在\(due)前检查（\(days)天一次）", en: "\(who) was due by \(due), once in \(days) days")
      return task("inspection_due", about: file, because: why, at: last ?? file.created, branch)
    }
  }

  /// 每2年组织开展1次安全风险评估。
  package static let riskAssessmentDue = Rule(
    "risk_assessment_due", Title(zh: "风险评估到期", en: "Risk assessment due"), source: "每2年组织开展1次安全风险评估",
    reads: ["enterprise", "risk_assessment", "supervision_task"], parameters: [RuleParameter("every", 24, "months")]
  ) { branch, value in
    let assessed = latest("assessed_at", in: branch.records("risk_assessment"))
    return branch.records("enterprise").filter(isOpen).compactMap { file in
      let known = unitKeys(file).compactMap { assessed[$0] } + [file.int("risk_assessed_at")].compactMap(\.self)
      let last = known.max() ?? file.created
      let due = Day(milliseconds: last).adding(months: value("every"))
      guard due <= branch.day else { return nil }
      let who = file.text("name") ?? file.id.description
      let why = Title(zh: "\(who)的安全风险评估\(due)到期", en: "The risk assessment of \(who) was due by \(due)")
      return task("risk_assessment_due", about: file, because: why, at: last, branch)
    }
  }

  /// 将每个生产经营单位的监管职责落实到具体监管部门和网格职责人：没有落实的为监管盲区。
  package static let blindSpot = Rule(
    "blind_spot", Title(zh: "监管盲区", en: "Nobody answers for it"),
    source: "将每个生产经营单位的监管职责落实到具体监管部门和网格职责人", reads: ["enterprise", "assignment", "supervision_task"],
    parameters: [RuleParameter("grace", 30, "days")]
  ) { branch, value in
    let assigned = branch.records("assignment").filter { assignment in
      assignment.status != "ended" && (assignment.day("valid_from") ?? branch.day) <= branch.day
        && (assignment.int("valid_to").map { branch.now <= Deadline.last(of: $0) } ?? true)
    }
    let units = Set(assigned.compactMap { $0.text("unit") })
    return branch.records("enterprise").filter(isOpen).compactMap { file in
      guard units.isDisjoint(with: unitKeys(file)),
        branch.day.number - Day(milliseconds: file.created).number >= value("grace")
      else { return nil }
      let who = file.text("name") ?? file.id.description
      let why = Title(zh: "\(who)没有监管部门和网格责任人", en: "No department and no grid person answers for \(who)")
      return task("blind_spot", about: file, because: why, branch)
    }
  }

  /// 停产整顿期间明停暗开的，按违法行为查处。
  package static let workDuringShutdown = Rule(
    "work_during_shutdown", Title(zh: "停产期间明停暗开", en: "Work during a shutdown"), source: "停产整顿期间明停暗开",
    reads: ["suspension", "violation"]
  ) { branch, _ in
    branch.records("suspension").compactMap { order in
      guard let found = order.taken.last(where: { $0.kind == "violated" }) else { return nil }
      let why = Title(zh: "停产整顿期间明停暗开", en: "Work went on during a shutdown")
      return Proposal(
        "work_during_shutdown", type: "violation", area: order.area, key: [order.id.description, String(found.at)],
        at: found.at,
        fields: [
          ("unit", order.text("unit").map { .text($0) }), ("enterprise", order.text("enterprise").map { .text($0) }),
          ("violation_type", .text("shutdown_defied")), ("description", .text(why.zh)), ("found_at", .int(found.at)),
          ("discovery", .text("patrol")), ("is_covert_operation", .bool(true)),
        ], grounds: [order], why: why)
    }
  }
}
