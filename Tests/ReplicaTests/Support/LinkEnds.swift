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
      if let action = try session.receive(frame) { try carryOut(action, in: session, at: parent) }
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

  private static func carryOut(_ action: DownlinkAction, in session: Downlink, at parent: TestNode) throws {
    let hello = session.hello!
    try parent.store.write { writer in
      switch action {
      case .greet(let hello):
        _ = try LinkWork.greet(hello, isParent: false, now: parent.now, &parent.replica, writer)
      case .apply(let batch): try parent.apply(batch, from: hello, isParent: false, to: writer)
      case .close(let close): _ = try LinkWork.note(close, from: hello, &parent.replica, writer)
      }
    }
  }
}

enum ChildEnd {
  static func carryOut(_ action: UplinkAction, from hello: Hello, at child: TestNode) throws {
    try child.store.write { writer in
      switch action {
      case .greet(let hello):
        _ = try LinkWork.greet(hello, isParent: true, now: child.now, &child.replica, writer)
      case .apply(let batch): try child.apply(batch, from: hello, isParent: true, to: writer)
      case .custody(let report): _ = try LinkWork.note(report, from: hello, &child.replica, writer)
      case .receipts(let report, let told):
        _ = try LinkWork.note(report, told: told, from: hello, &child.replica, writer)
      case .close(let close): _ = try LinkWork.note(close, from: hello, &child.replica, writer)
      }
    }
  }
}

extension TestNode {
  fileprivate func apply(_ batch: Batch, from hello: Hello, isParent: Bool, to writer: StoreWriter) throws {
    ingested.append(try LinkWork.apply(batch, from: hello, isParent: isParent, now: now, &replica, writer))
  }
}
