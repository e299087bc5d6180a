// A session between two nodes of one process: the shipped sessions, frame by frame, with no socket between them.
import Merge
import Replica
import Store
import Wire

/// Why a link of a scenario did not come to rest.
package struct ScenarioFailure: Error, CustomStringConvertible, Sendable {
  package let description: String
}

enum InProcessLink {
  /// Runs rounds until both ends are proved equal.
  /// - Parameter now: both nodes' wall clock, in milliseconds.
  static func sync(_ child: ScenarioNode, _ parent: ScenarioNode, now: Int64) throws {
    var session = Uplink(identity: child.identity, catalog: child.catalogDigest)
    for _ in 0..<200 {
      let request = try child.store.read { try session.request(link: $0.parentLink(), in: $0, now: now) }
      try take(try answer(request, at: parent, now: now), &session, at: child, now: now)
      if try child.write({ try LinkWork.finish(&session, now: now, &$0, $1) }) == .proved { return }
    }
    throw ScenarioFailure(description: "the link of \(child.area) does not come to rest")
  }

  private static func answer(_ request: [UInt8], at parent: ScenarioNode, now: Int64) throws -> [UInt8] {
    var session = Downlink(identity: parent.identity, catalog: parent.catalogDigest)
    var frames = FrameReader()
    frames.feed(request)
    while let frame = try frames.next() {
      guard let action = try session.receive(frame), let hello = session.hello else { continue }
      try parent.write { _ = try LinkWork.carryOut(action, Meeting(with: hello, as: .parent, now: now), &$0, $1) }
    }
    guard let hello = session.hello else { throw SessionFault.cutOff }
    return try parent.store.read { reader in
      guard let link = try reader.link(hello.node) else { throw SessionFault.cutOff }
      try session.begin(link: link, in: reader)
      var bytes: [UInt8] = []
      while let frame = try session.next(in: reader, now: now) { frame.append(to: &bytes) }
      return bytes
    }
  }

  private static func take(_ answer: [UInt8], _ session: inout Uplink, at child: ScenarioNode, now: Int64) throws {
    var frames = FrameReader()
    frames.feed(answer)
    while let frame = try frames.next() {
      guard let action = try session.receive(frame), let hello = session.parent else { continue }
      try child.write { _ = try LinkWork.carryOut(action, Meeting(with: hello, as: .child(), now: now), &$0, $1) }
    }
  }
}
