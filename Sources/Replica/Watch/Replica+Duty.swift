// A node's daily duty: it signs a checkpoint, and looks for what has been silent, held back or without effect too long.
import Merge
import Trust
import Wire

extension Replica {
  /// Does what is due at this moment; calling it often does no more than calling it once a day.
  /// - Parameter now: this node's wall clock in milliseconds.
  package mutating func attend(now: Int64, policy: WatchPolicy = .standard, in storage: some Storage) throws {
    guard canWatch else { return }
    try makeCheckpoint(now: now, storage)
    // Looking at everybody below reads every grant: once in a while is enough.
    let last = try storage.marked(Self.dutyName)
    if let last, (0..<Self.restMilliseconds).contains(now.subtractingSaturated(last)) { return }
    _ = try storage.mark(Self.dutyName, now)
    // While this node itself was away nobody could be heard.
    if let last, now.subtractingSaturated(last) > Self.awayMilliseconds {
      for kind in [Alarm.Kind.silence, .missingSuffix] {
        try storage.postpone(kind, by: now.subtractingSaturated(last))
      }
    }
    try watchBelow(now: now, policy: policy, storage)
    try watchWaiting(now: now, policy: policy, storage)
    try raiseAlarms(Set(Alarm.Kind.allCases), now: now, in: storage)
  }

  private static let dutyName = RecordID(Hashing.sha256(Array("gridward duty 1".utf8)).first16)
  private static let restMilliseconds: Int64 = 30 * 60_000
  private static let awayMilliseconds: Int64 = 6 * 3_600_000

  // MARK: The checkpoint

  /// Signs the day's checkpoint, unless there is one or this store may lack commits of its own.
  private mutating func makeCheckpoint(now: Int64, _ storage: some Storage) throws {
    guard isLineageSure else { return }
    let last = try storage.checkpoint(of: identity.node)
    let today = Day.numberUnbounded(milliseconds: now)
    if let last, Day.numberUnbounded(milliseconds: last.at) == today { return }
    let feeds = try storage.feeds(by: identity.node)
    guard !feeds.isEmpty else { return }
    let leaves = feeds.map { Seal.leaf($0.id, $0.head) }
    let checkpoint = Checkpoint(
      node: identity.node, home: identity.area, number: (last?.number ?? 0).addingSaturated(1), at: now,
      heads: Int64(feeds.count),
      root: MerkleTree.root(leaves[...]), previous: last?.root, waiting: try waiting(feeds, storage))
    let record = Checkpoint.record(of: identity.node)
    let seen = try storage.version(of: record, type: "checkpoint") ?? .empty
    let intent = Intent(
      type: "checkpoint", record: record, area: identity.area, seen: seen, fields: checkpoint.fields)
    _ = try commit([intent], user: "gridward", now: now, into: storage)
  }

  /// The own heads for which no receipt of the highest tier that should hold them is here, those with some receipt first.
  private func waiting(_ feeds: [StoredFeed], _ storage: some Storage) throws -> [Checkpoint.Waiting] {
    var (receipted, others): ([Checkpoint.Waiting], [Checkpoint.Waiting]) = ([], [])
    // No receipt can reach higher than the highest tier that signs at all.
    let highest = try highestTier(storage)
    for feed in feeds where max(feed.key.top, highest) < identity.area.tier {
      let receipts = try storage.custodyReceipts(of: feed)
      let settled = receipts.first { $0.tier <= max(feed.key.top, highest) }?.receipt.seal.seq ?? 0
      if settled == feed.head.seq { continue }
      if let held = try furthest(receipts.map(\.receipt), of: feed, beyond: settled, storage) {
        receipted.append(held)
      } else {
        others.append(Checkpoint.Waiting(feed: feed.id, head: feed.head, top: feed.key.top, receipt: nil))
      }
    }
    return Array((receipted + others).prefix(Checkpoint.waitingMax))
  }

