// One visit's hazards: their fields as people fill them in, and the way each of them goes.
import Catalog
import Merge
import Replica
import SeededNumbers

/// Draws visits and what follows upon them.
struct DeskHazards {
  private let plan: DeskPlan
  private let texts: DeskTexts
  private let numbers: [String: Int]

  init(plan: DeskPlan, texts: DeskTexts) {
    (self.plan, self.texts) = (plan, texts)
    guard let type = Catalog.builtIn.type(named: "hazard") else { preconditionFailure("the catalog has no hazard") }
    numbers = Dictionary(uniqueKeysWithValues: type.fields.map { ($0.name, $0.number) })
  }

  private func change(_ name: String, _ edit: FieldEdit) -> FieldChange {
    guard let number = numbers[name] else { preconditionFailure("hazard has no \(name)") }
    return FieldChange(number, edit)
  }

  private func text(_ name: String, _ text: String) -> FieldChange { change(name, .write(.text(text))) }
  private func int(_ name: String, _ number: Int64) -> FieldChange { change(name, .write(.int(number))) }

  /// A visit and the hazards it finds, by whether each of them is still open at the end.
  func visit(to unit: DeskUnit, at time: Int64, isOpen: [Bool], _ draw: inout SplitMix64) -> DeskEntry {
    let user = "网格员\(unit.area.code.dropFirst(6).prefix(6))"
    let isAtOnce = draw.below(100) < 60
    var (intents, ways) = ([Intent](), [DeskWay: [RecordID]]())
    for isOpen in isOpen {
      let record = RecordID(milliseconds: time, random: (draw.next(), draw.next()))
      let isMajor = draw.below(200) == 0
      let way = DeskWay(isOpen: isOpen, isMajor: isMajor, isAtOnce: isAtOnce, &draw)
      var fields = fields(of: unit, at: time, isOpen: isOpen, isMajor: isMajor, by: user, &draw)
      if let step = way.first {
        fields += steps([step], at: time, &draw)
      }
      intents.append(Intent(type: "hazard", record: record, area: unit.area, seen: .empty, fields: fields))
      ways[way, default: []].append(record)
    }
    let later = ways.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { way, records in
      self.later(way, records, of: unit, after: time, &draw)
    }
    return DeskEntry(time: time, home: unit.township, user: user, intents: intents, later: later)
  }

  /// Steps taken about a record that is there.
  func steps(
    _ steps: [String], of record: RecordID, in area: Area, at time: Int64, _ draw: inout SplitMix64
  ) -> Intent {
    Intent(type: "hazard", record: record, area: area, seen: .empty, fields: self.steps(steps, at: time, &draw))
  }

  private func steps(_ kinds: [String], at time: Int64, _ draw: inout SplitMix64) -> [FieldChange] {
    let steps = kinds.map { kind in
      Step(
        id: StepID(Bytes16(high: draw.next(), low: draw.next())), kind: kind, round: 1,
        details: .sorted([("at", .int(time))]))
    }
    let picture = kinds.contains("rectified") ? [change("evidence_after", photograph(at: time, &draw))] : []
    return picture + [change("steps", .steps(steps))]
  }

  private func photograph(at time: Int64, _ draw: inout SplitMix64) -> FieldEdit {
    let hash = [Bytes16(high: draw.next(), low: draw.next()), Bytes16(high: draw.next(), low: draw.next())]
    let value = Value.sorted([("name", .text("IMG_\(time / 1_000 % 100_000).jpg")), ("taken_at", .int(time))])
    return .elements(add: [Value.Entry(hash.map(\.hex).joined(), value)], remove: [])
  }

