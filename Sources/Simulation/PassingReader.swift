// A reader that hands everything on: who changes one thing in what is read says that one thing.
import Merge
import Replica
import Trust
import Wire

/// A reader that shows what the reader behind it shows, but for what a conformer says itself.
protocol PassingReader: SessionReading {
  associatedtype Inner: SessionReading
  var inner: Inner { get }
}

extension PassingReader {
  func feed(_ id: FeedID) throws -> StoredFeed? { try inner.feed(id) }
  func fingerprint(of branch: Branch) throws -> Fingerprint { try inner.fingerprint(of: branch) }
  func heads(of branch: Branch) throws -> [BranchHead] { try inner.heads(of: branch) }
  func mark() throws -> UInt64 { try inner.mark() }

  func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, over link: LinkBranch, size: Int
  ) throws -> UInt64 {
    try inner.appendCommits(to: &bytes, lane: lane, after: arrival, over: link, size: size)
  }

  func arrivals(
    lane: Priority, after arrival: UInt64, through last: UInt64, over link: LinkBranch, count: Int
  ) throws -> (byFeed: [UInt64], upTo: UInt64) {
    try inner.arrivals(lane: lane, after: arrival, through: last, over: link, count: count)
  }

  func appendCommits(to bytes: inout [UInt8], arrivals: ArraySlice<UInt64>, size: Int) throws -> Int {
    try inner.appendCommits(to: &bytes, arrivals: arrivals, size: size)
  }

  func appendCommits(to bytes: inout [UInt8], feed: FeedID, from seq: UInt64, size: Int) throws -> UInt64 {
    try inner.appendCommits(to: &bytes, feed: feed, from: seq, size: size)
  }

  func hash(of feed: FeedID, at seq: UInt64) throws -> Digest? { try inner.hash(of: feed, at: seq) }
  func quarantines(link: Int64) throws -> [Quarantine] { try inner.quarantines(link: link) }
  func link(_ peer: NodeID) throws -> StoredLink? { try inner.link(peer) }

  func custodyMarks(after number: UInt64, of branch: Branch, count: Int) throws -> CustodyReport {
    try inner.custodyMarks(after: number, of: branch, count: count)
  }

  func unsealed(of branch: Branch, count: Int) throws -> [Dot] { try inner.unsealed(of: branch, count: count) }

  func taken(over link: Int64, after arrival: UInt64, count: Int) throws -> (
    heads: [(feed: FeedID, head: Head)], upTo: UInt64
  ) {
    try inner.taken(over: link, after: arrival, count: count)
  }

  func custodyReceipts(after number: UInt64, of branch: Branch, count: Int) throws -> (
    receipts: [CustodyReceipt], upTo: UInt64
  ) {
    try inner.custodyReceipts(after: number, of: branch, count: count)
  }

  func custodyReceipts(of feed: StoredFeed) throws -> [(tier: Tier, receipt: CustodyReceipt)] {
    try inner.custodyReceipts(of: feed)
  }
}
