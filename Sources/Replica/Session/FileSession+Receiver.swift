// Taking a file in: each frame as it would be taken in a session.
import Merge
import Trust
package import Wire

extension FileSession {
  /// Why a file cannot be taken in. What came before the fault has been applied and stays.
  package enum Fault: Error, Hashable, Sendable {
    case wire(WireError)
    /// This node made the file itself.
    case ownFile
  }

  /// The end that takes a file in. Whether it comes from a parent or from a child is read from where its maker stands.
  package struct Receiver: Sendable {
    /// Who the node is; it takes another store and incarnation when it learns that commits of its own are lost.
    package var identity: Identity
    package private(set) var hello: Hello?
    package private(set) var close: CloseMessage?
    /// The link to the maker before the file, and when the file was made.
    private var before: StoredLink?
    private var madeAt: Int64 = 0

    package init(identity: Identity) { self.identity = identity }

    /// Which end of the link to the file's maker this node is.
    package var end: LinkEnd { isFromParent ? .child() : .parent }

    private var isFromParent: Bool { hello.map { $0.area.contains(identity.area) } ?? false }

    /// Takes one frame of the file.
    package mutating func receive(_ frame: Frame) throws(Fault) -> SessionAction? {
      if hello == nil { return .greet(try greeted(frame)) }
      do throws(WireError) {
        switch Frame.Kind(rawValue: frame.kind) {
        case .batch where close == nil: return .apply(try Batch(frame).counted(if: isForThisStore))
        case .custody where close == nil && isFromParent: return .custody(try CustodyReport(frame))
        case .receipts where close == nil && isFromParent: return .receipts(try CustodyReceiptReport(frame), told: nil)
        case .close where close == nil:
          var message = try CloseMessage(frame)
          message.span = message.span?.counted(if: isForThisStore)
          close = message
          return .close(message)
        case nil: return nil  // A kind this version does not know is stepped over.
        default: throw WireError(.malformed, "frame \(frame.kind) in its order")
        }
      } catch { throw .wire(error) }
    }

    /// A span counts when the file was made for this very store, or for one its maker had never met: then nothing was left
    /// out as known here. Otherwise it moves no cursor, and the next session compares.
    private var isForThisStore: Bool { (hello?.peerStore ?? identity.store) == identity.store }

    private mutating func greeted(_ frame: Frame) throws(Fault) -> Hello {
      let greeting: Hello
      do throws(WireError) {
        guard frame.kind == Frame.Kind.hello.rawValue else { throw WireError(.malformed, "a hello at the beginning") }
        greeting = try Hello(frame)
        try greeting.expectVersion()
      } catch { throw .wire(error) }
      guard greeting.node != identity.node else { throw .ownFile }
      hello = greeting
      return greeting
    }

    /// Remembers what the link to the maker knows before the file: to be called before its greeting is carried out.
    /// - Parameter now: this node's wall clock in milliseconds since 1970.
    package mutating func begin(in reader: some SessionReading, now: Int64) throws {
      guard let hello else { return }
      before = try reader.link(hello.node)
      madeAt = min(hello.now, now)
    }

    /// Leaves what a link knows of clocks and meetings as it was: a file is no meeting, and may be days old.
    package func finish(_ storage: some Storage) throws {
      guard let hello, var link = try storage.link(hello.node) else { return }
      link.clockOffset = before?.clockOffset ?? 0
      link.heardAt = max(before?.heardAt ?? madeAt, madeAt)
      try storage.saveLink(link)
    }

    /// Whether this node now holds of the branch exactly what the maker held.
    package func isEqual(in reader: some SessionReading) throws -> Bool {
      guard let hello, let close, let link = try reader.link(hello.node),
        let branch = FileSession.branch(of: identity.area, with: hello.area)
      else { return false }
      return try LinkView.fingerprint(of: branch, link: link.reference, in: reader) == close.fingerprint
    }
  }
}
