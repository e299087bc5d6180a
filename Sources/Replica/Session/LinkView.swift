// How a node stands towards the other end of a link: what of the branch is comparable, and what is still to be sent.
package import Merge
package import Wire

/// Questions both ends of a session ask of their store.
package enum LinkView {
  /// The fingerprint of the branch with every quarantined suffix left out, so that one refused feed does not keep the
  /// rest from being proved.
  package static func fingerprint(
    of branch: Branch, link: Int64, in reader: some SessionReading
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
  package static func heads(of branch: Branch, link: Int64, in reader: some SessionReading) throws -> [BranchHead] {
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
  private static func limits(link: Int64, in reader: some SessionReading) throws -> [(feed: FeedID, seq: UInt64)] {
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
    after cursor: Cursor, of branch: Branch, link: Int64, in reader: some SessionReading
  ) throws -> Bool {
    for lane in Priority.allCases {
      var bytes: [UInt8] = []
      _ = try reader.appendCommits(
        to: &bytes, lane: lane, after: cursor[lane], over: LinkBranch(branch, link: link), size: 1)
      if !bytes.isEmpty { return true }
    }
    return false
  }

  /// Whether a child has something that its parent has not acknowledged.
  /// - Parameters:
  ///   - link: what is remembered of the parent; nil before a first meeting, when there is something to say at any rate.
  ///   - area: where the child stands.
  package static func hasOwnNews(over link: StoredLink?, at area: Area, in reader: some SessionReading) throws -> Bool {
    guard let link, let branch = Branch(parent: link.area, child: area) else { return true }
    return try hasNews(after: link.acknowledged, of: branch, link: link.reference, in: reader)
  }
}
