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
      node.disk.heal()
      if node.catalog.canonicalBytes != catalogs.newest.canonicalBytes { upgrade(node) }
      if !node.isUp { restart(node) }
      setClockRight(node)
    }
    readAllPages()
  }

  /// A clock is set right. Nobody restarts the node; where it has no parent, somebody gives the order that it asks for.
  private func setClockRight(_ node: SimulatedNode) {
    guard settings.has(.wrongClock) || settings.has(.jumpingClock) || settings.has(.frozenClock) else { return }
    node.clock.setRight()
    guard node.isUp else { return }
    if node.parent == nil {
      do { try node.trustClock(at: trueTime) } catch { refuse(node, error) }
      tell(node)
    } else if node.conversation?.isPoll == true {
      // Polls are renewed by and by, and so the right time comes down; here they last for hours.
      node.conversation = nil
      scheduleSession(node, after: Int64(node.area.tier.rawValue) * 60_000)
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
    var equalAt: Int64?
    while violation == nil, now < limit {
      runUntil(now + Self.lookEveryMilliseconds)
      guard violation == nil, unsettledReason(Self.difference) == nil else { continue }
      let equal = equalAt ?? now
      equalAt = equal
      // A seal that was kept back on the way may come when its commits have long been there.
      guard atlas.untrusted.isEmpty || unsettledReason(Self.differenceInEffect) == nil else { continue }
      settlingTimes.append(equal - start)
      return note(nil, "agrees on \(what)")
    }
    guard violation == nil else { return }
    let reason = unsettledReason(Self.difference) ?? unsettledReason(Self.differenceInEffect)
    violate("EventuallyEqual", reason ?? "not settled")
  }

  /// Why the world does not agree yet; nil when every live pair of nodes is without a difference and knows it.
  private func unsettledReason(_ difference: (World, SimulatedNode, SimulatedNode) throws -> String?) -> String? {
    for child in nodes where !child.isGone {
      guard child.isUp else { return "n\(child.number) is down" }
      guard let number = child.parent, !nodes[number].isGone, child.hostility == nil, nodes[number].hostility == nil
      else { continue }
      guard let conversation = child.conversation, conversation.isPoll else {
        return "n\(child.number) is still exchanging"
      }
      let pair = "n\(child.number) and n\(number)"
      guard nodes[number].isUp else { return "n\(number) is down" }
      do { if let what = try difference(self, child, nodes[number]) { return "\(pair) differ\(what)" } } catch {
        return "\(pair) cannot be read: \(words(error))"
      }
    }
    return nil
  }

  private static func difference(_ world: World, _ child: SimulatedNode, _ parent: SimulatedNode) throws -> String? {
    guard let branch = Branch(parent: parent.area, child: child.area) else { return nil }
    // What somebody made up in an author's name its author refuses, and leaves out of the comparison until it goes on.
    let leavesOut = !world.atlas.untrusted.isEmpty
    func fingerprint(_ node: SimulatedNode, towards other: SimulatedNode) throws -> Fingerprint {
      try node.read { _, store in
        guard leavesOut, let link = try store.link(other.identity.node) else {
          return try store.fingerprint(of: branch)
        }
        return try LinkView.fingerprint(of: branch, link: link.reference, in: store)
      }
    }
    return try fingerprint(child, towards: parent) == fingerprint(parent, towards: child) ? nil : ""
  }

  private static func differenceInEffect(
    _ world: World, _ child: SimulatedNode, _ parent: SimulatedNode
  ) throws -> String? {
    guard let feed = try EventuallyEffective.difference(child, parent, in: world) else { return nil }
    let above = try parent.read { _, store in try store.feed(feed.id) }
    let ends = [feed, above].map { $0.map { "\($0.effective) of \($0.head.seq), sealed to \($0.sealed)" } ?? "nothing" }
    return " in what of \(feed.id) is in effect: \(ends[0]), against \(ends[1])"
  }
}
