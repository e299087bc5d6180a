// Making orders from what a store holds: revocations, assignments, renewed grants, redactions.
package import Merge
import Replica
package import Store
package import Trust
import Wire

/// Makes orders in the name of a key, as a store shows the city at one moment.
package struct OrderDesk {
  private let reader: StoreReader
  private let root: PublicKey
  private let key: SigningKey
  private let now: Int64
  private var authority: Authority

  /// - Parameter now: milliseconds since 1970.
  package init(_ reader: StoreReader, key: SigningKey, now: Int64) throws {
    guard let root = try reader.rootKey() else { throw OrderRefusal.noRoot }
    (self.reader, self.root, self.key, self.now) = (reader, root, key, now)
    authority = Authority(root: root)
  }

  /// Ends what a node's key may do: one revocation for each place it was granted. What is in effect here stays, as do the
  /// statements it has made.
  package mutating func revocations(of node: NodeID, reason: String) throws -> [Order] {
    let grants = try authority.validGrants(of: node, in: reader)
    guard let subject = grants.last?.subject else { throw OrderRefusal.unknownNode(node) }
    let feeds = try reader.feeds().filter { $0.key.node == node && $0.effective > 0 }
    let heads = feeds.map { Dot(feed: $0.id, seq: $0.effective) }
    let statements = try reader.statements(by: subject).map(\.digest)
    for (what, count) in [("feeds", heads.count), ("statements", statements.count)] where count > Revocation.listedMax {
      throw OrderRefusal.tooMany(what: what, count: count)
    }
    let places = Self.distinct(grants.map(\.area))
    let areas = Self.reach(of: feeds, at: places)
    return try places.map { place in
      try check(place)
      let revocation = Revocation(
        issuer: key.publicKey, subject: subject, area: place, at: now, reason: reason, heads: heads,
        statements: statements)
      return Order(
        .revocation(revocation), key: key, areas: areas,
        notes: [("node", .text(node.description)), ("reason", .text(reason))])
    }
  }

  /// Assigns a node another place, in which it may do what it might at its last one.
  package mutating func assignment(of node: NodeID, to area: Area, holder: String? = nil) throws -> Order {
    let former = try lastGrant(of: node)
    guard former.area != area else { throw OrderRefusal.sameArea(area) }
    try check(former.area)
    try check(area)
    let grant = Grant(
      issuer: key.publicKey, subject: former.subject, area: area, classes: former.classes, issuedAt: now,
      notAfter: former.notAfter, formerArea: former.area)
    return order(grant, about: try reach(of: node, at: [former.area, area]), holder: holder)
  }

  /// Grants a node its place anew.
  /// - Parameter end: the last moment whose commits the grant covers, in milliseconds; nil until it is revoked.
  package mutating func renewal(of node: NodeID, until end: Int64?, holder: String? = nil) throws -> Order {
    let former = try lastGrant(of: node)
    try check(former.area)
    let grant = Grant(
      issuer: key.publicKey, subject: former.subject, area: former.area, classes: former.classes, issuedAt: now,
      notAfter: end)
    return order(grant, about: try reach(of: node, at: [former.area]), holder: holder)
  }

  /// Orders a payload removed by law; of a signed action in all the commits that bring it here.
  package mutating func redactions(of commit: Dot, law: String) throws -> [Order] {
    let others = try reader.action(at: commit).map { try reader.others(bringing: $0, count: Self.copiesMax) } ?? []
    return try [redaction(of: commit, law: law)]
      + others.compactMap { other in
        do { return try redaction(of: other, law: law) } catch OrderRefusal.alreadyRedacted { return nil }
      }
  }

  /// To how many nodes one action is handed in at most, as far as its removal looks.
  private static let copiesMax = 64

  /// An order to remove the content of one commit.
  package mutating func redaction(of commit: Dot, law: String) throws -> Order {
    guard let feed = try reader.feed(commit.feed), (1...max(1, feed.head.seq)).contains(commit.seq),
      let bytes = try reader.commits(of: feed, from: commit.seq, through: commit.seq).first
    else { throw OrderRefusal.unknownCommit(commit) }
    guard !StatementRecord.isCarried(by: feed.key.class.name) else { throw OrderRefusal.controlCommit(commit) }
    try check(feed.key.area)
    var scanner = CommitScanner()
    var cbor = CBORReader(bytes)
    try scanner.scan(&cbor)
    guard scanner.redacted == nil else { throw OrderRefusal.alreadyRedacted(commit) }
    let redaction = Redaction(
      issuer: key.publicKey, area: feed.key.area, commit: commit, payload: Hashing.sha256(bytes[scanner.payload]),
      at: now, reason: law)
    return Order(
      .redaction(redaction), key: key, areas: [feed.key.area],
      notes: [("commit", .text("\(commit.feed)/\(commit.seq)")), ("reason", .text(law))])
  }

  private func order(_ grant: Grant, about areas: [Area], holder: String?) -> Order {
    var notes: [(name: String, value: Value)] = [("node", .text(grant.subject.node.description))]
    if let holder { notes.append(("holder", .text(holder))) }
    if let end = grant.notAfter { notes.append(("not_after", .int(end))) }
    return Order(.grant(grant), key: key, areas: areas, notes: notes)
  }

  private mutating func lastGrant(of node: NodeID) throws -> Grant {
    let grants = try authority.validGrants(of: node, in: reader)
    guard let last = grants.max(by: { $0.issuedAt < $1.issuedAt }) else { throw OrderRefusal.unknownNode(node) }
    return last
  }

  /// Whether the key may say anything about a place: it is the root key, or stands above it.
  private mutating func check(_ area: Area) throws {
    if key.publicKey == root { return }
    let isAbove = try authority.validGrants(of: key.node, in: reader).contains {
      $0.subject == key.publicKey && $0.area.contains(area) && $0.area != area && $0.notAfter.map { now <= $0 } ?? true
    }
    if !isAbove { throw OrderRefusal.notAbove(area) }
  }

  /// The places an order is told in: whoever holds one of the node's feeds must hear of it, also where it wrote about places
  /// around its own.
  private func reach(of node: NodeID, at places: [Area]) throws -> [Area] {
    Self.reach(of: try reader.feeds().filter { $0.key.node == node && $0.effective > 0 }, at: places)
  }

  private static func reach(of feeds: [StoredFeed], at places: [Area]) -> [Area] {
    distinct(places + feeds.map(\.key.area).filter { area in !places.contains { $0.contains(area) } })
  }

  private static func distinct(_ areas: [Area]) -> [Area] {
    areas.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
