// Answering a child: a request is read and applied frame by frame, then the answer is made frame by frame.
package import Certificates
import Merge
import Replica
import Store
import Wire

/// One round at the parent's end, driven by the server.
///
/// `feed` the request's bytes as they arrive, `begin` when they have ended, then take frames until there are none. What
/// was applied before a cut stays applied.
package struct Answering: Sendable {
  private let node: Node
  private let peer: PeerName?
  private var session: Downlink
  private var frames = FrameReader()
  private var pending: PendingWork
  private var met = MetKeys()
  private var receivedBytes = 0
  private var sentBytes = 0

  /// The longest a child may have its answer held, in milliseconds.
  package static let waitMillisecondsMax: UInt64 = 60_000

  /// - Parameter peer: whom the other end's certificate names; nil where nobody is authenticated.
  package init(node: Node, peer: PeerName? = nil) {
    self.node = node
    self.peer = peer
    pending = PendingWork(node: node)
    session = Downlink(identity: node.identity, catalog: node.catalogDigest, signer: node.signer)
  }

  /// Takes a piece of the request.
  /// - Throws: `SessionFault` or `CertificateRefusal.mismatch` for a peer's fault, `StoreError` when nothing can be written.
  package mutating func feed(_ bytes: some Collection<UInt8>) async throws {
    receivedBytes += bytes.count
    frames.feed(bytes)
    defer { pending.start() }
    do {
      while let frame = try nextFrame() { try await take(frame) }
    } catch {
      // What came before a fault is carried out, and nothing is answered before it is.
      try? await pending.settle()
      throw error
    }
  }

  private mutating func take(_ frame: Frame) async throws {
    guard let action = try session.receive(frame), let hello = session.hello else { return }
    if case .greet = action {
      try checkName(hello)
      try node.admit(Node.takingIn(from: hello))
      try node.admit(Node.session(with: hello))
    }
    let work = node.carryOut(action, met: &met, from: hello, as: .parent, in: pending.sequence)
    try await pending.add(work, isBatch: action.isBatch)
  }

  /// A node speaks for itself alone.
  private func checkName(_ hello: Hello) throws(CertificateRefusal) {
    guard let peer, peer != PeerName(node: hello.node, area: hello.area) else { return }
    throw .mismatch
  }

  private mutating func nextFrame() throws(SessionFault) -> Frame? {
    do throws(WireError) { return try frames.next() } catch { throw .wire(error) }
  }

  /// Begins the answer; with nothing to say it waits for news as long as the child asked it to.
  /// - Throws: `SessionFault.cutOff` when the request had no close.
  package mutating func begin() async throws {
    if let generation = try await prepare() { try await hold(past: generation) }
  }

  /// Reads what the answer begins with.
  /// - Returns: the news past which the child's answer is to be held; nil when it is to go out.
  /// - Throws: `SessionFault.cutOff` when the request had no close.
  package mutating func prepare() async throws -> UInt64? {
    try await pending.settle()
    guard let hello = session.hello else { throw SessionFault.cutOff }
    let generation = node.news.generation
    let asked = session
    let (isIdle, begun) = try await read { reader in
      guard let link = try reader.link(hello.node) else { throw SessionFault.cutOff }
      var begun = asked
      try begun.begin(link: link, in: reader)
      return (try hello.wait > 0 && begun.isIdle(in: reader), begun)
    }
    session = begun
    return isIdle ? generation : nil
  }

  /// Waits for news as long as the child asked it to. When its task is cancelled it ends at once, and the answer may go out.
  package func hold(past generation: UInt64) async throws {
    let (clock, session) = (ContinuousClock(), session)
    let end = clock.now + .milliseconds(Int64(min(session.hello?.wait ?? 0, Self.waitMillisecondsMax)))
    var generation = generation
    while clock.now < end {
      guard await node.news.wait(past: generation, limit: end - clock.now) else { return }
      generation = node.news.generation
      do { if try await read({ try session.hasNews(in: $0) }) { return } } catch is CancellationError { return }
    }
  }

  /// Reads for the answer, noted for the next process should this one end in it.
  private func read<T: Sendable>(_ body: @escaping @Sendable (StoreReader) throws -> T) async throws -> T {
    let hello = session.hello
    return try await node.read(
      on: .links, by: hello?.node.description ?? "", noting: hello.map { Node.session(with: $0) }, body)
  }

  /// The next frame of the answer as bytes; nil after the last.
  package mutating func next() async throws -> [UInt8]? {
    let (asked, node) = (session, node)
    let (bytes, moved) = try await read { reader in
      var moved = asked
      return (try moved.next(in: reader, now: node.clock.now)?.encoded, moved)
    }
    session = moved
    guard let bytes else {
      node.figures.roundDown(sent: sentBytes, received: receivedBytes)
      if let hello = session.hello, session.isWorthNoting(now: node.clock.now) { node.noteProved(hello) }
      return nil
    }
    sentBytes += bytes.count
    return bytes
  }
}
