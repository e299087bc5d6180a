// What became of a batch that was taken in.
import Merge
package import Wire

/// What became of a batch.
package struct Ingested: Hashable, Sendable {
  package var accepted = 0
  package var duplicates = 0
  /// Commits whose predecessors are not here: a sign that a cursor was wrong. Reconciling fetches them.
  package var gaps = 0
  package var refusals: [Refusal] = []
  /// Commits kept beside what is held, until a seal decides.
  package var evidence = 0
  /// Commits of which not even the feed could be read.
  package var unreadable = 0
  /// Commits whose time is too far ahead to move the clock.
  package var ahead = 0
  /// Whether the batch was asked for by feed and number.
  package var isFilling = false
  /// The last commit that was accepted or held already.
  package var last: Witness?
  /// Whether a grant that counts, for a place above this node, has become known: receipts of a signer that was unknown may count now.
  package var hasGrantAbove = false

  package init() {}
}
