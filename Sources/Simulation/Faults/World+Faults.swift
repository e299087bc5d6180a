// How planned faults strike, and how they end.
import Catalog
import Merge
import Replica
import Trust

extension World {
  func strike(_ place: Int) {
    guard phase == .safety else { return }
    let fault = plan[place]
    let node = nodes[fault.node]
    guard !node.isGone else { return }
    tally.faults[fault.kind, default: 0] += 1
    note(node.number, "fault: \(fault.kind.rawValue)", .struck(fault.kind))
    if fault.kind.takesFromStores { atlas.unsteady.insert(node.number) }
    switch fault.kind {
    case .partition, .oneWayPartition, .slowLink: strikeLink(fault, of: node)
    case .crash, .powerLoss, .crashLoop, .massReconnect: strikeMachine(fault, of: node)
    case .failedFlush: node.disk.failFlush(skipping: fault.amount % 20)
    case .diskFull: node.disk.limit(to: fault.amount % 60_000)
    case .lyingFlush: node.disk.setLying(true)
    case .bitRot: for _ in 0..<6 { node.disk.rot(isWholePage: fault.amount % 2 == 0) }
    case .jumpingClock: jump(node, by: Int64(fault.amount % 2 == 0 ? fault.amount * 100 : -fault.amount * 100))
    case .frozenClock: node.clock.freeze(at: trueTime)
    case .nodeLoss, .restoredBackup, .clonedStore: strikeStore(fault, of: node)
    case .reparenting: reparent(node, fault)
    case .mixedCatalogs: if node.catalog.types.count < catalogs.newest.types.count { upgrade(node) }
    case .deadPhone, .wrongPhoneClock, .roleChanged, .postEnded, .lateWithdrawal, .stolenPhone, .copiedDevice:
      strikePhone(fault, of: node)
    case .loss, .duplication, .reordering, .cut, .answerLost, .wrongClock, .tinySizes, .hostileChild, .hostileMiddle,
      .handedInTwice, .phoneAnswerLost:
      break
    }
    after(fault.duration, .mend(place))
  }

  func mend(_ place: Int) {
    let fault = plan[place]
    let node = nodes[fault.node]
    if fault.kind.lasts, phase == .safety { note(node.number, "\(fault.kind.rawValue) is over", .mended(fault.kind)) }
    switch fault.kind {
    case .partition: network.cut.remove(node.number)
    case .oneWayPartition: network.oneWay.remove(node.number)
    case .slowLink: network.slow[node.number] = nil
    case .diskFull: node.disk.limit(to: nil)
    case .lyingFlush where phase == .safety:
      // Also a machine that was stopped: what was never flushed is gone before the disk is honest again.
      if node.isUp { crash(node, "loses power", loss: .drawn) } else { lose(.drawn, at: node) }
      node.disk.setLying(false)
    case .frozenClock: node.clock.thaw()
    // What the process had read before it does not read again.
    case .bitRot where phase == .safety: crash(node, "restarts")
    case .restoredBackup where phase == .safety: restoreBackup(of: node)
    case .lateWithdrawal, .stolenPhone:
      if let withdrawal = withdrawals.removeValue(forKey: place) {
        tell(of: withdrawal.statement, at: nodes[withdrawal.office])
      }
    default: break
    }
  }

  /// Sets a node's clock ahead or back.
  func jump(_ node: SimulatedNode, by milliseconds: Int64) {
    node.clock.jump(by: milliseconds)
    if node.clock.offset > 0 { atlas.led.insert(node.number) }
  }

  private func strikeLink(_ fault: PlannedFault, of node: SimulatedNode) {
    switch fault.kind {
    case .partition: network.cut.insert(node.number)
    case .oneWayPartition: network.oneWay.insert(node.number)
    default: network.slow[node.number] = 1 + fault.amount % 10
    }
    // A held request is renewed often enough for the child to notice.
    guard fault.kind != .slowLink, let number = node.conversation?.exchange else { return }
    exchanges[number]?.stage = .over
    after(network.silence(), .broken(number))
  }

