// The second half of a run: the world is healed, nobody writes any more, and everything must come to agree.
import Catalog
import Merge
import Replica
import Store

extension World {
  /// Ends all faults but those that stay for good.
  func heal() {
    note(nil, "heals")
    phase = .healing
    network.isCalm = true
    network.cut.removeAll()
    network.oneWay.removeAll()
    network.slow.removeAll()
    for node in nodes where !node.isGone {
      node.clock.thaw()
      node.disk.heal()
      if node.catalog.canonicalBytes != catalogs.newest.canonicalBytes { upgrade(node) }
      if !node.isUp { restart(node) }
    }
  }

  /// Runs until everybody agrees, in two turns: what people left undone, then the receipts for what they then see.
  func converge() {
    settle("what was written")
    guard violation == nil else { return }
    retireTwins()
    acknowledgeDirectives()
    settle("the receipts")
    guard violation == nil else { return }
    checkpoint()
  }

  /// Somebody has read the alarm and turns the copies off, which have handed everything up by now.
  private func retireTwins() {
    for twin in nodes where twin.isTwin {
      let serving = twin.serving
      twin.stop()
      twin.isGone = true
      for number in serving { giveUp(number) }
    }
  }

  /// How long, and how many sessions with its parent, a node may take until it is proved equal.
  static let settlingMilliseconds: Int64 = 6 * 3_600_000
  private static let lookEveryMilliseconds: Int64 = 5 * 60_000

  func settle(_ what: String) {
    let start = now
    let limit = now + Self.settlingMilliseconds
    while violation == nil, now < limit {
      runUntil(now + Self.lookEveryMilliseconds)
      guard violation == nil, isSettled else { continue }
      settlingTimes.append(now - start)
      return note(nil, "agrees on \(what)")
    }
    if violation == nil { violate("EventuallyEqual", unsettledReason() ?? "not settled") }
  }

  private var isSettled: Bool { unsettledReason() == nil }

  /// Why the world does not agree yet; nil when every live pair of nodes is equal and knows it.
  private func unsettledReason() -> String? {
    for child in nodes where !child.isGone {
      guard child.isUp else { return "n\(child.number) is down" }
      guard let number = child.parent, !nodes[number].isGone, child.hostility == nil, nodes[number].hostility == nil
      else { continue }
      guard let conversation = child.conversation, conversation.isPoll else {
        return "n\(child.number) is still exchanging"
      }
      if let reason = difference(child, nodes[number]) { return reason }
    }
    return nil
  }

  private func difference(_ child: SimulatedNode, _ parent: SimulatedNode) -> String? {
    guard parent.isUp else { return "n\(parent.number) is down" }
    guard let branch = Branch(parent: parent.area, child: child.area) else { return nil }
    do {
      let below = try child.read { try $1.fingerprint(of: branch) }
      let above = try parent.read { try $1.fingerprint(of: branch) }
      if below != above { return "n\(child.number) and n\(parent.number) differ" }
      if atlas.untrusted.isEmpty { return nil }
      // A seal that was kept back on the way may come when its commits have long been there.
      let feed = try EventuallyEffective.difference(child, parent, in: self)
      return feed.map { "n\(child.number) and n\(parent.number) differ in what of \($0.id) is in effect" }
    } catch { return "n\(child.number) and n\(parent.number) cannot be read: \(words(error))" }
  }
}
