// Which signed commits count: judged as their feeds let them have effect, and anew when statements arrive.
import GRDB
import Merge
import Replica
import Trust
import Wire

/// What a commit's signature means for folding it.
enum SignedEffect {
  /// It has the authority of its home.
  case unsigned
  /// Its action does not count, or not yet.
  case noEffect
  case counts(ActionAuthority, isRepeat: Bool)
}

/// The rows of `action`, on the writer's connection.
///
/// A row is a function of the commits that their feeds let have effect and of the statements: no order of either shows in it.
/// So it is part of the views, and is folded anew with them. Where a verdict changes, the records concerned become stale, and are
/// folded anew before anybody reads them.
final class ActionTable {
  let db: Database
  let reader: StoreReader
  let repeats: RepeatTable
  private var judgement: ActionJudgement?
  private var checked = CheckedActions.none
  /// Records whose rows are not what their commits make them.
  private var stale: Set<StaleRecord> = []
  private var notices = ActionNotices()

  init(in db: Database, reader: StoreReader) {
    (self.db, self.reader) = (db, reader)
    repeats = RepeatTable(in: db)
  }

  /// Called as each transaction begins.
  func begin() {
    (judgement, checked, notices) = (nil, .none, ActionNotices())
    forgetStale()
  }

  /// The views are gone, and are folded anew as a whole.
  func forgetStale() {
    stale.removeAll()
    repeats.forget()
  }

  /// A statement has been kept: what was worked out before may not hold.
  func forgetJudgement() { judgement = nil }

  /// Takes note of signatures that were verified beside the writer.
  func noteChecked(_ actions: CheckedActions) {
    checked.formUnion(actions)
    judgement?.note(actions)
  }

  func takeNotices() -> [ActionNotice] {
    defer { notices = ActionNotices() }
    return notices.all
  }

  var isStale: Bool { !stale.isEmpty }

  func takeStale() -> Set<StaleRecord> {
    defer { stale.removeAll() }
    return stale
  }

  /// Asks the judge, who remembers what it has worked out.
  func judging<T>(_ body: (inout ActionJudgement) throws -> T) throws -> T? {
    guard var judge = try judgement ?? newJudgement() else { return nil }
    // Held in two places, what it remembers would be copied as a whole.
    judgement = nil
    let result = try body(&judge)
    judgement = judge
    return result
  }

  private func newJudgement() throws -> ActionJudgement? {
    try reader.rootKey().map { ActionJudgement(root: $0, checked: checked) }
  }

  // MARK: One commit

  /// What the signature of a commit means that its feed lets have effect. At the first time it is judged.
  func effect(of scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws -> SignedEffect {
    guard scan.actionPlace != nil, try reader.isProving,
      let action = SignedAction(scan, in: bytes, feed: feed.key)
    else { return .unsigned }
    let row = try row(at: action.dot) ?? note(action, isRemoved: scan.redacted != nil)
    return try effect(of: row, action.signature)
  }

  /// The same of a commit that has been judged; without effect where it has not.
  func knownEffect(of scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws -> SignedEffect {
    guard scan.actionPlace != nil, try reader.isProving, case .signed(let signature) = ActionMark(scan, in: bytes)
    else { return .unsigned }
    guard let row = try row(at: Dot(feed: scan.feed, seq: scan.seq)) else { return .noEffect }
    return try effect(of: row, signature)
  }

  private func effect(of row: ActionRow, _ signature: ActionSignature) throws -> SignedEffect {
    guard row.verdict.isInEffect, let standing = try judging({ try $0.standing(of: row.pass, in: reader) }) ?? nil
    else { return .noEffect }
    let authority = ActionAuthority(standing, actingFor: signature.actingFor)
    return .counts(authority, isRepeat: row.verdict == .repeats)
  }

  /// Judges an action that is new here.
  private func note(_ action: SignedAction, isRemoved: Bool) throws -> ActionRow {
    var row = try judged(action, isRemoved: isRemoved)
    guard row.verdict.isCandidate, let device = row.device else {
      try row.save(in: db)
      return row
    }
    let slot = ActionSlot(device: device, number: row.number)
    // Nearly always nobody else has the number: it is written once.
    if try candidates(for: slot).isEmpty {
      row.verdict = .counts
      try row.save(in: db)
      return row
    }
    try row.save(in: db)
    try settle(slot, new: row)
    return try self.row(at: row.dot) ?? row
  }

  /// Judges an action by itself: what would count has `numberTaken` until its number is settled.
  func judged(_ action: SignedAction, isRemoved: Bool) throws -> ActionRow {
    let found = try judging { judge in
      (try judge.standing(of: action.signature.pass, in: reader), try judge.finding(action, in: reader))
    }
    guard let (standing, finding) = found else {
      return ActionRow(action, isRemoved: isRemoved, pass: nil, verdict: .passUnknown)
    }
    guard case .fails(let fault) = finding else {
      return ActionRow(action, isRemoved: isRemoved, pass: standing?.pass, verdict: .numberTaken)
    }
    if case .withdrawn = fault, let end = standing?.end { notices.noteUndone(action.dot, by: end) }
    return ActionRow(action, isRemoved: isRemoved, pass: standing?.pass, verdict: .fails(fault.name))
  }

  func noteUndone(_ dot: Dot, by end: PassEnd) { notices.noteUndone(dot, by: end) }

  // MARK: One number

  /// Decides which of the actions under a number counts: the one in the earliest commit.
  /// - Parameter new: a row that is not folded yet; all others whose verdict changes make their records stale.
  func settle(_ slot: ActionSlot, new: ActionRow? = nil) throws {
    let rows = try candidates(for: slot)
    guard let first = rows.min(by: { $0.precedes($1) }) else { return }
    for row in rows {
      var settled = row
      settled.verdict = row.dot == first.dot ? .counts : row.digest == first.digest ? .repeats : .numberTaken
      if settled.verdict == .numberTaken { notices.noteFork(slot, first.dot, row.dot) }
      guard settled.verdict != row.verdict else { continue }
      try settled.save(in: db)
      if row.dot != new?.dot, settled.verdict.isInEffect || row.verdict.isInEffect { try makeStale(row.dot) }
    }
    try noteRepeats(rows, of: first)
  }

  /// Keeps which commits bring the action that counts, where there are several.
  private func noteRepeats(_ rows: [ActionRow], of first: ActionRow) throws {
    try repeats.drop(rows.map(\.dot))
    let copies = rows.filter { $0.digest == first.digest }
    guard copies.count > 1, let digest = first.digest else { return }
    var records: [RecordID] = []
    try withCommit(first.dot) { scan, _, _ in records = scan.changes.map(\.record) }
    try repeats.keep(copies.map(\.dot), digest: digest, records: records)
  }

  // MARK: Records

  /// What a commit changed is to be folded anew.
  func makeStale(_ dot: Dot) throws {
    try withCommit(dot) { scan, bytes, feed in
      for change in scan.changes {
        stale.insert(
          StaleRecord(
            area: feed.key.area.code, class: feed.key.class.name,
            type: String(decoding: bytes[change.type], as: UTF8.self), record: change.record))
      }
    }
  }

  func withCommit(_ dot: Dot, _ body: (CommitScanner, [UInt8], StoredFeed) throws -> Void) throws {
    guard let feed = try reader.feed(dot.feed) else { return }
    try reader.eachCommit(of: feed, from: dot.seq, through: dot.seq) { try body($0, $1, feed) }
  }
}
