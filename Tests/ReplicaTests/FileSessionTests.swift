// Files between two nodes that no network joins: what they bring, what they leave alone, and what is no such file.
import Merge
import Replica
import Store
import Testing
import Wire

@Suite struct `Sessions through files` {
  private static let catalog = SmallCatalog.make([("note", "work")])
  private let parent: TestNode
  private let child: TestNode
  private var author = Author(1, home: Place.southVillage)

  init() throws {
    parent = try TestNode(Place.southTown, 1, catalog: Self.catalog)
    child = try TestNode(Place.southVillage, 2, catalog: Self.catalog)
    for _ in 0..<3 { _ = try child.receive([author.commit()]) }
  }

  private func file(from node: TestNode, for peer: TestNode, everything: Bool = false) throws -> [Frame] {
    try node.store.read { reader in
      let sender = try FileSession.Sender(
        identity: node.replica.identity, catalog: node.replica.catalogDigest.first16, peer: peer.area,
        link: reader.link(peer.node))
      var frames: [Frame] = []
      _ = try #require(sender).write(from: reader, everything: everything, now: node.now) { frames.append($0) }
      return frames
    }
  }

  /// Takes a file in as the command does.
  /// - Returns: whether the node now holds what the maker held.
  @discardableResult
  private func takeFrames(_ frames: [Frame], at node: TestNode) throws -> Bool {
    var session = FileSession.Receiver(identity: node.replica.identity)
    for frame in frames {
      guard let action = try session.receive(frame) else { continue }
      if case .greet = action { try node.store.read { try session.begin(in: $0, now: node.now) } }
      try node.carryOut(action, from: #require(session.hello), as: session.end)
    }
    try node.store.write { try session.finish($0) }
    return try node.store.read { try session.isEqual(in: $0) }
  }

  private func link(of node: TestNode, to peer: TestNode) throws -> StoredLink {
    try #require(node.store.read { try $0.link(peer.node) })
  }

  @Test func `a file goes up, its answer comes down, and a session has nothing left to bring`() throws {
    #expect(try takeFrames(file(from: child, for: parent), at: parent))
    #expect(parent.ingested.map(\.accepted).reduce(0, +) == 3)
    #expect(try takeFrames(file(from: parent, for: child), at: child))
    #expect(child.ingested.map(\.accepted).reduce(0, +) == 0)
    let (up, down) = (try link(of: child, to: parent), try link(of: parent, to: child))
    #expect(up.isParent && !down.isParent)
    #expect(up.acknowledged == down.received && down.received != .zero)
    #expect(try sync(child, parent) == .proved)
    #expect(parent.ingested.map(\.accepted).reduce(0, +) == 3)
  }

  @Test func `taken in twice, a file brings nothing more`() throws {
    let frames = try file(from: child, for: parent)
    try takeFrames(frames, at: parent)
    let before = try link(of: parent, to: child)
    #expect(try takeFrames(frames, at: parent))
    #expect(parent.ingested.map(\.accepted).reduce(0, +) == 3)
    #expect(try link(of: parent, to: child).received == before.received)
  }

  @Test func `a later file begins where the other end has acknowledged, unless all is asked for`() throws {
    try takeFrames(file(from: child, for: parent), at: parent)
    try takeFrames(file(from: parent, for: child), at: child)
    var author = author
    _ = try child.receive([author.commit()])
    func batches(_ frames: [Frame]) throws -> [Batch] {
      try frames.filter { $0.kind == Frame.Kind.batch.rawValue }.map { try Batch($0) }
    }
    let rest = try batches(file(from: child, for: parent))
    #expect(try rest.first?.span?.from == link(of: child, to: parent).acknowledged)
    let all = try batches(file(from: child, for: parent, everything: true))
    #expect(all.first?.span?.from == .zero && all[0].commits.count > rest[0].commits.count)
  }

  @Test func `a file made for another store of the node moves no cursor`() throws {
    try takeFrames(file(from: child, for: parent), at: parent)
    try takeFrames(file(from: parent, for: child), at: child)
    let fresh = try TestNode(Place.southTown, 1, lineage: 2, catalog: Self.catalog)
    try takeFrames(file(from: child, for: parent, everything: true), at: fresh)
    #expect(fresh.ingested.map(\.accepted).reduce(0, +) == 3)
    #expect(try link(of: fresh, to: child).received == .zero)
  }

  @Test func `a file is no meeting`() throws {
    try sync(child, parent)
    let before = try link(of: parent, to: child)
    child.now += 5_000
    let frames = try file(from: child, for: parent)
    parent.now += 86_400_000
    try takeFrames(frames, at: parent)
    let after = try link(of: parent, to: child)
    #expect(after.heardAt == max(try #require(before.heardAt), child.now))
    #expect(after.clockOffset == before.clockOffset)
  }

  @Test func `no file is made for a place neither above nor below`() throws {
    let sender = FileSession.Sender(
      identity: child.replica.identity, catalog: child.replica.catalogDigest.first16, peer: child.area, link: nil)
    #expect(sender == nil)
  }

  @Test func `a node's own file is refused`() throws {
    let frames = try file(from: child, for: parent)
    var session = FileSession.Receiver(identity: child.replica.identity)
    #expect(throws: FileSession.Fault.ownFile) { try session.receive(frames[0]) }
    #expect(session.hello == nil)
  }

  @Test func `frames out of their order are refused`() throws {
    let up = try file(from: child, for: parent)
    let custody = CustodyReport(upTo: 1, marks: []).frame
    let close = try #require(up.last)
    for frames in [[close], [up[0], up[0]], [up[0], custody], [up[0], close, close]] {
      var session = FileSession.Receiver(identity: parent.replica.identity)
      for frame in frames.dropLast() { _ = try session.receive(frame) }
      #expect(throws: FileSession.Fault.self) { try session.receive(#require(frames.last)) }
    }
  }
}
