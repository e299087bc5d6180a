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
    node.grants = (issuer?.grants ?? []) + [Self.grant(node.signer, node.area, by: issuer?.signer ?? rootKey)]
  }

  static func grant(_ key: SigningKey, _ area: Area, by issuer: SigningKey) -> Statement {
    Statement(
      .grant(Grant(issuer: issuer.publicKey, subject: key.publicKey, area: area, issuedAt: beginning)), key: issuer)
  }

  /// The daily duty, as the shell's watch does it; here when a link has just been proved.
  func attend(_ node: SimulatedNode) {
    guard node.isUp, phase == .safety else { return }
    do { try write(at: node) { replica, storage in try replica.attend(now: time(node), in: storage) } } catch {
      refuse(node, error)
    }
  }

  /// A new node tells everybody who hears of it why it may write: the grants it was given are its first records.
  func introduce(_ node: SimulatedNode) throws {
    let now = time(node)
    try node.write { replica, storage in
      try Self.introduce(node.grants, at: node.area, now: now, &replica, storage)
    }
  }

  static func introduce(
    _ grants: [Statement], at area: Area, now: Int64, _ replica: inout Replica, _ storage: some Storage
  ) throws {
    let intents = grants.map { statement in
      Intent(
        type: "grant", record: RecordID(statement.digest.first16), area: area, seen: .empty,
        fields: [FieldChange(StatementRecord.field, .write(.bytes(statement.encoded)))])
    }
    try replica.learn(grants, in: storage)
    _ = try replica.commit(intents, user: "grants", now: now, into: storage)
  }
}
