// How long a child goes on with a parent it does not become equal to: whatever a parent says, a session comes to an end.
package import Merge
package import Wire

/// What a session counts over its rounds. It reads no store and knows no frame.
/// - Source: protocol §5.5.
package struct Patience: Sendable {
  /// How many comparisons and rounds in a row may change nothing although the two ends differ.
  package static let mismatchesMax = 2
  /// How many rounds in a row may move nothing: more than reconciling ever takes.
  package static let idleRoundsMax = 12
  /// How often a parent is told how far it holds everything: once more when its cursor came from before this store was
  /// set back, which the first time takes back.
  package static let timesToldMax = 2

  /// How many rounds in a row may fetch what is held already, or refused until its seal comes: each may bring a single
  /// commit.
  package static let fetchedOnMax = 1_024

  private var mismatches = 0
  /// Both ends' fingerprints when they were last compared.
  private var compared: [Fingerprint] = []
  /// How far this end and the parent's acknowledgement had come when a round last moved either.
  private var reached: (own: Cursor, acknowledged: Cursor)?
  private var idleRounds = 0
  private var timesTold = 0
  private var fetchedOn = 0

  package init() {}

  /// Whether it is known how far the two ends had come before the first round.
  package var hasBegun: Bool { reached != nil }

  /// Whether so many rounds have moved nothing that no further one is worth making.
  package var isIdle: Bool { idleRounds >= Self.idleRoundsMax }

  /// The first round begins.
  package mutating func begin(own: Cursor, acknowledged: Cursor) { reached = (own, acknowledged) }

  /// A round has ended.
  /// - Parameters:
  ///   - own: how far this end has come.
  ///   - hasFilled: whether the round gave or fetched something that a comparison had found: that ends by itself, and what
  ///     it was worth the next comparison shows.
  package mutating func endRound(own: Cursor, acknowledged: Cursor, hasFilled: Bool) {
    if let reached, reached.own == own, reached.acknowledged.covers(acknowledged) {
      if !hasFilled { idleRounds += 1 }
      return
    }
    fetchedOn = 0
    // The furthest in each lane: a parent that goes to and fro gets nowhere.
    var furthest = reached?.acknowledged ?? .zero
    furthest.advance(from: .zero, to: acknowledged)
    reached = (own, furthest)
    idleRounds = 0
  }

  /// The two ends differ and are about to be compared.
  /// - Returns: whether that is worth it: comparing the same again and again is not.
  package mutating func mayCompare(_ own: Fingerprint, with theirs: Fingerprint) -> Bool {
    mismatches = compared == [own, theirs] ? mismatches + 1 : 0
    guard mismatches <= Self.mismatchesMax else { return false }
    compared = [own, theirs]
    return true
  }

  /// The two ends differ and no exchange will change that.
  /// - Returns: whether going on is worth it.
  package mutating func mayGoOnDiffering() -> Bool {
    mismatches += 1
    return mismatches <= Self.mismatchesMax
  }

  /// The two ends are equal.
  package mutating func foundEqual() { (mismatches, compared) = (0, []) }

  /// A round has fetched more of a feed, and nothing of it was taken in.
  /// - Returns: whether that may count as getting somewhere.
  package mutating func mayFetchOn() -> Bool {
    guard fetchedOn < Self.fetchedOnMax else { return false }
    fetchedOn += 1
    return true
  }

  /// The parent holds everything and does not acknowledge it.
  /// - Returns: whether it may be told.
  package mutating func mayTell() -> Bool {
    guard timesTold < Self.timesToldMax else { return false }
    timesTold += 1
    return true
  }
}
