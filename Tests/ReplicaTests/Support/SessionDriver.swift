// Drives the two ends of a link against each other with no socket, counting what would cross the wire.
import Merge
import Replica
import Store
import Wire

/// What goes wrong in one round. Offsets count bytes; what lies before one has arrived.
enum Fault {
  case none
  case requestCut(at: Int)
  case answerCut(at: Int)
  /// The parent applied the request and its answer was lost.
  case answerLost
  case requestTwice
}

/// What one round sent, for the tests that cut it.
struct RoundTrace {
  var request: [UInt8] = []
  var answer: [UInt8] = []
}

/// One session of a child with its parent.
struct SessionDriver {
  let child: TestNode
  var parent: TestNode
  /// Changes a request or an answer on its way: how a test plays a hostile peer.
  var tamperRequest: ([UInt8]) throws -> [UInt8] = { $0 }
  var tamperAnswer: ([UInt8]) throws -> [UInt8] = { $0 }
  private var session: Uplink
  private(set) var traces: [RoundTrace] = []

  init(_ child: TestNode, _ parent: TestNode) {
    (self.child, self.parent) = (child, parent)
    session = Uplink(
      identity: child.replica.identity, catalog: child.replica.catalogDigest.first16, sizes: child.sizes,
      takesCustodyReceipts: child.replica.root != nil)
  }

  var rounds: Int { traces.count }
  var bytes: Int { traces.reduce(0) { $0 + $1.request.count + $1.answer.count } }

  /// Runs rounds until both ends are proved equal, or are known not to be.
  mutating func run(roundsMax: Int = 40) throws -> UplinkOutcome {
    for _ in 0..<roundsMax {
      let outcome = try round()
      if outcome != .again { return outcome }
    }
    return .again
  }

  /// One round trip.
  /// - Throws: `SessionFault` when what arrived at the child was no whole answer.
  mutating func round(_ fault: Fault = .none) throws -> UplinkOutcome {
    let request = try tamperRequest(makeRequest())
    traces.append(RoundTrace(request: request))
    if case .requestCut(let offset) = fault {
      _ = try? ParentEnd.answer(Array(request.prefix(offset)), at: parent)
      throw SessionFault.cutOff
    }
    if case .requestTwice = fault { _ = try ParentEnd.answer(request, at: parent) }
    var answer = try tamperAnswer(ParentEnd.answer(request, at: parent))
    traces[traces.count - 1].answer = answer
    if case .answerLost = fault { throw SessionFault.cutOff }
    if case .answerCut(let offset) = fault { answer = Array(answer.prefix(offset)) }
    return try takeAnswer(answer)
  }

  private mutating func makeRequest() throws -> [UInt8] {
    var session = session
    session.identity = child.replica.identity
    let now = child.now
    let bytes = try child.store.read { reader in
      try session.request(link: reader.parentLink(), in: reader, now: now)
    }
    self.session = session
    return bytes
  }

  private mutating func takeAnswer(_ answer: [UInt8]) throws -> UplinkOutcome {
    var frames = FrameReader()
    frames.feed(answer)
    while let frame = try frames.next() {
      if let action = try session.receive(frame) { try child.carryOut(action, from: session.parent!, as: .child()) }
    }
    return try finish()
  }

  private mutating func finish() throws -> UplinkOutcome {
    let now = child.now
    return try child.store.write { try LinkWork.finish(&session, now: now, &child.replica, $0) }
  }
}

/// Runs one session to its end.
@discardableResult
func sync(_ child: TestNode, _ parent: TestNode) throws -> UplinkOutcome {
  var driver = SessionDriver(child, parent)
  return try driver.run()
}

/// Runs sessions up a chain, then down again, so that everything reaches every node.
func syncAll(_ chain: [(child: TestNode, parent: TestNode)]) throws -> Bool {
  var isProved = true
  for _ in 0..<2 {
    for link in chain { isProved = try sync(link.child, link.parent) == .proved }
    for link in chain.reversed() { isProved = try sync(link.child, link.parent) == .proved && isProved }
  }
  return isProved
}
