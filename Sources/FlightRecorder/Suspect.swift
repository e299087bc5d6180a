// Who may have ended the process, and how often it was there when it ended.
package import Merge

/// What can be left out so that everything else goes on.
package enum Suspect: Hashable, Sendable {
  case commit(feed: FeedID, seq: UInt64)
  case record(RecordID)
  case undertaking(Undertaking.Kind, key: Bytes16)
}

/// What is left out: it has ended the process, and would again.
package struct Shelf: Hashable, Sendable {
  /// The numbers of the commits in each feed.
  package var commits: [FeedID: Set<UInt64>] = [:]
  package var records: Set<RecordID> = []
  package var undertakings: Set<Suspect> = []

  package init() {}

  /// Of each feed the first number that is not taken in.
  package var firstCommits: [FeedID: UInt64] { commits.compactMapValues { $0.min() } }

  package func holds(_ undertaking: Undertaking) -> Bool {
    undertakings.contains(.undertaking(undertaking.kind, key: undertaking.key))
  }

  mutating func add(_ suspect: Suspect) {
    switch suspect {
    case .commit(let feed, let seq): commits[feed, default: []].insert(seq)
    case .record(let record): records.insert(record)
    case .undertaking: undertakings.insert(suspect)
    }
  }
}

extension Incident {
  /// How much this end says against whom.
  ///
  /// A fault that was seen counts twice what an end does that nobody saw the cause of: then only a commit that was being
  /// taken in is suspected, since whatever else was under way may have been so by chance.
  package var suspicions: [(suspect: Suspect, points: Int)] {
    guard let undertaking else { return [] }
    var found: [(Suspect, Int)] = []
    switch (undertaking.kind, subject) {
    case (.batch, .commit(let feed, let seq)?), (.rebuild, .commit(let feed, let seq)?):
      found.append((.commit(feed: feed, seq: seq), signal == 0 ? 1 : 2))
    case (.question, .record(let record)?), (.duty, .record(let record)?):
      if signal != 0 { found.append((.record(record), 2)) }
    default: break
    }
    // Where there is somebody nearer to blame, a question or duty as a whole is the last resort; a link never is.
    if signal != 0, found.isEmpty || undertaking.kind == .question || undertaking.kind == .duty {
      found.append((.undertaking(undertaking.kind, key: undertaking.key), found.isEmpty ? 2 : 1))
    }
    return found
  }
}
