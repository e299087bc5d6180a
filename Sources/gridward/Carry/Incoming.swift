// Taking in a file that a peer made: each frame as it would be taken in a session.
import Merge
import Node
import Replica
import Store
import Trust
import Wire

/// The frames of a file, applied one by one to a node; what came before a fault or a cut is kept.
struct Incoming {
  private let node: Node
  private var frames = FrameReader()
  private(set) var hello: Hello?
  private(set) var close: CloseMessage?
  private(set) var taken = Ingested()
  private var met = MetKeys()
  /// The link to the maker before the file, and when the file was made, in milliseconds.
  private var known: StoredLink?
  private var madeAt: Int64 = 0

  init(node: Node) { self.node = node }

  private var isFromParent: Bool { hello.map { $0.area.contains(node.identity.area) } ?? false }

  /// Whether the file ended where its maker ended it.
  var isWhole: Bool { close != nil && !frames.isInsideFrame }

  /// Takes a piece of the file.
  /// - Throws: `WireError` or `SessionFault` when it is no file of frames for this node, `StoreError`.
  mutating func feed(_ bytes: some Collection<UInt8>) async throws {
    frames.feed(bytes)
    while let frame = try frames.next() { try await take(frame) }
  }

  private mutating func take(_ frame: Frame) async throws {
    guard let hello else { return try await greet(frame) }
    switch Frame.Kind(rawValue: frame.kind) {
    case .batch where close == nil: try await carryOut(.apply(sound(Batch(frame))), from: hello)
    case .custody where close == nil && isFromParent: try await carryOut(.custody(CustodyReport(frame)), from: hello)
    case .receipts where close == nil && isFromParent:
      try await carryOut(.receipts(ReceiptReport(frame), told: nil), from: hello)
    case .close where close == nil:
      var message = try CloseMessage(frame)
      message.span = message.span.map(sound)
      close = message
      try await carryOut(.close(message), from: hello)
    case nil: break  // A kind this version does not know is stepped over.
    default: throw WireError(.malformed, "frame \(frame.kind) in its order")
    }
  }

  private mutating func carryOut(_ action: SessionAction, from hello: Hello) async throws {
    let end: LinkEnd = isFromParent ? .child() : .parent
    if let result = try await node.carryOut(action, met: &met, from: hello, as: end).value { add(result) }
  }

  /// A span counts when the file was made for this very store, or for one its maker had never met: then nothing was left
  /// out as known here. Otherwise it moves no cursor, and the next session compares.
  private func sound(_ span: Batch.Span) -> Batch.Span {
    let madeFor = hello?.peerStore ?? node.identity.store
    return madeFor == node.identity.store ? span : Batch.Span(from: span.to, to: span.to)
  }

  private func sound(_ batch: Batch) -> Batch { Batch(span: batch.span.map { sound($0) }, commits: batch.commits) }

  private mutating func greet(_ frame: Frame) async throws {
    guard frame.kind == Frame.Kind.hello.rawValue else { throw WireError(.malformed, "a hello at the beginning") }
    let greeting = try Hello(frame)
    guard greeting.versions.contains(Hello.protocolVersion) else {
      throw WireError(.unsupportedVersion, "version \(Hello.protocolVersion)")
    }
    guard greeting.node != node.identity.node else {
      throw Failure(.refused, "this node made the file itself", hint: "Import it at the other end of the link.")
    }
    known = try node.read { try $0.link(greeting.node) }
    madeAt = min(greeting.now, Node.now)
    hello = greeting
    try await carryOut(.greet(greeting), from: greeting)
  }

  private mutating func add(_ result: Ingested) {
    taken.accepted += result.accepted
    taken.duplicates += result.duplicates
    taken.gaps += result.gaps
    taken.unreadable += result.unreadable
    taken.ahead += result.ahead
    taken.refusals += result.refusals
  }

  /// Leaves what a link knows of clocks and meetings as it was: a file is no meeting, and may be days old.
  /// - Returns: whether this node now holds of the branch exactly what the maker held.
  func finish() async throws -> Bool {
    guard let hello else { return false }
    let (known, madeAt) = (known, madeAt)
    try await node.writer.run { _, storage in
      guard var link = try storage.link(hello.node) else { return }
      link.clockOffset = known?.clockOffset ?? 0
      link.heardAt = max(known?.heardAt ?? madeAt, madeAt)
      try storage.saveLink(link)
    }
    return try isEqual(to: hello)
  }

  private func isEqual(to hello: Hello) throws -> Bool {
    guard let close else { return false }
    return try node.read { reader in
      guard let link = try reader.link(hello.node), let branch = branch(with: hello) else { return false }
      return try LinkView.fingerprint(of: branch, link: link.reference, in: reader) == close.fingerprint
    }
  }

  private func branch(with hello: Hello) -> Branch? {
    isFromParent
      ? Branch(parent: hello.area, child: node.identity.area) : Branch(parent: node.identity.area, child: hello.area)
  }
}
