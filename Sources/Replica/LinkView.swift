// How a node stands towards the other end of a link: what of the branch is comparable, and what is still to be sent.
package import Merge
package import Wire

/// Questions both ends of a session ask of their store.
package enum LinkView {
  /// The fingerprint of the branch with every quarantined suffix left out, so that one refused feed does not keep the
  /// rest from being proved.
  package static func fingerprint(
    of branch: Branch, link: Int64, in reader: some BranchReader
  ) throws -> Fingerprint {
    var fingerprint = try reader.fingerprint(of: branch)
    for (feed, seq) in try limits(link: link, in: reader) {
      guard let stored = try reader.feed(feed), branch.shares(stored.key), stored.head.seq >= seq else { continue }
      fingerprint.remove(stored.head.hash)
      if let hash = try reader.hash(of: feed, at: seq - 1) { fingerprint.add(hash) }
    }
    return fingerprint
  }

  /// The heads of the branch, likewise.
  package static func heads(of branch: Branch, link: Int64, in reader: some BranchReader) throws -> [BranchHead] {
    let limits = try limits(link: link, in: reader)
    if limits.isEmpty { return try reader.heads(of: branch) }
    let byFeed = Dictionary(uniqueKeysWithValues: limits.map { ($0.feed, $0.seq) })
    return try reader.heads(of: branch).compactMap { head in
      guard let seq = byFeed[head.feed], head.head.seq >= seq else { return head }
      guard let hash = try reader.hash(of: head.feed, at: seq - 1) else { return nil }
      guard let area = try reader.feed(head.feed)?.key.area else { return nil }
      return BranchHead(area: area, feed: head.feed, head: Head(seq: seq - 1, hash: hash))
    }
  }

  /// For each feed quarantined on the link, by either end, the first number left out.
  private static func limits(link: Int64, in reader: some BranchReader) throws -> [(feed: FeedID, seq: UInt64)] {
    var limits: [(feed: FeedID, seq: UInt64)] = []
    for quarantine in try reader.quarantines(link: link) {
      let refusal = quarantine.refusal
      if let index = limits.firstIndex(where: { $0.feed == refusal.feed }) {
        limits[index].seq = min(limits[index].seq, refusal.seq)
      } else {
        limits.append((refusal.feed, refusal.seq))
      }
    }
    return limits
  }

  /// Whether commits that did not come over the link arrived after `cursor` in the branch.
  package static func hasNews(
    after cursor: Cursor, of branch: Branch, link: Int64, in reader: some BranchReader
  ) throws -> Bool {
    for lane in Priority.allCases {
      var bytes: [UInt8] = []
      _ = try reader.appendCommits(
        to: &bytes, lane: lane, after: cursor[lane], of: branch, notFrom: link, size: 1)
      if !bytes.isEmpty { return true }
    }
    return false
  }
}

/// Cuts what a link lacks into batches: urgent before normal before bulk, each of bounded size.
package struct BatchCutter: Hashable, Sendable {
  /// How far every lane has been served.
  package private(set) var cursor: Cursor
  /// How far the batches made so far move the receiver's cursor.
  private var told: Cursor
  package let branch: Branch
  package let link: Int64
  private let size: Int

  /// At what size a batch is closed: with one more commit of the largest size and its head it stays within the limit.
  package static let size = Limits.batchBytesTarget - 8

  package init(from cursor: Cursor, branch: Branch, link: Int64, size: Int = Self.size) {
    self.cursor = cursor
    told = cursor
    self.branch = branch
    self.link = link
    self.size = size
  }

  /// The next batch; nil when every lane has been served to its end.
  ///
  /// Every call looks at the urgent lane first, so an urgent commit overtakes a backlog at the next batch.
  package mutating func next(in reader: some BranchReader) throws -> Batch? {
    for lane in Priority.allCases {
      var bytes: [UInt8] = []
      let reached = try reader.appendCommits(
        to: &bytes, lane: lane, after: cursor[lane], of: branch, notFrom: link, size: size)
      cursor[lane] = reached
      if bytes.isEmpty { continue }
      defer { told = cursor }
      return Batch(span: rest, commits: bytes)
    }
    return nil
  }

  /// What has been served since the last batch: lanes in which there was nothing for the receiver.
  ///
  /// Each span begins where the one before ended, so a receiver that could not apply a batch goes no further in its lane.
  package var rest: Batch.Span { Batch.Span(from: told, to: cursor) }
}
