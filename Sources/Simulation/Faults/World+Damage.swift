// What becomes of a node whose disk has changed what it holds, or has not kept what it said it had.
import Merge
import Replica
import Store

extension World {
  /// Whether a disk of this world may change what it holds, or lie.
  var hasDoubtfulDisks: Bool { settings.has(.bitRot) || settings.has(.lyingFlush) }

  /// A node finds its store damaged: it ends, saves what is whole as another lineage, and begins again.
  func salvage(_ node: SimulatedNode, _ damage: StoreError) {
    guard hasDoubtfulDisks else { return violate("AlwaysExpected", node: node.number, words(damage)) }
    let pause = Int64(draw.within(1_000...60_000))
    if node.isUp {
      crash(node, "finds its store damaged", restartAfter: pause)
    } else {
      after(pause, .restart(node: node.number))
    }
    node.disk.revive()
    let was = node.identity
    var draw = Draw(seed: settings.seed ^ UInt64(now), stream: "salvage \(node.number)")
    let (next, _) = Self.identity(&draw, area: node.area)
    let identity = Identity(node: was.node, incarnation: next.incarnation, store: next.store, area: was.area)
    do {
      let salvage = try node.salvage(as: identity)
      tally.salvages += 1
      note(node.number, "saves \(salvage.commits) commits; \(salvage.losses.count) losses")
    } catch {
      // Somebody sets the machine up anew, with the key that was kept.
      note(node.number, "can save nothing: \(words(error))")
      node.disk.wipe()
      node.identity = identity
      node.isNew = true
    }
    wasSetBack(node, from: was.incarnation)
  }

  /// A store holds less than it has shown to others, and nobody knows what.
  func wasSetBack(_ node: SimulatedNode, from incarnation: UInt64) {
    forget(node)
    atlas.reused.insert(incarnation)
    atlas.setBack[node.number] = now
    atlas.unsteady.insert(node.number)
  }

  /// The power fails, or only the process ends. What a disk that lied said it had written may be gone.
  func lose(_ loss: Disk.Loss, at node: SimulatedNode) {
    node.disk.lose(loss)
    guard loss != .process else { return }
    // Only a process that is started again on a running machine knows what its store held last.
    node.isLineageSure = false
    atlas.unsteady.insert(node.number)
    if node.disk.isLying { wasSetBack(node, from: node.identity.incarnation) }
  }

  /// Reads all that the nodes that run hold: what has rotted is found before the world comes to agree. A page of zeros counts as never
  /// written until something that should stand on it is read.
  func readAllPages() {
    for node in nodes where node.isUp && hasDoubtfulDisks {
      do {
        try node.readPages()
        try node.lookThrough()
      } catch { refuse(node, error) }
    }
  }
}
