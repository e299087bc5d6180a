// What is entered in the county in its year: by the county's and townships' teams, third parties, and enterprises.
package import Catalog
package import Merge
import Replica
import SeededNumbers

/// The plan of the county's year.
package struct ZhengxiangbaiPlan: Sendable {
  /// What is entered at each node, by its area; each list in the order of its times.
  package private(set) var entries: [String: [Entry]] = [:]
  let district: District
  private let form: Form
  private let time: WorkingTime
  private var draw: Draw

  /// - Parameter communitiesPerTownship: how many communities take part; nil for all.
  package init(seed: UInt64, communitiesPerTownship: Int?, catalog: Catalog) {
    district = Self.tree(seed: seed, communitiesPerTownship: communitiesPerTownship)
    form = Form(catalog: catalog)
    guard let period = Period(ZhengxiangbaiFigures.period) else { preconditionFailure("the year") }
    time = WorkingTime(period: period)
    draw = Draw(seed: seed, stream: "zhengxiangbai")
    for community in district.communities { register(community) }
    enterOutings()
    enterDiagnoses()
    enterPenalties()
    for (area, list) in entries { entries[area] = list.sorted { $0.time < $1.time } }
  }

  /// The areas that have a node, the county first, each before what stands below it.
  package var areas: [Area] {
    [district.area]
      + district.townships.flatMap { township in
        [township.area] + township.communities.flatMap { [$0.area] + ($0.terminal.map { [$0.area] } ?? []) }
      }
  }

  private static func tree(seed: UInt64, communitiesPerTownship: Int?) -> District {
    let divisions = Divisions.zhengxiangbai
    guard let county = Area(ZhengxiangbaiFigures.county) else { preconditionFailure("the county") }
    var draw = Draw(seed: seed, stream: "zhengxiangbai tree")
    var number = 500_000
    let townships = divisions.places(of: .township, in: county).enumerated().map { index, township in
      let places = divisions.places(of: .community, in: township.area)
      let communities = places.prefix(communitiesPerTownship ?? places.count).enumerated().map { place, community in
        let enterprises = (0..<6).map { _ -> Enterprise in
          number += 1
          return Enterprise.made(number, in: community, &draw)
        }
        let hasTerminal = index == 0 && place == 0
        return Community(
          area: community.area, enterprises: enterprises, terminal: hasTerminal ? enterprises.first : nil)
      }
      return Township(area: township.area, communities: communities)
    }
    return District(area: county, name: "正镶白旗", townships: townships)
  }

  private mutating func add(
    _ intents: [Intent], at moment: Int64, by user: String, node: Area, isNew: Bool = true
  ) {
    entries[node.code, default: []].append(Entry(time: moment, user: user, intents: intents, isNew: isNew))
  }

  private mutating func register(_ community: Community) {
    for enterprise in community.enterprises {
      let intent = form.intent(
        "enterprise", enterprise.record, enterprise.area,
        [("name", form.text(enterprise.name)), ("credit_code", form.text(enterprise.unit))])
      add([intent], at: time.period.first.start, by: "网格员", node: community.area)
    }
  }

  /// A team goes out, visits two or three units of one township, and what it finds is put right.
  private mutating func enterOutings() {
    let visits = Spread.evenly(ZhengxiangbaiFigures.visits, over: ZhengxiangbaiFigures.outings)
    var hazards = draw.shuffled(Spread.evenly(ZhengxiangbaiFigures.hazards, over: ZhengxiangbaiFigures.visits))[...]
    for number in 0..<ZhengxiangbaiFigures.outings {
      let township = draw.pick(district.townships)
      let node = draw.below(4) == 0 ? district.area : township.area
      let moment = time.moment(inMonth: number * 12 / ZhengxiangbaiFigures.outings, &draw)
      let day = Day(milliseconds: moment)
      for visit in 0..<visits[number] {
        let community = draw.pick(township.communities)
        enterVisit(
          at: moment + Int64(visit) * 3_000_000, to: draw.pick(community.enterprises), in: community, node: node,
          outing: "第\(number + 1)组次·\(day)", hazards: hazards.popFirst() ?? 0)
      }
    }
  }

  private mutating func enterVisit(
    at moment: Int64, to enterprise: Enterprise, in community: Community, node: Area, outing: String, hazards: Int
  ) {
    let record = Form.record(at: moment, &draw)
    let inspection = form.intent(
      "inspection", record, enterprise.area,
      [
        ("origin", form.text("department")), ("method", form.text("unannounced")),
        ("target", form.text(enterprise.name)), ("unit", form.text(enterprise.unit)),
        ("inspector", form.text("检查组")), ("started_at", form.int(moment)), ("sector", form.text(enterprise.sector)),
        ("outing", form.text(outing)), ("is_counted", .write(.bool(true))),
        ("result", form.text(hazards == 0 ? "none_found" : "found")),
      ])
    add([inspection], at: moment, by: "检查组", node: node)
    for _ in 0..<hazards {
      let hazard = Form.record(at: moment, &draw)
      var edits = self.hazard(at: moment, enterprise, origin: "department")
      edits.append(("inspection", form.text(record.description)))
      add([form.intent("hazard", hazard, enterprise.area, edits)], at: moment + 1, by: "检查组", node: node)
      rectify(hazard, foundAt: moment, enterprise, in: community, node: node)
    }
  }

  private mutating func hazard(at moment: Int64, _ enterprise: Enterprise, origin: String) -> [(String, FieldEdit)] {
    [
      ("category", form.text(draw.pick(Vocabulary.categories))),
      ("description", form.text(draw.pick(Vocabulary.descriptions))), ("severity", form.int(0)),
      ("found_at", form.int(moment)), ("unit", form.text(enterprise.unit)), ("origin", form.text(origin)),
      ("sector", form.text(enterprise.sector)), ("evidence_before", form.photograph(at: moment, &draw)),
    ]
  }

  /// Entered at the node that has entered the hazard, at which the enterprise's person reports.
  private mutating func rectify(
    _ record: RecordID, foundAt: Int64, _ enterprise: Enterprise, in community: Community, node: Area
  ) {
    let done = time.later(than: foundAt, days: draw.below(20), hoursBeforeEnd: 3, &draw)
    let intent = form.intent(
      "hazard", record, enterprise.area,
      [
        ("evidence_after", form.photograph(at: done, &draw)), ("steps", form.step("rectified", at: done, &draw)),
      ])
    add([intent], at: done, by: "\(enterprise.name)安全员", node: node, isNew: false)
  }
}

