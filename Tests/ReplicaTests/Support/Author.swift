// Writes commits of any feed without a node behind it: many authors cheaply, and hostile ones at all.
import Merge
import Replica
import Store
import TestSupport
import Trust
import Wire

struct Author {
  let key: FeedKey
  let id: FeedID
  let digest: Merge.Digest
  private(set) var head: Head

  static let work = FeedClass(name: "work", rises: .city, falls: .terminal, priority: .normal)

  init(_ number: UInt64, home: String, area: String? = nil, class feedClass: FeedClass = Author.work) {
    key = FeedKey(
      node: NodeID(Bytes16(high: 0xB0, low: number)), incarnation: 1, home: Area(home)!, area: Area(area ?? home)!,
      class: feedClass)
    digest = Hashing.sha256(key.encoded)
    id = FeedID(digest.first16)
    head = Head(seq: 0, hash: digest)
  }

  /// What the next commit says, before a test twists it.
  func header(user: String = "wang") -> CommitHeader {
    CommitHeader(
      feed: id, seq: head.seq + 1, previous: head.hash, time: HybridTime(milliseconds: 1_760_000_000_000), user: user,
      key: head.seq == 0 ? key : nil)
  }

  /// The next commit: one change, with whatever a test makes of the payload's bytes.
  mutating func commit(_ change: Change, twist: (inout [UInt8]) -> Void) -> [UInt8] {
    var payload = CommitEncoder.payload([change], feed: id)
    twist(&payload)
    let commit = CommitEncoder.commit(header(), payload: payload)
    head = Head(seq: head.seq + 1, hash: Hashing.chain(commit.bytes, header: commit.header, payload: commit.payload))
    return commit.bytes
  }

  /// The next commit: one record with one text.
  mutating func commit(_ text: String = "x", type: String = "note", twist: (inout CommitHeader) -> Void = { _ in })
    -> [UInt8]
  {
    var header = header()
    twist(&header)
    let record = RecordID(Bytes16(high: digest.words.3, low: header.seq))
    let change = Change(type: type, record: record, seen: .empty, fields: [FieldChange(1, .write(.text(text)))])
    let commit = CommitEncoder.commit(header, payload: CommitEncoder.payload([change], feed: id))
    head = Head(seq: head.seq + 1, hash: Hashing.chain(commit.bytes, header: commit.header, payload: commit.payload))
    return commit.bytes
  }
}

extension TestNode {
  /// Gives the node commits as if it had taken part in their making: no link has brought them.
  @discardableResult
  func receive(_ commits: [[UInt8]]) throws -> Ingested {
    let bytes = CommitSequence.of(commits)
    let city = Area(Place.city)!
    let branch = Branch(parent: city, child: area == city ? Area(Place.southVillage)! : area)!
    var refused: [FeedID: UInt64] = [:]
    return try store.write {
      try replica.ingest(
        Delivery(ScannedBatch(commits: bytes), branch: branch, source: 0, now: now), refused: &refused, into: $0)
    }
  }

  static func chainHash(_ commit: [UInt8], _ scan: CommitScanner) -> Merge.Digest {
    Hashing.chain(commit, header: scan.header, payload: scan.payload)
  }

  static func scanned(_ commit: [UInt8]) throws -> ScannedCommit {
    var scanner = CommitScanner()
    var reader = CBORReader(commit)
    try scanner.scan(&reader)
    return ScannedCommit(commit, scan: scanner, hash: chainHash(commit, scanner))
  }

  /// Stores a commit without any of the checks that every honest node makes.
  func force(_ commit: [UInt8], of author: Author, as id: FeedID? = nil) throws {
    let scanned = try Self.scanned(commit)
    try store.write { writer in
      let id = id ?? author.id
      var feed = try writer.feed(id) ?? writer.openFeed(author.key, id: id, digest: author.digest)
      _ = try writer.append(scanned, to: &feed, from: 0, isEffective: true)
    }
  }
}

extension TestNode {
  /// The bytes of a stored commit.
  func body(of dot: Dot) throws -> [UInt8] {
    try store.read { reader in
      var sequence: [UInt8] = []
      _ = try reader.appendCommits(to: &sequence, feed: dot.feed, from: dot.seq, size: 1)
      var cbor = CBORReader(sequence)
      return Array(sequence[try cbor.byteRange(max: Limits.commitBytesMax)])
    }
  }
}
