// Statements that arrive: which actions they may be about, judged anew.
import GRDB
import Merge
import Replica
import Trust
import Wire

extension ActionTable {
  /// Judges anew what statements that have been kept may be about; all else stays as it is.
  func reconsider(after statements: [Trust.Statement]) throws {
    guard try reader.isProving else { return }
    var rows: [Dot: ActionRow] = [:]
    func add(_ found: [ActionRow]) { for row in found where !row.verdict.isFirm { rows[row.dot] = row } }
    for statement in statements {
      switch statement.content {
      case .pass: add(try self.rows(under: statement.passID))
      case .withdrawal(let withdrawal): add(try self.rows(of: withdrawal.device))
      case .grant, .revocation:
        guard let subject = statement.subject else { continue }
        for pass in try passes(restingOn: subject) { add(try self.rows(under: pass)) }
      case .redaction: break
      }
    }
    try rejudge(rows.values.sorted { $0.dot < $1.dot })
  }

  private func rejudge(_ rows: [ActionRow]) throws {
    var slots: Set<ActionSlot> = []
    for row in rows {
      guard let judged = try judgedAnew(row) else { continue }
      if let device = judged.device ?? row.device, judged.verdict.isCandidate || row.verdict.isCandidate {
        slots.insert(ActionSlot(device: device, number: row.number))
      }
      // What stays a candidate has its verdict from its number.
      if judged.verdict.isCandidate, row.verdict.isCandidate { continue }
      try judged.save(in: db)
      if row.verdict.isInEffect { try leave(row) }
    }
    for slot in slots.sorted() { try settle(slot) }
  }

  /// An action that had effect has none any more.
  private func leave(_ row: ActionRow) throws {
    try makeStale(row.dot)
    try repeats.drop([row.dot])
  }

  /// The row as it is by the statements at hand; nil where the commit is not there.
  private func judgedAnew(_ row: ActionRow) throws -> ActionRow? {
    guard row.verdict != .passUnknown else {
      var found: ActionRow?
      try withCommit(row.dot) { scan, bytes, feed in
        if let action = SignedAction(scan, in: bytes, feed: feed.key) {
          found = try self.judged(action, isRemoved: scan.redacted != nil)
        }
      }
      return found
    }
    guard let standing = try judging({ try $0.standing(of: row.pass, in: reader) }) ?? nil else { return nil }
    var judged = row
    let fault = ActionJudgement.fault(at: row.time, number: row.number, standing)
    judged.verdict = fault.map { .fails($0.name) } ?? .numberTaken
    if case .withdrawn? = fault, let end = standing.end { noteUndone(row.dot, by: end) }
    return judged
  }

  /// The passes of which a statement about a node's key may decide: those it issued, and those of whomever it has granted a place,
  /// and they in turn.
  private func passes(restingOn subject: PublicKey) throws -> [PassID] {
    var (open, seen) = ([subject], Set([subject]))
    var found: [PassID] = []
    while let issuer = open.popLast() {
      for statement in try reader.statements(by: issuer) {
        switch statement.content {
        case .pass: found.append(statement.passID)
        case .grant(let grant): if seen.insert(grant.subject).inserted { open.append(grant.subject) }
        case .revocation, .redaction, .withdrawal: break
        }
      }
    }
    return found
  }
}
