// Commits and packed states under fuzzing: what decodes must also merge, and pack to what it was.
import Merge
import Wire

extension Decoders {
  static func commit(_ bytes: [UInt8]) {
    var scanner = CommitScanner()
    var reader = CBORReader(bytes)
    guard (try? scanner.scan(&reader)) != nil else {
      precondition(scanner.seq <= UInt64(Int64.max), "a refusal can be sent for whatever was scanned")
      return
    }
    let changes = scanner.changes.indices.map { scanner.change($0, in: bytes) }
    let dot = Dot(feed: scanner.feed, seq: scanner.seq)
    let origin = Origin(dot: dot, time: scanner.time, tier: .community, user: "")
    for change in changes { check(merged(change, origin)) }
    check(encoding: scanner, changes, in: bytes)
  }

  /// A commit without what this version does not know is encoded as it was.
  private static func check(encoding scanner: CommitScanner, _ changes: [Change], in bytes: [UInt8]) {
    if scanner.redacted != nil { return }
    let payload = CommitEncoder.payload(changes, feed: scanner.feed)
    let user = String(decoding: bytes[scanner.user], as: UTF8.self)
    let header = CommitHeader(
      feed: scanner.feed, seq: scanner.seq, previous: scanner.previous, time: scanner.time,
      deviceTime: scanner.deviceTime, user: user, key: scanner.key)
    let encoded = CommitEncoder.commit(header, payload: payload)
    precondition(encoded.header.count <= scanner.header.count, "a header in its shortest form")
    precondition(payload.count <= scanner.payload.count, "changes in their shortest form")
    if encoded.header.count == scanner.header.count {
      precondition(Array(encoded.bytes[encoded.header]) == Array(bytes[scanner.header]), "a header has one encoding")
    }
    if payload.count == scanner.payload.count {
      precondition(payload == Array(bytes[scanner.payload]), "changes have one encoding")
    }
  }

  static func packed(_ bytes: [UInt8]) {
    guard let state = try? PackedState.decode(bytes, column: { _ in .text("shown") }) else { return }
    let version = try? PackedState.version(bytes)
    precondition(version == state.version, "the version alone is the state's")
    // Whatever was read, merging onto it must not trap.
    var next = state
    let dot = Dot(feed: FeedID(.zero), seq: 1)
    let origin = Origin(dot: dot, time: HybridTime(milliseconds: 1), tier: .city, user: "")
    let edits: [FieldEdit] = [
      .write(.int(1)), .elements(add: [], remove: ["a"]), .increment(1),
      .increments([Increment(id: IncrementID(.zero), amount: 1)]),
      .steps([Step(id: StepID(.zero), kind: "a", round: 1)]),
    ]
    for edit in edits {
      let change = Change(type: "t", record: RecordID(.zero), seen: state.version, fields: [FieldChange(1, edit)])
      next.applyChange(change, origin: origin) { _ in kind(of: edit) }
    }
  }

  /// A merged state packs and unpacks to itself.
  private static func check(_ state: RecordState) {
    let kinds: (Int) -> MergeKind? = { state[$0].map(Self.kind) }
    let packed = PackedState.encode(state, rule: kinds, fits: { _, _ in false })
    guard let back = try? PackedState.decode(packed, column: { _ in nil }) else {
      preconditionFailure("a packed state unpacks")
    }
    precondition(back == state, "a packed state unpacks to itself")
  }

  private static func merged(_ change: Change, _ origin: Origin) -> RecordState {
    var state = RecordState()
    let kinds = Dictionary(change.fields.map { ($0.field, kind(of: $0.edit)) }, uniquingKeysWith: { first, _ in first })
    state.applyChange(change, origin: origin) { kinds[$0] }
    return state
  }

  private static func kind(of edit: FieldEdit) -> MergeKind {
    switch edit {
    case .write: .register(RegisterRule(isGuarded: true, preference: .highest))
    case .elements: .set(isGrowOnly: false)
    case .steps: .steps
    case .increment, .increments: .counter
    }
  }

  private static func kind(_ state: FieldState) -> MergeKind {
    switch state {
    case .register: .register(RegisterRule(isGuarded: true, preference: .highest))
    case .set: .set(isGrowOnly: false)
    case .steps: .steps
    case .counter: .counter
    }
  }
}
