// Whose word counts: a pure function of the statements a node holds and the city's root key.
package import Merge

/// Where the statements are looked up.
package protocol StatementReader {
  /// The statements about a key whose node has this id, in the order of their digests.
  func statements(about subject: NodeID) throws -> [Statement]
}

/// Decides which keys may write what, from the root key down.
///
/// A grant counts when the root key issued it, or a key that had itself a grant that counts, for an area strictly around
/// the granted one, not expired when this one was issued. A later end of the issuer's own grant does not end it; revoking the
/// issuer does, unless the revocation lists it. Every chain ends, since each issuer stands strictly higher.
///
/// It remembers what it has worked out: make a new one after statements were added.
/// - Source: protocol §10.4.
package struct Authority {
  package let root: PublicKey
  private var grants: [NodeID: [Grant]] = [:]
  private var revocations: [NodeID: [Revocation]] = [:]

  package init(root: PublicKey) { self.root = root }

  /// The key of a node that has ever been granted anything that counts; nil when there is none.
  package mutating func key(of node: NodeID, in reader: some StatementReader) throws -> PublicKey? {
    try validGrants(of: node, in: reader).first?.subject
  }

  /// Whether the author of a feed was allowed to write a commit of this time in it. Revocation is told by `limit`.
  package mutating func permits(_ key: FeedKey, time: HybridTime, in reader: some StatementReader) throws -> Bool {
    try validGrants(of: key.node, in: reader).contains {
      $0.covers(home: key.home, class: key.class.name, time: time)
    }
  }

  /// Up to which number the commits of a feed count at most: all, unless its author's key has been revoked.
  package mutating func limit(of feed: FeedID, author: NodeID, in reader: some StatementReader) throws -> UInt64 {
    try validRevocations(of: author, in: reader).map { $0.limit(of: feed) }.min() ?? .max
  }

  /// The statements that show why a node may write: its grants that count, and those of everybody they rest on.
  package mutating func chain(of node: NodeID, in reader: some StatementReader) throws -> [Statement] {
    var chain: [Statement] = []
    var open = [node]
    var seen: Set<NodeID> = []
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      let valid = try validGrants(of: next, in: reader)
      for statement in try reader.statements(about: next) {
        guard case .grant(let grant) = statement.content, valid.contains(grant) else { continue }
        chain.append(statement)
        if grant.issuer != root { open.append(grant.issuer.node) }
      }
    }
    return chain
  }

  /// The grants of a node that count.
  package mutating func validGrants(of node: NodeID, in reader: some StatementReader) throws -> [Grant] {
    if let known = grants[node] { return known }
    var valid: [Grant] = []
    for statement in try reader.statements(about: node) {
      guard case .grant(let grant) = statement.content, grant.subject.node == node else { continue }
      if try isIssued(statement, for: grant.area, at: grant.issuedAt, in: reader) { valid.append(grant) }
    }
    grants[node] = valid
    return valid
  }

  /// The revocations of a node's key that count.
  package mutating func validRevocations(of node: NodeID, in reader: some StatementReader) throws -> [Revocation] {
    if let known = revocations[node] { return known }
    var valid: [Revocation] = []
    for statement in try reader.statements(about: node) {
      guard case .revocation(let revocation) = statement.content, revocation.subject.node == node else { continue }
      guard try isGranted(revocation.subject, within: revocation.area, in: reader) else { continue }
      if try isIssued(statement, for: revocation.area, at: revocation.at, in: reader) { valid.append(revocation) }
    }
    revocations[node] = valid
    return valid
  }

  /// Whether an order to redact counts: it comes from above the area of the feed, or from the root key.
  package mutating func permits(_ redaction: Redaction, by statement: Statement, in reader: some StatementReader) throws
    -> Bool
  { try isIssued(statement, for: redaction.area, at: redaction.at, in: reader) }

  /// Whether an assignment to another place counts: its issuer stands above the new place and the old one, or is the root key.
  package mutating func permitsAssignment(_ grant: Grant, by statement: Statement, in reader: some StatementReader)
    throws
    -> Bool
  {
    guard let former = grant.formerArea else { return false }
    return try isIssued(statement, for: grant.area, at: grant.issuedAt, in: reader)
      && isIssued(statement, for: former, at: grant.issuedAt, in: reader)
  }

  /// A revocation says where its subject stood: somebody who stands above another place cannot revoke it.
  private func isGranted(_ subject: PublicKey, within area: Area, in reader: some StatementReader) throws -> Bool {
    try reader.statements(about: subject.node).contains { statement in
      guard case .grant(let grant) = statement.content else { return false }
      return grant.subject == subject && area.contains(grant.area)
    }
  }

  /// Whether the issuer of a statement about an area was allowed to make it at that moment.
  private mutating func isIssued(
    _ statement: Statement, for area: Area, at moment: Int64, in reader: some StatementReader
  ) throws -> Bool {
    if statement.issuer == root { return true }
    return try !issuerGrants(of: statement, for: area, at: moment, in: reader).isEmpty
  }

  /// The grants by which the issuer of a statement about an area was allowed to make it at that moment; none when it was not. The
  /// root key needs no grant.
  /// - Parameter orThere: whether it may stand at the area itself too, as who certifies people does.
  package mutating func issuerGrants(
    of statement: Statement, for area: Area, at moment: Int64, orThere: Bool = false, in reader: some StatementReader
  ) throws -> [Grant] {
    let issuer = statement.issuer
    let stood = try validGrants(of: issuer.node, above: area, orThere: orThere, in: reader).filter { grant in
      grant.subject == issuer && (grant.notAfter.map { moment <= $0 } ?? true)
    }
    guard !stood.isEmpty else { return [] }
    let ends = try validRevocations(of: issuer.node, above: area, orThere: orThere, in: reader)
    return ends.allSatisfy { $0.statements.contains(statement.digest) } ? stood : []
  }

  /// The counting grants of a node for areas strictly around `area`. Only those are worked out, so that every step of a chain
  /// stands higher than the one before, and no circle of grants is walked. A first step may be for `area` itself.
  private mutating func validGrants(
    of node: NodeID, above area: Area, orThere: Bool, in reader: some StatementReader
  ) throws -> [Grant] {
    var valid: [Grant] = []
    for statement in try reader.statements(about: node) {
      guard case .grant(let grant) = statement.content, grant.area.contains(area), orThere || grant.area != area else {
        continue
      }
      if try isIssued(statement, for: grant.area, at: grant.issuedAt, in: reader) { valid.append(grant) }
    }
    return valid
  }

  private mutating func validRevocations(
    of node: NodeID, above area: Area, orThere: Bool, in reader: some StatementReader
  ) throws -> [Revocation] {
    var valid: [Revocation] = []
    for statement in try reader.statements(about: node) {
      guard case .revocation(let revocation) = statement.content, revocation.area.contains(area),
        orThere || revocation.area != area
      else { continue }
      guard try isGranted(revocation.subject, within: revocation.area, in: reader) else { continue }
      if try isIssued(statement, for: revocation.area, at: revocation.at, in: reader) { valid.append(revocation) }
    }
    return valid
  }
}
