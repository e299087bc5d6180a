// Directives come back signed: one receipt of each addressee, none missing, none foreign.
import Catalog
import Merge
import Replica
import Store

/// At rest, for every directive and its author's node: the receipts it shows for it are one of each node below that
/// shows the directive, and no other.
///
/// The author's node must hold what the addressee writes in the receipts' class. A receipt may be missing whose way is
/// barred: a node that was linked past the author's to one so high that receipts do not rise to it, or has somebody
/// on its way who is not honest. Directives that
/// somebody entered after the addressees had signed are left out, and addressees that are not honest.
/// - Source: protocol §2.5 for who holds what; the record types `directive` and `receipt`.
struct EventuallyDirectiveReceipts: Checker {
  mutating func ended(_ world: World) {
    for author in world.nodes where author.isUp && world.isTrusted(author.number) && world.violation == nil {
      do { try look(at: author, in: world) } catch { world.refuse(author, error) }
    }
  }

  private func look(at author: SimulatedNode, in world: World) throws {
    guard let holding = world.ledger.holding(of: author.number),
      let receipts = author.catalog.type(named: "receipt"), let directives = author.catalog.type(named: "directive")
    else { return }
    let own = holding.commits.map(\.commit).filter { $0.key.node == author.identity.node && $0.key.area == author.area }
    let made = try world.expectedRecords(of: author, own).keys.filter { $0.type == directives.name }.sorted()
    if made.isEmpty { return }
    let signed = try author.read { _, store in try ShownRecord.views(of: receipts, in: store) }
    let byRecord = Dictionary(grouping: signed) { Self.text("directive", of: $0) ?? "" }
    for key in made where world.signedDirectives.contains(key.id) {
      let nodes = (byRecord[key.id.description] ?? []).map { Self.text("node", of: $0) ?? "nobody" }.sorted()
        .filter { Self.isTrusted($0, in: world) }
      let expected = addressees(of: key, author, receipts, in: world).filter { world.isTrusted($0.number) }
      let names = expected.map(\.identity.node.description)
      let isOnce = zip(nodes, nodes.dropFirst()).allSatisfy { $0 != $1 } && nodes.allSatisfy(names.contains)
      let missing = expected.first { node in
        !nodes.contains(node.identity.node.description) && isReached(author, from: node, receipts, in: world)
      }
      if isOnce, missing == nil { continue }
      let text = "has receipts of \(nodes) for a directive that \(names.sorted()) show"
      return world.violate(Self.name, node: author.number, text, record: key.id)
    }
  }

  /// The nodes below that show the directive.
  private func addressees(
    of key: RecordKey, _ author: SimulatedNode, _ receipts: RecordType, in world: World
  ) -> [SimulatedNode] {
    world.nodes.filter { node in
      guard node.number != author.number, author.area.contains(node.area), node.area != author.area else {
        return false
      }
      let shows = world.ledger.holding(of: node.number)?.commits.contains { held in
        held.commit.key.area == key.area && held.commit.changes.contains { $0.record == key.id && $0.type == key.type }
      }
      return shows == true && Self.answer(of: node, receipts).isHeld(at: author.area)
    }
  }

  /// Whether everybody on the way holds the receipts: up to the first node at or above the author's, then down to it.
  private func isReached(
    _ author: SimulatedNode, from node: SimulatedNode, _ receipts: RecordType, in world: World
  ) -> Bool {
    var top = node
    while top.area == node.area || !top.area.contains(author.area) {
      guard let number = top.parent, world.isTrusted(number) else { return false }
      top = world.nodes[number]
    }
    guard Self.answer(of: node, receipts).isHeld(at: top.area) else { return false }
    var below = author
    while below.number != top.number {
      guard let number = below.parent, world.isTrusted(number) else { return false }
      below = world.nodes[number]
    }
    return true
  }

  private static func answer(of node: SimulatedNode, _ receipts: RecordType) -> FeedKey {
    FeedKey(
      node: node.identity.node, incarnation: node.identity.incarnation, home: node.area, area: node.area,
      class: receipts.class)
  }

  private static func isTrusted(_ node: String, in world: World) -> Bool {
    NodeID(hex: node).flatMap { world.atlas.number(of: $0) }.map { world.isTrusted($0) } ?? true
  }

  private static func text(_ name: String, of view: RecordView) -> String? {
    view.values.first { $0.field.name == name }?.value.text
  }
}
