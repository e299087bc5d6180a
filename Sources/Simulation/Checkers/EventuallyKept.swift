// What a person was told is safe is in effect somewhere, under its number or, where that was used twice, made again.
import Merge
import Replica
import Store

/// At rest, every commit that was acknowledged at a node that has not lost its disk since is held by a live node; or a live
/// node holds a commit by the same author and user that does the same to the same records.
/// - Source: protocol §10.5.
struct EventuallyKept: Checker {
  mutating func ended(_ world: World) {
    let holdings = world.nodes.filter(\.isUp).compactMap { world.ledger.holding(of: $0.number) }
    var held: Set<Digest> = []
    var made: Set<Deed> = []
    for holding in holdings {
      for commit in holding.commits.map(\.commit) where held.insert(commit.hash).inserted { made.insert(Deed(commit)) }
    }
    for (number, hashes) in world.atlas.promises.sorted(by: { $0.key < $1.key }) where world.isTrusted(number) {
      for hash in hashes where !held.contains(hash) {
        guard let commit = world.ledger.commit(hash), !made.contains(Deed(commit)) else { continue }
        if isStranded(commit, at: world.nodes[number], in: world) { continue }
        let text = "acknowledged \(commit.dot.feed) \(commit.dot.seq), which nobody holds and nobody has made again"
        return world.violate(Self.name, node: number, text, dot: commit.dot)
      }
    }
  }

  /// A copy is turned off in the end: what its parent may not hold, it had for nobody.
  private func isStranded(_ commit: KnownCommit, at node: SimulatedNode, in world: World) -> Bool {
    guard node.isTwin, let parent = node.parent.map({ world.nodes[$0] }) else { return false }
    return Branch(parent: parent.area, child: node.area).map { !$0.shares(commit.key) } ?? true
  }

  /// What a commit does, whatever its number.
  private struct Deed: Hashable {
    let author: NodeID
    let user: String
    let area: Area
    let changes: [Entry]

    struct Entry: Hashable {
      let type: String
      let record: RecordID
      let fields: [FieldChange]
    }

    init(_ commit: KnownCommit) {
      (author, user, area) = (commit.key.node, commit.user, commit.key.area)
      changes = commit.changes.map { Entry(type: $0.type, record: $0.record, fields: $0.fields) }
    }
  }
}