// MARK: Third parties and penalties

extension ZhengxiangbaiPlan {
  /// Third parties' problems: most are put right, some take long.
  private mutating func enterDiagnoses() {
    let enterprises = draw.shuffled(district.communities.flatMap(\.enterprises)).prefix(14)
    let counts = Spread.evenly(ZhengxiangbaiFigures.diagnosed, over: enterprises.count)
    var number = 0
    for (enterprise, count) in zip(enterprises, counts) {
      let moment = time.moment(inMonth: 2 + draw.below(6), &draw)
      let diagnosis = Form.record(at: moment, &draw)
      let expert = Value.Entry("评估专家\(count)", .sorted([("role", .text("组长"))]))
      let intent = form.intent(
        "expert_diagnosis", diagnosis, enterprise.area,
        [
          ("unit", form.text(enterprise.unit)), ("enterprise", form.text(enterprise.name)),
          ("organisation", form.text("第三方评估机构")), ("experts", .elements(add: [expert], remove: [])),
          ("started_at", form.int(moment)), ("problems_stated", form.int(Int64(count))),
          ("sector", form.text(enterprise.sector)),
        ])
      add([intent], at: moment, by: "旗安委办", node: district.area)
      for _ in 0..<count {
        enterDiagnosed(
          diagnosis, at: moment, enterprise, isPending: number >= ZhengxiangbaiFigures.diagnosedRectified)
        number += 1
      }
    }
  }

  private mutating func enterDiagnosed(
    _ diagnosis: RecordID, at moment: Int64, _ enterprise: Enterprise, isPending: Bool
  ) {
    let record = Form.record(at: moment, &draw)
    var edits = hazard(at: moment, enterprise, origin: "expert")
    edits.append(("diagnosis", form.text(diagnosis.description)))
    if isPending { edits.append(("delay_reason", form.text(draw.below(2) == 0 ? "funds" : "approval"))) }
    add([form.intent("hazard", record, enterprise.area, edits)], at: moment + 1, by: "旗安委办", node: district.area)
    guard !isPending, let community = district.communities.first(where: { $0.area.contains(enterprise.area) }) else {
      return
    }
    rectify(record, foundAt: moment, enterprise, in: community, node: district.area)
  }

  private mutating func enterPenalties() {
    let enterprises = district.communities.flatMap(\.enterprises)
    for (agency, sector, count, fen) in ZhengxiangbaiFigures.fines {
      // Fines are of whole hundreds of yuan.
      let parts = Spread.evenly(fen / 10_000, over: count)
      for number in 0..<count {
        let moment = time.moment(inMonth: draw.below(12), &draw)
        let enterprise = draw.pick(enterprises)
        let kind = Value.Entry("fine", .text("罚款"))
        let intent = form.intent(
          "penalty", Form.record(at: moment, &draw), enterprise.area,
          [
            ("number", form.text("\(agency)罚〔2023〕\(number + 1)号")), ("unit", form.text(enterprise.unit)),
            ("enterprise", form.text(enterprise.name)), ("agency", form.text(agency)),
            ("kinds", .elements(add: [kind], remove: [])), ("amount_fen", form.int(Int64(parts[number] * 10_000))),
            ("decided_at", form.int(moment)), ("sector", form.text(sector)),
          ])
        add([intent], at: moment, by: agency, node: district.area)
      }
    }
  }
}
