// What each end of a link does with the frames of the other: each action in a transaction of its own.
import Merge
import Replica
import Store
import Wire

enum ParentEnd {
  /// Reads a request, carries it out and makes the whole answer.
  /// - Throws: `SessionFault` or `WireError`; what came before the fault has been applied.
  static func answer(_ request: [UInt8], at parent: TestNode) throws -> [UInt8] {
    var session = Downlink(identity: parent.replica.identity, catalog: parent.replica.catalogDigest.first16)
    var frames = FrameReader()
    frames.feed(request)
    while let frame = try frames.next() {
      if let action = try session.receive(frame) { try carryOut(action, in: session, at: parent) }
    }
    guard let hello = session.hello else { throw SessionFault.cutOff }
    try parent.store.read { try session.begin(link: $0.link(hello.node)!, in: $0) }
    var bytes: [UInt8] = []
    while let frame = try parent.store.read({ try session.next(in: $0, now: parent.now) }) { frame.append(to: &bytes) }
    return bytes
  }

  private static func carryOut(_ action: DownlinkAction, in session: Downlink, at parent: TestNode) throws {
    let hello = session.hello!
    try parent.store.write { writer in
      var link =
        try writer.link(hello.node) ?? writer.makeLink(peer: hello.node, area: hello.area, isParent: false)
      switch action {
      case .greet(let hello):
        try parent.replica.note(hello, link: &link, branch: session.sharedBranch!, now: parent.now, in: writer)
      case .apply(let batch): try parent.apply(batch, link: &link, branch: session.sharedBranch!, to: writer)
      case .close(let close): try parent.replica.note(close, link: &link, in: writer)
      }
    }
  }
}

enum ChildEnd {
  static func carryOut(_ action: UplinkAction, from hello: Hello, at child: TestNode) throws {
    let branch = Branch(parent: hello.area, child: child.area)!
    try child.store.write { writer in
      var link = try writer.link(hello.node) ?? writer.makeLink(peer: hello.node, area: hello.area, isParent: true)
      switch action {
      case .greet(let hello):
        try child.replica.note(hello, link: &link, branch: branch, now: child.now, in: writer)
      case .apply(let batch): try child.apply(batch, link: &link, branch: branch, to: writer)
      case .custody(let report): try child.replica.note(report, link: &link, in: writer)
      case .close(let close): try child.replica.note(close, link: &link, in: writer)
      }
    }
  }
}

extension TestNode {
  fileprivate func apply(_ batch: Batch, link: inout StoredLink, branch: Branch, to writer: StoreWriter) throws {
    var refused = Refused(try writer.quarantines(link: link.reference))
    let result = try replica.apply(batch, link: &link, branch: branch, refused: &refused, now: now, to: writer)
    ingested.append(result)
  }
}
