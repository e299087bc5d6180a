// Two contents for one number: both are kept, and where both are their author's, the copy held above stands.
import Merge
import Trust
import Wire

extension Replica {
  /// Keeps a commit that contradicts a held one, or follows one that does.
  func keepEvidence(
    _ scan: CommitScanner, _ hash: Digest, _ bytes: [UInt8], _ intake: inout Intake, _ storage: some Storage
  ) throws {
    guard intake.authority != nil,
      let feed = try intake.feeds.entry(scan.feed, storage: storage)?.feed
    else { return }
    // Of its own a node may have lost what has been redacted since.
    guard try scan.redacted == nil || isPresent(feed.key) && isRemoved(scan, from: feed.key, &intake, storage) else {
      return
    }
    if scan.seq <= feed.head.seq, try storage.hash(of: scan.feed, at: scan.seq) == hash { return }
    let dot = Dot(feed: scan.feed, seq: scan.seq)
    let evidence = Evidence(dot: dot, hash: hash, previous: scan.previous, body: Array(bytes[scan.whole]))
    let isOwn = feed.key.node == identity.node
    try storage.keep(evidence, of: feed, max: isOwn ? Evidence.ownMax : Evidence.othersMax)
  }

  /// Notices that an author has sealed two contents for one number, with both commits and both seals.
  func noticeFork(_ seal: Seal, _ feed: StoredFeed, _ intake: inout Intake, now: Int64, _ storage: some Storage) throws
  {
    guard feed.key.node != identity.node,
      let branch = try branch(endingAt: seal, of: feed, &intake, storage), let first = branch.first,
      feed.sealed >= first.dot.seq
    else { return }
    let held = try storage.commits(of: feed, from: first.dot.seq, through: first.dot.seq)
    let seals = [try storage.seal(of: feed)?.encoded, seal.encoded].compactMap { $0 }
    intake.alarms.append(
      Alarm(
        .fork, node: feed.key.node, about: feed.key.home, place: first.dot, cause: Alarm.cause(first.dot),
        noticedAt: now,
        evidence: seals + held.places.map { Array(held.bytes[$0]) } + [first.body]))
  }

  /// Puts the other branch of a fork in the place of the one held, when its seal shows that it is the author's own word
  /// and it is the one that stands: what a parent holds stands for its child, what others hold of this node's own feeds
  /// stands for this node, which has lost it, and what is sealed stands before what nobody has sealed.
  /// - Returns: whether that was done.
  mutating func adopt(
    _ seal: Seal, _ feed: inout StoredFeed, _ intake: inout Intake, now: Int64, _ storage: some Storage
  ) throws -> Bool {
    let isOwn = feed.key.node == identity.node
    guard let branch = try branch(endingAt: seal, of: feed, &intake, storage),
      let first = branch.first, isOwn || intake.isParent || max(feed.sealed, feed.effective) < first.dot.seq
    else { return false }
    let hadEffect = feed.effective >= first.dot.seq
    let held = try storage.cut(&feed, to: first.dot.seq - 1)
    let statements = try append(branch, to: &feed, source: intake.source, storage)
    feed.sealed = seal.seq
    try storage.keep(seal, of: feed)
    try storage.settle(feed)
    if hadEffect { try storage.refold() }
    var authority = intake.authority
    if authority != nil { try takeEffect(&feed, &authority!, in: storage) }
    intake.feeds.update(feed)
    intake.waiting[feed.id] = nil
    try storage.clearQuarantine(of: feed.id, isOurs: true, link: intake.source)
    if !statements.isEmpty { try learn(statements, from: feed.id, &intake, storage) }
    guard isOwn else { return true }
    try renewIncarnation(after: first.hash, now: now, in: storage)
    try reissue(held, of: feed, after: first.dot.seq - 1, now: now, into: storage)
    return true
  }

  /// The commits from where a sealed branch leaves the held one to its sealed head; nil when they are not all here or the
  /// seal is not the author's.
  private func branch(
    endingAt seal: Seal, of feed: StoredFeed, _ intake: inout Intake, _ storage: some Storage
  ) throws -> [Evidence]? {
    guard
      let last = try storage.evidence(of: feed, at: seal.seq).first(where: { evidence in
        try isSigned(seal, hash: evidence.hash, author: feed.key.node, &intake, storage) == true
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

  /// Takes over what an adopted branch says of trust: nothing that was known of the batch's feeds holds any more.
  private mutating func learn(
    _ statements: [Statement], from feed: FeedID, _ intake: inout Intake, _ storage: some Storage
  ) throws {
    try learn(statements, in: storage)
    intake.hasGrantAbove = try intake.hasGrantAbove || statements.contains { try countsAbove($0, in: storage) }
    (intake.feeds, intake.waiting, intake.removals) = (FeedCache(), [:], [:])
    intake.hasLearned = true
    intake.authority = root.map(Authority.init)
  }

  private func append(
    _ branch: [Evidence], to feed: inout StoredFeed, source: Int64, _ storage: some Storage
  ) throws -> [Statement] {
    var scanner = CommitScanner()
    var statements: [Statement] = []
    for commit in branch {
      var reader = CBORReader(commit.body)
      try scanner.scan(&reader)
      try storage.append(
        ScannedCommit(commit.body, scan: scanner, hash: commit.hash), to: &feed, from: source, isEffective: false)
      // What it says of trust is known from now on; the effect of all feeds is looked at once the branch stands.
      statements += scanner.redacted == nil ? StatementRecord.statements(in: scanner, commit.body) : []
    }
    return feed.key.class.name == StatementRecord.className ? statements : []
  }
}
