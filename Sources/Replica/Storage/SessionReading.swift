// What a session asks of a store: what stands in a branch, and what of it has to go over a link.
package import Merge
package import Trust
package import Wire

/// Reading, in one consistent snapshot.
package protocol SessionReading {
  func feed(_ id: FeedID) throws -> StoredFeed?
  /// The sum over the heads of all feeds of the branch.
  func fingerprint(of branch: Branch) throws -> Fingerprint
  /// The heads of the branch in key order.
  func heads(of branch: Branch) throws -> [BranchHead]
  /// The highest arrival number given out, in every lane.
  func mark() throws -> UInt64

  /// Appends commits of one lane that arrived after `arrival` and are to go over a link (of its branch, and not come over
  /// it), in arrival order, as a commit sequence, until `bytes` has grown to `size` or there are no more.
  /// - Returns: the arrival number up to which the lane has now been served.
  func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, over link: LinkBranch, size: Int
  ) throws -> UInt64

  /// Which commits of a lane `appendCommits` would serve after an arrival number, through `last` and at most `count` of them.
  /// - Returns: their arrival numbers, feed by feed, and the arrival number up to which these are all.
  func arrivals(
    lane: Priority, after arrival: UInt64, through last: UInt64, over link: LinkBranch, count: Int
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

  /// The feeds of which commits arrived over a link after an arrival number, each with the last of those, by feed; at most
  /// `count` of them. With a root key the last sealed one stands in for commits that nobody has sealed: they may have to be
  /// taken out again.
  /// - Returns: also the arrival number up to which that is all.
  func taken(over link: Int64, after arrival: UInt64, count: Int) throws -> (
    heads: [(feed: FeedID, head: Head)], upTo: UInt64
  )
  /// The receipts of tiers above this node's numbered above `number`, of feeds the branch shares, at most `count`.
  /// - Returns: also the number they reach.
  func custodyReceipts(after number: UInt64, of branch: Branch, count: Int) throws -> (
    receipts: [CustodyReceipt], upTo: UInt64
  )
  /// The receipts kept of one feed, highest tier first.
  func custodyReceipts(of feed: StoredFeed) throws -> [(tier: Tier, receipt: CustodyReceipt)]
}
