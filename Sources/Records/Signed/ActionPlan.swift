// Entering a signed action: what is asked of it inside the transaction that writes it down.
import Access
package import Catalog
import Merge
package import Replica
package import Store
package import Trust

/// One action that is handed in: entered, known already, held or refused.
///
/// It may be carried out twice, when the transaction is run again.
package struct ActionPlan: Sendable {
  let entry: SignedEntry
  private let checked: CheckedActions
  let catalog: Catalog
  let isStrict: Bool
  private let limits: HeldLimits

  /// - Parameters:
  ///   - checked: what was verified beside the writer.
  ///   - isStrict: whether what fails the catalog's checks is refused, and not entered with marks.
  ///   - limits: how much is held at most.
  package init(
    _ entry: SignedEntry, checked: CheckedActions = .none, catalog: Catalog, isStrict: Bool = false,
    limits: HeldLimits = HeldLimits()
  ) {
    (self.entry, self.checked, self.catalog, self.isStrict) = (entry, checked, catalog, isStrict)
    self.limits = limits
  }

  /// - Parameter now: the node's clock, in milliseconds since 1970.
  /// - Throws: `StoreError`; what else is wrong is the outcome.
  package func carryOut(_ replica: inout Replica, _ storage: StoreWriter, now: Int64) throws -> EnteredAction {
    storage.noteChecked(checked)
    // An account that no pass names yet is none: what hangs on it is asked once the pass is known.
    let pass = try storage.passes(entry.action.signature.pass).lazy.compactMap { statement -> Pass? in
      if case .pass(let pass) = statement.content { pass } else { nil }
    }.first
    let outcome = try outcome(under: pass, &replica, storage, now: now)
    let signature = entry.action.signature
    return EnteredAction(pass: signature.pass, number: signature.number, device: pass?.device, outcome: outcome)
  }

  private func outcome(
    under pass: Pass?, _ replica: inout Replica, _ storage: StoreWriter, now: Int64
  ) throws -> EnteredAction.Outcome {
    let home = replica.identity.area
    do throws(CommitRefusal) { try replica.check(entry) } catch {
      if case .unknownType(let type) = error, home.contains(entry.area) || entry.area.contains(home) {
        return try hold(.init(.unknownType, String(type.prefix(60))), pass, &replica, storage, now: now)
      }
      return .refused(refusal(error, at: home))
    }
    let action = entry.signed(
      by: pass?.account, at: Dot(feed: FeedID(.zero), seq: 1), time: replica.time(of: entry, now: now))
    guard let (standing, finding) = try storage.finding(of: action) else { return .refused(.noRoot) }
    if case .fails(.badSignature) = finding { return .refused(.signatureMismatch(entry.action.content.digest)) }
    if let pass, let known = try known(of: pass.device, in: storage.reader) {
      if known.isInEffect { try noteEntered(&replica, storage, now: now) }
      return known
    }
    switch finding {
    case .fails(let fault): return try hold(Self.reason(fault), standing?.pass, &replica, storage, now: now)
    case .holds:
      guard let standing else { return .refused(.noRoot) }
      if let reason = try objection(under: standing, in: storage.reader, replica) {
        return try hold(reason, standing.pass, &replica, storage, now: now)
      }
      if let refusal = try faults(under: standing, in: storage.reader, replica, now: now) { return .refused(refusal) }
      return try enter(of: standing.pass.account, &replica, storage, now: now)
    }
  }

  // MARK: What is known already

  /// The same action in a commit, or another one that the device has signed under the number; one of which the payload was removed
  /// by law is not known any more for what it was, and its number is used.
  private func known(of device: DeviceID, in reader: StoreReader) throws -> EnteredAction.Outcome? {
    let number = entry.action.signature.number
    let digest = entry.action.content.digest
    let known = try reader.actions(of: device, number, count: Self.commitsMax)
    if let same = known.first(where: { $0.digest == digest && !$0.isLost }) {
      return .repeated(same.dot, verdict: same.verdict, try told(in: reader))
    }
    guard let other = known.first(where: { $0.digest != digest && $0.isOfDevice }) else { return nil }
    return .refused(.numberUsed(by: other.dot))
  }

  /// How many commits under one number are looked at: there is one, unless somebody makes more.
  private static let commitsMax = 64

  // MARK: What its signer may

  private func objection(
    under standing: PassStanding, in reader: StoreReader, _ replica: Replica
  ) throws -> HeldReason? {
    for change in entry.changes {
      guard let type = catalog.type(named: change.type) else { continue }
      if try isAsWritten(change, type, at: replica.identity.area, in: reader) { continue }
      return HeldReason(.notOfPeople, type.origin.rawValue)
    }
    let places = [replica.identity.area] + replica.formerAreas
    let home = catalog.class(named: entry.className)?.feed.home(of: entry.area, among: places)
    let rights = SignerRights(
      entry: entry, standing: standing, catalog: catalog, home: home ?? replica.identity.area, reader: reader)
    return try rights.refusal().map { HeldReason(.roleMayNot, $0.rawValue) }
  }

  /// Whether a change says of a record what people may say of one of its type. What nodes say and keys have signed is nobody's to
  /// write; a notice is taken that says what this node counts now, and the steps that name who takes them are people's.
  private func isAsWritten(
    _ change: Change, _ type: RecordType, at home: Area, in reader: StoreReader
  ) throws -> Bool {
    guard type.origin != .people else { return true }
    let steps = change.fields.flatMap { field in if case .steps(let steps) = field.edit { steps } else { [Step]() } }
    if steps.contains(where: { OriginGate.isNodesOwn($0.kind, of: type) }) { return false }
    if change.fields.allSatisfy({ $0.field == type.lifecycle?.fieldNumber }) { return true }
    switch type.origin {
    case .people: return true
    case .node: return false
    case .figures:
      guard entry.area == home, try reader.records(change.record, type: type).isEmpty else { return false }
      return try OriginGate(type, home: home, catalog: catalog).isCounted(change.fields, in: reader)
    case .statement:
      guard let statement = SignedRecord.statement(in: change.fields, type: type) else { return false }
      return SignedRecord.id(of: statement) == change.record
    }
  }

  // MARK: Writing

  private func enter(
    of account: AccountID, _ replica: inout Replica, _ storage: StoreWriter, now: Int64
  ) throws -> EnteredAction.Outcome {
    do {
      let made = try replica.enter(entry, of: account, now: now, into: storage)
      try noteEntered(&replica, storage, now: now)
      return .entered(made.dot, try told(in: storage.reader))
    } catch let refusal as CommitRefusal {
      return .refused(self.refusal(refusal, at: replica.identity.area))
    }
  }

  /// What was held waits no longer.
  private func noteEntered(_ replica: inout Replica, _ storage: StoreWriter, now: Int64) throws {
    let held = HeldActions(entry: entry, catalog: catalog, at: replica)
    guard let record = try held.record(in: storage.reader), let intent = held.entered(record) else { return }
    _ = try replica.commit([intent], user: Self.node, now: now, into: storage)
  }

  private func hold(
    _ reason: HeldReason, _ pass: Pass?, _ replica: inout Replica, _ storage: StoreWriter, now: Int64
  ) throws -> EnteredAction.Outcome {
    guard replica.root != nil else { return .refused(.noRoot) }
    let held = HeldActions(entry: entry, catalog: catalog, at: replica)
    if let record = try held.record(in: storage.reader) {
      // Whoever looks at what waits is told why it does so now, and of a pass that has become known whose it is.
      if let intent = held.told(record, reason, of: pass) {
        _ = try replica.commit([intent], user: Self.node, now: now, into: storage)
      }
      return .held(held.id, reason)
    }
    if let limit = try held.limit(reason, of: pass, limits, now: now, in: storage.reader) {
      return .refused(.tooManyHeld(limit))
    }
    guard let intent = held.intent(reason, of: pass) else { return .refused(.notEntered("it cannot be held here")) }
    guard entry.action.encoded.count <= Self.heldBytesMax else {
      return .refused(.notEntered("it is too large to be held"))
    }
    _ = try replica.commit([intent], user: Self.node, now: now, into: storage)
    return .held(held.id, reason)
  }

  /// What a commit has room for, beside what else stands in a held action.
  private static let heldBytesMax = PortableAction.changesBytesMax - 1_024

  /// Who holds what could not be entered.
  private static let node = "gridward"
}

extension EnteredAction.Outcome {
  /// Whether another commit brings the action, which has effect by it.
  fileprivate var isInEffect: Bool {
    if case .repeated(_, let verdict, _) = self { ["counts", "repeats"].contains(verdict) } else { false }
  }
}
