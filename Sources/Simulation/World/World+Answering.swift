// The parent's end of a session, as the shell's server does it: read piece by piece, answered frame by frame.
import Merge
import Replica
import Store
import Wire

extension World {
  /// Sends a request on its way.
  /// - Returns: the exchange's number.
  func send(_ bytes: [UInt8], from child: SimulatedNode, to parent: SimulatedNode, wait: UInt64) -> Int {
    let bytes = settings.mutant?.request(bytes) ?? bytes
    let fate = network.fate(link: child.number, bytes: bytes.count)
    count(fate, over: child.number)
    trace.mix(bytes)
    tally.bytes += bytes.count
    let number = open(bytes, child, parent, fate, wait: wait, isEcho: false)
    let isDeaf = !parent.isUp || fate.isLost
    after(isDeaf ? network.silence() : network.delay(fate, bytes: 0), isDeaf ? .broken(number) : .request(number))
    if isDeaf { exchanges[number]?.stage = .over } else { after(Int64(wait) + 60_000, .broken(number)) }
    if fate.isDuplicated, !isDeaf {
      let echo = open(bytes, child, parent, fate, wait: 0, isEcho: true)
      after(network.delay(fate, bytes: bytes.count), .request(echo))
    }
    return number
  }

  private func open(
    _ bytes: [UInt8], _ child: SimulatedNode, _ parent: SimulatedNode, _ fate: Fate, wait: UInt64, isEcho: Bool
  ) -> Int {
    exchangeCount += 1
    let session = Downlink(
      identity: parent.identity, catalog: parent.catalogDigest ?? .zero, sizes: parent.sizes, signer: parent.signer)
    exchanges[exchangeCount] = Exchange(
      number: exchangeCount, child: child.number, parent: parent.number, childLife: child.life,
      parentLife: parent.life, request: bytes, fate: fate, wait: wait, isEcho: isEcho, session: session, movedAt: now)
    return exchangeCount
  }

  private func count(_ fate: Fate, over link: Int) {
    func add(_ kind: FaultKind, _ isSo: Bool) { if isSo { tally.faults[kind, default: 0] += 1 } }
    add(.loss, fate.isLost && network.isOpen(link))
    add(.duplication, fate.isDuplicated)
    add(.answerLost, fate.isAnswerLost)
    add(.cut, fate.requestCut != nil)
    add(.cut, fate.answerCut != nil)
    add(.reordering, fate.latency.upperBound > 100)
  }

  /// The next piece of a request arrives.
  func deliver(_ number: Int) {
    guard var exchange = exchanges[number] else { return }
    let parent = nodes[exchange.parent]
    guard isAlive(exchange, at: parent) else { return giveUp(number) }
    if exchange.delivered == 0 { parent.serving.append(number) }
    let end = exchange.fate.requestCut ?? exchange.request.count
    let size = network.pieceSize(exchange.fate, bytes: exchange.request.count)
    let piece = exchange.request[exchange.delivered..<min(end, exchange.delivered + size)]
    exchange.delivered += piece.count
    exchange.movedAt = now
    do {
      try feed(piece, to: &exchange, at: parent)
      exchanges[number] = exchange
      if exchange.delivered < end {
        after(network.delay(exchange.fate, bytes: size), .request(number))
      } else if exchange.fate.requestCut != nil {
        giveUp(number)
      } else {
        try beginAnswer(number, at: parent)
      }
    } catch {
      exchanges[number] = exchange
      giveUp(number)
      refuse(parent, error)
    }
  }

  private func feed(_ piece: ArraySlice<UInt8>, to exchange: inout Exchange, at parent: SimulatedNode) throws {
    exchange.requestFrames.feed(piece)
    while let frame = try exchange.requestFrames.next() {
      guard let action = try exchange.session.receive(frame) else { continue }
      try carryOut(action, at: parent, of: exchange)
    }
  }

  private func carryOut(_ action: SessionAction, at parent: SimulatedNode, of exchange: Exchange) throws {
    let time = time(parent)
    defer { tell(parent) }
    guard let hello = exchange.session.hello else { return }
    try carryOut(action, from: hello, as: .parent, at: parent, now: time, with: exchange.child)
  }

