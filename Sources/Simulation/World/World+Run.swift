// A run from its first moment to its verdict: people and faults first, then a healed world that must come to agree.
import Catalog
import Merge
import Replica
import Trust

extension World {
  /// Runs to the end.
  /// - Returns: nil, or the first thing that must not be.
  @discardableResult
  package func run() -> Violation? {
    note(nil, "seed \(settings.seed), \(settings.nodes) nodes, \(settings.hours) hours")
    build()
    runUntil(settings.endMilliseconds)
    if violation == nil { checkpoint() }
    if violation == nil { heal() }
    if violation == nil { converge() }
    if violation == nil { disturb() }
    if violation == nil { check { $0.ended(self) } }
    for node in nodes { node.stop() }
    tally.virtualMilliseconds = now
    note(nil, violation == nil ? "no violation" : "ended by a violation")
    return violation
  }

  private func disturb() {
    guard let disturbance else { return }
    do { try disturbance(self) } catch { violate("AlwaysExpected", "\(error)") }
    if violation == nil { checkpoint() }
  }

  /// Carries out what is to happen up to a moment.
  func runUntil(_ end: Int64) {
    while violation == nil, let time = agenda.nextTime, time <= end, let next = agenda.next() {
      now = time
      tally.events += 1
      carryOut(next.event)
      if tally.events % Self.eventsBetweenCheckpoints == 0 { checkpoint() }
    }
    now = max(now, end)
  }

  private static let eventsBetweenCheckpoints = 1_500

  func checkpoint() {
    for node in nodes { look(at: node) }
    survey()
    check { $0.checkpoint(self) }
  }

  private func carryOut(_ event: Event) {
    switch event {
    case .session(let node): beginSession(nodes[node])
    case .request(let number): deliver(number)
    case .answer(let number): makeAnswer(number)
    case .arrival(let number, let bytes, let isLast): takeAnswer(bytes, of: number, isLast: isLast)
    case .broken(let number): breakOff(number)
    case .unpark(let number): unpark(number)
    case .news(let node): spread(nodes[node])
    case .work(let person): work(person)
    case .submit(let errand): submit(errand)
    case .fault(let place): strike(place)
    case .mend(let place): mend(place)
    case .restart(let node): restart(nodes[node])
    }
  }

  /// Makes the nodes, the people and the plan of faults.
  private func build() {
    var draw = Draw(seed: settings.seed, stream: "topology")
    let places = Topology.draw(settings.nodes, &draw)
    for (number, place) in places.enumerated() { addNode(number, place) }
    for number in settings.absent.sorted() where number < nodes.count { remove(nodes[number]) }
    for node in nodes where !node.isGone && node.parent != nil {
      after(Int64(self.draw.below(5_000)), .session(node: node.number))
    }
    drawHostility()
    people = Person.all(in: self)
    issuePasses()
    for index in people.indices { after(people[index].nextPause(), .work(person: index)) }
    plan = PlannedFault.plan(settings, nodes: nodes.count)
    for (index, fault) in plan.enumerated() where !settings.omitted.contains(index) {
      agenda.add(.fault(index), at: fault.time)
    }
  }

  func addNode(_ number: Int, _ place: Place) {
    var draw = Draw(seed: settings.seed, stream: "node \(number)")
    let catalog = settings.has(.mixedCatalogs) && draw.chance(400) ? catalogs.older : catalogs.newest
    let disk = Disk(name: "\(name)-\(number)", seed: draw.next())
    let (identity, signer) = Self.identity(&draw, area: place.area)
    let node = SimulatedNode(
      number: number, identity: identity, signer: signer, root: rootKey.publicKey, catalog: catalog, disk: disk,
      sizes: .drawn(&draw, isTiny: settings.has(.tinySizes)), mutant: settings.mutant)
    node.parent = place.parent
    if node.sizes != .standard { tally.faults[.tinySizes, default: 0] += 1 }
    setClock(of: node, &draw)
    nodes.append(node)
    atlas.met(node.identity.node, number: number)
    grant(node)
    do {
      try node.create()
      try introduce(node)
    } catch { violate("AlwaysStarts", node: number, words(error)) }
    note(number, "is \(place.area) below \(place.parent.map { "n\($0)" } ?? "nobody")")
  }

  /// Takes a node out of the world before anything has happened.
  private func remove(_ node: SimulatedNode) {
    node.stop()
    node.isGone = true
  }

  private func setClock(of node: SimulatedNode, _ draw: inout Draw) {
    guard settings.has(.wrongClock), draw.chance(400) else { return }
    let year = 365 * 86_400_000
    let offset = draw.pick([draw.heavyTail(60_000...10 * year), -draw.heavyTail(60_000...50 * year)])
    jump(node, by: Int64(offset))
    tally.faults[.wrongClock, default: 0] += 1
  }
}
