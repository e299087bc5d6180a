// A record as it would stand, tried out before anything is written.
import Catalog
import Merge
import Store

/// A record's state with changes applied to it that are not written yet.
struct Scratch {
  private var state: RecordState
  private let type: RecordType
  private let user: String
  private let tier: Tier
  /// - Units: milliseconds.
  private let now: Int64
  /// Whether the store has a root key.
  private let isProved: Bool
  /// Who signs what is tried out; nil where nobody does.
  private let actor: Actor?
  private var seq: UInt64 = 0

  init(
    state: RecordState, type: RecordType, user: String, tier: Tier, now: Int64, isProved: Bool = false,
    actor: Actor? = nil
  ) {
    self.state = state
    self.type = type
    self.user = user
    self.tier = tier
    self.now = now
    self.isProved = isProved
    self.actor = actor
  }

  var standing: Standing? { Shown.standing(of: state, type: type, isProved: isProved) }

  /// What a field shows.
  func shown(_ name: String) -> Value {
    guard let field = type.field(named: name) else { return .null }
    return Shown.value(of: state[field.number], field: field, standing: nil)
  }

  func has(_ id: StepID, in lifecycle: Lifecycle) -> Bool {
    guard case .steps(let steps)? = state[lifecycle.fieldNumber] else { return false }
    return steps.contains(id)
  }

  /// The record and the place are none that exist; neither a merge nor a lifecycle asks for them here.
  mutating func applyFields(_ fields: [FieldChange]) {
    seq += 1
    let change = Change(type: type.name, record: RecordID(.zero), seen: state.version, fields: fields)
    let origin = Origin(
      dot: Dot(feed: FeedID(.zero), seq: seq), time: HybridTime(milliseconds: now), tier: tier, user: user,
      actor: actor)
    state.applyChange(change, origin: origin) { type.kind(of: $0) }
  }
}
