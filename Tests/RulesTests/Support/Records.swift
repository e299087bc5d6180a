// Records and branches for rules, put together from what a test is about.
import Catalog
import Merge
import Rules
import TestSupport

func day(_ text: String) -> Day { Day(text)! }

extension Place {
  static let works = Area("370202001001/91350100M000100Y43")!
  static let unit = "91350100M000100Y43"
}

/// A value as a test writes it.
func value(_ any: Any) -> Value {
  switch any {
  case let text as String: .text(text)
  case let number as Int: .int(Int64(number))
  case let flag as Bool: .bool(flag)
  case let day as Day: .int(day.start)
  case let keys as [String]: .list(keys.map { .sorted([("key", .text($0)), ("value", .null)]) })
  default: .null
  }
}

/// A step that has had effect: its kind, the moment, the tier.
typealias Step = (kind: String, at: Day, tier: Tier)

/// A record of a type of the built-in catalog.
func record(
  _ type: String, _ number: Int = 1, in area: Area = Place.community, created: Day = day("2025-01-01"),
  changed: Day? = nil, steps: [Step] = [], _ fields: [(String, Any)] = []
) -> ExaminedRecord {
  let lifecycle = Catalog.builtIn.type(named: type)!.lifecycle
  var facts = Steps()
  for (index, step) in steps.enumerated() {
    let dot = Dot(feed: FeedID(Bytes16(high: 0, low: UInt64(index + 1))), seq: 1)
    let origin = Origin(
      dot: dot, time: HybridTime(milliseconds: step.at.start), tier: step.tier, user: "user \(index)")
    let id = StepID(Bytes16(high: UInt64(number), low: UInt64(index + 1)))
    let details = Value.sorted(
      ["reason", "by", "channel", "found", "witness", "signer", "minutes_by", "report_number", "to"].map {
        ($0, .text("x"))
      })
    facts.applyStep(Merge.Step(id: id, kind: step.kind, round: 1, details: details), origin: origin)
  }
  let shown = fields.map { ($0.0, value($0.1)) }
  let standing = lifecycle?.standing(of: facts) { name in shown.first { $0.0 == name }?.1 ?? .bool(true) }
  return ExaminedRecord(
    type: type, id: RecordID(milliseconds: Int64(number), random: (0, UInt64(number))), area: area,
    created: created.start, changed: (changed ?? created).start, shown: shown, standing: standing,
    facts: facts.chronological)
}

/// A branch as of a day's end.
func branch(_ on: String, home: Area = Place.city, tables: CodeTables = .none, _ records: [ExaminedRecord])
  -> ExaminedBranch
{
  branch(at: day(on).end, home: home, tables: tables, records)
}

/// A branch as of a moment.
func branch(at now: Int64, home: Area = Place.city, tables: CodeTables = .none, _ records: [ExaminedRecord])
  -> ExaminedBranch
{
  ExaminedBranch(home: home, asked: AskedDay(nil, now: now), catalog: .builtIn, tables: tables, records: records)
}

extension Rule {
  /// What it proposes, each as type, area and the grounds' numbers.
  func found(_ branch: ExaminedBranch) -> [String] {
    proposals(in: branch).map { proposal in
      let grounds = proposal.grounds.map { String($0.id.raw.high >> 16) }.joined(separator: "+")
      return "\(proposal.type) \(proposal.area.code) \(grounds)"
    }
  }
}
