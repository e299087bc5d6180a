// Two contents for one number: both are kept, and where both are their author's, the copy held above stands.
import Merge
import Trust
import Wire

extension Intake {
  /// Keeps a commit that contradicts a held one, or follows one that does.
  mutating func keepEvidence(_ commit: ScannedCommit) throws {
    let scan = commit.scan
    guard authority != nil, let feed = try feeds.entry(scan.feed, storage: storage)?.feed else { return }
    // Of its own a node may have lost what has been redacted since.
    guard try scan.redacted == nil || replica.isPresent(feed.key) && isRemoved(scan, from: feed.key) else { return }
    if scan.seq <= feed.head.seq, try storage.hash(of: scan.feed, at: scan.seq) == commit.hash { return }
    let evidence = Evidence(
      dot: commit.dot, hash: commit.hash, previous: scan.previous, body: Array(commit.bytes))
    let isOwn = feed.key.node == replica.identity.node
    try storage.keepEvidence(evidence, of: feed, max: isOwn ? Evidence.ownMax : Evidence.othersMax)
    result.evidence += 1
  }

  /// Notices that an author has sealed two contents for one number, with both commits and both seals.
  mutating func noticeFork(_ seal: Seal, _ feed: StoredFeed) throws {
    guard feed.key.node != replica.identity.node, let branch = try branch(endingAt: seal, of: feed),
      let first = branch.first, feed.sealed >= first.dot.seq
    else { return }
    let held = try storage.commits(of: feed, from: first.dot.seq, through: first.dot.seq)
    let seals = [try storage.seal(of: feed)?.encoded, seal.encoded].compactMap { $0 }
    alarms.append(
      Alarm(
        .fork, node: feed.key.node, about: feed.key.home, place: first.dot, cause: Alarm.cause(first.dot),
        noticedAt: delivery.now,
        evidence: seals + held.places.map { Array(held.bytes[$0]) } + [first.body]))
  }

  /// Puts the other branch of a fork in the place of the one held, when its seal shows that it is the author's own word
  /// and it is the one that stands: what a parent holds stands for its child, what others hold of this node's own feeds
  /// stands for this node, which has lost it, and what is sealed stands before what nobody has sealed.
  /// - Returns: whether that was done.
  mutating func adopt(_ seal: Seal, _ feed: inout StoredFeed) throws -> Bool {
    let isOwn = feed.key.node == replica.identity.node
    guard let branch = try branch(endingAt: seal, of: feed), let first = branch.first,
      isOwn || delivery.isParent || max(feed.sealed, feed.effective) < first.dot.seq
    else { return false }
    let hadEffect = feed.effective >= first.dot.seq
    let held = try storage.cut(&feed, to: first.dot.seq - 1)
    let statements = try append(branch, to: &feed)
    feed.sealed = seal.seq
    try storage.keepSeal(seal, of: feed)
    try storage.settle(feed)
    if hadEffect { try storage.refold() }
    if var authority { try replica.takeEffect(&feed, &authority, in: storage) }
    feeds.update(feed)
    waiting[feed.id] = nil
    try storage.clearQuarantine(of: feed.id, isOurs: true, link: delivery.source)
    if !statements.isEmpty {
      try replica.learn(statements, in: storage)
      try learned(statements)
    }
    guard isOwn else { return true }
    try replica.renewIncarnation(after: first.hash, now: delivery.now, in: storage)
    try replica.reissue(held, of: feed, after: first.dot.seq - 1, now: delivery.now, into: storage)
    return true
  }

  /// The commits from where a sealed branch leaves the held one to its sealed head; nil when they are not all here or the
  /// seal is not the author's.
  private mutating func branch(endingAt seal: Seal, of feed: StoredFeed) throws -> [Evidence]? {
    guard
      let last = try storage.evidence(of: feed, at: seal.seq).first(where: { evidence in
        try isSigned(seal, hash: evidence.hash, author: feed.key.node) == true
      })
    else { return nil }
    var branch = [last]
    while let first = branch.last, first.dot.seq > 1,
      try storage.hash(of: feed.id, at: first.dot.seq - 1) != first.previous
    {
      guard let before = try storage.evidence(of: feed, hash: first.previous) else { return nil }
      branch.append(before)
    }
    return branch.reversed()
  }

  /// Appends an adopted branch.
  /// - Returns: what it says of trust.
  private func append(_ branch: [Evidence], to feed: inout StoredFeed) throws -> [Statement] {
    var scanner = CommitScanner()
    var statements: [Statement] = []
    for commit in branch {
      var reader = CBORReader(commit.body)
      try scanner.scan(&reader)
      let scanned = ScannedCommit(commit.body, scan: scanner, hash: commit.hash)
      try storage.append(scanned, to: &feed, from: delivery.source, isEffective: false)
      // What it says of trust is known from now on; the effect of all feeds is looked at once the branch stands.
      statements +=
        scanner.redacted == nil
        ? StatementRecord.statements(in: scanner, commit.body, class: feed.key.class.name) : []
    }
    return StatementRecord.isCarried(by: feed.key.class.name) ? statements : []
  }
}
