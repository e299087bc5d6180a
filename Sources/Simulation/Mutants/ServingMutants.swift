// Mutants that show the other end of a link something else than what the store holds.
import Merge
import Replica
import Store
import Wire

struct Echo: PassingReader {
  let inner: StoreReader

  func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, over link: LinkBranch, size: Int
  ) throws -> UInt64 {
    try inner.appendCommits(to: &bytes, lane: lane, after: arrival, over: LinkBranch(link.branch, link: -1), size: size)
  }

  func arrivals(
    lane: Priority, after arrival: UInt64, through last: UInt64, over link: LinkBranch, count: Int
  ) throws -> (byFeed: [UInt64], upTo: UInt64) {
    try inner.arrivals(lane: lane, after: arrival, through: last, over: LinkBranch(link.branch, link: -1), count: count)
  }
}

struct TypeFilter: PassingReader {
  let inner: StoreReader
  let isSent: (String) -> Bool

  func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, over link: LinkBranch, size: Int
  ) throws -> UInt64 {
    var all: [UInt8] = []
    let reached = try inner.appendCommits(
      to: &all, lane: lane, after: arrival, over: link, size: size)
    bytes += try filtered(all)
    return reached
  }

  func appendCommits(to bytes: inout [UInt8], arrivals: ArraySlice<UInt64>, size: Int) throws -> Int {
    var all: [UInt8] = []
    let count = try inner.appendCommits(to: &all, arrivals: arrivals, size: size)
    bytes += try filtered(all)
    return count
  }

  func appendCommits(to bytes: inout [UInt8], feed: FeedID, from seq: UInt64, size: Int) throws -> UInt64 {
    var all: [UInt8] = []
    let next = try inner.appendCommits(to: &all, feed: feed, from: seq, size: size)
    bytes += try filtered(all)
    return next
  }

  private func filtered(_ sequence: [UInt8]) throws -> [UInt8] {
    try CommitList(sequence).sequence { scan, bytes in
      scan.changes.allSatisfy { isSent(String(decoding: bytes[$0.type], as: UTF8.self)) }
    }
  }
}

struct WideServer: PassingReader {
  let inner: StoreReader

  func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, over link: LinkBranch, size: Int
  ) throws -> UInt64 {
    let reached = try inner.appendCommits(
      to: &bytes, lane: lane, after: arrival, over: link, size: size)
    for stray in try inner.arrivals(after: arrival) where stray.arrival <= reached {
      guard let feed = try inner.feed(stray.dot.feed), !link.branch.shares(feed.key) else { continue }
      guard feed.key.class.priority == lane else { continue }
      _ = try inner.appendCommits(to: &bytes, feed: feed.id, from: stray.dot.seq, size: bytes.count + 1)
    }
    return reached
  }
}

struct EqualSayer: PassingReader {
  let inner: StoreReader

  func fingerprint(of branch: Branch) throws -> Fingerprint { Fingerprint(sum: .zero, count: 1) }
}

struct HeadOmitter: PassingReader {
  let inner: StoreReader

  func heads(of branch: Branch) throws -> [BranchHead] {
    let heads = try inner.heads(of: branch)
    return heads.count > 1 ? heads.dropLast() : heads
  }
}
