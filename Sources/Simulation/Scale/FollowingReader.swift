// A store's reader whose fingerprints follow what arrives instead of adding up every head again.
import Merge
import Replica
import Store
import Wire

/// What is remembered of a node's fingerprints between reads.
///
/// The shipped reader adds up all heads of a branch each time it is asked, several times a round; for a whole city that
/// was half of the run. The sums are the same, and the model charges for the shipped way (`ServiceTime.headNanoseconds`).
final class Fingerprints {
  private struct Sum {
    var fingerprint: Fingerprint
    var arrival: UInt64
    /// Whether the branch shares a feed, by the feed's number in the store.
    var shared: [Int64: Bool] = [:]
  }

  private var sums: [Branch: Sum] = [:]

  func fingerprint(of branch: Branch, in reader: StoreReader) throws -> Fingerprint {
    let mark = try reader.mark()
    guard var sum = sums[branch] else {
      let fingerprint = try reader.fingerprint(of: branch)
      sums[branch] = Sum(fingerprint: fingerprint, arrival: mark)
      return fingerprint
    }
    if sum.arrival == mark { return sum.fingerprint }
    for moved in try reader.headsMoved(after: sum.arrival) {
      guard try shares(moved.feed, branch, &sum, in: reader) else { continue }
      if let previous = moved.previous { sum.fingerprint.remove(previous) }
      sum.fingerprint.add(moved.hash)
    }
    sum.arrival = mark
    sums[branch] = sum
    return sum.fingerprint
  }

  private func shares(_ feed: Int64, _ branch: Branch, _ sum: inout Sum, in reader: StoreReader) throws -> Bool {
    if let known = sum.shared[feed] { return known }
    let isShared = try reader.feed(reference: feed).map { branch.shares($0.key) } ?? false
    sum.shared[feed] = isShared
    return isShared
  }
}

/// Everything a session asks of a store, with fingerprints that follow.
struct FollowingReader: BranchReader {
  let store: StoreReader
  let fingerprints: Fingerprints

  func fingerprint(of branch: Branch) throws -> Fingerprint { try fingerprints.fingerprint(of: branch, in: store) }
  func feed(_ id: FeedID) throws -> StoredFeed? { try store.feed(id) }
  func heads(of branch: Branch) throws -> [BranchHead] { try store.heads(of: branch) }
  func mark() throws -> UInt64 { try store.mark() }
  func hash(of feed: FeedID, at seq: UInt64) throws -> Digest? { try store.hash(of: feed, at: seq) }
  func quarantines(link: Int64) throws -> [Quarantine] { try store.quarantines(link: link) }
  func link(_ peer: NodeID) throws -> StoredLink? { try store.link(peer) }

  func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, of branch: Branch, notFrom source: Int64, size: Int
  ) throws -> UInt64 {
    try store.appendCommits(to: &bytes, lane: lane, after: arrival, of: branch, notFrom: source, size: size)
  }

  func arrivals(
    lane: Priority, after arrival: UInt64, through last: UInt64, of branch: Branch, notFrom source: Int64, count: Int
  ) throws -> (byFeed: [UInt64], upTo: UInt64) {
    try store.arrivals(lane: lane, after: arrival, through: last, of: branch, notFrom: source, count: count)
  }

  func appendCommits(to bytes: inout [UInt8], arrivals: ArraySlice<UInt64>, size: Int) throws -> Int {
    try store.appendCommits(to: &bytes, arrivals: arrivals, size: size)
  }

  func appendCommits(to bytes: inout [UInt8], feed: FeedID, from seq: UInt64, size: Int) throws -> UInt64 {
    try store.appendCommits(to: &bytes, feed: feed, from: seq, size: size)
  }

  func unsealed(of branch: Branch, count: Int) throws -> [Dot] { try store.unsealed(of: branch, count: count) }

  func custodyMarks(after number: UInt64, of branch: Branch, count: Int) throws -> CustodyReport {
    try store.custodyMarks(after: number, of: branch, count: count)
  }

  var receipts: (any ReceiptReader)? { store.receipts }
}
