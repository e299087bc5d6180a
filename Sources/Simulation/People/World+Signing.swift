// What people's devices sign: passes are issued, actions signed where they are done, and handed in at one node or another.
import Catalog
import Merge
import Records
import Replica
import Store
import Trust

extension World {
  /// In how many of a thousand cases a device signs what would need no signature, and a pass is issued before anything is signed.
  private static let (signedPermille, issuedPermille) = (120, 700)
  /// In how many of a thousand cases an action is handed in at the next node up.
  private static let abovePermille = 150

  /// Offices tell their own branch of most of the passes that they have issued; the others come with the first action.
  func issuePasses() {
    var draw = Draw(seed: settings.seed, stream: "passes")
    for person in people {
      guard draw.chance(Self.issuedPermille), let device = person.device, violation == nil else { continue }
      tell(of: device.statement, at: nodes[device.office])
    }
  }

  /// Has a node write down a statement about somebody's device.
  func tell(of statement: Statement, at node: SimulatedNode) {
    guard node.isUp, !node.isGone else { return }
    do {
      let now = time(node)
      try node.handIn { replica, writer in
        if case .pass = statement.content {
          _ = try PassPlan(statement, catalog: node.entryCatalog).carryOut(&replica, writer, now: now)
        } else if let area = statement.area,
          let intent = SignedRecord.intent(carrying: statement, about: area, catalog: node.entryCatalog)
        {
          _ = try replica.commit([intent], user: "gridward", now: now, into: writer)
        }
      }
      tell(node)
    } catch { refuse(node, error) }
  }

  // MARK: Signing

  /// An errand as the person's device signs it, where it does: what it is to become is worked out from what the node shows.
  func signed(_ errand: Errand, _ person: inout Person, at node: SimulatedNode) throws -> Errand? {
    guard var device = person.device, let store = node.store, isSigned(errand.act, &person.draw) else { return nil }
    var request = errand.act.request
    // Whether a step counts is asked of its signer, and has been.
    request.isForced = true
    let time = time(node)
    let plan = try? request.plan(
      by: person.user, deviceTime: nil, catalog: node.entryCatalog, store: store, now: time)
    guard let plan, let type = node.entryCatalog.type(named: request.type) else { return nil }
    let intents: [Intent]
    do { intents = try node.read { _, reader in try plan.intents(in: reader) } } catch is EntryRefusal { return nil }
    guard !intents.isEmpty, intents.allSatisfy({ $0.area == request.area }) else { return nil }
    let changes = intents.map { intent in
      Change(type: intent.type, record: intent.record, seen: intent.seen, fields: intent.fields)
    }
    var signed = errand
    signed.signed = device.sign(
      changes, about: request.area, class: type.class.name, at: trueTime, actingFor: whomActingFor(&person))
    person.device = device
    if person.draw.chance(Self.abovePermille), let parent = node.parent { signed.node = parent }
    check { $0.planned(intents, of: errand, at: node, in: self) }
    check { $0.signed(signed, in: self) }
    return signed
  }

  /// Now and then somebody stands in for another of the same place, who may have taken the step before.
  private func whomActingFor(_ person: inout Person) -> AccountID? {
    // Where everything is written down by hand, nobody does.
    if settings.acts == 0 { return nil }
    let (node, account) = (person.node, person.device?.account)
    let others = people.filter { $0.node == node && $0.device != nil }.compactMap { $0.device?.account }
      .filter { $0 != account }
    return others.isEmpty || !person.draw.chance(100) ? nil : person.draw.pick(others)
  }

  private func isSigned(_ act: Act, _ draw: inout Draw) -> Bool {
    if act.wantsSignature { return true }
    switch act.kind {
    case .makes, .edits, .steps, .forces: return draw.chance(Self.signedPermille)
    case .signs, .oversteps: return false
    }
  }

  // MARK: Handing in

  /// The same action goes to another node too: where the person works, or the next above.
  func handInTwice(_ errand: Errand, _ person: inout Person) {
    var other = errand
    let own = person.node
    guard let node = errand.node == own ? nodes[own].parent : own else { return }
    other.node = node
    tally.faults[.handedInTwice, default: 0] += 1
    after(Int64(person.draw.heavyTail(1_000...3_600_000)), .submit(other))
  }

