// The child's end of a session, as the shell's uplink does it.
import Merge
import Replica
import Store
import Transport
import Wire

extension World {
  func beginSession(_ node: SimulatedNode) {
    node.isSessionDue = false
    guard node.isUp, node.conversation == nil, node.parent != nil, let catalog = node.catalogDigest else { return }
    ask(
      node, Uplink(identity: node.identity, catalog: catalog, sizes: node.sizes, takesCustodyReceipts: true),
      isPoll: false)
  }

  /// Sees to it that the node speaks with its parent again.
  func scheduleSession(_ node: SimulatedNode, after delay: Int64) {
    guard !node.isSessionDue else { return }
    node.isSessionDue = true
    after(delay, .session(node: node.number))
  }

  /// Makes a request and sends it.
  private func ask(_ node: SimulatedNode, _ session: Uplink, isPoll: Bool) {
    guard let parent = node.parent else { return }
    var session = session
    session.identity = node.identity
    // A seal that was kept back travels by a hop with each poll.
    let isHurried = phase == .healing && !atlas.untrusted.isEmpty
    let wait = isPoll ? isHurried ? Self.hurriedPollMilliseconds : Self.pollMilliseconds : 0
    do {
      let bytes = try node.read { reader, store in
        // At another address another parent may answer: nothing cut for the old one's branch is sent to it.
        let link = try store.parentAddress() == Self.address(of: parent) ? store.parentLink() : nil
        return try session.request(link: link, in: reader, now: wallClock(node), wait: wait)
      }
      let sent = try altered(bytes, by: node)
      tally.rounds += 1
      try settings.mutant?.didAsk(node)
      let number = send(sent, from: node, to: nodes[parent], wait: wait)
      node.conversation = Conversation(session: session, exchange: number, isPoll: isPoll)
      if let conversation = node.conversation { check { $0.asked(node, conversation, in: self) } }
    } catch { fail(node, error) }
  }

  /// How long a parent may hold an answer. Longer than in life, where the same wait is renewed again and again.
  static let pollMilliseconds: UInt64 = 4 * 3_600_000
  static let hurriedPollMilliseconds: UInt64 = 10 * 60_000

  static func address(of number: Int) -> String { "n\(number)" }

  /// Takes a piece of the answer.
  func takeAnswer(_ bytes: [UInt8], of number: Int, isLast: Bool) {
    guard var exchange = exchanges[number] else { return }
    let node = nodes[exchange.child]
    guard !exchange.isBroken, node.life == exchange.childLife, node.conversation?.exchange == number else { return }
    exchange.movedAt = now
    exchange.answerFrames.feed(bytes)
    tally.bytes += bytes.count
    do {
      while let frame = try exchange.answerFrames.next() {
        let heard = try settings.mutant?.hearing(frame) ?? frame
        guard let action = try node.conversation?.session.receive(heard) else { continue }
        try carryOut(action, at: node, of: exchange)
      }
    } catch {
      exchanges[number] = exchange
      return fail(node, error)
    }
    exchanges[number] = exchange
    if isLast { finishRound(node, exchange) }
  }

  private func carryOut(_ action: SessionAction, at node: SimulatedNode, of exchange: Exchange) throws {
    var time = time(node)
    defer { tell(node) }
    if case .greet(let hello) = action {
      node.heard(hello.now, at: trueTime)
      if misleads(hello.now, node) { atlas.led.insert(node.number) }
      time = self.time(node)
    }
    guard let hello = node.conversation?.session.parent else { return }
    let end = LinkEnd.child(address: Self.address(of: exchange.parent))
    try carryOut(action, from: hello, as: end, at: node, now: time, with: exchange.parent)
  }

  /// Whether the time a parent tells is wrong in a way that a node has nothing to hold against: it is far ahead, or as far behind as the
  /// node's own machine says.
  private func misleads(_ told: Int64, _ node: SimulatedNode) -> Bool {
    let (lead, tolerance) = (told.subtractingSaturated(trueTime), HybridClock.driftMillisecondsMax)
    let own = node.clock.reading(at: trueTime)
    return lead > tolerance
      || (lead < -tolerance && told.subtractingSaturated(own).magnitude <= tolerance.magnitude)
  }

  private func finishRound(_ node: SimulatedNode, _ exchange: Exchange) {
    guard var conversation = node.conversation else { return }
    exchanges[exchange.number] = nil
    do {
      let outcome = try finish(&conversation, at: node)
      switch outcome {
      case .again: ask(node, conversation.session, isPoll: false)
      case .proved: proved(node, exchange)
      case .unequal: throw Unequal()
      }
    } catch { fail(node, error) }
  }

  private func finish(_ conversation: inout Conversation, at node: SimulatedNode) throws -> UplinkOutcome {
    var session = conversation.session
    let (time, machine) = (time(node), node.wallClock(at: trueTime))
    let outcome = try write(at: node) { replica, storage in
      try LinkWork.finish(&session, now: time, machine: machine, &replica, storage)
    }
    conversation.session = session
    return outcome
  }

  private func proved(_ node: SimulatedNode, _ exchange: Exchange) {
    node.backoff.reset()
    tally.proofs += 1
    for one in [node, nodes[exchange.parent]] { attend(one) }
    check { $0.proved(child: node, parent: nodes[exchange.parent], exchange: exchange, in: self) }
    node.conversation = nil
    guard violation == nil, let catalog = node.catalogDigest else { return }
    if node.hostility?.isTooBusy(at: now) == true { return scheduleSession(node, after: Hostility.pauseMilliseconds) }
    // What was written while the proof was under way is not sent with a request that may be given up.
    do { if try hasOwnNews(node) { return beginSession(node) } } catch { return fail(node, error) }
    ask(
      node, Uplink(identity: node.identity, catalog: catalog, sizes: node.sizes, takesCustodyReceipts: true),
      isPoll: true)
  }

  /// The child learns that its exchange came to nothing, unless bytes have moved since it began to wait.
  func breakOff(_ number: Int) {
    guard let exchange = exchanges[number] else { return }
    let node = nodes[exchange.child]
    let patience = Int64(exchange.wait) + 60_000
    if exchange.stage != .over, exchange.movedAt + patience > now {
      return agenda.add(.broken(number), at: exchange.movedAt + patience)
    }
    exchanges[number]?.isBroken = true
    guard node.life == exchange.childLife, node.conversation?.exchange == number else {
      exchanges[number] = nil
      return
    }
    exchanges[number] = nil
    fail(node, SessionFault.cutOff)
  }
}

/// Both ends sent everything and still differ.
struct Unequal: Error {}
