// Who may write what in a world: keys drawn from the seed, and grants from the city's root key down.
import Merge
import Replica
import Trust
import Wire

extension World {
  /// A new node's identity and key.
  static func identity(_ draw: inout Draw, area: Area) -> (Identity, SigningKey) {
    func bytes(_ draw: inout Draw) -> Bytes16 {
      let parts = draw.bytes16()
      return Bytes16(high: parts.high, low: parts.low)
    }
    let signer = key(&draw)
    let incarnation = draw.next() >> 1
    return (Identity(node: signer.node, incarnation: incarnation, store: StoreID(bytes(&draw)), area: area), signer)
  }

  static func key(_ draw: inout Draw) -> SigningKey {
    let seed = (0..<2).flatMap { _ in
      let parts = draw.bytes16()
      return Bytes16(high: parts.high, low: parts.low).bytes
    }
    guard let key = SigningKey(seed: seed) else { preconditionFailure("any 32 bytes are a seed") }
    return key
  }

  /// The node it was planned below grants it its area; the root key grants the first.
  func grant(_ node: SimulatedNode) {
    let issuer = node.parent.map { nodes[$0] }
    let key = issuer?.signer ?? rootKey
    let grant = Grant(
      issuer: key.publicKey, subject: node.signer.publicKey, area: node.area, issuedAt: Self.beginning)
    node.grants = (issuer?.grants ?? []) + [Statement(.grant(grant), key: key)]
  }

  /// The daily duty, as the shell's watch does it; here when a link has just been proved.
  func attend(_ node: SimulatedNode) {
    guard node.isUp, phase == .safety else { return }
    do { try node.write { replica, storage in try replica.attend(now: wallClock(node), in: storage) } } catch {
      return refuse(node, error)
    }
    tell(node)
  }

  /// A new node tells everybody who hears of it why it may write: the grants it was given are its first records.
  func introduce(_ node: SimulatedNode) throws {
    let now = wallClock(node)
    let intents = node.grants.map { statement in
      Intent(
        type: "grant", record: RecordID(statement.digest.first16), area: node.area, seen: .empty,
        fields: [FieldChange(StatementRecord.field, .write(.bytes(statement.encoded)))])
    }
    try node.write { replica, storage in
      try replica.learn(node.grants, in: storage)
      _ = try replica.commit(intents, user: "grants", now: now, into: storage)
    }
  }
}
