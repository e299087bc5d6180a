// What a storage hands to the replica: feeds, links and heads as they are on disk.
package import Merge
package import Wire

/// A feed a node holds.
package struct StoredFeed: Hashable, Sendable {
  /// The feed's number in this store alone.
  package let reference: Int64
  package let id: FeedID
  package let key: FeedKey
  package var head: Head
  /// Up to which number the author's seal has been verified here.
  package var sealed: UInt64
  /// Up to which number its commits have their effect: sealed, written with authority and not revoked. On a node without a
  /// root key, all of them.
  package var effective: UInt64
  /// Whether commits of it are held that have no effect.
  package var isWaiting: Bool { effective < head.seq }

  package init(
    reference: Int64, id: FeedID, key: FeedKey, head: Head, sealed: UInt64 = 0, effective: UInt64 = 0
  ) {
    self.reference = reference
    self.id = id
    self.key = key
    self.head = head
    self.sealed = sealed
    self.effective = effective
  }
}

/// A commit that contradicts one that is held: two contents for one number, both kept.
package struct Evidence: Hashable, Sendable {
  package let dot: Dot
  package let hash: Digest
  package let previous: Digest
  package let body: [UInt8]

  /// How many are kept of one feed: of a node's own enough to bring back all it has lost, of others' enough to show and heal a
  /// fork. Beyond, a commit that nobody has sealed is let go.
  package static let ownMax = 100_000
  package static let othersMax = 4_096

  package init(dot: Dot, hash: Digest, previous: Digest, body: [UInt8]) {
    self.dot = dot
    self.hash = hash
    self.previous = previous
    self.body = body
  }
}

/// What a store remembers of the other end of a link. All of it is a hint but `received`, which moved with the data.
package struct StoredLink: Hashable, Sendable {
  /// The link's number in this store; 0 stands for the node itself.
  package let reference: Int64
  package let peer: NodeID
  package var area: Area
  package var isParent: Bool
  /// The other end's store that the cursors speak of; nil before the first session.
  package var store: StoreID?
  /// How far this node has applied the other end's commits.
  package var received: Cursor
  /// How far the other end has acknowledged this node's.
  package var acknowledged: Cursor
  /// How far this node has the other end's custody marks.
  package var custody: UInt64
  /// How far this node has the other end's receipts.
  package var receipts = CustodyReceiptCursor.zero
  /// When the two were last proved equal, in milliseconds; nil when they never were.
  package var provedAt: Int64?
  /// When the other end was last heard, in milliseconds.
  package var heardAt: Int64?
  /// The other end's clock minus this node's at that time, in milliseconds.
  package var clockOffset: Int64
  /// The last commit that moved `received`.
  package var witness: Witness?

  package init(reference: Int64, peer: NodeID, area: Area, isParent: Bool) {
    self.reference = reference
    self.peer = peer
    self.area = area
    self.isParent = isParent
    received = .zero
    acknowledged = .zero
    custody = 0
    clockOffset = 0
  }
}

/// A head of the shared branch with its place in the order that reconciling uses.
package struct BranchHead: Hashable, Sendable {
  /// The area's code, a zero byte, the feed's id.
  package let key: [UInt8]
  package let feed: FeedID
  package let head: Head

  package init(area: Area, feed: FeedID, head: Head) {
    key = Array(area.code.utf8) + [0] + feed.raw.bytes
    self.feed = feed
    self.head = head
  }

  package var listed: ListedHead {
    ListedHead(feed: feed, seq: head.seq, tag: UInt32(truncatingIfNeeded: head.hash.words.0 >> 32))
  }
}

/// A suffix of a feed that one end of a link does not accept.
package struct Quarantine: Hashable, Sendable {
  package let refusal: Refusal
  /// Whether this node refused it, or the other end did.
  package let isOurs: Bool

  package init(refusal: Refusal, isOurs: Bool) {
    self.refusal = refusal
    self.isOurs = isOurs
  }
}

/// Commits of one feed read back from the store, one behind the other.
package struct StoredRun: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// Where each commit lies in the bytes.
  package private(set) var places: [Range<Int>] = []

  package init() {}

  package mutating func append(_ commit: UnsafeRawBufferPointer) {
    let start = bytes.count
    bytes.append(contentsOf: commit)
    places.append(start..<bytes.count)
  }
}
