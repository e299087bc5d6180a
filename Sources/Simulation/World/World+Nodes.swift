// What befalls nodes: news that must be passed on, work that fails, crashes, restarts.
import Catalog
import Merge
import Replica
import Store
import Transport
import Wire

extension World {
  // MARK: News

  /// Sees to it that those who wait for this node's news are told.
  func tell(_ node: SimulatedNode) {
    guard node.isUp, node.takeNews(), !node.isNewsDue else { return }
    node.isNewsDue = true
    after(Int64(1 + draw.below(20)), .news(node: node.number))
  }

  /// One transaction, of which those who wait are told, as `GroupWriter` tells them of each of its own.
  ///
  /// The end of a session writes too: steps are taken again because the time is known, commits are made again.
  func write<T>(at node: SimulatedNode, _ work: (inout Replica, any Storage) throws -> T) throws -> T {
    let result = try node.write(work)
    tell(node)
    return result
  }

  func spread(_ node: SimulatedNode) {
    node.isNewsDue = false
    guard node.isUp else { return }
    look(at: node)
    do {
      for number in node.serving where settings.mutant != .forgetsWaiters {
        guard let exchange = exchanges[number], case .parked = exchange.stage else { continue }
        if try node.read({ reader, _ in try exchange.session.hasNews(in: reader) }) { unpark(number) }
      }
      try sendOwnNews(node)
    } catch { refuse(node, error) }
  }

  /// Gives up a held request as soon as there is something to send.
  private func sendOwnNews(_ node: SimulatedNode) throws {
    guard let conversation = node.conversation, conversation.isPoll, let number = node.parent else { return }
    // An answer that is already coming in is read to its end first.
    guard try hasOwnNews(node), let exchange = exchanges[conversation.exchange], exchange.answerSent == 0 else {
      return
    }
    nodes[number].serving.removeAll { $0 == exchange.number }
    exchanges[exchange.number] = nil
    node.conversation = nil
    beginSession(node)
  }

  /// Whether there is something that the parent has not acknowledged.
  func hasOwnNews(_ node: SimulatedNode) throws -> Bool {
    try node.read { reader, store in
      try LinkView.hasOwnNews(over: store.parentLink(), at: node.area, in: reader)
    }
  }

  /// Takes note of what a batch brought.
  func took(_ result: Ingested, at node: SimulatedNode, from other: Int) {
    if result.accepted > 0 {
      let dots = look(at: node).filter { $0.author != node.identity.node }.map(\.dot)
      note(node.number, "takes \(result.accepted) from n\(other)", .took(dots, from: other))
    }
    for refusal in result.refusals { note(node.number, "refuses \(refusal.feed) at \(refusal.seq): \(refusal.code)") }
    ledger.noteRefused(result.refusals.map { ($0.feed, $0.seq) }, at: node.number)
    check { $0.took(result, at: node, from: nodes[other], in: self) }
  }

  /// Tells the atlas what has newly arrived at a node.
  /// - Returns: that.
  @discardableResult
  func look(at node: SimulatedNode) -> [Arrival] {
    guard node.isUp, violation == nil else { return [] }
    do {
      try noticeCuts(of: node)
      let mark = atlas.mark(of: node.number)
      let news = try node.read { _, store in try store.arrivals(after: mark) }
      enter(news, of: node, isAnew: mark == 0)
      if let last = news.last { atlas.passed(last.arrival, at: node.number) }
      // What nobody has sealed may be anybody's invention: it counts when it has its effect.
      for arrival in atlas.untrusted.isEmpty ? news : try effective(news, at: node) {
        let conflict = atlas.noteArrival(arrival, at: node.number)
        let incarnation = ledger.key(of: arrival.dot.feed)?.incarnation
        if let conflict, !(incarnation.map { atlas.reused.contains($0) } ?? false) {
          violate("AlwaysOneContent", node: node.number, conflict)
          return news
        }
      }
      return news
    } catch { refuse(node, error) }
    return []
  }

