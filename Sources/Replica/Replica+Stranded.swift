// Commits that a damaged store held behind one that is lost: put back once that comes, or made again once nobody has it.
import Merge
import Trust
import Wire

extension Replica {
  /// Puts stranded commits back into their feeds, as far as the chain reaches them by now.
  ///
  /// Each names the hash of the one before it, and with it all that stands before.
  mutating func putBackStranded(in storage: some Storage) throws {
    for feed in try storage.strandedFeeds() { try putBack(feed, in: storage) }
  }

  private mutating func putBack(_ stored: StoredFeed, in storage: some Storage) throws {
    var feed = stored
    var statements: [Statement] = []
    let seal = try appendStranded(to: &feed, &statements, in: storage)
    try storage.dropStranded(heldBy: feed)
    guard feed.head.seq > stored.head.seq else { return }
    if root != nil {
      if feed.key.node == identity.node, signer != nil {
        try self.seal([feed], into: storage)
      } else if let seal {
        try storage.keepSeal(seal, of: feed)
      }
      // Before anything is folded: what was ordered meanwhile is about these too.
      try carryOutRedactions(in: storage)
      if var current = try storage.feed(feed.id) { try settleStored(&current, in: storage) }
    }
    try learn(statements, in: storage)
  }

  /// - Returns: the last seal among them.
  private func appendStranded(
    to feed: inout StoredFeed, _ statements: inout [Statement], in storage: some Storage
  ) throws -> Seal? {
    var seal: Seal?
    let bringsStatements = StatementRecord.isCarried(by: feed.key.class.name)
    while true {
      let commits = try storage.stranded(of: feed, after: feed.head.seq, count: Self.strandedSlice)
      for stranded in commits {
        guard let commit = Self.scanned(stranded.body), commit.scan.previous == feed.head.hash,
          commit.scan.seq == feed.head.seq + 1, commit.scan.seq < shelved[feed.id] ?? .max
        else { return seal }
        try storage.append(commit, to: &feed, from: stranded.source, isEffective: root == nil)
        if root == nil { try storage.fold(commit.scan, in: commit.buffer, feed: feed) }
        if bringsStatements, commit.scan.redacted == nil {
          statements += StatementRecord.statements(
            in: commit.scan, commit.buffer, class: feed.key.class.name)
        }
        if let bytes = stranded.seal, let found = try? Seal(encoded: bytes) { seal = found }
      }
      if commits.isEmpty { return seal }
    }
  }

  private static func scanned(_ body: [UInt8]) -> ScannedCommit? {
    var scanner = CommitScanner()
    var reader = CBORReader(body)
    guard (try? scanner.scan(&reader)) != nil else { return nil }
    let hash = Hashing.chain(body, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
    return ScannedCommit(body, scan: scanner, hash: hash)
  }

  /// How many stranded commits are read at once.
  private static let strandedSlice = 256

  /// Makes this node's own stranded commits again in its present incarnation, where the one that is missing before them is gone
  /// for good. They are kept as evidence from then on.
  ///
  /// As long as somebody may have what is missing they wait: the originals would come with it, and what a counter was given
  /// without a name would count twice.
  /// - Source: protocol §10.5.
  /// - Returns: how many there were.
  @discardableResult
  mutating func remakeStranded(now: Int64, in storage: some Storage) throws -> Int {
    var count = 0
    for feed in try storage.strandedFeeds() where feed.key.node == identity.node && !isPresent(feed.key) {
      guard try isGone(from: feed, now: now, in: storage) else { continue }
      var bodies: [[UInt8]] = []
      var last = feed.head.seq
      reading: while true {
        let commits = try storage.stranded(of: feed, after: last, count: Self.strandedSlice)
        for stranded in commits {
          guard let seq = Self.scanned(stranded.body)?.scan.seq, seq > last, seq < shelved[feed.id] ?? .max else {
            break reading
          }
          bodies.append(stranded.body)
          last = seq
        }
        if commits.isEmpty { break }
      }
      try storage.settleStranded(of: feed, through: last)
      try reissue(bodies, of: feed, after: feed.head.seq, now: now, into: storage)
      count += bodies.count
    }
    return count
  }

  /// Whether nobody who may hold a feed has more of it than this node: each link to such a neighbour has been proved equal with
  /// the feed in the comparison. For children that do not come it waits a while.
  private func isGone(from feed: StoredFeed, now: Int64, in storage: some Storage) throws -> Bool {
    var isSure = true
    for link in try storage.links() where feed.key.isHeld(at: link.area) {
      let isLeftOut = try storage.quarantines(link: link.reference).contains { $0.refusal.feed == feed.id }
      if link.provedAt != nil, !isLeftOut { continue }
      if link.isParent { return false }
      isSure = false
    }
    if isSure { return true }
    let name = RecordID(Hashing.sha256(Array("gridward stranded 1".utf8) + [0] + feed.id.raw.bytes).first16)
    guard let since = try storage.marked(name) else {
      _ = try storage.mark(name, now)
      return false
    }
    return now.subtractingSaturated(since) > WatchPolicy.standard.stranded
  }
}

extension Replica {
  /// Seals this node's own feeds anew whose last seal has gone with a damaged page, or with the commit that it was of.
  ///
  /// The author of a feed that it does not write any more would never seal it again. What came over a link it seals only where its own
  /// seal has stood: anybody can write what looks like the next commit.
  func sealOwnAnew(in storage: some Storage) throws {
    guard root != nil, signer != nil else { return }
    let bare = try storage.feeds(by: identity.node).filter { feed in
      guard try storage.seal(of: feed)?.seq != feed.head.seq else { return false }
      var seq = feed.head.seq
      while seq > feed.sealed {
        guard try storage.source(of: feed, at: seq) == 0 else { return false }
        seq -= 1
      }
      return true
    }
    try seal(bare, into: storage)
  }
}
