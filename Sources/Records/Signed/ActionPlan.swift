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
  private let entry: SignedEntry
  private let checked: CheckedActions
  private let catalog: Catalog

  /// - Parameter checked: what was verified beside the writer.
  package init(_ entry: SignedEntry, checked: CheckedActions = .none, catalog: Catalog) {
    (self.entry, self.checked, self.catalog) = (entry, checked, catalog)
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
    if let pass, let known = try known(of: pass.device, in: storage.reader) { return known }
    switch finding {
    case .fails(let fault): return try hold(Self.reason(fault), standing?.pass, &replica, storage, now: now)
    case .holds:
      guard let standing else { return .refused(.noRoot) }
      if let reason = try objection(under: standing, in: storage.reader, replica) {
        return try hold(reason, standing.pass, &replica, storage, now: now)
      }
      return try enter(of: standing.pass.account, &replica, storage, now: now)
    }
  }

  // MARK: What is known already

  /// The same action in a commit, or another one that the device has signed under the number.
  private func known(of device: DeviceID, in reader: StoreReader) throws -> EnteredAction.Outcome? {
    let number = entry.action.signature.number
    let digest = entry.action.content.digest
    let known = try reader.actions(of: device, number...number, count: Self.commitsMax)
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
      if let refusal = Self.refusal(of: change, type) { return refusal }
    }
    let places = [replica.identity.area] + replica.formerAreas
    let home = catalog.class(named: entry.className)?.feed.home(of: entry.area, among: places)
    let rights = SignerRights(
      entry: entry, standing: standing, catalog: catalog, home: home ?? replica.identity.area, reader: reader)
    return try rights.refusal().map { HeldReason(.roleMayNot, $0.rawValue) }
  }

  /// What nodes say and keys have signed is nobody's to write; its steps are people's.
  private static func refusal(of change: Change, _ type: RecordType) -> HeldReason? {
    guard type.origin != .people else { return nil }
    if change.fields.allSatisfy({ $0.field == type.lifecycle?.fieldNumber }) { return nil }
    if type.origin == .statement, let statement = SignedRecord.statement(in: change.fields, type: type),
      SignedRecord.id(of: statement) == change.record
    {
      return nil
    }
    return HeldReason(.notOfPeople, type.origin.rawValue)
  }

  // MARK: Writing

  private func enter(
    of account: AccountID, _ replica: inout Replica, _ storage: StoreWriter, now: Int64
  ) throws -> EnteredAction.Outcome {
    do {
      let made = try replica.enter(entry, of: account, now: now, into: storage)
      let held = HeldActions(entry: entry, catalog: catalog, home: replica.identity.area)
      if let record = try held.record(in: storage.reader), let intent = held.entered(record) {
        _ = try replica.commit([intent], user: Self.node, now: now, into: storage)
      }
      return .entered(made.dot, try told(in: storage.reader))
    } catch let refusal as CommitRefusal {
      return .refused(self.refusal(refusal, at: replica.identity.area))
    }
  }

  private func hold(
    _ reason: HeldReason, _ pass: Pass?, _ replica: inout Replica, _ storage: StoreWriter, now: Int64
  ) throws -> EnteredAction.Outcome {
    guard replica.root != nil else { return .refused(.noRoot) }
    let held = HeldActions(entry: entry, catalog: catalog, home: replica.identity.area)
    // As it was held: a reason that is another by now is told, and changes nothing of what waits.
    if try held.record(in: storage.reader) != nil { return .held(held.id, reason) }
    if try held.isFull(now: now, in: storage.reader) { return .refused(.tooManyHeld(max: HeldActions.perDayMax)) }
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

  // MARK: Telling

  /// The records that the action is about, as they stand.
  private func told(in reader: StoreReader) throws -> [EnteredRecord] {
    try entry.changes.compactMap { change in
      guard let type = catalog.type(named: change.type),
        let record = try reader.records(change.record, type: type).first(where: { $0.area == entry.area })
      else { return nil }
      let steps = change.fields.flatMap { field -> [Step] in
        if case .steps(let steps) = field.edit { steps } else { [] }
      }
      return EnteredRecord(
        type: type.name, id: change.record, area: record.area, version: record.state.version,
        steps: steps.map { ($0, record.standing?.outcome(of: $0.id)) })
    }
  }

  private func refusal(_ refusal: CommitRefusal, at home: Area) -> ActionRefusal {
    guard case .outsideBranch = refusal else { return .notEntered("\(refusal)") }
    let tiers = catalog.class(named: entry.className).map { holders(of: $0.feed) } ?? []
    return .notHeldHere(entry.area, className: entry.className, tiers: tiers)
  }

  /// At which tiers nodes around the area hold what is written about it.
  private func holders(of feedClass: FeedClass) -> [Tier] {
    Tier.allCases.filter { tier in
      if let above = entry.area.ancestor(at: tier) { return feedClass.isHeld(about: entry.area, at: above) }
      return tier > entry.area.tier && feedClass.falls.map { tier <= $0 } ?? false
    }
  }

  private static func reason(_ fault: ActionFault) -> HeldReason {
    let code: HeldReason.Code =
      switch fault {
      case .passUnknown, .badSignature, .otherAccount, .numberTaken: .passUnknown
      case .outsidePass: .outsidePass
      case .passDoesNotCount: .passDoesNotCount
      case .passOver: .passOver
      case .withdrawn: .withdrawn
      }
    return HeldReason(code, fault.name)
  }
}
