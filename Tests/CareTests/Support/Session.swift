// Sessions between two running nodes: everything as over HTTP but the socket.
import Catalog
import Foundation
import Merge
import Node
import Replica
import Store
import Testing
import Trust
import Wire

enum Session {
  /// Runs one session to its end.
  /// - Parameter place: the place the child stood at before, when the session is about that.
  static func run(_ child: Office, _ parent: Office, place: Area? = nil) async throws {
    let node = child.node
    var session = Uplink(identity: node.identity.at(place ?? node.identity.area), catalog: node.catalogDigest)
    for _ in 0..<40 {
      let asked = session
      let (request, next) = try node.read { reader in
        var next = asked
        // A node that learns of commits of its own that it lost goes on as another store, as it does in life.
        next.identity = node.identity.at(place ?? node.identity.area)
        let link = try reader.link(parent.node.identity.node)
        return (try next.request(link: link, in: reader, now: Node.now), next)
      }
      session = next
      var frames = FrameReader()
      frames.feed(try await answer(request, at: parent.node))
      while let frame = try frames.next() {
        guard let action = try session.receive(frame) else { continue }
        var met = MetKeys()
        let end = LinkEnd.child(address: "test:", place: place)
        _ = try await node.carryOut(action, met: &met, from: session.parent!, as: end).value
      }
      let (outcome, finished) = try await node.finish(session)
      session = finished
      if outcome == .proved { return }
      #expect(outcome == .again)
    }
    Issue.record("no session proved \(child.area.code) and \(parent.area.code) equal")
  }

  private static func answer(_ request: [UInt8], at parent: Node) async throws -> [UInt8] {
    var answering = Answering(node: parent)
    try await answering.feed(request)
    try await answering.begin()
    var answer: [UInt8] = []
    while let frame = try await answering.next() { answer += frame }
    return answer
  }

  /// Up every link and down again, until nothing is left to say.
  static func settle(_ links: [(child: Office, parent: Office)]) async throws {
    for _ in 0..<3 {
      for link in links { try await run(link.child, link.parent) }
      for link in links.reversed() { try await run(link.child, link.parent) }
    }
  }
}