  private func strikeMachine(_ fault: PlannedFault, of node: SimulatedNode) {
    switch fault.kind {
    case .powerLoss:
      node.lossWhenStopped = fault.amount % 3 == 0 ? .everything : .drawn
      node.disk.stop(after: fault.amount / 3 % 60)
    case .crashLoop:
      node.crashesLeft = 2 + fault.amount % 7
      node.disk.stop(after: fault.amount / 7 % 20)
    case .massReconnect:
      // All children lose the same parent and find it again at the same moment.
      let parent = node.parent.map { nodes[$0] } ?? node
      crash(parent, "is out of order", restartAfter: fault.duration)
    default: node.disk.stop(after: fault.amount % 60)
    }
  }

  private func strikeStore(_ fault: PlannedFault, of node: SimulatedNode) {
    switch fault.kind {
    case .nodeLoss: lose(node, fault)
    case .restoredBackup: node.backup = node.isUp ? node.disk.image() : nil
    default: clone(node, fault)
    }
  }

  /// The machine is lost with everything on it; another takes its place, as a new node in the same area or, set up from
  /// what its operator has kept, as the same node with a new store.
  private func lose(_ node: SimulatedNode, _ fault: PlannedFault) {
    crash(node, "is lost", restartAfter: fault.duration + 1)
    node.disk.wipe()
    // A copy of the lost machine's disk is not the new one's.
    node.backup = nil
    forget(node)
    var draw = Draw(seed: UInt64(fault.amount), stream: "replacement")
    let (next, key) = Self.identity(&draw, area: node.area)
    if fault.amount % 2 != 0 { node.signer = key }
    node.identity = Identity(
      node: node.signer.node, incarnation: next.incarnation, store: next.store, area: node.area)
    grant(node)
    node.isNew = true
    atlas.met(node.identity.node, number: node.number)
  }

  /// What a node had promised, nobody but those who had it by then can keep.
  func forget(_ node: SimulatedNode) {
    ledger.lose(node.number, promised: atlas.acknowledged[node.number] ?? [])
    atlas.forgetPromises(of: node.number)
    atlas.forgetMark(of: node.number)
  }

  private func restoreBackup(of node: SimulatedNode) {
    guard let backup = node.backup else { return }
    crash(node, "is restored from a backup")
    node.disk.restore(backup)
    wasSetBack(node, from: node.identity.incarnation)
    node.isLineageSure = draw.chance(500)
    node.backup = nil
  }

  /// The node's disk is copied, and the copy runs beside it.
  private func clone(_ node: SimulatedNode, _ fault: PlannedFault) {
    // A copy of the root would have nobody to speak to.
    guard node.isUp, node.parent != nil else { return }
    let number = nodes.count
    let disk = Disk(name: "\(name)-\(number)", seed: UInt64(fault.amount))
    disk.restore(node.disk.image())
    let twin = SimulatedNode(
      number: number, identity: node.identity, signer: node.signer, root: node.root, catalog: node.catalog, disk: disk,
      sizes: node.sizes, mutant: settings.mutant)
    twin.parent = node.parent
    twin.grants = node.grants
    twin.isTwin = true
    atlas.unsteady.insert(number)
    atlas.reused.insert(node.identity.incarnation)
    twin.isLineageSure = fault.amount % 2 == 0
    nodes.append(twin)
    restart(twin)
    // People do not know which of the two they speak to.
    for person in people where person.node == node.number {
      let other = Person(
        number: people.count, node: number, name: person.name + "'",
        draw: Draw(seed: settings.seed, stream: "twin of \(person.name)"), pace: person.pace)
      people.append(other)
      after(people[other.number].nextPause(), .work(person: other.number))
    }
  }

  /// The node is linked to another node above it.
  private func reparent(_ node: SimulatedNode, _ fault: PlannedFault) {
    let above = nodes.filter { $0.area.contains(node.area) && $0.area != node.area && !$0.isGone }
    guard node.parent != nil, !above.isEmpty else { return }
    let next = above[fault.amount % above.count].number
    guard next != node.parent else { return }
    note(node.number, "is now below n\(next)")
    node.parent = next
    if node.conversation != nil { fail(node, NodeIsDown()) }
  }
}
