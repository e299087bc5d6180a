// What the replica asks of a store: one of SQLite in the product and the simulator, one of arrays in the tests of laws.
package import Merge
package import Trust
package import Wire

/// Reading, in one consistent snapshot.
package protocol BranchReader {
  func feed(_ id: FeedID) throws -> StoredFeed?
  /// The sum over the heads of all feeds of the branch.
  func fingerprint(of branch: Branch) throws -> Fingerprint
  /// The heads of the branch in key order.
  func heads(of branch: Branch) throws -> [BranchHead]
  /// The highest arrival number given out, in every lane.
  func mark() throws -> UInt64

  /// Appends commits of one lane that arrived after `arrival`, belong to the branch and did not come over the link
  /// `source`, in arrival order, as a commit sequence, until `bytes` has grown to `size` or there are no more.
  /// - Returns: the arrival number up to which the lane has now been served.
  func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, of branch: Branch, notFrom source: Int64, size: Int
  ) throws -> UInt64

  /// Which commits of a lane `appendCommits` would serve after an arrival number, through `last` and at most `count` of them.
  /// - Returns: their arrival numbers, feed by feed, and the arrival number up to which these are all.
  func arrivals(
    lane: Priority, after arrival: UInt64, through last: UInt64, of branch: Branch, notFrom source: Int64, count: Int
  ) throws -> (byFeed: [UInt64], upTo: UInt64)

  /// Appends the commits with these arrival numbers, in this order, until `bytes` has grown to `size`. What has been taken
  /// out meanwhile is passed over.
  /// - Returns: how many of them have been dealt with.
  func appendCommits(to bytes: inout [UInt8], arrivals: ArraySlice<UInt64>, size: Int) throws -> Int

  /// Appends a feed's commits from `seq` on, likewise.
  /// - Returns: the next number to ask for.
  func appendCommits(to bytes: inout [UInt8], feed: FeedID, from seq: UInt64, size: Int) throws -> UInt64

  /// The chain hash of one commit.
  func hash(of feed: FeedID, at seq: UInt64) throws -> Digest?
  func quarantines(link: Int64) throws -> [Quarantine]
  func link(_ peer: NodeID) throws -> StoredLink?
  /// Custody marks of the branch numbered above `number`, at most `count`, and the number they reach.
  func custodyMarks(after number: UInt64, of branch: Branch, count: Int) throws -> CustodyReport
  /// Heads of the branch that are not sealed as far as is known here, at most `count`.
  func unsealed(of branch: Branch, count: Int) throws -> [Dot]
  /// Where receipts are looked up; nil in a storage that keeps none.
  var receipts: (any ReceiptReader)? { get }
}

/// What a parent needs to know to hand down receipts.
package protocol ReceiptReader {
  /// The feeds of which commits arrived over a link after an arrival number, each with the last of those, by feed; at most
  /// `count` of them. With a root key the last sealed one stands in for commits that nobody has sealed: they may have to be
  /// taken out again.
  /// - Returns: also the arrival number up to which that is all.
  func taken(over link: Int64, after arrival: UInt64, count: Int) throws -> (
    heads: [(feed: FeedID, head: Head)], upTo: UInt64
  )
  /// The receipts of tiers above this node's numbered above `number`, of feeds the branch shares, at most `count`.
  /// - Returns: also the number they reach.
  func receipts(after number: UInt64, of branch: Branch, count: Int) throws -> (receipts: [Receipt], upTo: UInt64)
  /// The receipts kept of one feed, highest tier first.
  func receipts(of feed: StoredFeed) throws -> [(tier: Tier, receipt: Receipt)]
}

