// What each rule has to read: the fewest records among which it finds all that it would find among all.
import Catalog
import Merge

extension Rule {
  /// How it finds what it looks at.
  package var reading: RuleReading {
    guard let reading = Self.readings[name] else { preconditionFailure("the rule \(name) says not what it reads") }
    return reading
  }

  private typealias Asked = RuleReading.Asked
  private typealias Lookup = RuleReading.Lookup

  private static let readings: [String: RuleReading] =
    accidentReadings.merging(principalReadings) { first, _ in first }.merging(unitReadings) { first, _ in first }
    .merging(hazardReadings) { first, _ in first }.merging(officeReadings) { first, _ in first }

  /// The moments of days up to a day. Every moment beyond the calendar counts as the day at that end.
  private static func moments(from first: Day = .first, through last: Day) -> ClosedRange<Int64> {
    let end = last == .last ? Int64.max : last.end
    return min(first == .first ? .min : first.start, end)...end
  }

  // MARK: Accidents

  private static func accidents(_ asked: Asked, days: Int64) -> RuleReading.Source {
    let first = asked.day.adding(days: Int64(0).subtractingSaturated(days))
    return .kept(Kept.occurred, of: "accident", moments(from: first, through: asked.day))
  }

  private static let accidentReadings: [String: RuleReading] = [
    // A run ends within a window before the day, and has begun within another one before its end.
    accidentsInShortTime.name: RuleReading(together: true) { asked in
      [accidents(asked, days: asked.value("window").multipliedSaturated(by: 2))]
    },
    accidentsRising.name: RuleReading(together: true) { asked in
      let count = min(12, max(1, asked.value("months")))
      let first = Period(.month, containing: asked.day).first.adding(months: -count).adding(months: -12)
      return [
        .kept(Kept.occurred, of: "accident", moments(from: first, through: asked.day)),
        .earliest(Kept.occurred, of: "accident"),
      ]
    },
    fatalAccidentsOfUnit.name: RuleReading(together: true) {
      [accidents($0, days: $0.value("window"))]
    } beside: {
      accident, _ in
      Lookup.files(of: accident.text("unit"))
    },
    retrainingAfterDeath.name: RuleReading {
      [accidents($0, days: $0.value("window"))]
    } beside: { accident, _ in
      Lookup.files(of: accident.text("unit"))
    },
    injuryWithoutAccident.name: RuleReading { _ in
      [.all("injury")]
    } beside: { injury, _ in
      injury.text("unit").map { [Lookup("accident", "unit", $0)] } ?? []
    },
  ]

  // MARK: Principals

  private static let principalReadings: [String: RuleReading] = [
    dutyReportMissing.name: RuleReading { asked in
      let period = period(of: asked.branch, months: asked.value("period"), grace: asked.value("grace"))
      return period == nil ? [] : [.all("enterprise")]
    } beside: { enterprise, asked in
      let period = period(of: asked.branch, months: asked.value("period"), grace: asked.value("grace"))
      guard let period, let unit = enterprise.text("credit_code") else { return [] }
      return [Lookup("duty_report", "unit", unit).and("period", period.description)]
    },
    interviewWithoutEffect.name: RuleReading { _ in
      [.all("interview")]
    } beside: { interview, asked in
      guard let unit = interview.text("unit"), let ordered = interview.day("ordered_at") else { return [] }
      let kind = Period.Kind(months: asked.value("period")) ?? .quarter
      let period = Period(kind, containing: ordered).previous
      return [Lookup("duty_report", "unit", unit).and("period", period.description)]
    },
    certificateEnding.name: RuleReading { asked in
      let last = asked.day.adding(days: asked.value("ahead"))
      return [.kept(Kept.ending, of: "certificate", moments(through: last))]
    } beside: { certificate, _ in
      [Lookup("certificate", "holder", certificate.text("holder")).and("unit", certificate.text("unit"))]
    },
  ]

  // MARK: Units

  private static let unitReadings: [String: RuleReading] = [
    inspectionDue.name: RuleReading { _ in
      [.all("enterprise"), .all("target")]
    } beside: { file, _ in
      unitKeys(file).map { Lookup("inspection", "unit", $0, latest: "started_at") }
    },
    riskAssessmentDue.name: RuleReading { _ in
      [.all("enterprise")]
    } beside: { file, _ in
      unitKeys(file).map { Lookup("risk_assessment", "unit", $0, latest: "assessed_at") }
    },
    blindSpot.name: RuleReading { _ in
      [.all("enterprise")]
    } beside: { file, _ in
      unitKeys(file).map { Lookup("assignment", "unit", $0) }
    },
    workDuringShutdown.name: RuleReading { _ in [.all("suspension")] },
  ]

  // MARK: Hazards

  private static let hazardReadings: [String: RuleReading] = [
    majorHazardUnlisted.name: RuleReading { _ in
      [.kept(Kept.grave, of: "hazard", .min ... .max)]
    } beside: {
      hazard, _ in
      [Lookup("listing", "hazard", hazard.id.description)]
    },
    deadlineOverdue.name: RuleReading { asked in
      let past = Int64.min...asked.branch.now
      return [
        .kept(Kept.grave, of: "hazard", past), .kept(Kept.standing, of: "listing", past),
        .kept(Kept.standing, of: "audit_finding", past),
      ]
    },
    orderDefied.name: RuleReading { asked in
      let last = asked.day.adding(days: Int64(0).subtractingSaturated(asked.value("grace")))
      return [.kept(Kept.unfinished, of: "rectification_order", moments(through: last))]
    },
    longLead.name: RuleReading { _ in [.kept(Kept.longLead, of: "hazard", .min ... .max)] },
    listingQuota.name: RuleReading(together: true) { asked in
      guard let tier = asked.branch.subjectTier else { return [] }
      let quarter = Period(.quarter, containing: asked.day).previous
      return [
        .oneInEach(tier, of: "hazard"),
        .kept(Kept.listed, of: "listing", moments(from: quarter.first, through: quarter.last)),
      ]
    },
  ]

  // MARK: Offices

  private static let officeReadings: [String: RuleReading] = [
    silentCommunity.name: RuleReading { asked in
      if !hearsPatrols(asked.branch) { return [] }
      // A sign of the first of these days is one day too young to be silent.
      let first = asked.day.adding(days: Int64(1).subtractingSaturated(asked.value("silence")))
      let heard = moments(from: first, through: asked.day)
      return [.silent(RuleReading.Silence(signs: signs, foundations: foundations, heard: heard))]
    },
    obligationDue.name: RuleReading { _ in
      [.all("obligation")]
    } beside: { duty, _ in
      [Lookup("fulfilment", "obligation", duty.id.description)]
    },
    stockShort.name: RuleReading { _ in [.all("supply")] },
  ]
}
