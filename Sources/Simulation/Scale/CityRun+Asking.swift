// The child's end of a session in a city, as the shell's uplink does it.
import Merge
import Replica
import Store
import Transport
import Wire

extension CityRun {
  /// How long a parent may hold an answer, in milliseconds: longer than in life, where the wait is renewed.
  static let holdMilliseconds: UInt64 = 4 * 3_600_000

  func beginSession(_ node: CityNode) throws {
    node.isSessionDue = false
    guard node.isUp, node.conversation == nil, node.parent != nil else { return }
    try ask(
      node, Uplink(identity: node.identity, catalog: node.catalogDigest, takesCustodyReceipts: true), isPoll: false,
      delay: 0)
  }

  /// Makes a request and sends it.
  /// - Parameter delay: how long the node is still busy before it can.
  private func ask(_ node: CityNode, _ session: Uplink, isPoll: Bool, delay: Int64) throws {
    guard let number = node.parent else { return }
    let parent = nodes[number]
    guard node.isOnline, parent.isUp else { return fail(node) }
    var session = session
    let wait = isPoll ? Self.holdMilliseconds : 0
    let bytes = try node.follow { reader, store in
      try session.request(link: store.parentLink(), in: reader, now: wallClock, wait: wait)
    }
    exchangeCount += 1
    exchanges[exchangeCount] = CityExchange(
      number: exchangeCount, child: node.number, parent: number, wait: wait, request: bytes,
      session: Downlink(identity: parent.identity, catalog: parent.catalogDigest, signer: parent.signer))
    node.conversation = CityConversation(session: session, exchange: exchangeCount, isPoll: isPoll)
    node.tally.rounds += 1
    node.tally.bytesSent += bytes.count
    trace.mix(bytes)
    let opening = node.needsConnection ? node.profile.opening(&draw) : 0
    node.needsConnection = false
    after(delay + opening + node.profile.delay(bytes.count, &draw), .asked(exchangeCount))
  }

  func answered(_ number: Int) {
    guard let exchange = exchanges[number] else { return }
    let child = nodes[exchange.child]
    child.tally.bytesReceived += exchange.answer.count
    enqueue(.take(number), at: child)
  }

  /// Applies an answer and ends the round.
  /// - Returns: how long it takes.
  func takeAnswer(_ number: Int, at node: CityNode) throws -> Int64 {
    guard let exchange = exchanges.removeValue(forKey: number), var conversation = node.conversation,
      conversation.exchange == number
    else { return 0 }
    let stored = try applyAnswer(exchange, &conversation, at: node)
    let cost = ServiceTime.round + Int64(stored) * ServiceTime.record
    try finishRound(&conversation, at: node, cost: cost)
    return cost
  }

  /// Applies an answer, in one transaction as group commit does.
  /// - Returns: how many commits it brought.
  private func applyAnswer(
    _ exchange: CityExchange, _ conversation: inout CityConversation, at node: CityNode
  ) throws -> Int {
    var frames = FrameReader()
    frames.feed(exchange.answer)
    var stored = 0
    let (time, address) = (wallClock, World.address(of: exchange.parent))
    try node.write { replica, storage in
      while let frame = try frames.next() {
        guard let action = try conversation.session.receive(frame), let hello = conversation.session.parent else {
          continue
        }
        let result = try LinkWork.carryOut(
          action, Meeting(with: hello, as: .child(address: address), now: time), &replica, storage)
        if let result { stored += try accepted(result, at: node) }
      }
    }
    node.tally.stored += stored
    return stored
  }

  private func finishRound(_ conversation: inout CityConversation, at node: CityNode, cost: Int64) throws {
    var session = conversation.session
    guard let hello = session.parent, let branch = Branch(parent: hello.area, child: node.area) else {
      throw SessionFault.cutOff
    }
    let outcome = try node.follow { reader, _ in
      guard let link = try reader.link(hello.node) else { throw SessionFault.cutOff }
      return try session.finishRound(link: link, branch: branch, in: reader)
    }
    let reconciled = session.takeReconciledCursor()
    node.conversation = nil
    try node.write { _, storage in
      try LinkWork.noteOutcome(outcome, of: hello, reconciled: reconciled, now: wallClock, storage)
    }
    switch outcome {
    case .again: try ask(node, session, isPoll: false, delay: cost)
    case .proved: try proved(node, cost: cost)
    case .unequal: throw CityFailure(description: "n\(node.number) at \(node.area) and its parent stay unequal")
    }
  }

  private func proved(_ node: CityNode, cost: Int64) throws {
    node.backoff.reset()
    node.tally.sessions += 1
    figures.proved(node, at: now + cost)
    // What was written while the proof was under way goes first.
    let hasNews = try hasOwnNews(node)
    try ask(
      node, Uplink(identity: node.identity, catalog: node.catalogDigest, takesCustodyReceipts: true), isPoll: !hasNews,
      delay: cost)
  }

  /// Whether there is something to send up.
  func hasOwnNews(_ node: CityNode) throws -> Bool {
    try node.read { try LinkView.hasOwnNews(over: $0.parentLink(), at: node.area, in: $0) }
  }

  /// A session has come to nothing: it is tried again later.
  func fail(_ node: CityNode) {
    if let number = node.conversation?.exchange { exchanges[number] = nil }
    node.conversation = nil
    node.needsConnection = true
    node.tally.failures += 1
    guard node.isUp, !node.isSessionDue else { return }
    node.isSessionDue = true
    let pause = node.backoff.next(random: draw.next())
    after(
      pause.components.seconds * 1_000_000 + pause.components.attoseconds / 1_000_000_000_000,
      .session(node: node.number))
  }
}
