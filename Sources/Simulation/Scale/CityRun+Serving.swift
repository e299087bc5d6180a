// A node's server: one queue, one thing after another, each for as long as it takes.
import Merge
import Replica
import Store
import Wire

extension CityRun {
  func enqueue(_ job: Job, at node: CityNode) {
    node.queue.add(job, at: now)
    node.tally.queueMax = max(node.tally.queueMax, node.queue.count)
    guard !node.isServing else { return }
    node.isServing = true
    after(0, .serve(node: node.number))
  }

  func serve(_ node: CityNode) throws {
    guard node.isUp, let (job, since) = node.queue.next() else {
      node.isServing = false
      return
    }
    figures.waits[node.tier, default: Distribution()].add(now - since)
    let cost =
      switch job {
      case .request(let number): try answerRequest(number, at: node)
      case .answer(let number): try answerHeld(number, at: node)
      case .take(let number): try takeAnswer(number, at: node)
      case .errand(let errand): try perform(errand, at: node)
      }
    node.tally.worked(cost, at: now)
    if node.takeNews(), !node.isNewsDue {
      node.isNewsDue = true
      after(cost, .news(node: node.number))
    }
    after(cost, .serve(node: node.number))
  }

  // MARK: The parent's end

  func asked(_ number: Int) {
    guard let exchange = exchanges[number] else { return }
    let parent = nodes[exchange.parent]
    parent.tally.asked(at: now)
    parent.tally.bytesReceived += exchange.request.count
    figures.countRequest(of: parent, at: now)
    enqueue(.request(number), at: parent)
  }

  /// Applies a request and answers it, unless there is nothing to say and it may be held.
  /// - Returns: how long it takes.
  private func answerRequest(_ number: Int, at parent: CityNode) throws -> Int64 {
    guard var exchange = exchanges[number] else { return 0 }
    let stored = try applyRequest(&exchange, at: parent)
    let heads = Int64(exchange.heads) * ServiceTime.headNanoseconds / 1_000
    let cost = ServiceTime.round / 2 + Int64(stored) * ServiceTime.record + heads
    let isIdle = try parent.follow { reader, _ in
      guard let hello = exchange.session.hello, let link = try reader.link(hello.node) else {
        throw SessionFault.cutOff
      }
      try exchange.session.begin(link: link, in: reader)
      return try exchange.wait > 0 && exchange.session.isIdle(in: reader)
    }
    if isIdle {
      exchange.stage = .parked
      exchanges[number] = exchange
      after(Int64(exchange.wait) * 1_000, .unpark(number))
      return cost
    }
    exchanges[number] = exchange
    return cost + (try makeAnswer(number, at: parent, delay: cost))
  }

  /// Applies a request, in one transaction as group commit does.
  /// - Returns: how many commits it brought.
  private func applyRequest(_ exchange: inout CityExchange, at parent: CityNode) throws -> Int {
    var frames = FrameReader()
    frames.feed(exchange.request)
    exchange.request = []
    var stored = 0
    let time = wallClock
    try parent.write { replica, storage in
      while let frame = try frames.next() {
        guard let action = try exchange.session.receive(frame), let hello = exchange.session.hello else { continue }
        if case .close(let close) = action { exchange.heads = close.fingerprint.count }
        let result = try LinkWork.carryOut(action, Meeting(with: hello, as: .parent, now: time), &replica, storage)
        if let result { stored += try accepted(result, at: parent) }
      }
    }
    parent.tally.stored += stored
    return stored
  }

  func unpark(_ number: Int) {
    guard let exchange = exchanges[number], exchange.stage == .parked else { return }
    exchanges[number]?.stage = .answering
    enqueue(.answer(number), at: nodes[exchange.parent])
  }

  private func answerHeld(_ number: Int, at parent: CityNode) throws -> Int64 {
    try makeAnswer(number, at: parent, delay: 0)
  }

  /// Makes the whole answer and sends it.
  /// - Parameter delay: how long the node is still busy before it can begin.
  private func makeAnswer(_ number: Int, at parent: CityNode, delay: Int64) throws -> Int64 {
    guard var exchange = exchanges[number] else { return 0 }
    exchange.stage = .answering
    try parent.follow { reader, _ in
      while let frame = try exchange.session.next(in: reader, now: wallClock) { frame.append(to: &exchange.answer) }
    }
    let heads = Int64(exchange.heads) * ServiceTime.headNanoseconds / 1_000
    let cost = ServiceTime.round / 2 + heads
    parent.tally.bytesSent += exchange.answer.count
    trace.mix(exchange.answer)
    exchanges[number] = exchange
    let way = nodes[exchange.child].profile.delay(exchange.answer.count, &draw)
    after(delay + cost + way, .answered(number))
    return cost
  }

  /// Counts what a batch brought.
  func accepted(_ result: Ingested, at node: CityNode) throws -> Int {
    guard result.refusals.isEmpty, result.gaps == 0, result.unreadable == 0 else {
      throw CityFailure(description: "n\(node.number) refuses what it was sent: \(result)")
    }
    figures.duplicates += result.duplicates
    return result.accepted
  }
}