  private func fields(
    of unit: DeskUnit, at time: Int64, isOpen: Bool, isMajor: Bool, by user: String, _ draw: inout SplitMix64
  ) -> [FieldChange] {
    let (what, place) = (draw.pick(texts.records), draw.pick(texts.records).place)
    let campaign = draw.pick(DeskTexts.campaigns)
    var fields = [
      text("enterprise", unit.name), text("category", DeskTexts.category(what.category)),
      text("description", what.description), text("place", place), int("severity", isMajor ? 1 : 0),
      int("found_at", time - Int64(draw.below(1_200_000))), int("deadline", deadline(of: time, isOpen, &draw)),
      text("found_by", user), text("measure", what.measure),
      int("longitude", unit.longitude + Int64(draw.below(400)) - 200),
      int("latitude", unit.latitude + Int64(draw.below(400)) - 200), text("crs", "cgcs2000"),
      text("code", what.code), text("unit", unit.code), text("origin", draw.below(5) == 0 ? "department" : "patrol"),
      text("sector", unit.sector), change("evidence_before", photograph(at: time, &draw)),
    ]
    if !campaign.isEmpty { fields.append(text("campaign", campaign)) }
    if isOpen {
      let key = "安全员\(unit.code.suffix(6))"
      let role = Value.sorted([("role", .text("责任人"))])
      fields.append(change("assignees", .elements(add: [Value.Entry(key, role)], remove: [])))
    }
    return fields
  }

  /// Of what is open, a fifth is overdue; of the rest, the deadline lies up to six weeks ahead.
  private func deadline(of time: Int64, _ isOpen: Bool, _ draw: inout SplitMix64) -> Int64 {
    let days = Int64([1, 3, 7, 15, 15, 30, 30, 60][draw.below(8)])
    if !isOpen { return time + days * DeskPlan.day }
    if draw.below(5) > 0 { return plan.end + Int64(1 + draw.below(45)) * DeskPlan.day }
    return min(time + days * DeskPlan.day, plan.end - Int64(draw.below(Int(DeskPlan.day))))
  }

  // MARK: What follows

  private func later(
    _ way: DeskWay, _ records: [RecordID], of unit: DeskUnit, after time: Int64, _ draw: inout SplitMix64
  ) -> DeskLater? {
    let (done, checked) = (moment(after: time, &draw), "镇街安监员\(unit.township.code.dropFirst(6).prefix(3))")
    func make(
      _ steps: [String], at time: Int64, by user: String, home: Area? = nil, then next: [DeskLater] = []
    ) -> DeskLater {
      DeskLater(
        time: time, home: home ?? unit.township, user: user, records: records, area: unit.area, steps: steps,
        next: next)
    }
    let ending = moment(after: done, &draw)
    switch way {
    case .reported, .ordered, .rectified: return nil
    case .passed: return make(["passed"], at: done, by: checked)
    case .failed: return make(["failed"], at: done, by: checked)
    case .closedAtOnce: return make(["passed", "closed"], at: done, by: checked)
    case .closedLater:
      let closed = make(["passed", "closed"], at: ending, by: checked)
      return make(["rectified"], at: done, by: "安全员\(unit.code.suffix(6))", then: [closed])
    case .closedMajor:
      let closed = make(
        ["confirmed", "closed"], at: ending, by: "区市执法员\(unit.district.code.dropFirst(4).prefix(2))",
        home: unit.district)
      return make(["passed"], at: done, by: checked, then: [closed])
    }
  }

  private func moment(after time: Int64, _ draw: inout SplitMix64) -> Int64 {
    min(plan.end, time + Int64(1 + draw.below(Int(12 * DeskPlan.day))))
  }
}

/// The way a hazard goes.
enum DeskWay: Int {
  case reported, ordered, rectified, passed, failed, closedAtOnce, closedLater, closedMajor

  init(isOpen: Bool, isMajor: Bool, isAtOnce: Bool, _ draw: inout SplitMix64) {
    if isOpen {
      let lot = draw.below(100)
      self = lot < 45 ? .reported : lot < 65 ? .ordered : lot < 85 ? .rectified : lot < 90 ? .passed : .failed
    } else {
      self = isMajor ? .closedMajor : isAtOnce ? .closedAtOnce : .closedLater
    }
  }

  /// The step that is entered with the hazard itself.
  var first: String? {
    switch self {
    case .reported, .closedLater: nil
    case .ordered: "ordered"
    case .rectified, .passed, .failed, .closedAtOnce, .closedMajor: "rectified"
    }
  }
}
