// Rules about what principals owe: reports of their duties, and those who certify for them.
import Catalog
import Merge

extension Rule {
  static let principals = [dutyReportMissing, interviewWithoutEffect, certificateEnding]

  /// The reporting period that ended last, and whether the time to report it is over.
  static func period(of branch: ExaminedBranch, months: Int64, grace: Int64) -> Period? {
    let kind = Period.Kind(months: months) ?? .quarter
    let period = Period(kind, containing: branch.day).previous
    return branch.day.number - period.last.number > grace ? period : nil
  }

  private static func hasReported(_ unit: String, _ period: Period, in reports: [ExaminedRecord]) -> Bool {
    reports.contains { report in
      report.text("unit") == unit && report.text("period") == period.description && report.status != "returned"
    }
  }

  private static func isOperating(_ enterprise: ExaminedRecord) -> Bool {
    [nil, "operating", "resuming"].contains(enterprise.text("status_of_business"))
  }

  /// 凡…未经过网格化系统报告履职情景的，采取约谈。
  package static let dutyReportMissing = Rule(
    "duty_report_missing", Title(zh: "未报告履职情况", en: "No report of duties"),
    source: "凡…未经过网格化系统报告履职情景的，采取约谈、列入“黑名单”", reads: ["enterprise", "duty_report", "interview"],
    parameters: [
      RuleParameter("period", 3, "months"), RuleParameter("grace", 15, "days"),
      RuleParameter("due", 10, "working days"),
    ]
  ) { branch, value in
    guard let period = period(of: branch, months: value("period"), grace: value("grace")) else { return [] }
    let reports = branch.records("duty_report")
    return branch.records("enterprise").compactMap { enterprise in
      guard let unit = enterprise.text("credit_code"), isOperating(enterprise),
        Day(milliseconds: enterprise.created) <= period.last, !hasReported(unit, period, in: reports)
      else { return nil }
      let why = Title(zh: "\(period)未经网格化系统报告履职情况", en: "No report of duties for \(period)")
      return Proposal(
        "duty_report_missing", type: "interview", area: enterprise.area, key: [unit, period.description],
        at: period.last.end,
        fields: [
          ("unit", .text(unit)), ("enterprise", .text(enterprise.text("name") ?? unit)),
          ("interviewee", .text(enterprise.text("principal") ?? "主要负责人")), ("reason", .text(why.zh)),
          ("rule", .text("duty_report_missing")), ("facts", Proposal.facts([enterprise])),
          ("ordered_at", .int(branch.day.start)),
          ("due_at", .int(branch.calendar.day(value("due"), workingDaysFrom: branch.day).end)),
        ], grounds: [enterprise], why: why)
    }
  }

  /// …未经过网格化系统报告履职情景的，采取约谈、列入“黑名单”：约谈后仍未报告的，列入“黑名单”。
  package static let interviewWithoutEffect = Rule(
    "interview_without_effect", Title(zh: "约谈后仍未报告履职", en: "Still no report after the interview"),
    source: "采取约谈、列入“黑名单”", reads: ["enterprise", "duty_report", "interview", "blacklist_entry"],
    parameters: [RuleParameter("period", 3, "months"), RuleParameter("grace", 10, "days")]
  ) { branch, value in
    let reports = branch.records("duty_report")
    let kind = Period.Kind(months: value("period")) ?? .quarter
    return branch.records("interview").compactMap { interview in
      guard interview.text("rule") == "duty_report_missing", let unit = interview.text("unit"),
        let ordered = interview.day("ordered_at")
      else { return nil }
      let last = interview.first(["held"])?.at ?? interview.int("due_at") ?? 0
      let isOver = branch.day.number - Day(milliseconds: last).number > value("grace")
      guard isOver || interview.status == "missed" else { return nil }
      let period = Period(kind, containing: ordered).previous
      if hasReported(unit, period, in: reports) { return nil }
      let why = Title(zh: "约谈后仍未报告\(period)履职情况", en: "Interviewed, and still no report for \(period)")
      return Proposal(
        "interview_without_effect", type: "blacklist_entry", area: interview.area,
        key: [unit, interview.id.description],
        at: interview.int("ordered_at") ?? 0,
        fields: [
          ("unit", .text(unit)), ("enterprise", .text(interview.text("enterprise") ?? unit)),
          ("principal", interview.text("interviewee").map { .text($0) }), ("grounds", .text(why.zh)),
          ("facts", Proposal.facts([interview])), ("proposed_at", .int(branch.day.start)),
          ("rule", .text("interview_without_effect")),
        ], grounds: [interview], why: why)
    }
  }

  /// “三项岗位”人员持证上岗：证书将到期的，安排培训。
  package static let certificateEnding = Rule(
    "certificate_ending", Title(zh: "三项岗位证书将到期", en: "A certificate is about to end"),
    source: "“三项岗位”人员", reads: ["certificate", "training"], parameters: [RuleParameter("ahead", 90, "days")]
  ) { branch, value in
    func isValid(_ certificate: ExaminedRecord) -> Bool {
      certificate.status != "counterfeit" && certificate.status != "expired"
    }
    let certificates = branch.records("certificate").filter(isValid)
    return branch.subjects("certificate").filter(isValid).compactMap { certificate in
      guard let until = certificate.day("valid_until"), until.number - branch.day.number <= value("ahead") else {
        return nil
      }
      let isRenewed = certificates.contains { other in
        other.text("holder") == certificate.text("holder") && other.text("unit") == certificate.text("unit")
          && other.text("post") == certificate.text("post") && (other.day("valid_until") ?? until) > until
      }
      if isRenewed { return nil }
      let holder = certificate.text("holder") ?? ""
      let why = Title(zh: "\(holder)的证书\(until)到期", en: "The certificate of \(holder) ends on \(until)")
      return Proposal(
        "certificate_ending", type: "training", area: certificate.area, key: [certificate.id.description],
        at: certificate.int("valid_until") ?? 0,
        fields: [
          ("unit", certificate.text("unit").map { .text($0) }),
          ("enterprise", certificate.text("enterprise").map { .text($0) }), ("kind", .text("three_posts")),
          ("topic", .text("三项岗位复审培训")), ("reason", .text(why.zh)), ("rule", .text("certificate_ending")),
          ("facts", Proposal.facts([certificate])), ("ordered_at", .int(branch.day.start)),
          ("due_at", .int(until.end)),
        ], grounds: [certificate], why: why)
    }
  }
}
