// What a process has under way at one moment, and what the next one finds of it.
package import Merge

/// One thing a node does that could end its process.
package struct Undertaking: Hashable, Sendable {
  package enum Kind: UInt32, Sendable, CaseIterable {
    /// Taking in commits over a link; the key is the other end's node id.
    case batch = 1
    /// A client's write; the key is the digest of what it asks.
    case request
    /// A question of a client's; likewise.
    case question
    /// What the node does by itself from time to time; the key is the digest of its name.
    case duty
    /// Folding the views anew.
    case rebuild
    /// A session over a link, but for taking in commits; the key is the other end's node id, or the digest of its address.
    case session
  }

  package let kind: Kind
  package let key: Bytes16
  /// For people: what it is, at most `FlightRecorder.textBytesMax` bytes of it are kept.
  package let text: String

  package init(_ kind: Kind, key: Bytes16, text: String) {
    (self.kind, self.key, self.text) = (kind, key, text)
  }
}

/// What an undertaking was at when its process ended.
package enum Subject: Hashable, Sendable {
  case commit(feed: FeedID, seq: UInt64)
  case record(RecordID)
}

/// The end of a process that had not been told to end.
package struct Incident: Hashable, Sendable {
  /// The number of the fault's signal; 0 when nobody saw a fault: the process was killed, or memory ran out.
  package let signal: Int32
  /// What the thread that had the fault was carrying out; nil when that is not known.
  package let undertaking: Undertaking?
  package let subject: Subject?

  package init(signal: Int32, undertaking: Undertaking?, subject: Subject?) {
    (self.signal, self.undertaking, self.subject) = (signal, undertaking, subject)
  }

  /// Whether a fault was seen that nothing noted accounts for: the next process should note more.
  package var isUnexplained: Bool { signal != 0 && undertaking == nil }
}
