// What people do: they enter, change and settle records, take them through their lifecycles, and queue what finds no signal.
import Catalog
import Merge
import Replica
import Store

extension World {
  func work(_ number: Int) {
    guard phase == .safety else { return }
    var person = people[number]
    defer { people[number] = person }
    after(person.nextPause(), .work(person: number))
    let node = nodes[person.node]
    guard node.isUp else { return }
    do {
      let intents = try node.read { _, store in
        try Act.draw(by: &person, at: node, in: store, now: time(node))
      }
      guard !intents.isEmpty else { return }
      hand(Errand(person: number, node: node.number, intents: intents, deviceTime: nil), &person)
    } catch { refuse(node, error) }
  }

  /// Brings an errand to its node: at once, or when the phone has a signal again.
  private func hand(_ errand: Errand, _ person: inout Person) {
    guard person.draw.chance(150) else { return submit(errand) }
    let left = Int(max(1, settings.endMilliseconds - now))
    let delay = min(left, person.draw.heavyTail(60_000...Person.queueMillisecondsMax))
    let queued = Errand(
      person: errand.person, node: errand.node, intents: errand.intents, deviceTime: trueTime)
    note(errand.node, "\(person.name) works without a signal for \(delay / 60_000) min")
    after(Int64(delay), .submit(queued))
  }

  func submit(_ errand: Errand) {
    let node = nodes[errand.node]
    if node.isGone { return }
    if errand.tries == 0 { check { $0.handed(errand, in: self) } }
    var made: [Committed] = []
    do {
      let committed = try node.write { [people] replica, storage in
        made = try replica.commit(
          errand.intents, user: people[errand.person].name, deviceTime: errand.deviceTime,
          now: time(node), into: storage)
        return made
      }
      for commit in committed {
        atlas.acknowledge(commit, by: node.number)
        note(
          node.number, "commits \(commit.dot.feed) \(commit.dot.seq): \(Act.summary(errand.intents))",
          .committed(commit.dot, records: commit.records))
      }
      tally.commits += committed.count
      tell(node)
      check { $0.committed(committed, errand: errand, at: node, in: self) }
    } catch let refusal as CommitRefusal {
      violate("AlwaysExpected", node: node.number, "refused what people may do: \(refusal)")
    } catch {
      refuse(node, error)
      switch settings.mutant {
      case .losesErrand: break
      case .acknowledgesBeforeCommit: for commit in made { atlas.acknowledge(commit, by: node.number) }
      default: retry(errand)
      }
    }
  }

  /// A phone keeps what its node has not confirmed, and hands it over again later.
  private func retry(_ errand: Errand) {
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
        let intents = try node.read { _, store in try Act.receipts(at: node, in: store, now: now, draw: &draw) }
        for intent in intents {
          guard let person = people.first(where: { $0.node == node.number })?.number else { continue }
          submit(Errand(person: person, node: node.number, intents: [intent], deviceTime: nil))
        }
      } catch { refuse(node, error) }
    }
  }
}
