// When two nodes were last proved equal: what either knows of the other is only as good as that.

/// The last proof of each pair of linked nodes.
struct ProofTimes {
  private var times: [[Int]: Int64] = [:]

  mutating func noteProof(_ one: SimulatedNode, _ other: SimulatedNode, at now: Int64) {
    times[[one.number, other.number]] = now
    times[[other.number, one.number]] = now
  }

  /// Whether a node has been proved equal to another since that one's store was last set back to an earlier copy. Until
  /// then nobody can know what the copy lacks.
  func isCurrent(_ node: SimulatedNode, of peer: SimulatedNode, in world: World) -> Bool {
    times[[node.number, peer.number]] ?? 0 >= world.atlas.setBack[peer.number] ?? 0
  }
}
