// A store without SQLite: the second conformer of the storage protocol, simple and slow, for the laws of ingest.
import Catalog
import Merge
import Replica
import Wire

final class MemoryStorage: Storage {
  private struct Stored {
    let feed: Int64
    let seq: UInt64
    let source: Int64
    let lane: Priority
    let hash: Digest
    let body: [UInt8]
  }

  struct RecordKey: Hashable {
    let type: String
    let record: RecordID
    let area: Area
  }

  private let catalog: Catalog
  private var feeds: [StoredFeed] = []
  private var commits: [Stored] = []
  private var links: [StoredLink] = []
  private var quarantined: [(link: Int64, quarantine: Quarantine)] = []
  private var marks: [CustodyMark] = []
  private(set) var states: [RecordKey: RecordState] = [:]

  init(catalog: Catalog) { self.catalog = catalog }

  var allHeads: [FeedID: Head] { Dictionary(uniqueKeysWithValues: feeds.map { ($0.id, $0.head) }) }

  // MARK: Reading

  func feed(_ id: FeedID) throws -> StoredFeed? { feeds.first { $0.id == id } }

  func heads(of branch: Branch) throws -> [BranchHead] {
    feeds.filter { $0.head.seq > 0 && branch.shares($0.key) }
      .map { BranchHead(area: $0.key.area, feed: $0.id, head: $0.head) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  func fingerprint(of branch: Branch) throws -> Fingerprint {
    try heads(of: branch).reduce(into: Fingerprint.empty) { $0.add($1.head.hash) }
  }

  func mark() throws -> UInt64 { UInt64(commits.count) }

  func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, of branch: Branch, notFrom source: Int64, size: Int
  ) throws -> UInt64 {
    for index in commits.indices.dropFirst(Int(arrival)) {
      let commit = commits[index]
      guard commit.lane == lane, commit.source != source, branch.shares(feeds[Int(commit.feed)].key) else { continue }
      CommitSequence.append(commit.body, to: &bytes)
      if bytes.count >= size { return UInt64(index + 1) }
    }
    return UInt64(commits.count)
  }

  func arrivals(
    lane: Priority, after arrival: UInt64, through last: UInt64, of branch: Branch, notFrom source: Int64, count: Int
  ) throws -> (byFeed: [UInt64], upTo: UInt64) {
    let all = commits.enumerated().filter { index, commit in
      let number = UInt64(index + 1)
      return number > arrival && number <= last && commit.lane == lane && commit.source != source
        && branch.shares(feeds[Int(commit.feed)].key)
    }
    let found = all.prefix(count)
    let upTo = found.count == count ? found.last.map { UInt64($0.offset + 1) } : min(UInt64(commits.count), last)
    let byFeed = found.sorted { one, other in
      let (feed, next) = (feeds[Int(one.element.feed)], feeds[Int(other.element.feed)])
      return (feed.key.area.code, feed.id.raw, one.offset) < (next.key.area.code, next.id.raw, other.offset)
    }
    return (byFeed.map { UInt64($0.offset + 1) }, max(arrival, upTo ?? arrival))
  }

  func appendCommits(to bytes: inout [UInt8], arrivals: ArraySlice<UInt64>, size: Int) throws -> Int {
    var count = 0
    for arrival in arrivals where bytes.count < size {
      CommitSequence.append(commits[Int(arrival) - 1].body, to: &bytes)
      count += 1
    }
    return count
  }

  func appendCommits(to bytes: inout [UInt8], feed: FeedID, from seq: UInt64, size: Int) throws -> UInt64 {
    var next = seq
    for commit in commits where feeds[Int(commit.feed)].id == feed && commit.seq >= seq && bytes.count < size {
      CommitSequence.append(commit.body, to: &bytes)
      next = commit.seq + 1
    }
    return next
  }

  func hash(of feed: FeedID, at seq: UInt64) throws -> Digest? {
    commits.first { feeds[Int($0.feed)].id == feed && $0.seq == seq }?.hash
  }

  func quarantines(link: Int64) throws -> [Quarantine] {
    quarantined.filter { $0.link == link }.map(\.quarantine).sorted { $0.refusal.feed < $1.refusal.feed }
  }

  func link(_ peer: NodeID) throws -> StoredLink? { links.first { $0.peer == peer } }

  /// It knows no root key, so nothing waits for a seal.
  func unsealed(of branch: Branch, count: Int) throws -> [Dot] { [] }

  func custodyMarks(after number: UInt64, of branch: Branch, count: Int) throws -> CustodyReport {
    CustodyReport(upTo: UInt64(marks.count), marks: Array(marks.dropFirst(Int(number)).prefix(count)))
  }

  // MARK: Writing

  func openFeed(_ key: FeedKey, id: FeedID, digest: Digest) throws -> StoredFeed {
    let feed = StoredFeed(reference: Int64(feeds.count), id: id, key: key, head: Head(seq: 0, hash: digest))
    feeds.append(feed)
    return feed
  }

  func insert(
    _ bytes: ArraySlice<UInt8>, scan: CommitScanner, hash: Digest, to feed: inout StoredFeed, from source: Int64,
    isEffective: Bool
  ) throws -> UInt64 {
    precondition(scan.seq == feed.head.seq + 1, "feeds are gapless")
    let lane = feed.key.class.priority
    commits.append(
      Stored(feed: feed.reference, seq: scan.seq, source: source, lane: lane, hash: hash, body: Array(bytes)))
    feed.head = Head(seq: scan.seq, hash: hash)
    return UInt64(commits.count)
  }

  func saveHead(_ feed: StoredFeed, wasWaiting: Bool) throws { feeds[Int(feed.reference)].head = feed.head }

  func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    let user = String(decoding: bytes[scan.user], as: UTF8.self)
    let dot = Dot(feed: scan.feed, seq: scan.seq)
    let origin = Origin(dot: dot, time: scan.time, tier: feed.key.home.tier, user: user)
    for index in scan.changes.indices {
      let change = scan.change(index, in: bytes)
      guard let type = catalog.type(named: change.type), type.class.name == feed.key.class.name,
        type.admits(change.fields, from: feed.key.home, about: feed.key.area)
      else { continue }
      let key = RecordKey(type: change.type, record: change.record, area: feed.key.area)
      states[key, default: RecordState()].apply(change, origin: origin) { type.kind(of: $0) }
    }
  }

