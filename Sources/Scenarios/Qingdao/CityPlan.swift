// How the city's half-year falls to its districts and communities, and what the city's own people enter.
import Catalog
import Merge
import Replica
import SeededNumbers

struct CityPlan {
  let districts: [DistrictPlan]
  /// What is entered at the city, month by month, each in the order of its times.
  private(set) var entries: [[Entry]]

  private let form: Form
  private let time: WorkingTime
  private var draw: Draw

  /// Major hazards found: those the city lists, and some that it does not.
  private static let majors = QingdaoFigures.cityListings + 60

  init(_ settings: QingdaoSettings, catalog: Catalog) {
    let tree = District.qingdao(settings)
    form = Form(catalog: catalog)
    guard let period = Period(QingdaoFigures.period) else { preconditionFailure("the half-year") }
    time = WorkingTime(period: period)
    draw = Draw(seed: settings.seed, stream: "city")
    entries = Array(repeating: [], count: QingdaoFigures.months)
    let communities = Self.communityShares(tree, &draw)
    let shares = Self.districtShares(tree)
    districts = tree.enumerated().map { index, district in
      DistrictPlan(
        district, shares: communities[index], share: shares[index], catalog: catalog, settings: settings)
    }
    enterSupervision(tree)
    enterListings()
    enterDiagnoses(tree)
    enterPublications()
    for month in entries.indices { entries[month].sort { $0.time < $1.time } }
  }

  private static func communityShares(_ tree: [District], _ draw: inout Draw) -> [[CommunityShare]] {
    let communities = tree.flatMap(\.communities)
    let weights = communities.map { $0.enterprises.isEmpty ? 0 : 60 + draw.below(80) }
    var shares = weights.map { _ in CommunityShare() }
    func spread(_ total: Int, _ weights: [Int], _ field: WritableKeyPath<CommunityShare, Int>) {
      for (index, part) in Spread.parts(total, weights: weights).enumerated() { shares[index][keyPath: field] = part }
    }
    spread(QingdaoFigures.visits - QingdaoFigures.supervisionVisits, weights, \.visits)
    spread(QingdaoFigures.hazardsFound, shares.map(\.visits), \.hazards)
    spread(QingdaoFigures.violations, weights, \.violations)
    // Some townships are slower than others; none puts right more than was found.
    let diligence = Dictionary(
      tree.flatMap(\.townships).map { ($0.area.code.prefix(9), 70 + draw.below(40)) }, uniquingKeysWith: { $1 })
    let caps = shares.map(\.hazards)
    let slow = zip(communities, caps).map { $1 * (diligence[$0.area.code.prefix(9)] ?? 100) }
    for (index, part) in Spread.parts(QingdaoFigures.hazardsRectified, weights: slow, caps: caps).enumerated() {
      shares[index].rectified = part
    }
    spread(majors, shares.map(\.hazards), \.majors)
    var rest = shares[...]
    return tree.map { district in
      defer { rest = rest.dropFirst(district.communities.count) }
      return Array(rest.prefix(district.communities.count))
    }
  }

  private static func districtShares(_ tree: [District]) -> [DistrictShare] {
    let weights = tree.map(\.townships.count)
    var shares = tree.map { _ in DistrictShare() }
    func spread(_ total: Int, _ weights: [Int], _ field: WritableKeyPath<DistrictShare, Int>) {
      for (index, part) in Spread.parts(total, weights: weights).enumerated() { shares[index][keyPath: field] = part }
    }
    spread(QingdaoFigures.accidents, weights, \.accidents)
    spread(QingdaoFigures.deaths, shares.map(\.accidents), \.deaths)
    spread(QingdaoFigures.accidentsBefore, weights, \.accidentsBefore)
    spread(QingdaoFigures.deathsBefore, weights, \.deathsBefore)
    spread(QingdaoFigures.closures, weights, \.closures)
    spread(QingdaoFigures.suspensions, weights, \.suspensions)
    return shares
  }

  private mutating func add(_ intent: Intent, at moment: Int64, by user: String) {
    entries[time.month(of: moment)].append(Entry(time: moment, user: user, intents: [intent], isNew: true))
  }
}

// MARK: The city's own

extension CityPlan {
  private var city: Area {
    guard let area = Area("370200000000") else { preconditionFailure("the city") }
    return area
  }

