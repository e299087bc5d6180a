// Taking in a file that a peer made: each frame is carried out by the node, one after another.
import Merge
import Node
import Replica
import Store
import Wire

/// The frames of a file, applied one by one to a node; what came before a fault or a cut is kept.
struct Incoming {
  private let node: Node
  private var frames = FrameReader()
  private var session: FileSession.Receiver
  private var met = MetKeys()
  private(set) var taken = Ingested()

  init(node: Node) {
    self.node = node
    session = FileSession.Receiver(identity: node.identity)
  }

  /// Who made the file; nil before its first frame.
  var hello: Hello? { session.hello }

  /// Whether the file ended where its maker ended it.
  var isWhole: Bool { session.close != nil && !frames.isInsideFrame }

  /// Takes a piece of the file.
  /// - Throws: `WireError`, `SessionFault` or `Failure` when it is no file of frames for this node, `StoreError`.
  mutating func feed(_ bytes: some Collection<UInt8>) async throws {
    frames.feed(bytes)
    while let frame = try frames.next() { try await take(frame) }
  }

  private mutating func take(_ frame: Frame) async throws {
    guard let action = try receive(frame), let hello else { return }
    if let result = try await node.carryOut(action, met: &met, from: hello, as: session.end).value { add(result) }
  }

  private mutating func receive(_ frame: Frame) throws -> SessionAction? {
    var next = session
    next.identity = node.identity
    let action: SessionAction?
    do throws(FileSession.Fault) { action = try next.receive(frame) } catch {
      switch error {
      case .wire(let error): throw error
      case .ownFile:
        throw Failure(.refused, "this node made the file itself", hint: "Import it at the other end of the link.")
      }
    }
    if case .greet? = action { try node.read { try next.begin(in: $0, now: Node.now) } }
    session = next
    return action
  }

  private mutating func add(_ result: Ingested) {
    taken.accepted += result.accepted
    taken.duplicates += result.duplicates
    taken.gaps += result.gaps
    taken.unreadable += result.unreadable
    taken.ahead += result.ahead
    taken.refusals += result.refusals
  }

  /// Ends the file, whole or not.
  /// - Returns: whether this node now holds of the branch exactly what the maker held.
  func finish() async throws -> Bool {
    guard hello != nil else { return false }
    let session = session
    try await node.writer.run { _, storage in try session.finish(storage) }
    return try node.read { try session.isEqual(in: $0) }
  }
}
