// What a device has handed in is entered once, or kept with its reason.
import Catalog
import Merge
import Records
import Replica
import Store
import Trust

/// At rest, at every honest node whose disk has kept what it said: an action of which the node has said that it was entered or known
/// stands in a commit there, in no more than one that this node's own people made of it; one of which it has said that it is held
/// stands as a record. And every node judges the signed commits that it holds as the definition says, so that nodes that hold the same
/// agree. What a hostile node has kept back is at the next node up, where the phone has asked for it.
/// - Source: protocol §16.4, §16.6.
struct EventuallyEntered: Checker {
  private struct Told {
    let node: Int
    let digest: Digest
    /// The record of what is held; nil for what was entered.
    let held: RecordID?
  }

  private var told: [Told] = []
  /// What a node has kept back, by the node above it, if that holds such records.
  private var kept: [(above: Int, digest: Digest)] = []

  mutating func keptBack(_ errand: Errand, at node: SimulatedNode, in world: World) {
    guard let action = errand.signed?.action, let parent = node.parent, world.isTrusted(parent) else { return }
    let above = world.nodes[parent]
    guard above.entryCatalog.class(named: action.draft.class)?.feed.isHeld(about: action.draft.area, at: above.area)
      ?? false
    else { return }
    kept.append((parent, action.content.digest))
  }

  mutating func concluded(_ errand: Errand, _ entered: EnteredAction, at node: SimulatedNode, in world: World) {
    guard let action = errand.signed?.action else { return }
    let digest = action.content.digest
    switch entered.outcome {
    case .entered, .repeated: told.append(Told(node: node.number, digest: digest, held: nil))
    case .held(let id, _): told.append(Told(node: node.number, digest: digest, held: id))
    case .refused(.numberUsed): break
    case .refused(let refusal):
      guard world.isTrusted(node.number) else { return }
      world.violate(Self.name, node: node.number, "keeps nothing of what a device has signed: \(refusal)")
    }
  }

  mutating func ended(_ world: World) {
    for node in world.nodes where node.isUp && world.isTrusted(node.number) && world.violation == nil {
      do {
        try lookForVerdicts(at: node, in: world)
        if !isShaken(node.number, in: world) { try lookForActions(at: node, in: world) }
      } catch { world.refuse(node, error) }
    }
  }

  /// Whether its machine was lost or its store set back since it said anything.
  private func isShaken(_ number: Int, in world: World) -> Bool {
    world.ledger.lost.contains(number) || world.atlas.unsteady.contains(number)
  }

  private func lookForActions(at node: SimulatedNode, in world: World) throws {
    let told = told.filter { $0.node == node.number }
    let kept = kept.filter { $0.above == node.number }
    if told.isEmpty, kept.isEmpty { return }
    var commits: [Digest: [KnownCommit]] = [:]
    for held in world.ledger.holding(of: node.number)?.commits ?? [] {
      if let message = held.commit.message { commits[Hashing.sha256(message), default: []].append(held.commit) }
    }
    for item in kept where commits[item.digest] == nil {
      guard try isHeld(heldID(item.digest), at: node) else {
        return refuse("lacks what a node below has kept back", nil, at: node, in: world)
      }
    }
    for item in told {
      if let id = item.held {
        guard try isHeld(id, at: node) else { return refuse("has lost what it held", id, at: node, in: world) }
        continue
      }
      let own = (commits[item.digest] ?? []).filter { $0.key.node == node.identity.node }
      guard commits[item.digest] != nil else { return refuse("has lost an action", nil, at: node, in: world) }
      if Set(own.map(\.key.incarnation)).count != own.count {
        return refuse("has entered an action twice", own.first?.changes.first?.record, at: node, in: world)
      }
    }
  }

  /// The record under which an action is held.
  private func heldID(_ digest: Digest) -> RecordID {
    RecordID(Hashing.sha256(Array("gridward held action 1\u{0}".utf8) + digest.bytes).first16)
  }

  private func isHeld(_ id: RecordID, at node: SimulatedNode) throws -> Bool {
    guard let type = node.catalog.type(named: "held_action") else { return false }
    return try node.read { _, store in try !store.records(id, type: type).isEmpty }
  }

  private func lookForVerdicts(at node: SimulatedNode, in world: World) throws {
    let commits = try world.effectiveCommits(of: node)
    let actions = try world.actions(of: node, commits)
    for commit in commits where commit.signature != nil {
      let verdict = try node.read { _, store in try store.action(at: commit.dot)?.verdict } ?? "none"
      let expected = actions[commit.dot].map { $0.isRepeat ? "repeats" : "counts" }
      let isAsExpected = expected.map { $0 == verdict } ?? (verdict != "counts" && verdict != "repeats")
      if isAsExpected { continue }
      let text = "judges \(commit.dot.feed) \(commit.dot.seq) as \(verdict), not \(expected ?? "without effect")"
      return world.violate(Self.name, node: node.number, text, record: commit.changes.first?.record, dot: commit.dot)
    }
  }

  private func refuse(_ text: String, _ record: RecordID?, at node: SimulatedNode, in world: World) {
    world.violate(Self.name, node: node.number, "\(text) that a device had handed in", record: record)
  }
}