  /// Seventeen teams, each on outings of its own.
  private mutating func enterSupervision(_ tree: [District]) {
    let enterprises = draw.shuffled(tree.flatMap { $0.communities.flatMap { $0.enterprises.prefix(2) } })
    for (team, count) in Spread.evenly(QingdaoFigures.supervisionVisits, over: QingdaoFigures.supervisionTeams)
      .enumerated()
    {
      for visit in 0..<count {
        let enterprise = enterprises[(team * 10 + visit) % enterprises.count]
        let moment = time.moment(inMonth: 1 + draw.below(4), &draw)
        let intent = form.intent(
          "inspection", Form.record(at: moment, &draw), enterprise.area,
          [
            ("origin", form.text("supervision")), ("method", form.text("unannounced")),
            ("target", form.text(enterprise.name)), ("unit", form.text(enterprise.unit)),
            ("inspector", form.text("市督查组")), ("started_at", form.int(moment)),
            ("sector", form.text(enterprise.sector)), ("team", form.text("第\(team + 1)督查组")),
            ("outing", form.text("第\(team + 1)督查组·\(Day(milliseconds: moment))")), ("is_counted", .write(.bool(true))),
            ("campaign", form.text("市安委会督查")),
          ])
        add(intent, at: moment, by: "市督查组")
      }
    }
  }

  private mutating func enterListings() {
    let majors = districts.flatMap(\.majors).sorted { ($0.foundAt, $0.record) < ($1.foundAt, $1.record) }
    for major in majors.prefix(QingdaoFigures.cityListings) {
      let moment = time.later(than: major.foundAt, days: 3 + draw.below(10), hoursBeforeEnd: 5, &draw)
      let intent = form.intent(
        "listing", Form.record(at: moment, &draw), major.enterprise.area,
        [
          ("hazard", form.text(major.record.description)), ("unit", form.text(major.enterprise.unit)),
          ("enterprise", form.text(major.enterprise.name)), ("level", form.int(3)),
          ("authority", form.text("市安全生产委员会")),
          ("listed_at", form.int(moment)), ("deadline", form.int(moment + 180 * Day.milliseconds)),
          ("sector", form.text(major.enterprise.sector)),
        ])
      add(intent, at: moment, by: "市安委办")
    }
  }

  private mutating func enterDiagnoses(_ tree: [District]) {
    for number in 0..<QingdaoFigures.experts {
      let moment = time.period.first.start + Int64(number + 1) * 60_000
      let intent = form.intent(
        "expert", Form.record(at: moment, &draw), city,
        [
          ("name", form.text("专家\(number + 1)")), ("credential", form.text("正高级工程师")),
          ("speciality", form.text(Vocabulary.sectors[number % 17])),
        ])
      add(intent, at: moment, by: "市安委办")
    }
    let problems = Spread.evenly(QingdaoFigures.diagnosisProblems, over: QingdaoFigures.diagnoses)
    let enterprises = draw.shuffled(tree.flatMap { $0.communities.compactMap(\.enterprises.last) })
    for number in 0..<QingdaoFigures.diagnoses {
      let moment = time.moment(inMonth: 2 + draw.below(3), &draw)
      let enterprise = enterprises[number % enterprises.count]
      let expert = Value.Entry("专家\(number % QingdaoFigures.experts + 1)", .sorted([("role", .text("组长"))]))
      let intent = form.intent(
        "expert_diagnosis", Form.record(at: moment, &draw), enterprise.area,
        [
          ("unit", form.text(enterprise.unit)), ("enterprise", form.text(enterprise.name)),
          ("experts", .elements(add: [expert], remove: [])), ("started_at", form.int(moment)),
          ("problems_stated", form.int(Int64(problems[number]))), ("sector", form.text(enterprise.sector)),
        ])
      add(intent, at: moment, by: "市安委办")
    }
  }

  private mutating func enterPublications() {
    for number in 0..<QingdaoFigures.publications {
      let moment = time.moment(inMonth: draw.below(QingdaoFigures.months), &draw)
      let intent = form.intent(
        "publication", Form.record(at: moment, &draw), city,
        [
          ("subject_type", form.text("hazard")), ("title", form.text("重大隐患公开曝光第\(number + 1)号")),
          ("channel", form.text("报纸、电视、网站")), ("published_at", form.int(moment)),
        ])
      add(intent, at: moment, by: "市安委办")
    }
  }
}
