// Reading inside the write transaction.
import GRDB
package import Merge
package import Replica
package import Trust
package import Wire

extension StoreWriter {
  /// What has been written in this transaction, as somebody is to be told of it.
  /// - Returns: nil where it cannot be told, which is no reason not to write it.
  /// - Throws: what SQLite says: the transaction may be gone with it.
  package func told<T>(_ body: (StoreReader) throws -> T?) throws -> T? {
    try settle()
    do { return try body(inner) } catch let error as DatabaseError { throw error } catch { return nil }
  }

  package func feed(_ id: FeedID) throws -> StoredFeed? { try feeds.feed(id) { try inner.feed(id) } }
  package func fingerprint(of branch: Branch) throws -> Fingerprint { try inner.fingerprint(of: branch) }
  package func heads(of branch: Branch) throws -> [BranchHead] { try inner.heads(of: branch) }
  package func mark() throws -> UInt64 { try inner.mark() }
  package func hash(of feed: FeedID, at seq: UInt64) throws -> Digest? { try inner.hash(of: feed, at: seq) }
  package func quarantines(link: Int64) throws -> [Quarantine] { try inner.quarantines(link: link) }
  package func link(_ peer: NodeID) throws -> StoredLink? { try inner.link(peer) }
  package func links() throws -> [StoredLink] { try inner.links() }

  package func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, over link: LinkBranch, size: Int
  ) throws -> UInt64 {
    try StoreReader(db).appendCommits(to: &bytes, lane: lane, after: arrival, over: link, size: size)
  }

  package func arrivals(
    lane: Priority, after arrival: UInt64, through last: UInt64, over link: LinkBranch, count: Int
  ) throws -> (byFeed: [UInt64], upTo: UInt64) {
    try StoreReader(db).arrivals(lane: lane, after: arrival, through: last, over: link, count: count)
  }

  package func appendCommits(to bytes: inout [UInt8], arrivals: ArraySlice<UInt64>, size: Int) throws -> Int {
    try inner.appendCommits(to: &bytes, arrivals: arrivals, size: size)
  }

  package func appendCommits(to bytes: inout [UInt8], feed: FeedID, from seq: UInt64, size: Int) throws -> UInt64 {
    try inner.appendCommits(to: &bytes, feed: feed, from: seq, size: size)
  }

  package func unsealed(of branch: Branch, count: Int) throws -> [Dot] {
    try inner.unsealed(of: branch, count: count)
  }

  package func custodyMarks(after number: UInt64, of branch: Branch, count: Int) throws -> CustodyReport {
    try StoreReader(db).custodyMarks(after: number, of: branch, count: count)
  }

  package func taken(over link: Int64, after arrival: UInt64, count: Int) throws -> (
    heads: [(feed: FeedID, head: Head)], upTo: UInt64
  ) {
    try StoreReader(db).taken(over: link, after: arrival, count: count)
  }

  package func custodyReceipts(after number: UInt64, of branch: Branch, count: Int) throws -> (
    receipts: [CustodyReceipt], upTo: UInt64
  ) {
    try StoreReader(db).custodyReceipts(after: number, of: branch, count: count)
  }

  package func custodyReceipts(of feed: StoredFeed) throws -> [(tier: Tier, receipt: CustodyReceipt)] {
    try StoreReader(db).custodyReceipts(of: feed)
  }
}
