// Statements as they arrive, and what they change: whose commits have their effect.
package import Merge
package import Trust
package import Wire

/// The records statements travel in: field 1 is the signed bytes.
/// - Source: protocol §10.3, protocol §16.2.
package enum StatementRecord {
  /// What holds the branch together travels here, and all statements but passes.
  package static let className = "control"
  /// Passes travel here: certifying thousands of people must not delay an alarm.
  package static let peopleClassName = "people"
  package static let types: Set<String> = ["grant", "revocation", "redaction", "withdrawal"]
  package static let peopleTypes: Set<String> = ["pass"]
  package static let field = 1

  /// Whether statements are taken from commits of a class.
  package static func isCarried(by name: String) -> Bool { name == className || name == peopleClassName }

  /// The statements in a scanned commit of a class. What is none, or is not signed by its issuer, is no statement, nor is one that
  /// travels in the other class.
  package static func statements(in scan: CommitScanner, _ bytes: [UInt8], class name: String) -> [Statement] {
    statements(in: scan, bytes, class: name) { _ in false }
  }

  /// The same but for those that are known, of which no signature is verified.
  package static func statements(
    in scan: CommitScanner, _ bytes: [UInt8], class name: String, unless isKnown: (Digest) throws -> Bool
  ) rethrows -> [Statement] {
    try encoded(in: scan, bytes, name == peopleClassName ? peopleTypes : types).compactMap { encoded in
      let encoded = Array(encoded)
      guard try !isKnown(Hashing.sha256(encoded)), let statement = try? Statement(encoded: encoded) else { return nil }
      let isPass = if case .pass = statement.content { true } else { false }
      return isPass == (name == peopleClassName) ? statement : nil
    }
  }

  /// The keys that statements in a scanned commit are about, whoever signed them.
  static func subjects(in scan: CommitScanner, _ bytes: [UInt8]) -> [PublicKey] {
    encoded(in: scan, bytes, types).compactMap { try? Statement(kept: Array($0)).subject }
  }

  private static func encoded(
    in scan: CommitScanner, _ bytes: [UInt8], _ types: Set<String>
  ) -> [ArraySlice<UInt8>] {
    scan.changes.compactMap { change in
      guard types.contains(String(decoding: bytes[change.type], as: UTF8.self)),
        let field = scan.fields[change.fields].first(where: { $0.number == Self.field }), field.kind == .bytes
      else { return nil }
      return bytes[field.place]
    }
  }
}

extension Replica {
  /// Keeps the statements of a commit just stored.
  ///
  /// They are taken from any commit of their class, in effect or not: a statement proves itself, and the first grants a node gets
  /// cannot rest on others.
  /// - Returns: those that were not known.
  @discardableResult
  mutating func learn(from scan: CommitScanner, in bytes: [UInt8], class: FeedClass, _ storage: some Storage) throws
    -> [Statement]
  {
    guard StatementRecord.isCarried(by: `class`.name), scan.redacted == nil else { return [] }
    return try learned(from: StatementRecord.statements(in: scan, bytes, class: `class`.name), in: storage)
  }

  /// Keeps statements, and sees to it that every feed they are about has the effect it now must have.
  package mutating func learn(_ statements: [Statement], in storage: some Storage) throws {
    _ = try learned(from: statements, in: storage)
  }

  /// Likewise.
  /// - Returns: those that were not known.
  private mutating func learned(from statements: [Statement], in storage: some Storage) throws -> [Statement] {
    let new = try statements.filter { try storage.keepStatement($0) }
    if new.isEmpty || root == nil { return new }
    // What is said of people changes nothing about nodes: no feed has more effect or less by it.
    if new.contains(where: { $0.subject != nil || $0.isRedaction }) {
      try withdraw(new, in: storage)
      try carryOutRedactions(in: storage)
      try settleWaiting(in: storage)
    }
    try storage.reconsiderActions(after: new)
    return new
  }

  /// Lets every feed that waits take the effect it may have by now.
  func settleWaiting(in storage: some Storage) throws {
    guard root != nil else { return }
    for feed in try storage.unsettled() {
      var feed = feed
      try settleStored(&feed, in: storage)
    }
  }

  /// Whether a statement is a grant that counts, of a place above this node. Anybody can sign one that does not.
  func countsAbove(_ statement: Statement, in storage: some Storage) throws -> Bool {
    guard let root, case .grant(let grant) = statement.content,
      grant.area.contains(identity.area), grant.area != identity.area
    else { return false }
    var authority = Authority(root: root)
    return try authority.validGrants(of: grant.subject.node, in: storage).contains(grant)
  }

  /// Takes back the effect of commits that a revocation does not list.
  private func withdraw(_ statements: [Statement], in storage: some Storage) throws {
    guard let root else { return }
    var authority = Authority(root: root)
    var isChanged = false
    for case .revocation(let revocation) in statements.map(\.content) {
      for var feed in try storage.feeds(homeIn: revocation.area) {
        let limit = try effectLimit(of: feed, &authority, in: storage)
        guard feed.effective > limit else { continue }
        feed.effective = limit
        try storage.settle(feed)
        isChanged = true
      }
    }
    if isChanged { try storage.refold() }
  }

  /// Up to which number a feed can have its effect: nothing without a grant that counts, and no more than a revocation lists.
  func effectLimit(of feed: StoredFeed, _ authority: inout Authority, in storage: some StatementReader) throws -> UInt64
  {
    let isOwn = feed.key.node == identity.node
    guard try isOwn || authority.key(of: feed.key.node, in: storage) != nil else { return 0 }
    return try authority.limit(of: feed.id, author: feed.key.node, in: storage)
  }

  /// Lets the stored commits of a feed take effect as far as its seal and its author's grants reach.
  func settleStored(_ feed: inout StoredFeed, in storage: some Storage) throws {
    guard let root else { return }
    var authority = Authority(root: root)
    let own = feed.key.node == identity.node ? signer?.publicKey : nil
    if let seal = try storage.seal(of: feed), seal.seq > feed.sealed, seal.seq <= feed.head.seq,
      let key = try own ?? authority.key(of: feed.key.node, in: storage),
      let hash = try storage.hash(of: feed.id, at: seal.seq)
    {
      if seal.holds(for: hash, by: key) { feed.sealed = seal.seq } else { try storage.dropSeal(of: feed) }
    }
    try takeEffect(&feed, &authority, in: storage)
  }

  /// Folds what is sealed and permitted beyond what is in effect, reading it back from the store.
  func takeEffect(_ feed: inout StoredFeed, _ authority: inout Authority, in storage: some Storage) throws {
    let isOwn = feed.key.node == identity.node
    let last = min(feed.sealed, try effectLimit(of: feed, &authority, in: storage))
    var scanner = CommitScanner()
    reading: while feed.effective < last {
      let run = try storage.commits(
        of: feed, from: feed.effective + 1, through: min(last, feed.effective + Self.effectSlice))
      if run.places.isEmpty { break }
      for place in run.places {
        var reader = CBORReader(accepted: run.bytes, place)
        guard (try? scanner.scan(&reader)) != nil else { break reading }
        guard try isOwn || authority.permits(feed.key, time: scanner.time, in: storage) else { break reading }
        try storage.fold(scanner, in: run.bytes, feed: feed)
        feed.effective += 1
      }
    }
    try storage.settle(feed)
  }

  /// How many commits are read back at once.
  private static let effectSlice: UInt64 = 256
}
