// Short spellings for feeds, dots, times and commits of one record.
import Merge

func feed(_ number: UInt64) -> FeedID { FeedID(Bytes16(high: 0, low: number)) }
func dot(_ feedNumber: UInt64, _ seq: UInt64) -> Dot { Dot(feed: feed(feedNumber), seq: seq) }
func seen(_ dots: Dot...) -> SeenVector { SeenVector(dots) }

func origin(
  _ dot: Dot, _ tier: Tier = .community, at milliseconds: Int64 = 0, user: String = "li", signed actor: Actor? = nil
) -> Origin {
  Origin(dot: dot, time: HybridTime(milliseconds: milliseconds), tier: tier, user: user, actor: actor)
}

/// One commit's change to the one record these tests are about.
struct Told: Hashable {
  let origin: Origin
  let seen: SeenVector
  let fields: [FieldChange]

  init(_ origin: Origin, seen: SeenVector = .empty, _ fields: [FieldChange]) {
    self.origin = origin
    self.seen = seen
    self.fields = fields
  }

  var change: Change { Change(type: "hazard", record: RecordID(.zero), seen: seen, fields: fields) }

  /// What the commit does to one field.
  func edit(_ field: Int) -> FieldEdit? { fields.first { $0.field == field }?.edit }
}

/// The record's state after the commits arrived in this order.
func merged(_ order: [Told], kind: (Int) -> MergeKind?) -> RecordState {
  var state = RecordState()
  for told in order { state.applyChange(told.change, origin: told.origin, kind: kind) }
  return state
}

/// Fields of every kind: 1 to 6 registers of every rule, 7 and 8 sets, 9 steps, 10 a counter; 11 nobody knows.
let allRules: [RegisterRule] = [false, true].flatMap { isGuarded in
  RegisterRule.Preference.allCases.map { RegisterRule(isGuarded: isGuarded, preference: $0) }
}

func everyKind(_ field: Int) -> MergeKind? {
  switch field {
  case 1...6: .register(allRules[field - 1])
  case 7: .set(isGrowOnly: false)
  case 8: .set(isGrowOnly: true)
  case 9: .steps
  case 10: .counter
  default: nil
  }
}
