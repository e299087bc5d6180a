// Which steps of a record's lifecycle somebody may take who sees it as a node shows it.
import Catalog
import Merge
import Store

/// The steps of a record as somebody sees them who is about to take one.
struct NextSteps {
  let record: RecordView
  let lifecycle: Lifecycle
  /// The round that is open.
  let round: Int64
  private let origin: Origin
  /// What a step says of its taker whose device signs it; nil for somebody without one.
  private let signed: Origin?
  private let taken: Steps
  private let shown: [String: Value]

  /// Nil for a record without a lifecycle.
  init?(of record: RecordView, by person: Person, tier: Tier, now: Int64) {
    guard let lifecycle = record.type.lifecycle else { return nil }
    self.record = record
    self.lifecycle = lifecycle
    round = record.standing?.openRound ?? 1
    let dot = Dot(feed: FeedID(.zero), seq: 1)
    let time = HybridTime(milliseconds: now)
    origin = Origin(dot: dot, time: time, tier: tier, user: person.user)
    signed = person.device.map { device in
      Origin(dot: dot, time: time, tier: device.origin.tier, user: person.user, actor: device.origin.actor)
    }
    if case .steps(let steps)? = record.state[lifecycle.fieldNumber] { taken = steps } else { taken = Steps() }
    shown = Dictionary(record.values.map { ($0.field.name, $0.value) }) { first, _ in first }
  }

  /// The details that a step needs.
  static func details(of kind: StepKind) -> Value {
    let keys = Set(kind.needsDetails + kind.when.flatMap(\.needsDetails))
    return keys.isEmpty ? .null : .sorted(keys.sorted().map { ($0, .text("因故")) })
  }

  /// The fields on which it depends whether a step has its effect.
  static func asked(of kind: StepKind) -> Set<String> {
    Set(kind.needsFields + kind.when.flatMap { $0.needsFields + [$0.test.field] })
  }

  /// The fields that a step needs and that are blank.
  func blank(for kind: StepKind) -> [Field] {
    let needed = Set(kind.needsFields + kind.when.flatMap(\.needsFields))
    return record.type.fields.filter { needed.contains($0.name) && (shown[$0.name] ?? .null).isBlank }
  }

  /// Whether a step wants a person's signature.
  static func isSigned(_ kind: StepKind) -> Bool { !kind.by.isEmpty }

  /// Whether a step would have its effect.
  /// - Parameter isFilling: whether the fields are filled in that it needs.
  func isPermitted(_ kind: StepKind, isFilling: Bool) -> Bool {
    let filled = isFilling ? Set(blank(for: kind).map(\.name)) : []
    let details = kind.confirming(Self.details(of: kind)) { shown[$0] ?? .null }
    let step = Step(id: StepID(.zero), kind: kind.name, round: round, details: details)
    let taker = Self.isSigned(kind) ? signed ?? origin : origin
    var after = taken
    after.applyStep(step, origin: taker)
    let signatures = Signatures(of: after, isProved: record.isProved)
    let outcome = lifecycle.outcome(ofTaking: step, origin: taker, after: taken, signatures: signatures) { name in
      filled.contains(name) ? .bool(true) : shown[name] ?? .null
    }
    return outcome == .effective
  }

  /// Mostly the next step that is permitted, sometimes any of those; nil when there is none.
  func draw(_ draw: inout Draw) -> StepKind? {
    let permitted = lifecycle.steps.indices.filter { isPermitted(lifecycle.steps[$0], isFilling: true) }
    guard !permitted.isEmpty else { return nil }
    let any = draw.pick(permitted)
    let isNext = draw.chance(700)
    return lifecycle.steps[isNext ? permitted.first { $0 >= place } ?? any : any]
  }

  /// Where in the lifecycle the next step begins.
  private var place: Int {
    guard let standing = record.standing, standing.round == standing.openRound else { return 0 }
    return lifecycle.steps.firstIndex { $0.status == standing.status }.map { $0 + 1 } ?? 0
  }

  /// A step that would count for nothing as it is; nil when there is none.
  func drawIneffective(_ draw: inout Draw) -> StepKind? {
    let forbidden = lifecycle.steps.filter { !isPermitted($0, isFilling: false) }
    return forbidden.isEmpty ? nil : draw.pick(forbidden)
  }
}