  func saveLink(_ link: StoredLink) throws {
    links.removeAll { $0.reference == link.reference }
    links.append(link)
  }

  func setQuarantine(_ quarantine: Quarantine, link: Int64) throws {
    try clearQuarantine(of: quarantine.refusal.feed, isOurs: quarantine.isOurs, link: link)
    quarantined.append((link, quarantine))
  }

  func clearQuarantine(of feed: FeedID, isOurs: Bool, link: Int64) throws {
    quarantined.removeAll {
      $0.link == link && $0.quarantine.refusal.feed == feed && $0.quarantine.isOurs == isOurs
    }
  }

  func clearQuarantines(link: Int64) throws { quarantined.removeAll { $0.link == link } }
  func recordCustody(_ marks: [CustodyMark]) throws { self.marks += marks }
  func saveClock(_ last: HybridTime) throws {}
  /// It knows no root key: every commit has its effect at once.
  var trust: (any TrustStorage)? { nil }
  var receipts: (any ReceiptReader)? { nil }

  func advances(from: Cursor, to: Cursor, of branch: Branch, notFrom source: Int64) throws -> [Dot] {
    let reached = commits.enumerated().filter { index, commit in
      let arrival = UInt64(index + 1)
      return commit.source != source && arrival > from[commit.lane] && arrival <= to[commit.lane]
        && branch.shares(feeds[Int(commit.feed)].key)
    }
    return SeenVector(reached.map { Dot(feed: feeds[Int($0.element.feed)].id, seq: $0.element.seq) }).dots
  }
}
