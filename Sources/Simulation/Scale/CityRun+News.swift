// What follows from something written at a node: those who wait are told, its own parent is, and the arrival is timed.
import Merge
import Replica
import Store

extension CityRun {
  func spread(_ node: CityNode) throws {
    node.isNewsDue = false
    guard node.isUp else { return }
    let touched = try node.read { try $0.touched(afterArrival: node.arrivalMark, custody: node.custodyMark) }
    (node.arrivalMark, node.custodyMark) = (touched.arrival, touched.custody)
    for commit in touched.commits { arrived(commit.dot, at: node) }
    try wake(touched, at: node)
    guard let conversation = node.conversation, conversation.isPoll, try hasOwnNews(node) else { return }
    // An answer that is already coming in is read to its end first.
    guard let exchange = exchanges[conversation.exchange], exchange.stage != .answering else { return }
    exchanges[conversation.exchange] = nil
    node.conversation = nil
    node.needsConnection = true
    try beginSession(node)
  }

  /// Answers the held requests of those whom the news concerns.
  ///
  /// The shell looks at every held request after every write. Here only those are looked at whose branch holds a feed that
  /// moved, which finds the same ones.
  private func wake(_ touched: Touched, at node: CityNode) throws {
    let held = node.children.count { child in
      nodes[child].conversation.flatMap { exchanges[$0.exchange] }?.stage == .parked
    }
    node.tally.looksIfAll += held
    for child in concerned(touched, at: node) {
      guard let number = nodes[child].conversation?.exchange, let exchange = exchanges[number],
        exchange.stage == .parked, exchange.parent == node.number
      else { continue }
      node.tally.looks += 1
      if try node.read({ try exchange.session.hasNews(in: $0) }) { unpark(number) }
    }
  }

  private func concerned(_ touched: Touched, at node: CityNode) -> [Int] {
    guard let below = Tier(rawValue: node.tier.rawValue + 1), !node.children.isEmpty else { return [] }
    var found: Set<Int> = []
    for area in touched.commits.map(\.area) + touched.areas {
      if area.contains(node.area) { return node.children }
      if let child = area.ancestor(at: below).flatMap({ numbers[$0.code] }) { found.insert(child) }
    }
    return found.sorted()
  }

  /// Times the arrival of a commit.
  private func arrived(_ dot: Dot, at node: CityNode) {
    guard let known = authored[dot], known.node != node.number else { return }
    let author = nodes[known.node]
    let lag = now - known.time
    if node.tier > author.tier {
      if dot == directive?.dot { directiveArrived(at: node, lag: lag) }
      return
    }
    if author.parent == node.number { figures.arrived(from: author, at: .parent, after: lag) }
    if node.parent == nil { figures.arrived(from: author, at: .city, after: lag) }
    if node.tier == known.top, node.parent != nil { figures.arrived(from: author, at: .districtAtMost, after: lag) }
    // It is the node's to pass on now, and no longer that of the child it came from.
    if let below = Tier(rawValue: node.tier.rawValue + 1), let area = author.area.ancestor(at: below),
      let child = numbers[area.code]
    {
      nodes[child].tally.owe(-1)
    }
    if let parent = node.parent, nodes[parent].tier >= known.top { node.tally.owe(1) }
    if let directive, node.parent == nil, known.isUrgent, known.time > directive.time {
      figures.receipts.add(now - directive.time)
      if author.tier < .community || figures.onlineAtDirective.contains(author.number) {
        figures.receiptsOnline.add(now - directive.time)
      }
    }
  }

  private func directiveArrived(at node: CityNode, lag: Int64) {
    figures.directive[node.tier, default: Distribution()].add(lag)
    if node.isOnline, figures.onlineAtDirective.contains(node.number) { figures.directiveOnline.add(lag) }
    after(Int64(people.within(1_000_000...5_000_000)), .errand(CityErrand(kind: .receipt, node: node.number)))
  }
}
