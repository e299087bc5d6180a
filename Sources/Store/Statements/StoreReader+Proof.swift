// Making a proof file: a record's commits with the chains, seals, grants and receipts that show whose they are.
package import Catalog
import GRDB
package import Merge
import Replica
package import Trust
import Wire

/// A proof as it was made.
package struct MadeProof: Sendable {
  package let file: ProofFile
  package let commits: Int
  /// Commits to the record that stand beyond their feed's last seal and are not in the file.
  package let unsealed: Int
}

extension StoreReader {
  /// Makes the proof of a record.
  /// - Throws: `notFound` when the store does not show the record, or none of its commits is sealed.
  package func proof(of id: RecordID, type: RecordType) throws -> MadeProof {
    guard let root = try rootKey() else {
      throw StoreError(.notFound, "this store knows no root key", hint: "Only an enrolled node's commits are signed.")
    }
    var dots = SeenVector()
    for record in try records(id, type: type) { dots.formUnion(record.state.version) }
    var feeds: [FeedProof] = []
    var nodes: [NodeID] = []
    var passes: Set<PassID> = []
    var (commits, unsealed) = (0, 0)
    for dot in dots.dots {
      guard let stored = try feed(dot.feed) else { continue }
      let part = try part(of: stored, record: id, type: type.name)
      commits += part.shown
      unsealed += part.unsealed
      guard let proof = part.proof else { continue }
      feeds.append(proof)
      nodes += [stored.key.node] + proof.receipts.map(\.signer)
      passes.formUnion(part.passes)
    }
    guard !feeds.isEmpty else {
      throw StoreError(.notFound, "no sealed commit of record \(id) is here", hint: "Ask the node that wrote it.")
    }
    let people = try statements(behind: passes)
    nodes += people.filter { $0.issuer != root }.map(\.issuer.node)
    let file = ProofFile(
      root: root, type: type.name, record: id, feeds: feeds,
      statements: try statements(behind: nodes, root: root) + people)
    return MadeProof(file: file, commits: commits, unsealed: unsealed)
  }

  private func part(of feed: StoredFeed, record: RecordID, type: String) throws -> (
    proof: FeedProof?, passes: Set<PassID>, shown: Int, unsealed: Int
  ) {
    guard let seal = try seal(of: feed), seal.seq <= feed.sealed else { return (nil, [], 0, 1) }
    var (shown, unsealed) = (0, 0)
    var passes: Set<PassID> = []
    var chain: [[UInt8]] = []
    var scanner = CommitScanner()
    for bytes in try commits(of: feed, from: 1, through: feed.head.seq) {
      var reader = CBORReader(bytes)
      try scanner.scan(&reader)
      let isShown = scanner.changes.contains { $0.record == record && bytes[$0.type].elementsEqual(type.utf8) }
      if scanner.seq > seal.seq {
        unsealed += isShown ? 1 : 0
        continue
      }
      shown += isShown ? 1 : 0
      if isShown, case .signed(let signature) = ActionMark(scanner, in: bytes) { passes.insert(signature.pass) }
      chain.append(isShown ? bytes : ProofFile.withoutPayload(bytes, scanner))
    }
    guard shown > 0 else { return (nil, [], 0, unsealed) }
    let receipts = try custodyReceipts(of: feed).map(\.receipt).filter { $0.seal.seq <= seal.seq }
    return (FeedProof(commits: chain, seal: seal, receipts: receipts), passes, shown, unsealed)
  }

  /// The passes under which commits were signed, as far as they are known, and the withdrawals that are about them.
  private func statements(behind passes: Set<PassID>) throws -> [Trust.Statement] {
    var found: Set<Trust.Statement> = []
    for id in passes {
      guard let statement = try self.passes(id).first, case .pass(let pass) = statement.content else { continue }
      found.insert(statement)
      for statement in try withdrawals(of: pass.device) {
        guard case .withdrawal(let withdrawal) = statement.content, withdrawal.area.contains(pass.area) else {
          continue
        }
        found.insert(statement)
      }
    }
    return Array(found)
  }

  /// Every statement about these nodes, and about those whose grants theirs rest on.
  private func statements(behind nodes: [NodeID], root: PublicKey) throws -> [Trust.Statement] {
    var found: Set<Trust.Statement> = []
    var open = nodes
    var seen: Set<NodeID> = []
    while let node = open.popLast() {
      guard seen.insert(node).inserted else { continue }
      for statement in try statements(about: node) {
        found.insert(statement)
        if statement.issuer != root { open.append(statement.issuer.node) }
      }
    }
    return Array(found)
  }
}

/// Whom an alarm shown here accuses.
package struct Accusation: Hashable, Sendable {
  package let kind: String
  package let node: NodeID
  package let feed: FeedID?
}

extension StoreReader {
  /// The alarms that say somebody sealed two contents for one number, or keeps something back.
  package func accusations() throws -> [Accusation] {
    let statement = try db.hot(
      "SELECT kind, node, feed FROM alarm WHERE kind IN ('fork', 'missing-suffix') ORDER BY kind, node, feed, area")
    var found: [Accusation] = []
    try statement.forEachRow { row in
      guard let node = NodeID(hex: row.text(1)) else { return }
      found.append(Accusation(kind: row.text(0), node: node, feed: row.isNull(2) ? nil : FeedID(hex: row.text(2))))
    }
    return found
  }
}