  private func effective(_ news: [Arrival], at node: SimulatedNode) throws -> [Arrival] {
    try node.read { _, store in
      try news.filter { arrival in try store.feed(arrival.dot.feed).map { $0.effective >= arrival.dot.seq } ?? false }
    }
  }

  // MARK: Failure

  /// A child's session has failed: it is tried again later.
  func fail(_ node: SimulatedNode, _ error: any Error) {
    if let exchange = node.conversation?.exchange { hangUp(exchange) }
    node.conversation = nil
    refuse(node, error)
    guard node.isUp else { return }
    var bits = draw
    let pause = node.backoff.next(random: bits.next())
    draw = bits
    if error is Unequal { check { $0.unequal(at: node, in: self) } }
    let milliseconds = pause.components.seconds * 1_000 + pause.components.attoseconds / 1_000_000_000_000_000
    scheduleSession(node, after: settings.mutant == .noBackoff ? 20 : milliseconds)
  }

  private func hangUp(_ number: Int) {
    guard let exchange = exchanges[number] else { return }
    nodes[exchange.parent].serving.removeAll { $0 == number }
    exchanges[number] = nil
  }

  /// What a failed piece of work means for the node it failed on.
  func refuse(_ node: SimulatedNode, _ error: any Error) {
    switch error {
    case SessionFault.cutOff, is NodeIsDown: break
    case is SessionFault, is WireError, is Unequal: note(node.number, "ends a session: \(error)")
    case let error as StoreError where error.code == .diskFull: tally.faults[.diskFull, default: 0] += 1
    case let error as StoreError where error.code == .damaged: salvage(node, error)
    case let error as StoreError where error.code == .inputOutput || node.disk.isDead:
      crash(node, "stops: \(error.code.rawValue)")
    default: violate("AlwaysExpected", node: node.number, words(error))
    }
  }

  /// The process, or the machine under it, stops at once.
  func crash(_ node: SimulatedNode, _ why: String, loss: Disk.Loss? = nil, restartAfter: Int64? = nil) {
    guard node.isUp else { return }
    let loss = loss ?? node.lossWhenStopped
    node.lossWhenStopped = .process
    note(node.number, why, .stopped)
    let serving = node.serving
    if let exchange = node.conversation?.exchange { hangUp(exchange) }
    // The disk first: a store that is closed in good order would write once more.
    lose(loss, at: node)
    node.stop()
    for number in serving { giveUp(number) }
    after(restartAfter ?? Int64(draw.within(1_000...600_000)), .restart(node: node.number))
  }

  func restart(_ node: SimulatedNode) {
    guard !node.isUp, !node.isGone else { return }
    node.disk.revive()
    if node.crashesLeft > 0, phase == .safety {
      node.crashesLeft -= 1
      node.disk.stop(after: draw.below(30))
    }
    do {
      try node.start(isDoubtful: hasDoubtfulDisks)
      let isKnown = try node.read { _, store in try !store.statements(about: node.identity.node).isEmpty }
      if !isKnown { try introduce(node) }
      note(node.number, "starts", .started)
      atlas.forgetMark(of: node.number)
      look(at: node)
      check { $0.started(node, in: self) }
      tell(node)
      scheduleSession(node, after: Int64(draw.below(5_000)))
    } catch {
      node.stop()
      if let damage = error as? StoreError, [.damaged, .notAStore].contains(damage.code), !node.disk.isDead {
        return salvage(node, damage)
      }
      guard node.disk.isDead || phase == .safety else {
        return violate("AlwaysStarts", node: node.number, words(error))
      }
      note(node.number, "cannot start: \(words(error))")
      lose(node.disk.isDead ? node.lossWhenStopped : .process, at: node)
      node.lossWhenStopped = .process
      after(Int64(draw.within(1_000...60_000)), .restart(node: node.number))
    }
  }

  /// Starts the node again with the newest catalog.
  func upgrade(_ node: SimulatedNode) {
    note(node.number, "learns the newest catalog")
    if node.isUp {
      let serving = node.serving
      if let exchange = node.conversation?.exchange { hangUp(exchange) }
      node.stop()
      for number in serving { giveUp(number) }
    }
    node.catalog = catalogs.newest
    restart(node)
  }
}
