// How a hazard of the half-year is put right, re-checked and closed: each where it has arrived by then.
import Merge
import SeededNumbers

extension DistrictPlan {
  /// The enterprise puts it right, the community's second patroller re-checks, the township closes, some of them. Each of
  /// them can do so once what came before has arrived where they work; what would come after the half-year is not entered.
  mutating func rectify(
    _ record: RecordID, isMajor: Bool, foundAt: Int64, _ enterprise: Enterprise, node: Area, community: Community,
    township: Township
  ) {
    let done = time.later(than: foundAt, days: draw.below(25), hoursBeforeEnd: 3, &draw)
    var found = Journey(from: node, in: time.month(of: foundAt))
    let isAtTerminal = community.terminal?.area == enterprise.area
    let place = isAtTerminal && found.month(at: enterprise.area) <= time.month(of: done) ? enterprise.area : node
    let evidence = form.photograph(at: done, &draw)
    let step = form.step("rectified", at: done, &draw)
    let rectified = form.intent(
      "hazard", record, enterprise.area, [("evidence_after", evidence), ("steps", step)])
    add([rectified], at: done, by: "\(enterprise.name)安全员", node: place, isNew: false)
    found.adds(Journey(from: place, in: time.month(of: done)))
    guard draw.below(100) < closedPercent else { return }
    guard let checked = moment(after: done, days: draw.below(3), hoursBeforeEnd: 2, found, at: community.area) else {
      return
    }
    take("passed", record, of: enterprise, at: checked, by: "网格员乙", node: community.area)
    // A major one is closed once a tier above the re-check has confirmed it.
    if isMajor { return }
    found.adds(Journey(from: community.area, in: time.month(of: checked)))
    guard let closed = moment(after: checked, days: draw.below(5), hoursBeforeEnd: 1, found, at: township.area) else {
      return
    }
    take("closed", record, of: enterprise, at: closed, by: "镇街安监员", node: township.area)
  }

  /// Some days later, or in the month in which what is to be seen has arrived; nil where that is after the half-year.
  private mutating func moment(
    after earlier: Int64, days: Int, hoursBeforeEnd: Int64, _ seen: Journey, at node: Area
  ) -> Int64? {
    let month = seen.month(at: node)
    let later = time.later(than: earlier, days: days, hoursBeforeEnd: hoursBeforeEnd, &draw)
    if month <= time.month(of: later) { return later }
    return month < QingdaoFigures.months ? time.moment(inMonth: month, &draw) : nil
  }

  private mutating func take(
    _ step: String, _ record: RecordID, of enterprise: Enterprise, at moment: Int64, by user: String, node: Area
  ) {
    let intent = form.step(step, of: "hazard", record, enterprise.area, at: moment, &draw)
    add([intent], at: moment, by: user, node: node, isNew: false)
  }
}
