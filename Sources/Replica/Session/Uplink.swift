// The child's side of a session, as a pure value: it makes requests, takes answers apart, and knows when equality is proved.
package import Merge
import Trust
package import Wire

/// How a round of the session ended.
package enum UplinkOutcome: Hashable, Sendable {
  /// There is more to exchange: make the next request now.
  case again
  /// Both ends hold the same branch, and know it.
  case proved
  /// Both ends sent everything and yet differ after reconciling: something is wrong with one of them.
  case unequal
}

/// Why a request or an answer could not be used. What came before the fault has been applied and stays.
package enum SessionFault: Error, Hashable, Sendable {
  case wire(WireError)
  /// The stream ended before its close.
  case cutOff
}

/// One session of a child with its parent: as many rounds as it takes to prove equality.
///
/// It holds no data but what a round needs, reads the store through a snapshot it is handed, and neither waits nor writes.
/// - Source: protocol §5.
package struct Uplink: Sendable {
  enum Phase: Sendable, Equatable {
    case exchange
    /// The answer to the parent's ranges that the next request carries.
    case comparing(RangesMessage)
    /// What the comparison found is being fetched and given.
    case filling
  }

  /// Who the node is; it takes another store and incarnation when it learns that commits of its own are lost.
  package var identity: Identity
  let catalog: Bytes16
  let sizes: SessionSizes
  /// Whether the node knows whose receipts count.
  let takesReceipts: Bool
  var phase = Phase.exchange
  var reconciler = Reconciler()
  var wants: [Dot] = []
  var gives: [Dot] = []
  /// Both ends' marks when reconciling began, and the parent's store then: what the cursors reach once the differences are
  /// filled.
  var marks: (own: Cursor, theirs: Cursor, store: StoreID)?
  var hello: Hello?
  var close: CloseMessage?
  var ranges: RangesMessage?
  /// Whether the parent said that it holds nothing of the branch.
  var isParentEmpty = false
  /// How far this round's request moves the parent's cursor; nil when it does not.
  var sent: Cursor?
  /// How far the parent holds everything, as proved, although its own cursor says less.
  var proved: Cursor?
  /// How often it was told so: once more when its cursor came from before this store was set back, which the first time
  /// takes back.
  var timesTold = 0
  static let timesToldMax = 2
  /// What this round's request told the parent of feeds refused here.
  var toldRefusals: [Refusal] = []
  /// The place among the parent's receipts that this round's request told.
  var toldReceipts = ReceiptCursor.zero
  /// Whether nothing but a comparison can explain why the two ends differ.
  var mustCompare = false
  /// Both ends' fingerprints when they were last compared.
  var compared: [Fingerprint] = []
  /// Whether forks of the two ends' own feeds, and seals that are lacking, have been looked at.
  var hasSettledForks = false
  /// Whether this round's request brought all there was.
  var isAllSent = false
  /// Feeds of the parent's own whose other branch it is being given: from then on they are taken from it again.
  var forgiven: [FeedID] = []
  /// Comparisons and rounds in a row that changed nothing although the two ends differ.
  var mismatches = 0
  static let mismatchesMax = 2
  /// How far this end and the parent's acknowledgement had come when a round last moved either.
  var reached: (own: Cursor, acknowledged: Cursor)?
  /// Whether this round gave or fetched something that a comparison had found.
  var hasFilled = false
  /// Rounds that have moved nothing since.
  var idleRounds = 0
  /// More than reconciling ever takes: whatever a parent says, a session with it comes to an end.
  package static let idleRoundsMax = 12
  /// How many rounds were made.
  package internal(set) var rounds = 0

  package init(
    identity: Identity, catalog: Bytes16, sizes: SessionSizes = .standard, takesReceipts: Bool = false
  ) {
    self.identity = identity
    self.catalog = catalog
    self.sizes = sizes
    self.takesReceipts = takesReceipts
  }

  /// The parent that answered this round; nil before its hello.
  package var parent: Hello? { hello }

  /// Whether more frames of the answer are to come.
  package var isOpen: Bool { close == nil }

  /// Takes one frame of the answer.
  package mutating func receive(_ frame: Frame) throws(SessionFault) -> SessionAction? {
    do throws(WireError) {
      switch Frame.Kind(rawValue: frame.kind) {
      case .hello where hello == nil: return .greet(try greeted(Hello(frame)))
      case .batch where hello != nil && close == nil: return .apply(try Batch(frame))
      case .custody where hello != nil && close == nil: return .custody(try CustodyReport(frame))
      case .receipts where hello != nil && close == nil: return .receipts(try ReceiptReport(frame), told: toldReceipts)
      case .ranges where hello != nil && close == nil && ranges == nil: ranges = try RangesMessage(frame)
      case .close where hello != nil && close == nil:
        let message = try CloseMessage(frame)
        close = message
        return .close(message)
      case nil: break  // A kind this version does not know is stepped over.
      default: throw WireError(.malformed, "frame \(frame.kind) in its order")
      }
      return nil
    } catch { throw .wire(error) }
  }

  private mutating func greeted(_ hello: Hello) throws(WireError) -> Hello {
    guard hello.versions.contains(Hello.protocolVersion) else {
      throw WireError(.unsupportedVersion, "version \(Hello.protocolVersion)")
    }
    guard Branch(parent: hello.area, child: identity.area) != nil, hello.node != identity.node else {
      throw WireError(.malformed, "a parent that stands above this node")
    }
    self.hello = hello
    return hello
  }
}
