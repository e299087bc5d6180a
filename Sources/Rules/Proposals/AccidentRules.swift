// Rules that accidents call for.
import Catalog
import Merge

extension Rule {
  static let accidents = [
    accidentsInShortTime, accidentsRising, fatalAccidentsOfUnit, retrainingAfterDeath, injuryWithoutAccident,
  ]

  private static func order(_ left: ExaminedRecord, _ right: ExaminedRecord) -> Bool {
    let times = (left.int("occurred_at") ?? 0, right.int("occurred_at") ?? 0)
    return times.0 == times.1 ? left.id < right.id : times.0 < times.1
  }

  private static func accidents(of branch: ExaminedBranch) -> [ExaminedRecord] {
    branch.records("accident").filter { ($0.day("occurred_at") ?? branch.day.adding(days: 1)) <= branch.day }
      .sorted(by: order)
  }

  /// 60天内连续发生2起一般事故的，发出警示告知书。
  package static let accidentsInShortTime = Rule(
    "accidents_in_short_time", Title(zh: "短期内接连发生事故", en: "Accidents in short succession"),
    source: "60天内连续发生2起一般事故", reads: ["accident", "warning_notice"],
    parameters: [RuleParameter("window", 60, "days"), RuleParameter("count", 2, "accidents")]
  ) { branch, value in
    let (window, count) = (value("window"), Int(max(2, value("count"))))
    return branch.bySubject(accidents(of: branch)).flatMap { subject, accidents -> [Proposal] in
      accidents.indices.dropFirst(count - 1).compactMap { last in
        let run = accidents[(last - count + 1)...last]
        guard let from = run.first?.day("occurred_at"), let to = accidents[last].day("occurred_at"),
          to.number - from.number <= window, branch.day.number - to.number <= window
        else { return nil }
        let why = Title(
          zh: "\(window)天内发生\(count)起事故：\(from)至\(to)", en: "\(count) accidents within \(window) days: \(from) to \(to)"
        )
        return warning(
          "accidents_in_short_time", subject, because: why, key: accidents[last], grounds: Array(run), branch)
      }
    }
  }

  /// 起数和死亡人数连续2个月同比上升的，发出警示告知书。
  package static let accidentsRising = Rule(
    "accidents_rising", Title(zh: "事故连续同比上升", en: "Accidents up on the year before"),
    source: "起数和死亡人数连续2个月同比上升", reads: ["accident", "warning_notice"],
    parameters: [RuleParameter("months", 2, "months")]
  ) { branch, value in
    let count = Int(min(12, max(1, value("months"))))
    var month = Period(.month, containing: branch.day).previous
    var months: [Period] = []
    for _ in 0..<count {
      months.append(month)
      month = month.previous
    }
    let all = accidents(of: branch)
    // Without a year before there is nothing to have risen from.
    let earliest = all.first?.day("occurred_at")
    guard let first = months.last, let earliest, earliest <= first.last.adding(months: -12) else { return [] }
    return branch.bySubject(all).compactMap { subject, accidents in
      guard months.allSatisfy({ Toll(accidents, in: $0).isAbove(Toll(accidents, in: $0.yearBefore)) }) else {
        return nil
      }
      let grounds = accidents.filter { record in months.contains { $0.holds(record.day("occurred_at")) } }
      guard let last = grounds.last else { return nil }
      let span = "\(first)–\(months[0])"
      let why = Title(zh: "\(span)事故起数和死亡人数均同比上升", en: "Accidents and deaths up on the year in each month of \(span)")
      return warning("accidents_rising", subject, because: why, key: last, grounds: grounds, branch)
    }
  }

  /// 凡一年内发生两次一人死亡及较大以上安全生产事故的，纳入“黑名单”。
  ///
  /// 及 can be read two ways. With `reading` 1: two accidents with a death, or one that is larger or graver. With 2: two
  /// accidents, each with a death or larger or graver.
  package static let fatalAccidentsOfUnit = Rule(
    "fatal_accidents_of_unit", Title(zh: "一年内死亡事故", en: "Fatal accidents within a year"),
    source: "凡一年内发生两次一人死亡及较大以上安全生产事故的，纳入“黑名单”",
    reads: ["accident", "enterprise", "target", "blacklist_entry"],
    parameters: [
      RuleParameter("window", 365, "days"), RuleParameter("count", 2, "accidents"),
      RuleParameter("reading", 1, "1 or 2"),
    ]
  ) { branch, value in
    let (window, count) = (value("window"), Int(max(1, value("count"))))
    let isStrict = value("reading") != 2
    let recent = accidents(of: branch).filter { accident in
      branch.day.number - (accident.day("occurred_at")?.number ?? 0) < window && accident.text("unit") != nil
    }
    let files = branch.files()
    let groups = Dictionary(grouping: recent) { $0.text("unit") ?? "" }
    return groups.keys.sorted().compactMap { unit in
      let grave = (groups[unit] ?? []).filter { isLarger($0) }
      let fatal = (groups[unit] ?? []).filter { ($0.int("dead") ?? 0) > 0 || isLarger($0) }
      let grounds = isStrict && !grave.isEmpty ? grave : (fatal.count >= count ? fatal : [])
      guard let last = grounds.last else { return nil }
      let why = Title(
        zh: "一年内死亡及较大以上事故\(grounds.count)起", en: "\(grounds.count) fatal or larger accidents within a year")
      return Proposal(
        "fatal_accidents_of_unit", type: "blacklist_entry", area: files[unit]?.area ?? last.area,
        key: [unit, last.id.description], at: last.int("occurred_at") ?? 0,
        fields: [
          ("unit", .text(unit)), ("enterprise", .text(files[unit]?.text("name") ?? last.text("enterprise") ?? unit)),
          ("principal", files[unit]?.text("principal").map { .text($0) }), ("grounds", .text(why.zh)),
          ("basis", .text("凡一年内发生两次一人死亡及较大以上安全生产事故的，纳入“黑名单”")),
          ("facts", Proposal.facts(grounds)), ("proposed_at", .int(branch.day.start)),
          ("rule", .text("fatal_accidents_of_unit")),
        ], grounds: grounds, why: why)
    }
  }

