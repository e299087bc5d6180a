// What each end of a link does with the frames of the other: each action in a transaction of its own.
import Merge
import Replica
import Store
import Wire

enum ParentEnd {
  /// Reads a request, carries it out and makes the whole answer.
  /// - Throws: `SessionFault` or `WireError`; what came before the fault has been applied.
  static func answer(_ request: [UInt8], at parent: TestNode) throws -> [UInt8] {
    var session = Downlink(
      identity: parent.replica.identity, catalog: parent.replica.catalogDigest.first16, sizes: parent.sizes,
      signer: parent.replica.signer)
    var frames = FrameReader()
    frames.feed(request)
    while let frame = try frames.next() {
      if let action = try session.receive(frame) { try parent.carryOut(action, from: session.hello!, as: .parent) }
    }
    guard let hello = session.hello else { throw SessionFault.cutOff }
    try parent.store.read { try session.begin(link: $0.link(hello.node)!, in: $0) }
    var bytes: [UInt8] = []
    while let frame = try parent.store.read({ try session.next(in: $0, now: parent.now) }) { frame.append(to: &bytes) }
    if session.isWorthNoting(now: parent.now) {
      try parent.store.write { try LinkWork.noteProved(hello, now: parent.now, &parent.replica, $0) }
    }
    return bytes
  }
}

extension TestNode {
  /// Does what a frame of the other end wants done, in a transaction of its own.
  func carryOut(_ action: SessionAction, from hello: Hello, as end: LinkEnd) throws {
    try store.write { writer in
      let result = try LinkWork.carryOut(action, Meeting(with: hello, as: end, now: now), &replica, writer)
      if let result { ingested.append(result) }
    }
  }
}