  /// Carries an action out at either end of an exchange, as everybody does or as a mutant does.
  /// - Parameter other: the number of the node at the other end.
  func carryOut(
    _ action: SessionAction, from hello: Hello, as end: LinkEnd, at node: SimulatedNode, now time: Int64,
    with other: Int
  ) throws {
    var action = action
    if case .apply(let received) = action {
      let believed = try settings.mutant?.believing(received, in: self) ?? received
      let batch = try settings.mutant?.owning(believed, at: node) ?? believed
      if let mutated = try settings.mutant?.applyBatch(batch, from: hello, as: end, now: time, at: node) {
        return took(mutated, at: node, from: other)
      }
      action = .apply(batch)
    }
    let result = try node.write { replica, storage in
      try LinkWork.carryOut(action, Meeting(with: hello, as: end, now: time), &replica, storage)
    }
    if let result { took(result, at: node, from: other) }
  }

  private func beginAnswer(_ number: Int, at parent: SimulatedNode) throws {
    guard var exchange = exchanges[number], let hello = exchange.session.hello else { throw SessionFault.cutOff }
    let isIdle = try parent.read { reader, _ in
      guard let link = try reader.link(hello.node) else { throw SessionFault.cutOff }
      try exchange.session.begin(link: link, in: reader)
      return try hello.wait > 0 && exchange.session.isIdle(in: reader)
    }
    exchange.stage = isIdle && !exchange.isEcho ? .parked : .answering
    exchanges[number] = exchange
    after(isIdle ? Int64(hello.wait) : 0, isIdle && !exchange.isEcho ? .unpark(number) : .answer(number))
  }

  func unpark(_ number: Int) {
    guard let exchange = exchanges[number], case .parked = exchange.stage else { return }
    guard isAlive(exchange, at: nodes[exchange.parent]) else { return giveUp(number) }
    exchanges[number]?.stage = .answering
    after(0, .answer(number))
  }

  /// Makes the next frames of an answer and sends them.
  func makeAnswer(_ number: Int) {
    guard var exchange = exchanges[number], case .answering = exchange.stage else { return }
    let parent = nodes[exchange.parent]
    guard isAlive(exchange, at: parent) else { return giveUp(number) }
    var bytes: [UInt8] = []
    var isLast = false
    do {
      for _ in 0..<draw.within(1...6) where !isLast {
        let time = time(parent)
        let frame = try parent.read { reader, _ in try exchange.session.next(in: reader, now: time) }
        guard let frame else {
          isLast = true
          break
        }
        (settings.mutant?.answer(frame, in: exchange) ?? frame).append(to: &bytes)
      }
      bytes = try altered(bytes, by: parent)
    } catch {
      giveUp(number)
      return refuse(parent, error)
    }
    if isLast {
      parent.serving.removeAll { $0 == number }
      noteProof(of: exchange, at: parent)
    }
    transmit(bytes, isLast: isLast, &exchange)
  }

  private func noteProof(of exchange: Exchange, at parent: SimulatedNode) {
    let time = time(parent)
    guard let hello = exchange.session.hello, exchange.session.isWorthNoting(now: time) else { return }
    do {
      try write(at: parent) { replica, storage in try LinkWork.noteProved(hello, now: time, &replica, storage) }
    } catch { refuse(parent, error) }
  }

  private func transmit(_ bytes: [UInt8], isLast: Bool, _ exchange: inout Exchange) {
    let room = (exchange.fate.answerCut ?? .max) - exchange.answerSent
    exchange.answerSent += bytes.count
    exchange.movedAt = now
    trace.mix(bytes)
    let isCut = bytes.count > room
    let isHeard = !exchange.isEcho && !exchange.fate.isAnswerLost && network.isOpen(exchange.child)
    if isLast || isCut || !isHeard { exchange.stage = .over }
    exchanges[exchange.number] = exchange
    let delay = network.delay(exchange.fate, bytes: bytes.count)
    if isHeard {
      after(
        delay, .arrival(exchange.number, bytes: Array(bytes.prefix(max(0, room))), isLast: isLast && !isCut))
    }
    if isCut || !isHeard {
      after(delay + network.silence(), .broken(exchange.number))
    } else if !isLast {
      after(delay, .answer(exchange.number))
    }
    if exchange.isEcho, isLast { exchanges[exchange.number] = nil }
  }

  private func isAlive(_ exchange: Exchange, at parent: SimulatedNode) -> Bool {
    parent.isUp && parent.life == exchange.parentLife && (exchange.isEcho || network.isOpen(exchange.child))
  }

  /// The parent's end of an exchange is over before its answer was.
  func giveUp(_ number: Int) {
    guard let exchange = exchanges[number] else { return }
    nodes[exchange.parent].serving.removeAll { $0 == number }
    if exchange.isEcho {
      exchanges[number] = nil
    } else {
      exchanges[number]?.stage = .over
      after(network.silence(), .broken(number))
    }
  }
}
