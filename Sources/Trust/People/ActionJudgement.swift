// Which of many signed commits count: each by itself, then those of one number against one another.
package import Merge

/// Judges signed commits by the statements at hand. Only commits that their feeds let have effect are to be asked about: what an
/// author has not sealed, or was not granted to write, takes no number from what it has.
///
/// A function of the set: no order of statements or commits, nor asking twice, changes a verdict.
/// - Source: protocol §16.4.
package struct ActionJudgement {
  private var authority: PassAuthority
  /// What was verified before.
  private var checked: CheckedActions

  /// - Parameter checked: signatures that are known to hold, and are not verified again.
  package init(root: PublicKey, checked: CheckedActions = .none) {
    authority = PassAuthority(root: root)
    self.checked = checked
  }

  /// Takes in what was verified meanwhile.
  package mutating func note(_ others: CheckedActions) { checked.formUnion(others) }

  /// What a pass is worth; nil when none of this id is known.
  package mutating func standing(of pass: PassID, in reader: some PeopleReader) throws -> PassStanding? {
    try authority.standing(of: pass, in: reader)
  }

  /// Whether an action counts as long as no other takes its number.
  package mutating func finding(_ action: SignedAction, in reader: some PeopleReader) throws -> ActionFinding {
    guard let standing = try authority.standing(of: action.signature.pass, in: reader) else {
      return .fails(.passUnknown)
    }
    if let fault = firmFault(action, standing) { return .fails(fault) }
    if let fault = Self.fault(at: action.time, number: action.signature.number, standing) { return .fails(fault) }
    return .holds(ActionAuthority(standing, actingFor: action.signature.actingFor))
  }

  /// Why an action never counts under its pass, whatever else arrives; nil where it may.
  private func firmFault(_ action: SignedAction, _ standing: PassStanding) -> ActionFault? {
    let pass = standing.pass
    guard let message = action.content?.message,
      checked.holds(action.signature.signature, of: message, by: pass.key)
        || pass.key.verifies(action.signature.signature, of: message)
    else { return .badSignature }
    if action.user != pass.account.description { return .otherAccount }
    return pass.area.contains(action.area) ? nil : .outsidePass
  }

  /// Why an action whose signature holds does not count by itself, by the statements at hand.
  package static func fault(at time: HybridTime, number: UInt64, _ standing: PassStanding) -> ActionFault? {
    if standing.issuer == nil { return .passDoesNotCount }
    if standing.pass.isOver(at: time) { return .passOver }
    if let last = standing.last, number > last { return .withdrawn(last: last) }
    return nil
  }

  /// One number of one device.
  private struct Slot: Hashable {
    let device: DeviceID
    let number: UInt64
  }

  /// An action that counts as long as no other takes its number.
  private struct Candidate {
    let place: Int
    let action: SignedAction
    let digest: Digest?
    let authority: ActionAuthority
  }

  /// The verdicts, in the order in which the actions were given.
  package mutating func verdicts(of actions: [SignedAction], in reader: some PeopleReader) throws -> [ActionVerdict] {
    var verdicts = [ActionVerdict](repeating: .hasNoEffect(.passUnknown), count: actions.count)
    var slots: [Slot: [Candidate]] = [:]
    for (place, action) in actions.enumerated() {
      switch try finding(action, in: reader) {
      case .fails(let fault): verdicts[place] = .hasNoEffect(fault)
      case .holds(let found):
        let slot = Slot(device: found.device, number: action.signature.number)
        let digest = action.content?.digest
        slots[slot, default: []].append(
          Candidate(place: place, action: action, digest: digest, authority: found))
      }
    }
    // Numbers have nothing to do with one another, so no order of them is seen.
    for candidates in slots.values {
      for candidate in candidates { verdicts[candidate.place] = Self.verdict(candidate, among: candidates) }
    }
    return verdicts
  }

  /// The action in the earliest commit has the number; the same in another repeats it, anything else came too late.
  private static func verdict(_ candidate: Candidate, among candidates: [Candidate]) -> ActionVerdict {
    guard let first = candidates.min(by: { $0.action.precedes($1.action) }), first.action.dot != candidate.action.dot
    else { return .counts(candidate.authority) }
    return first.digest == candidate.digest
      ? .repeats(first.action.dot, candidate.authority) : .hasNoEffect(.numberTaken(by: first.action.dot))
  }
}
