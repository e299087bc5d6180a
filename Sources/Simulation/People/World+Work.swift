// What people do: they enter, change and settle records, take them through their lifecycles, and queue what finds no signal.
import Catalog
import Merge
import Records
import Replica
import Store

extension World {
  func work(_ number: Int) {
    guard phase == .safety else { return }
    var person = people[number]
    defer { people[number] = person }
    after(person.nextPause(), .work(person: number))
    let node = nodes[person.node]
    guard node.isUp, person.deadUntil <= now else { return }
    do {
      let acts = try node.read { _, store in
        try Act.draw(by: &person, at: node, in: store, now: time(node))
      }
      for act in acts {
        let errand = Errand(person: number, node: node.number, act: act, deviceTime: nil)
        hand(try signed(errand, &person, at: node) ?? errand, &person)
      }
    } catch { refuse(node, error) }
  }

  /// Brings an errand to its node: at once, or when the phone has a signal again. What is asked too much is asked at once: later it
  /// might be no more than is permitted.
  private func hand(_ errand: Errand, _ person: inout Person) {
    if errand.signed != nil, settings.has(.handedInTwice), person.draw.chance(200) { handInTwice(errand, &person) }
    guard errand.act.kind != .oversteps, person.draw.chance(150) else { return submit(errand) }
    let left = Int(max(1, settings.endMilliseconds - now))
    let delay = min(left, person.draw.heavyTail(60_000...Person.queueMillisecondsMax))
    let queued = Errand(
      person: errand.person, node: errand.node, act: errand.act, deviceTime: trueTime, signed: errand.signed)
    note(errand.node, "\(person.name) works without a signal for \(delay / 60_000) min")
    after(Int64(delay), .submit(queued))
  }

  /// Hands an errand to its node, which answers or fails.
  func submit(_ errand: Errand) {
    let node = nodes[errand.node]
    if node.isGone { return }
    if errand.tries == 0 { check { $0.handed(errand, in: self) } }
    if let signed = errand.signed { return handIn(signed, of: errand, at: node) }
    var entered = Entered()
    do {
      try enter(errand, at: node, &entered)
      tell(of: entered, errand, at: node)
      answer(errand, with: entered, at: node)
    } catch let refusal as EntryRefusal {
      refuse(errand, refusal, at: node)
    } catch let refusal as CommitRefusal {
      violate("AlwaysExpected", node: node.number, "refused what people may do: \(refusal)")
    } catch {
      tell(of: entered, errand, at: node)
      refuse(node, error)
      switch settings.mutant {
      case .losesErrand: break
      case .acknowledgesBeforeCommit: for commit in entered.commits { atlas.acknowledge(commit, by: node.number) }
      default: retry(errand)
      }
    }
  }

  /// What an errand came to inside the transaction that was to enter it.
  private struct Entered {
    var intents: [Intent] = []
    var commits: [Committed] = []
  }

  /// Enters what an errand asks for as the shell does: the plan of the request, asked of the store in the node's own transaction.
  private func enter(_ errand: Errand, at node: SimulatedNode, _ entered: inout Entered) throws {
    guard let store = node.store else { throw NodeIsDown() }
    let (user, now) = (people[errand.person].user, time(node))
    let plan = try errand.act.request.plan(
      by: user, deviceTime: errand.deviceTime, catalog: node.entryCatalog, store: store, now: now)
    try node.enter { replica, storage, reader in
      entered.intents = try plan.intents(in: reader)
      if entered.intents.isEmpty { return }
      entered.commits = try replica.commit(
        entered.intents, user: user, deviceTime: errand.deviceTime, now: now, into: storage)
    }
  }

  private func tell(of entered: Entered, _ errand: Errand, at node: SimulatedNode) {
    if !entered.intents.isEmpty { check { $0.planned(entered.intents, of: errand, at: node, in: self) } }
  }

  /// A person is told that it is done: now, or before, when the answer to it was lost.
  private func answer(_ errand: Errand, with entered: Entered, at node: SimulatedNode) {
    let committed = entered.commits
    for commit in committed {
      atlas.acknowledge(commit, by: node.number)
      note(
        node.number, "commits \(commit.dot.feed) \(commit.dot.seq): \(errand.act.request)",
        .committed(commit.dot, records: commit.records))
    }
    tally.commits += committed.count
    if committed.isEmpty {
      note(node.number, "has done before: \(errand.act.request)")
      acknowledgeAgain(errand, at: node)
      tally.acts[errand.act.kind, default: ActTally()].repeated += 1
    } else {
      tally.acts[errand.act.kind, default: ActTally()].done += 1
      tell(node)
      check { $0.committed(committed, errand: errand, at: node, in: self) }
    }
    check { $0.answered(errand, nil, at: node, in: self) }
  }

  /// What had been done before, and its answer lost, is told to be done: from now on it is as safe as what is done now.
  private func acknowledgeAgain(_ errand: Errand, at node: SimulatedNode) {
    let (request, user) = (errand.act.request, people[errand.person].user)
    guard let type = node.entryCatalog.type(named: request.type) else { return }
    do {
      let entries = try node.read { _, store in
        try store.records(request.record, type: type).filter { $0.area == request.area }.flatMap {
          try store.history(of: $0)
        }
      }
      for entry in entries
      where entry.node == node.identity.node && entry.user == user && entry.deviceTime == errand.deviceTime {
        atlas.acknowledge(entry.dot, entry.hash, by: node.number)
      }
    } catch { refuse(node, error) }
  }

  /// A person is told that the rules of entry forbid it, and does not ask again.
  private func refuse(_ errand: Errand, _ refusal: EntryRefusal, at node: SimulatedNode) {
    note(
      node.number, "refuses \(people[errand.person].name) \(errand.act.request): \(refusal.words)")
    tally.acts[errand.act.kind, default: ActTally()].refused += 1
    tally.refusals[refusal.reason, default: 0] += 1
    check { $0.answered(errand, refusal, at: node, in: self) }
  }

  /// A phone keeps what its node has not confirmed, and hands it over again later.
  func retry(_ errand: Errand) {
    var again = errand
    again.tries += 1
    after(Int64(60_000 << min(6, again.tries)), .submit(again))
  }

  /// Every node that shows a directive and has not signed it does so.
  func acknowledgeDirectives() {
    for node in nodes { look(at: node) }
    signedDirectives = ledger.records(ofType: "directive")
    for node in nodes where node.isUp && !node.isGone {
      do {
        let now = time(node)
        let acts = try node.read { _, store in try Act.receipts(at: node, in: store, now: now, draw: &draw) }
        for act in acts {
          guard let person = people.first(where: { $0.node == node.number })?.number else { continue }
          submit(Errand(person: person, node: node.number, act: act, deviceTime: nil))
        }
      } catch { refuse(node, error) }
    }
  }
}
