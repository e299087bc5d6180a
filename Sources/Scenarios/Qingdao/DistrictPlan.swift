// What is entered in one district in half a year: every commit of every node, month by month, from the seed alone.
import Catalog
import Merge
import Replica
import SeededNumbers

/// How much of the whole city falls to one community.
struct CommunityShare {
  var visits = 0
  var hazards = 0
  var rectified = 0
  var violations = 0
  /// How many of the hazards are major.
  var majors = 0
}

/// How much of it falls to the district as a whole.
struct DistrictShare {
  var accidents = 0
  var deaths = 0
  var accidentsBefore = 0
  var deathsBefore = 0
  var closures = 0
  var suspensions = 0
}

/// The plan of one district.
struct DistrictPlan {
  let district: District
  /// For each month, what is entered at each node, by its area; each list in the order of its times.
  private(set) var entries: [[String: [Entry]]]
  /// The hazards that a person of the city may list: major ones not yet put right when they are listed.
  private(set) var majors: [(record: RecordID, enterprise: Enterprise, foundAt: Int64)] = []

  let form: Form
  let time: WorkingTime
  let closedPercent: Int
  var draw: Draw

  init(
    _ district: District, shares: [CommunityShare], share: DistrictShare, catalog: Catalog, settings: QingdaoSettings
  ) {
    self.district = district
    form = Form(catalog: catalog)
    guard let period = Period(QingdaoFigures.period) else { preconditionFailure("the half-year") }
    time = WorkingTime(period: period)
    closedPercent = settings.closedPercent
    draw = Draw(seed: settings.seed, stream: "district \(district.area)")
    entries = Array(repeating: [:], count: QingdaoFigures.months)
    var index = 0
    for township in district.townships {
      for community in township.communities {
        enter(shares[index], of: community, in: township)
        index += 1
      }
    }
    enterDistrict(share)
    for month in entries.indices {
      for (area, list) in entries[month] { entries[month][area] = list.sorted { $0.time < $1.time } }
    }
  }

  mutating func add(
    _ intents: [Intent], at moment: Int64, by user: String, node: Area, isNew: Bool = true
  ) {
    let entry = Entry(time: moment, user: user, intents: intents, isNew: isNew)
    entries[time.month(of: moment)][node.code, default: []].append(entry)
  }

  // MARK: Communities

  private mutating func enter(_ share: CommunityShare, of community: Community, in township: Township) {
    register(community)
    guard !community.enterprises.isEmpty else { return }
    let rectified = Set(draw.shuffled(Array(0..<share.hazards)).prefix(share.rectified))
    var hazards: [[Int]] = Array(repeating: [], count: share.visits)
    for number in 0..<share.hazards { hazards[draw.below(share.visits)].append(number) }
    var majorsLeft = share.majors
    for visit in 0..<share.visits {
      let enterprise = draw.pick(community.enterprises)
      let moment = time.moment(inMonth: visit * QingdaoFigures.months / max(1, share.visits), &draw)
      enterVisit(
        at: moment, to: enterprise, of: community, in: township,
        hazards: hazards[visit].map { number in
          defer { majorsLeft -= 1 }
          return (isRectified: rectified.contains(number), isMajor: majorsLeft > 0)
        })
    }
    for _ in 0..<share.violations { enterViolation(in: community, township) }
    for month in 0..<QingdaoFigures.months { enterRoutine(of: community, month: month) }
  }

  private mutating func register(_ community: Community) {
    let beginning = time.period.first.start
    for enterprise in community.enterprises {
      let intent = form.intent(
        "enterprise", enterprise.record, enterprise.area,
        [
          ("name", form.text(enterprise.name)), ("credit_code", form.text(String(enterprise.area.code.suffix(18)))),
          ("risk_colour", form.int(Int64(1 + draw.below(4)))),
          ("address", form.text("\(draw.pick(Vocabulary.roads))\(1 + draw.below(200))号")),
          ("employees", form.int(Int64(5 + draw.below(300)))), ("status_of_business", form.text("operating")),
        ])
      add([intent], at: beginning + 3_600_000, by: "网格员甲", node: community.area)
    }
  }

