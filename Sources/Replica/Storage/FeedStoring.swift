// What making commits and taking them in ask of a store: feeds, their commits, and the views folded from them.
package import Merge
package import Wire

/// Writing feeds, inside a transaction that the caller opened and will commit.
package protocol FeedStoring {
  /// Registers a feed with no commit yet.
  func openFeed(_ key: FeedKey, id: FeedID, digest: Digest) throws -> StoredFeed
  /// Stores a commit and moves `feed.head`, which `saveHead` must follow before anything else is asked about feeds.
  /// - Returns: the commit's arrival number.
  /// - Parameters:
  ///   - source: the link it came over, 0 for the node itself.
  ///   - isEffective: whether it has its effect at once; otherwise it waits for `settle`.
  func insert(_ commit: ScannedCommit, to feed: inout StoredFeed, from source: Int64, isEffective: Bool) throws
    -> UInt64
  /// Saves how far a feed has come.
  /// - Parameter wasWaiting: what `isWaiting` was when it was saved last.
  func saveHead(_ feed: StoredFeed, wasWaiting: Bool) throws
  /// Notes up to where a feed is sealed and effective.
  func settle(_ feed: StoredFeed) throws
  /// Feeds whose last commits are without effect, and feeds with a home inside an area, in the order of their references.
  func unsettled() throws -> [StoredFeed]
  func feeds(homeIn area: Area) throws -> [StoredFeed]

  /// The link over which a commit came, 0 for one made here; nil when it is not held.
  func source(of feed: StoredFeed, at seq: UInt64) throws -> Int64?
  /// The commits of a feed from one number through another, in order.
  func commits(of feed: StoredFeed, from first: UInt64, through last: UInt64) throws -> StoredRun
  /// Takes every commit after `seq` out of a feed and keeps it as evidence; its head goes back. Arrival numbers are not used
  /// again.
  /// - Returns: the commits taken out, in order.
  func cut(_ feed: inout StoredFeed, to seq: UInt64) throws -> [[UInt8]]
  /// Keeps a commit that contradicts a held one, as long as there is room.
  /// - Parameter max: how many are kept of a feed at most.
  func keepEvidence(_ evidence: Evidence, of feed: StoredFeed, max: Int) throws
  func evidence(of feed: StoredFeed, hash: Digest) throws -> Evidence?
  /// The contradicting commits kept of one number, in the order of their hashes.
  func evidence(of feed: StoredFeed, at seq: UInt64) throws -> [Evidence]

  /// Merges a commit's changes into the views.
  func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws
  /// Folds every view anew from the effective commits.
  func refold() throws
  /// What of a record is shown here, for writing on it.
  func version(of record: RecordID, type: String) throws -> SeenVector?
  /// The steps that a field of a record holds here, those without effect among them.
  func steps(in field: Int, of record: RecordID, type: String, area: Area) throws -> Steps
}

extension FeedStoring {
  /// Stores a commit and its feed's head. `feed.head` is moved too.
  /// - Returns: the commit's arrival number.
  /// - Parameters: as for `insert`.
  @discardableResult
  package func append(
    _ commit: ScannedCommit, to feed: inout StoredFeed, from source: Int64, isEffective: Bool
  ) throws -> UInt64 {
    let wasWaiting = feed.isWaiting
    let arrival = try insert(commit, to: &feed, from: source, isEffective: isEffective)
    try saveHead(feed, wasWaiting: wasWaiting)
    return arrival
  }
}
