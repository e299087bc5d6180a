// Rules about hazards: listed, in time, and looked after while they take long.
import Catalog
import Merge

extension Rule {
  static let hazards = [majorHazardUnlisted, deadlineOverdue, orderDefied, longLead, listingQuota]

  static let openStatuses = ["reported", "ordered", "rectified", "failed", "reopened", "reinstated"]

  /// 对重大安全隐患实施分级挂牌督办。
  package static let majorHazardUnlisted = Rule(
    "major_hazard_unlisted", Title(zh: "重大隐患未挂牌", en: "A major hazard is not listed"), source: "对重大安全隐患实施分级挂牌督办",
    reads: ["hazard", "listing"], parameters: [RuleParameter("due", 90, "days")]
  ) { branch, value in
    let listed = Set(branch.records("listing").compactMap { $0.text("hazard") })
    let level = [Tier.township: Int64(1), .district: 2, .city: 3, .province: 4][branch.home.tier]
    guard let level else { return [] }
    return branch.records("hazard").compactMap { hazard in
      guard hazard.int("severity") == 1, openStatuses.contains(hazard.status ?? ""), (hazard.int("listing") ?? 0) < 1,
        !listed.contains(hazard.id.description), hazard.area.tier >= .community
      else { return nil }
      let why = Title(zh: "重大隐患尚未挂牌督办", en: "A major hazard that no tier has listed")
      // A listing with a time that is over already would ask for nothing that can be done.
      let own = hazard.int("deadline").flatMap { Deadline.last(of: $0) >= branch.now ? $0 : nil }
      let deadline = own ?? branch.day.adding(days: value("due")).end
      return Proposal(
        "major_hazard_unlisted", type: "listing", area: hazard.area, key: [hazard.id.description, String(level)],
        at: hazard.created,
        fields: [
          ("hazard", .text(hazard.id.description)), ("unit", hazard.text("unit").map { .text($0) }),
          ("enterprise", hazard.text("enterprise").map { .text($0) }),
          ("description", hazard.text("description").map { .text(String($0.unicodeScalars.prefix(1_000))) }),
          ("level", .int(level)), ("authority", .text(branch.home.code)), ("listed_at", .int(branch.day.start)),
          ("deadline", .int(deadline)), ("sector", hazard.text("sector").map { .text($0) }),
          ("campaign", hazard.text("campaign").map { .text($0) }),
        ], grounds: [hazard], why: why)
    }
  }

  /// 要求年底前全部完成整改；在限定时间内未完成整改的，实时跟踪督办。
  ///
  /// Only for listings and major hazards; every other deadline is shown with its record and counted.
  package static let deadlineOverdue = Rule(
    "deadline_overdue", Title(zh: "重大事项逾期", en: "A grave matter is overdue"), source: "在限定时间内未完成整改",
    reads: ["hazard", "listing", "audit_finding", "supervision_task"],
    parameters: [RuleParameter("grace", 0, "days")]
  ) { branch, value in
    ["hazard", "listing", "audit_finding"].flatMap { type -> [Proposal] in
      let deadlines = branch.catalog.type(named: type)?.deadlines ?? []
      let grave = branch.records(type).filter { type != "hazard" || $0.int("severity") == 1 }
      return grave.flatMap { record in
        deadlines.compactMap { deadline -> Proposal? in
          guard let standing = deadline.standing(of: record, calendar: branch.calendar, now: branch.now),
            standing.state == .overdue
          else { return nil }
          let due = Day(milliseconds: standing.due)
          guard branch.day.number - due.number >= value("grace") else { return nil }
          let why = Title(zh: "\(deadline.title.zh)：\(due)已逾期", en: "\(deadline.title.en): overdue since \(due)")
          return task("deadline_overdue", about: record, because: why, part: deadline.name, at: standing.due, branch)
        }
      }
    }
  }

  /// 在限定时间内未完成整改的，按拒不执行监管指令查处。
  package static let orderDefied = Rule(
    "order_defied", Title(zh: "责令整改逾期未改", en: "An order was not complied with"), source: "在限定时间内未完成整改；拒不签收隐患整改指令",
    reads: ["rectification_order", "violation"], parameters: [RuleParameter("grace", 3, "days")]
  ) { branch, value in
    branch.records("rectification_order").compactMap { order in
      guard let deadline = order.day("deadline"), !["complied", "closed"].contains(order.status ?? ""),
        branch.day.number - deadline.number > value("grace")
      else { return nil }
      let why = Title(zh: "责令整改逾期未改", en: "An order to rectify was not complied with in time")
      return Proposal(
        "order_defied", type: "violation", area: order.area, key: [order.id.description, deadline.description],
        at: deadline.end,
        fields: [
          ("unit", order.text("unit").map { .text($0) }), ("enterprise", order.text("enterprise").map { .text($0) }),
          ("violation_type", .text("order_defied")),
          ("description", .text("\(why.zh)：\(order.text("number") ?? order.id.description)，期限\(deadline)")),
          ("found_at", .int(branch.day.start)), ("discovery", .text("inspection")),
        ], grounds: [order], why: why)
    }
  }

  /// 正在推进整改42条…所需整改期限较长…实时跟踪督办。
  package static let longLead = Rule(
    "long_lead", Title(zh: "长期整改项没有进展", en: "A long-lead item without progress"), source: "所需整改期限较长…实时跟踪督办",
    reads: ["hazard", "supervision_task"], parameters: [RuleParameter("silence", 30, "days")]
  ) { branch, value in
    branch.records("hazard").compactMap { hazard in
      guard let reason = hazard.text("delay_reason"), openStatuses.contains(hazard.status ?? "") else { return nil }
      let last = hazard.keys("progress").compactMap { Day($0) }.max() ?? Day(milliseconds: hazard.created)
      guard branch.day.number - last.number >= value("silence") else { return nil }
      let why = Title(zh: "长期整改项自\(last)起没有进展（\(reason)）", en: "No progress since \(last) (\(reason))")
      return task("long_lead", about: hazard, because: why, at: last.start, branch)
    }
  }

  /// 各区市、功能区、镇街每季度挂牌督办重大隐患不少于3处。
  package static let listingQuota = Rule(
    "listing_quota", Title(zh: "季度挂牌数不足", en: "Too few listings in a quarter"), source: "各区市、功能区、镇街每季度挂牌督办不少于3处",
    reads: ["hazard", "listing", "supervision_task"], parameters: [RuleParameter("least", 3, "listings")]
  ) { branch, value in
    let quarter = Period(.quarter, containing: branch.day).previous
    let level: Int64 = branch.home.tier == .city ? 2 : 1
    let listings = branch.records("listing").filter {
      $0.int("level") == level && quarter.holds($0.day("listed_at"))
    }
    // Subjects are known by their hazards, so that one without any listing is seen too.
    return branch.bySubject(branch.records("hazard") + listings).compactMap { subject, records in
      let count = records.count { $0.type == "listing" }
      guard count < value("least") else { return nil }
      let why = Title(
        zh: "\(quarter)挂牌督办\(count)处，少于\(value("least"))处",
        en: "\(count) listings in \(quarter), fewer than \(value("least"))")
      return Proposal(
        "listing_quota", type: "supervision_task", area: subject, key: [quarter.description], at: quarter.last.end,
        fields: [
          ("title", .text(why.zh)), ("subject", .text(subject.code)), ("demand", .text(why.zh)),
          ("issued_at", .int(branch.day.start)), ("rule", .text("listing_quota")),
        ], why: why)
    }
  }
}