  /// Most visits are the patrollers'; some are the township's and the district's.
  private mutating func enterVisit(
    at moment: Int64, to enterprise: Enterprise, of community: Community, in township: Township,
    hazards: [(isRectified: Bool, isMajor: Bool)]
  ) {
    let lot = draw.below(100)
    let (node, origin, user) =
      lot < 80
      ? (community.area, "patrol", "网格员甲")
      : lot < 93 ? (township.area, "department", "镇街安监员") : (district.area, "department", "区市执法员")
    let record = Form.record(at: moment, &draw)
    let campaign = draw.pick(Vocabulary.campaigns)
    var edits: [(String, FieldEdit)] = [
      ("origin", form.text(origin)), ("method", form.text(draw.below(5) == 0 ? "unannounced" : "routine")),
      ("target", form.text(enterprise.name)), ("unit", form.text(enterprise.unit)),
      ("inspector", form.text(user)), ("started_at", form.int(moment)), ("sector", form.text(enterprise.sector)),
      ("result", form.text(hazards.isEmpty ? "none_found" : "found")), ("is_counted", .write(.bool(true))),
    ]
    if !campaign.isEmpty { edits.append(("campaign", form.text(campaign))) }
    var intents = [form.intent("inspection", record, enterprise.area, edits)]
    for hazard in hazards {
      intents.append(
        enterHazard(
          hazard, at: moment, at: enterprise, inspection: record, origin: origin, campaign: campaign, user: user,
          node: node, community: community, township: township))
    }
    add(intents, at: moment, by: user, node: node)
  }

  private mutating func enterHazard(
    _ hazard: (isRectified: Bool, isMajor: Bool), at moment: Int64, at enterprise: Enterprise, inspection: RecordID,
    origin: String, campaign: String, user: String, node: Area, community: Community, township: Township
  ) -> Intent {
    let record = Form.record(at: moment, &draw)
    var edits: [(String, FieldEdit)] = [
      ("category", form.text(draw.pick(Vocabulary.categories))),
      ("description", form.text(draw.pick(Vocabulary.descriptions))), ("severity", form.int(hazard.isMajor ? 1 : 0)),
      ("found_at", form.int(moment)), ("deadline", form.int(moment + 30 * Day.milliseconds)),
      ("found_by", form.text(user)), ("unit", form.text(enterprise.unit)),
      ("inspection", form.text(inspection.description)), ("origin", form.text(origin)),
      ("sector", form.text(enterprise.sector)), ("evidence_before", form.photograph(at: moment, &draw)),
    ]
    if !campaign.isEmpty { edits.append(("campaign", form.text(campaign))) }
    if hazard.isMajor { majors.append((record, enterprise, moment)) }
    if hazard.isRectified {
      rectify(
        record, isMajor: hazard.isMajor, foundAt: moment, enterprise, node: node, community: community,
        township: township)
    }
    return form.intent("hazard", record, enterprise.area, edits)
  }

  private mutating func enterViolation(in community: Community, _ township: Township) {
    let enterprise = draw.pick(community.enterprises)
    let moment = time.moment(inMonth: draw.below(QingdaoFigures.months), &draw)
    let node = draw.below(3) == 0 ? district.area : township.area
    let intent = form.intent(
      "violation", Form.record(at: moment, &draw), enterprise.area,
      [
        ("violation_type", form.text(draw.pick(Vocabulary.violations))), ("description", form.text("执法检查发现，已责令改正")),
        ("found_at", form.int(moment)), ("unit", form.text(enterprise.unit)),
        ("discovery", form.text("inspection")), ("sector", form.text(enterprise.sector)),
        ("campaign", form.text("打非治违专项行动")),
      ])
    add([intent], at: moment, by: "执法员", node: node)
  }

