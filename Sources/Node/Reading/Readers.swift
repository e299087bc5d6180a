// The lanes of a node's readers: who asks never stands behind whoever asks something else.
import Store

/// How much people may ask of a node.
package struct QuestionLimits: Hashable, Sendable {
  /// How long one question has, from being asked.
  package var span: Duration
  /// How many each caller may have in work or waiting: half of all that may wait, since a proxy that names nobody is one caller, and
  /// turns already keep one from standing before another.
  package var callerMax: Int
  /// How many may wait, of all callers together.
  package var waitingMax = 64

  package init(span: Duration = .seconds(10), callerMax: Int = 32) {
    (self.span, self.callerMax) = (span, callerMax)
  }
}

/// Everything that reads the store of a running node.
package final class Readers: Sendable {
  package enum Lane: Hashable, Sendable, CaseIterable {
    /// What people ask: lists, records, totals, proposals.
    case people
    /// What sessions with other nodes read, and whether there is news for a long poll.
    case links
    /// A record as it stands after it was written.
    case entries
    /// How the node stands: status and metrics.
    case health
    /// What the node does by itself from time to time.
    case duties
  }

  private let people: ReaderLane
  private let links: ReaderLane
  private let entries: ReaderLane
  private let health: ReaderLane
  private let duties: ReaderLane

  /// How many threads a lane has: few, since a question is the disk's work or the processor's, and more of either are not had
  /// by asking at one time.
  package static func threads(of lane: Lane, processors: Int) -> Int {
    switch lane {
    case .people: min(max(processors, 2), 4)
    case .links, .entries: 2
    case .health, .duties: 1
    }
  }

  /// By how much the threads of people and duties are nicer than all others: a ninth of their share of a processor that is
  /// wanted by both, so that entering and sessions stay quick however much is asked.
  private static let niceness: Int32 = 10

  /// - Precondition: the store has a reader for each thread, or one lane would wait for another's.
  package init(_ limits: QuestionLimits, processors: Int) {
    func threads(_ lane: Lane) -> Int { Self.threads(of: lane, processors: processors) }
    precondition(Lane.allCases.map(threads).reduce(0, +) <= Store.readersMax, "a thread without a reader")
    people = ReaderLane(
      "people",
      .init(threads: threads(.people), waitingMax: limits.waitingMax, callerMax: limits.callerMax), span: limits.span,
      niceness: Self.niceness)
    health = ReaderLane("health", .init(threads: threads(.health), waitingMax: limits.waitingMax), span: limits.span)
    // How many of these there are is bounded where they come from: by connections, sessions and services.
    links = ReaderLane("links", .init(threads: threads(.links)))
    entries = ReaderLane("entries", .init(threads: threads(.entries)))
    duties = ReaderLane("duties", .init(threads: threads(.duties)), niceness: Self.niceness)
  }

  package subscript(lane: Lane) -> ReaderLane {
    switch lane {
    case .people: people
    case .links: links
    case .entries: entries
    case .health: health
    case .duties: duties
    }
  }

  /// Ends whatever is read; nothing more is answered.
  package func close() { for lane in Lane.allCases { self[lane].close() } }
}