/// Writing, inside a transaction that the caller opened and will commit.
package protocol Storage: BranchReader {
  /// Registers a feed with no commit yet.
  func openFeed(_ key: FeedKey, id: FeedID, digest: Digest) throws -> StoredFeed
  /// Stores a commit and moves `feed.head`, which `saveHead` must follow before anything else is asked about feeds.
  /// - Returns: the commit's arrival number.
  /// - Parameter isEffective: whether it has its effect at once; otherwise it waits for `TrustStorage.settle`.
  func insert(
    _ bytes: ArraySlice<UInt8>, scan: CommitScanner, hash: Digest, to feed: inout StoredFeed, from source: Int64,
    isEffective: Bool
  ) throws -> UInt64
  /// Saves how far a feed has come.
  /// - Parameter wasWaiting: what `isWaiting` was when it was saved last.
  func saveHead(_ feed: StoredFeed, wasWaiting: Bool) throws
  /// Merges a commit's changes into the views.
  func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws
  func saveLink(_ link: StoredLink) throws
  func setQuarantine(_ quarantine: Quarantine, link: Int64) throws
  func clearQuarantine(of feed: FeedID, isOurs: Bool, link: Int64) throws
  func clearQuarantines(link: Int64) throws
  /// Notes that `tier` holds each feed up to a number; marks that say nothing new are left out.
  func recordCustody(_ marks: [CustodyMark]) throws
  /// For each feed of which commits not from `source` arrived after `from` and up to `to`: its highest number there.
  func advances(from: Cursor, to: Cursor, of branch: Branch, notFrom source: Int64) throws -> [Dot]
  func saveClock(_ last: HybridTime) throws
  /// Where seals, statements and evidence are kept; nil in a storage that keeps none.
  var trust: (any TrustStorage)? { get }
}

extension Storage {
  /// Stores a commit and its feed's head. `feed.head` is moved too.
  /// - Returns: the commit's arrival number.
  /// - Parameter isEffective: as for `insert`.
  @discardableResult
  package func append(
    _ bytes: ArraySlice<UInt8>, scan: CommitScanner, hash: Digest, to feed: inout StoredFeed, from source: Int64,
    isEffective: Bool
  ) throws -> UInt64 {
    let wasWaiting = feed.isWaiting
    let arrival = try insert(bytes, scan: scan, hash: hash, to: &feed, from: source, isEffective: isEffective)
    try saveHead(feed, wasWaiting: wasWaiting)
    return arrival
  }
}

/// What trust needs kept, in the same transactions.
package protocol TrustStorage: StatementReader {
  /// Keeps a statement.
  /// - Returns: whether it was not there before.
  func keep(_ statement: Statement) throws -> Bool

  /// The latest seal of a feed that is kept, verified or not.
  func seal(of feed: StoredFeed) throws -> Seal?
  func keep(_ seal: Seal, of feed: StoredFeed) throws
  /// Keeps a receipt that has been checked, unless the one kept of that tier reaches as far.
  func keep(_ receipt: Receipt, of feed: StoredFeed, tier: Tier) throws
  /// Forgets a seal that turned out not to be the author's, so that the right one is asked for.
  func dropSeal(of feed: StoredFeed) throws
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
  func keep(_ evidence: Evidence, of feed: StoredFeed, max: Int) throws
  func evidence(of feed: StoredFeed, hash: Digest) throws -> Evidence?
  /// The contradicting commits kept of one number, in the order of their hashes.
  func evidence(of feed: StoredFeed, at seq: UInt64) throws -> [Evidence]

  /// What of a record is shown here, for writing on it.
  func version(of record: RecordID, type: String) throws -> SeenVector?
  /// The steps that a field of a record holds here, those without effect among them.
  func steps(in field: Int, of record: RecordID, type: String, area: Area) throws -> Steps
  /// Where what is watched is kept; nil in a storage that keeps none.
  var watch: (any WatchStorage)? { get }

  /// Folds every view anew from the effective commits.
  func refold() throws
  /// Notes the incarnation and the store id of an identity.
  func saveLineage(of identity: Identity) throws
  /// Notes the area of an identity and the areas it stood at before.
  func savePlace(of identity: Identity, former: [Area]) throws

  /// Orders to redact that have not been carried out, in the order of their digests.
  func openRedactions() throws -> [Statement]
  /// Takes note that an order has been carried out.
  func closeRedaction(_ statement: Statement) throws
  /// Replaces a payload by its digest, in the feed and in every copy kept as evidence.
  /// - Returns: whether a held commit was changed.
  func removePayload(_ payload: Digest, at seq: UInt64, of feed: StoredFeed) throws -> Bool
  /// Forgets that commits of a feed were refused with this code, on every link: they are compared and fetched again.
  func forgetRefusals(of feed: FeedID, code: RejectionCode) throws
}

/// Writing what concerns whole links, likewise.
package protocol LinkStorage: Storage {
  func makeLink(peer: NodeID, area: Area, isParent: Bool) throws -> StoredLink
  /// All links, the parent's first.
  func links() throws -> [StoredLink]
  /// Notes that the other end of this link is the node's parent from now on.
  /// - Parameter address: where it answered; nil when it spoke through a file.
  func saveParent(_ link: StoredLink, address: String?) throws
}