  /// A patrol and, where the enterprise has a node, its self-inspection.
  private mutating func enterRoutine(of community: Community, month: Int) {
    let moment = time.moment(inMonth: month, &draw)
    let patrol = form.intent(
      "patrol", Form.record(at: moment, &draw), community.area,
      [
        ("patroller", form.text("网格员甲·\(community.area.code.suffix(6))")), ("started_at", form.int(moment)),
        ("ended_at", form.int(moment + 5_400_000)), ("persons", form.int(2)), ("vehicles", form.int(1)),
      ])
    add([patrol], at: moment, by: "网格员甲", node: community.area)
    guard let terminal = community.terminal else { return }
    let check = form.intent(
      "inspection", Form.record(at: moment + 1, &draw), terminal.area,
      [
        ("origin", form.text("self")), ("target", form.text(terminal.name)),
        ("unit", form.text(terminal.unit)), ("inspector", form.text("企业安全员")),
        ("started_at", form.int(moment + 1)), ("sector", form.text(terminal.sector)),
      ])
    add([check], at: moment + 1, by: "企业安全员", node: terminal.area)
  }
}

// MARK: The district's own

extension DistrictPlan {
  private mutating func enterDistrict(_ share: DistrictShare) {
    let enterprises = district.communities.flatMap(\.enterprises)
    var deaths = Spread.evenly(share.deaths, over: max(1, share.accidents))
    deaths = draw.shuffled(deaths)
    for number in 0..<share.accidents { enterAccident(dead: deaths[number], at: draw.pick(enterprises)) }
    enterBaseline("accidents", share.accidentsBefore)
    enterBaseline("accident_deaths", share.deathsBefore)
    let chosen = draw.shuffled(enterprises)
    for number in 0..<(share.closures + share.suspensions) {
      enterSuspension(of: chosen[number % chosen.count], kind: number < share.closures ? "shut" : "stop")
    }
  }

  private mutating func enterAccident(dead: Int, at enterprise: Enterprise) {
    let moment = time.moment(inMonth: draw.below(QingdaoFigures.months), &draw)
    let community = Area(enterprise.area.code.prefix(12)) ?? district.area
    let intent = form.intent(
      "accident", Form.record(at: moment, &draw), community,
      [
        ("title", form.text("\(enterprise.name)生产安全事故")), ("unit", form.text(enterprise.unit)),
        ("occurred_at", form.int(moment)), ("known_at", form.int(moment + 600_000)),
        ("reported_at", form.int(moment + 2_400_000)), ("place", form.text(draw.pick(Vocabulary.roads))),
        ("sector", form.text(enterprise.sector)), ("dead", form.int(Int64(dead))),
        ("seriously_injured", form.int(Int64(draw.below(3)))),
        ("loss_fen", form.int(Int64(draw.below(90)) * 1_000_000)),
        ("grade", form.int(1)), ("concealment", form.text("none")),
      ])
    add([intent], at: moment + 2_400_000, by: "区市值班员", node: district.area)
  }

  private mutating func enterBaseline(_ indicator: String, _ figure: Int) {
    guard let period = Period(QingdaoFigures.period) else { return }
    let moment = period.first.start + 3_600_000
    let intent = form.intent(
      "baseline", Form.record(at: moment, &draw), district.area,
      [
        ("indicator", form.text(indicator)), ("period", form.text(period.yearBefore.description)),
        ("figure", form.int(Int64(figure))), ("source", form.text("系统启用前的统计年报")),
      ])
    add([intent], at: moment, by: "区市统计员", node: district.area)
  }

  private mutating func enterSuspension(of enterprise: Enterprise, kind: String) {
    let moment = time.moment(inMonth: draw.below(QingdaoFigures.months), &draw)
    let intent = form.intent(
      "suspension", Form.record(at: moment, &draw), enterprise.area,
      [
        ("unit", form.text(enterprise.unit)), ("enterprise", form.text(enterprise.name)),
        ("kind", form.text(kind)), ("reason", form.text("不具备安全生产条件")), ("ordered_at", form.int(moment)),
        ("issued_by", form.text("\(district.name)安全生产监督管理局")),
      ])
    add([intent], at: moment, by: "区市执法员", node: district.area)
  }
}