  /// The head that somebody on the way has signed for, beyond what the highest tier has.
  private func furthest(
    _ receipts: [CustodyReceipt], of feed: StoredFeed, beyond settled: UInt64, _ storage: some Storage
  ) throws -> Checkpoint.Waiting? {
    guard let receipt = receipts.max(by: { $0.seal.seq < $1.seal.seq }), receipt.seal.seq > settled,
      let hash = try storage.hash(of: feed.id, at: receipt.seal.seq)
    else { return nil }
    let head = Head(seq: receipt.seal.seq, hash: hash)
    return Checkpoint.Waiting(feed: feed.id, head: head, top: feed.key.top, receipt: receipt)
  }

  /// The tier of the city's own node: whoever the root key granted a place above this one.
  private func highestTier(_ storage: some Storage) throws -> Tier {
    guard let root else { return .country }
    var authority = Authority(root: root)
    let chain = try authority.chain(of: identity.node, in: storage)
    let tiers = chain.compactMap { statement -> Tier? in
      guard case .grant(let grant) = statement.content else { return nil }
      return grant.area.tier
    }
    return tiers.min() ?? .country
  }

  // MARK: What stands below

  private func watchBelow(
    now: Int64, policy: WatchPolicy, _ storage: some Storage
  ) throws {
    guard let root else { return }
    var authority = Authority(root: root)
    for node in try storage.grantees(inside: identity.area) where node != identity.node {
      guard let grant = try authority.validGrants(of: node, in: storage).last, grant.area != identity.area,
        try authority.validRevocations(of: node, in: storage).isEmpty
      else { continue }
      let checkpoint = try storage.checkpoint(of: node)
      if let limit = policy.silence(of: grant.area.tier, for: identity.area.tier) {
        // Counted by the observer's own clock, from when it first saw this number.
        let number = checkpoint?.number ?? 0
        let alarm = Alarm(
          .silence, node: node, about: grant.area, cause: Bytes16(high: 0, low: UInt64(bitPattern: number)).bytes,
          noticedAt: now)
        try storage.forget(.silence, about: node, place: nil, but: alarm.id)
        _ = try storage.notice(alarm, due: now.addingSaturated(limit))
      }
      for item in checkpoint?.waiting ?? [] {
        try look(for: item, now: now, policy: policy, &authority, storage)
      }
    }
  }

  /// Whether something the author counts as waiting should be here: somebody below has signed that it holds it.
  private func look(
    for item: Checkpoint.Waiting, now: Int64, policy: WatchPolicy, _ authority: inout Authority, _ storage: some Storage
  ) throws {
    guard identity.area.tier >= item.top else { return }
    let have = try storage.feed(item.feed)?.head.seq ?? 0
    guard have < item.head.seq, let receipt = item.receipt, receipt.seal.feed == item.feed,
      receipt.seal.seq == item.head.seq,
      let grant = try authority.validGrants(of: receipt.signer, in: storage).first(where: { grant in
        identity.area.contains(grant.area) && grant.area != identity.area
      }), receipt.holds(for: item.head.hash, by: grant.subject), try !storage.isRefused(item.feed)
    else { return try storage.forget(.missingSuffix, about: nil, place: item.feed, but: nil) }
    let place = Dot(feed: item.feed, seq: have + 1)
    let alarm = Alarm(
      .missingSuffix, node: receipt.signer, about: grant.area, place: place, cause: Alarm.cause(place), noticedAt: now,
      evidence: [receipt.encoded, item.head.hash.bytes])
    try storage.forget(.missingSuffix, about: nil, place: item.feed, but: alarm.id)
    _ = try storage.notice(alarm, due: now.addingSaturated(policy.missingSuffix))
  }

  /// Commits that wait without effect, by the place of the first of them.
  private func watchWaiting(
    now: Int64, policy: WatchPolicy, _ storage: some Storage
  ) throws {
    for feed in try storage.unsettled() where feed.key.node != identity.node {
      let place = Dot(feed: feed.id, seq: feed.effective + 1)
      let alarm = Alarm(
        .noEffect, node: feed.key.node, about: feed.key.home, place: place, cause: Alarm.cause(place), noticedAt: now)
      try storage.forget(.noEffect, about: feed.key.node, place: feed.id, but: alarm.id)
      _ = try storage.notice(alarm, due: now.addingSaturated(policy.noEffect))
    }
  }
}
