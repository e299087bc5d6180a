// Oracles for a store: lists that are looked through from the beginning, whatever is asked.
import Catalog
import Merge
import Replica
import Wire

/// What a store should say of its feeds and commits, by looking at each of them.
struct NaiveFeeds {
  private struct Kept {
    let feed: FeedID
    let source: Int64
    let body: [UInt8]
  }

  private var keys: [FeedID: FeedKey] = [:]
  private var heads: [FeedID: Head] = [:]
  /// In the order of their arrival.
  private var commits: [Kept] = []

  /// Adds a feed's next commit.
  mutating func add(_ commit: ScannedCommit, from source: Int64) {
    keys[commit.scan.feed] = keys[commit.scan.feed] ?? commit.scan.key
    heads[commit.scan.feed] = Head(seq: commit.scan.seq, hash: commit.hash)
    commits.append(Kept(feed: commit.scan.feed, source: source, body: Array(commit.bytes)))
  }

  func heads(of branch: Branch) -> [BranchHead] {
    heads.filter { branch.shares(keys[$0.key]!) }
      .map { BranchHead(area: keys[$0.key]!.area, feed: $0.key, head: $0.value) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  func fingerprint(of branch: Branch) -> Fingerprint {
    heads(of: branch).reduce(into: Fingerprint.empty) { $0.add($1.head.hash) }
  }

  /// The commits of a lane that arrived after one number and through another and are to go over the link, with their
  /// arrival numbers.
  private func sent(_ lane: Priority, after arrival: Int, through last: Int, over link: LinkBranch) -> [(Int, Kept)] {
    commits.enumerated().map { ($0.offset + 1, $0.element) }.filter { number, commit in
      let key = keys[commit.feed]!
      return number > arrival && number <= last && commit.source != link.link && key.class.priority == lane
        && link.branch.shares(key)
    }
  }

  /// All commits of a lane after a number, as a sequence.
  func sequence(_ lane: Priority, after arrival: Int, over link: LinkBranch) -> [UInt8] {
    sent(lane, after: arrival, through: commits.count, over: link).reduce(into: []) { bytes, commit in
      CommitSequence.append(commit.1.body, to: &bytes)
    }
  }

  /// At most `count` arrival numbers of a lane, feed by feed in key order, and the number up to which these are all.
  func arrivals(
    _ lane: Priority, after arrival: Int, through last: Int, over link: LinkBranch, count: Int
  ) -> (byFeed: [UInt64], upTo: UInt64) {
    let found = sent(lane, after: arrival, through: last, over: link).prefix(count)
    let upTo = found.count == count ? found.last?.0 ?? arrival : min(commits.count, last)
    let byFeed = found.sorted { one, other in
      let (key, next) = (keys[one.1.feed]!, keys[other.1.feed]!)
      return (key.area.code, one.1.feed.raw, one.0) < (next.area.code, other.1.feed.raw, other.0)
    }
    return (byFeed.map { UInt64($0.0) }, UInt64(max(arrival, upTo)))
  }
}

/// What a store should show of its records: each commit folded once, by the rules of the merge and the catalog alone.
struct NaiveRecords {
  struct Key: Hashable {
    let type: String
    let record: RecordID
    let area: Area
  }

  private let catalog: Catalog
  private var keys: [FeedID: FeedKey] = [:]
  private(set) var states: [Key: RecordState] = [:]

  init(catalog: Catalog) { self.catalog = catalog }

  mutating func fold(_ commit: ScannedCommit) {
    let scan = commit.scan
    let feed = keys[scan.feed] ?? scan.key!
    keys[scan.feed] = feed
    let user = String(decoding: commit.buffer[scan.user], as: UTF8.self)
    let origin = Origin(dot: commit.dot, time: scan.time, tier: feed.home.tier, user: user)
    for index in scan.changes.indices {
      let change = scan.change(index, in: commit.buffer)
      guard let type = catalog.type(named: change.type), type.class.name == feed.class.name,
        type.admits(change.fields, from: feed.home, about: feed.area)
      else { continue }
      let key = Key(type: change.type, record: change.record, area: feed.area)
      states[key, default: RecordState()].applyChange(change, origin: origin) { type.kind(of: $0) }
    }
  }
}