  /// Hands an action in as a phone does: with its pass, and again until there is a definite answer.
  func handIn(_ signed: SignedErrand, of errand: Errand, at node: SimulatedNode) {
    let deadUntil = people[errand.person].deadUntil
    if deadUntil > now { return after(deadUntil - now, .submit(errand)) }
    // The request does not arrive, or its answer does not, or not whole: the phone knows nothing, and hands in again.
    let isUnheard = phase == .safety && settings.has(.phoneAnswerLost) && errand.tries < 3 && draw.chance(250)
    if isUnheard { tally.faults[.phoneAnswerLost, default: 0] += 1 }
    if isUnheard, draw.chance(300) {
      if settings.mutant != .lapseDropsQueue { retry(errand) }
      return
    }
    if settings.mutant == .refusalStopsQueue, people[errand.person].isRefused { return }
    do {
      if try isSettled(signed, errand, at: node) { return }
      let entered = try take(signed, at: node)
      if isUnheard { return retry(errand) }
      conclude(entered, errand, at: node)
    } catch {
      refuse(node, error)
      if settings.mutant != .losesErrand { retry(errand) }
    }
  }

  /// What a node does with an action that has reached it, whether its answer reaches anybody or not.
  func take(_ signed: SignedErrand, at node: SimulatedNode) throws -> EnteredAction {
    let entry = try SignedEntry(signed.action)
    let now = time(node)
    let entered = try node.handIn { replica, writer in
      _ = try PassPlan(signed.pass, catalog: node.entryCatalog).carryOut(&replica, writer, now: now)
      return try ActionPlan(entry, catalog: node.entryCatalog).carryOut(&replica, writer, now: now)
    }
    tell(node)
    return entered
  }

  /// Whether nothing is left to enter: a node that is asked first has it, or one that is asked to enter it keeps it back.
  private func isSettled(_ signed: SignedErrand, _ errand: Errand, at node: SimulatedNode) throws -> Bool {
    guard node.isUp else { return false }
    if errand.asksFirst, try isKnown(signed, at: node) {
      note(node.number, "has \(people[errand.person].name) \(signed.action.signature.number), as it was told below")
    } else if try keepsBack(signed, at: node) {
      let signature = "\(people[errand.person].name) \(signed.action.signature.number)"
      note(node.number, "keeps \(signature) back and says it is entered")
      check { $0.keptBack(errand, at: node, in: self) }
      askAbove(errand, from: node)
    } else {
      return false
    }
    check { $0.answered(errand, nil, at: node, in: self) }
    return true
  }

  private func conclude(_ entered: EnteredAction, _ errand: Errand, at node: SimulatedNode) {
    let signature = "\(people[errand.person].name) \(entered.number)"
    var acts = tally.acts[errand.act.kind, default: ActTally()]
    switch entered.outcome {
    case .entered(let dot, _):
      acts.done += 1
      tally.commits += 1
      note(
        node.number, "enters \(signature) as \(dot.feed) \(dot.seq): \(errand.act.request)",
        .committed(dot, records: [errand.act.request.record]))
      acknowledge(dot, at: node)
      check { $0.committed([], errand: errand, at: node, in: self) }
    case .repeated(let dot, _, _):
      acts.repeated += 1
      note(node.number, "has \(signature) as \(dot.feed) \(dot.seq)")
      if ledger.key(of: dot.feed)?.node == node.identity.node { acknowledge(dot, at: node) }
    case .held(_, let reason):
      people[errand.person].isRefused = true
      acts.held += 1
      note(node.number, "holds \(signature) back: \(reason.code.rawValue) \(reason.detail)")
    case .refused(.notHeldHere) where errand.asksFirst:
      return check { $0.answered(errand, nil, at: node, in: self) }
    case .refused(.notHeldHere) where errand.node != people[errand.person].node:
      var again = errand
      again.node = people[errand.person].node
      note(node.number, "does not hold what \(signature) is about")
      return after(1_000, .submit(again))
    case .refused(let refusal):
      acts.refused += 1
      tally.refusals["\(refusal)", default: 0] += 1
      note(node.number, "refuses \(signature): \(refusal)")
    }
    tally.acts[errand.act.kind] = acts
    switch entered.outcome {
    case .entered, .repeated: askAbove(errand, from: node)
    case .held, .refused: break
    }
    check { $0.concluded(errand, entered, at: node, in: self) }
    check { $0.answered(errand, nil, at: node, in: self) }
  }

  /// From now on it is as safe as any answer makes it.
  private func acknowledge(_ dot: Dot, at node: SimulatedNode) {
    do {
      guard let hash = try node.read({ reader, _ in try reader.hash(of: dot.feed, at: dot.seq) }) else { return }
      atlas.acknowledge(dot, hash, by: node.number)
    } catch { refuse(node, error) }
  }
}

extension Statement {
  /// The area that a statement about somebody's device is about.
  var area: Area? {
    switch content {
    case .pass(let pass): pass.area
    case .withdrawal(let withdrawal): withdrawal.area
    case .grant, .revocation, .redaction: nil
    }
  }
}