  private static func isLarger(_ accident: ExaminedRecord) -> Bool {
    (accident.int("grade") ?? 0) >= AccidentGrade.larger.rawValue
  }

  /// 凡发生死亡事故的企业，主要负责人和安全管理人员必须再次理解安全强化培训。
  package static let retrainingAfterDeath = Rule(
    "retraining_after_death", Title(zh: "死亡事故后强化培训", en: "Retraining after a death"),
    source: "凡发生死亡事故的企业…必须再次理解安全强化培训", reads: ["accident", "enterprise", "target", "training"],
    parameters: [RuleParameter("window", 365, "days"), RuleParameter("due", 30, "days")]
  ) { branch, value in
    let files = branch.files()
    return accidents(of: branch).compactMap { accident in
      guard let unit = accident.text("unit"), let day = accident.day("occurred_at"), (accident.int("dead") ?? 0) > 0,
        branch.day.number - day.number < value("window")
      else { return nil }
      let why = Title(zh: "\(day)发生死亡事故", en: "A fatal accident on \(day)")
      return Proposal(
        "retraining_after_death", type: "training", area: files[unit]?.area ?? accident.area,
        key: [unit, accident.id.description], at: accident.int("occurred_at") ?? 0,
        fields: [
          ("unit", .text(unit)),
          ("enterprise", .text(files[unit]?.text("name") ?? accident.text("enterprise") ?? unit)),
          ("kind", .text("retraining")), ("topic", .text("安全强化培训")), ("reason", .text(why.zh)),
          ("rule", .text("retraining_after_death")), ("facts", Proposal.facts([accident])),
          ("ordered_at", .int(branch.day.start)), ("due_at", .int(branch.day.adding(days: value("due")).end)),
        ], grounds: [accident], why: why)
    }
  }

  /// 工伤事故数据分析：工伤数据中的重伤、死亡没有对应事故的，核查漏报。
  package static let injuryWithoutAccident = Rule(
    "injury_without_accident", Title(zh: "工伤没有对应事故", en: "Injury without an accident"),
    source: "工伤事故数据分析", reads: ["injury", "accident", "supervision_task"],
    parameters: [RuleParameter("tolerance", 1, "days")]
  ) { branch, value in
    let accidents = accidents(of: branch)
    return branch.records("injury").compactMap { injury in
      guard let unit = injury.text("unit"), let day = injury.day("occurred_at"), injury.text("severity") != "slight",
        injury.text("accident") == nil, injury.status == "imported"
      else { return nil }
      let isKnown = accidents.contains { accident in
        accident.text("unit") == unit
          && (accident.day("occurred_at").map { abs($0.number - day.number) <= value("tolerance") } ?? false)
      }
      if isKnown { return nil }
      let why = Title(zh: "工伤记录有重伤或死亡，未见事故报告", en: "A serious injury without a report of an accident")
      return task("injury_without_accident", about: injury, because: why, branch)
    }
  }

  private static func warning(
    _ rule: String, _ subject: Area, because why: Title, key: ExaminedRecord, grounds: [ExaminedRecord],
    _ branch: ExaminedBranch
  ) -> Proposal {
    Proposal(
      rule, type: "warning_notice", area: subject, key: [key.id.description], at: key.int("occurred_at") ?? 0,
      fields: [
        ("subject", .text(subject.code)), ("grounds", .text(why.zh)), ("rule", .text(rule)),
        ("facts", Proposal.facts(grounds)), ("issued_at", .int(branch.day.start)),
        ("reply_due_at", .int(branch.calendar.day(15, workingDaysFrom: branch.day).end)),
        ("issued_by", .text(branch.home.code)),
      ], grounds: grounds, why: why)
  }
}

/// What accidents of a month came to.
private struct Toll {
  var accidents = 0
  var dead: Int128 = 0

  init(_ records: [ExaminedRecord], in month: Period) {
    for record in records where month.holds(record.day("occurred_at")) {
      accidents += 1
      dead += Int128(record.int("dead") ?? 0)
    }
  }

  func isAbove(_ other: Toll) -> Bool { accidents > other.accidents && dead > other.dead }
}

extension Period {
  /// Whether there is a day and it lies in the period.
  func holds(_ day: Day?) -> Bool { day.map { contains($0) } ?? false }
}
