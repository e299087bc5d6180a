// Rules about the grid itself: silence, recurring duties, stocks.
import Catalog
import Merge

extension Rule {
  static let offices = [silentCommunity, obligationDue, stockShort]

  static let signs = ["inspection", "patrol", "hazard", "daily_report"]
  /// What of a community is there before anybody patrols it.
  static let foundations = ["enterprise", "grid_cell", "post"]

  /// 日报送、零积压；在全市6200个社区（村居）全部开通：没有动静的社区要有人过问。
  ///
  /// A node that patrols do not rise to would take a community that only patrols for a silent one; it leaves the question to
  /// those below.
  package static let silentCommunity = Rule(
    "silent_community", Title(zh: "社区没有动静", en: "A silent community"), source: "日報送、零積壓；每个社区设2-3名安全生产巡查员",
    reads: signs + foundations + ["supervision_task"],
    parameters: [RuleParameter("silence", 7, "days")]
  ) { branch, value in
    if !hearsPatrols(branch) { return [] }
    var last: [Area: Int64] = [:]
    for record in foundations.flatMap({ branch.records($0) }) {
      if let community = record.area.ancestor(at: .community) {
        last[community] = min(last[community] ?? record.created, record.created)
      }
    }
    // Silence is counted by days: a device whose clock is fast has been heard on this one.
    for record in signs.flatMap({ branch.records($0) }) where record.changed <= branch.day.end {
      if let community = record.area.ancestor(at: .community) {
        last[community] = max(last[community] ?? record.changed, record.changed)
      }
    }
    return last.keys.sorted().compactMap { community in
      guard let time = last[community] else { return nil }
      let heard = Day(milliseconds: time)
      guard branch.day.number - heard.number >= value("silence") else { return nil }
      let why = Title(zh: "社区自\(heard)起没有巡查、检查和日报", en: "No patrol, inspection or daily report since \(heard)")
      return Proposal(
        "silent_community", type: "supervision_task", area: community, key: [heard.description], at: time,
        fields: [
          ("title", .text(why.zh)), ("subject", .text(community.code)), ("demand", .text(why.zh)),
          ("issued_at", .int(branch.day.start)), ("rule", .text("silent_community")),
        ], why: why)
    }
  }

  /// Whether patrols rise to the node that asks.
  static func hearsPatrols(_ branch: ExaminedBranch) -> Bool {
    branch.catalog.type(named: "patrol")?.class.rises.map { branch.home.tier >= $0 } ?? true
  }

  /// “1报告、1审计、1档案”；每2年…开展一轮；每月至少组织1次安全生产公益课堂；每季度最后1周。
  package static let obligationDue = Rule(
    "obligation_due", Title(zh: "周期性任务到期", en: "A recurring duty is due"),
    source: "每2年…开展一轮；每月至少组织1次安全生产公益课堂；每季度最后1周", reads: ["obligation", "fulfilment", "supervision_task"]
  ) { branch, _ in
    let months: [String: Int64] = ["month": 1, "quarter": 3, "half_year": 6, "year": 12, "two_years": 24]
    // By duty and period, so that each duty is looked up once: there are as many fulfilments as months times duties.
    let done = Dictionary(
      grouping: branch.records("fulfilment").filter { $0.status != "returned" }, by: { $0.text("obligation") ?? "" }
    ).mapValues { Set($0.compactMap { $0.text("period") }) }
    return branch.records("obligation").filter { $0.status == "set" }.compactMap { duty in
      guard let first = duty.day("first_due_at"), let every = duty.text("every").flatMap({ months[$0] }),
        first <= branch.day
      else { return nil }
      // The last time that is not after today: that of this month, or the one before where this month's is still to come.
      let count = first.months(to: branch.day) / every
      let latest = first.adding(months: every * count)
      let due = latest <= branch.day ? latest : first.adding(months: every * (count - 1))
      let kind = Period.Kind(months: min(every, 12)) ?? .year
      let period = Period(kind, containing: due)
      if done[duty.id.description]?.contains(period.description) == true { return nil }
      let title = duty.text("title") ?? ""
      let why = Title(zh: "\(title)（\(period)）\(due)到期未完成", en: "\(title) for \(period) was due by \(due)")
      return task("obligation_due", about: duty, subject: duty.text("subject"), because: why, at: due.end, branch)
    }
  }

  /// 应急物资常备不少于3个月。
  package static let stockShort = Rule(
    "stock_short", Title(zh: "应急物资不足", en: "Too little in stock"), source: "常备不少于3个月",
    reads: ["supply", "supervision_task"], parameters: [RuleParameter("cover", 90, "days")]
  ) { branch, value in
    branch.records("supply").compactMap { supply in
      let stock = supply.int("stock") ?? 0
      let days = supply.int("cover_days_min") ?? value("cover")
      let (used, isBeyond) = (supply.int("daily_use") ?? 0).multipliedReportingOverflow(by: days)
      let needed = max(supply.int("stock_min") ?? 0, isBeyond ? .max : used)
      guard stock < needed else { return nil }
      let name = supply.text("name") ?? ""
      let why = Title(
        zh: "\(name)库存\(stock)，应不少于\(needed)", en: "\(name): \(stock) in stock, at least \(needed) needed")
      let month = Period(.month, containing: branch.day)
      return task("stock_short", about: supply, because: why, at: month.first.start, branch)
    }
  }
}
