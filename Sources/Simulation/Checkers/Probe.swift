// A session of its own between two nodes of a world at rest, without a network, whose rounds and bytes are counted.
import Merge
import Replica
import Store
import Wire

/// What one session cost.
struct Probe {
  private(set) var rounds = 0
  /// Bytes of both directions, without those of batches that carry commits.
  private(set) var bytes = 0
  /// Messages of a comparison, from either end: a proof without a lost cursor needs none.
  private(set) var comparisons = 0
  private(set) var outcome = UplinkOutcome.again

  private let child: SimulatedNode
  private let parent: SimulatedNode
  private let trueTime: Int64
  /// The place that the child stood at before, when the session is about that.
  private let place: Area?
  static let roundsMax = 200

  /// Carries out a session from its first round to its last; both ends keep what it brings.
  /// - Parameter place: the place that the child stood at before, to pass on what belongs there; nil for where it stands.
  init(_ child: SimulatedNode, below parent: SimulatedNode, trueTime: Int64, place: Area? = nil) throws {
    (self.child, self.parent, self.trueTime, self.place) = (child, parent, trueTime, place)
    var session = Uplink(
      identity: child.identity.at(place ?? child.area), catalog: child.catalogDigest ?? .zero, sizes: child.sizes)
    while outcome == .again, rounds < Self.roundsMax {
      rounds += 1
      let request = try child.read { reader, store in
        let link = try place == nil ? store.parentLink() : store.link(parent.identity.node)
        return try session.request(link: link, in: reader, now: child.wallClock(at: trueTime))
      }
      try takeAnswer(try answer(try frames(request)), &session)
    }
  }

  private mutating func frames(_ bytes: [UInt8]) throws -> [Frame] {
    var reader = FrameReader()
    reader.feed(bytes)
    var frames: [Frame] = []
    while let frame = try reader.next() { frames.append(frame) }
    for frame in frames { try count(frame) }
    return frames
  }

  private mutating func count(_ frame: Frame) throws {
    if frame.kind == Frame.Kind.ranges.rawValue { comparisons += 1 }
    let hasCommits = try frame.kind == Frame.Kind.batch.rawValue && !Batch(frame).commits.isEmpty
    if !hasCommits { bytes += Frame.headBytes + frame.body.count }
  }

  // MARK: The parent's end

  private mutating func answer(_ request: [Frame]) throws -> [Frame] {
    var session = Downlink(identity: parent.identity, catalog: parent.catalogDigest ?? .zero, sizes: parent.sizes)
    for frame in request {
      guard let action = try session.receive(frame), let hello = session.hello else { continue }
      try carryOut(action, hello, as: .parent, at: parent)
    }
    guard let hello = session.hello else { throw SessionFault.cutOff }
    try parent.read { reader, _ in
      guard let link = try reader.link(hello.node) else { throw SessionFault.cutOff }
      try session.begin(link: link, in: reader)
    }
    let now = parent.time(at: trueTime)
    var answer: [Frame] = []
    while let frame = try parent.read({ reader, _ in try session.next(in: reader, now: now) }) {
      try count(frame)
      answer.append(frame)
    }
    return answer
  }

  private func carryOut(_ action: SessionAction, _ hello: Hello, as end: LinkEnd, at node: SimulatedNode) throws {
    let now = node.time(at: trueTime)
    try node.write { replica, storage in
      _ = try LinkWork.carryOut(action, Meeting(with: hello, as: end, now: now), &replica, storage)
    }
  }

  // MARK: The child's end

  private mutating func takeAnswer(_ answer: [Frame], _ session: inout Uplink) throws {
    for frame in answer {
      guard let action = try session.receive(frame), let hello = session.parent else { continue }
      try carryOut(action, hello, as: .child(address: World.address(of: parent.number), place: place), at: child)
    }
    let now = child.time(at: trueTime)
    outcome = try child.write { replica, storage in
      try LinkWork.finish(&session, now: now, &replica, storage)
    }
  }
}
