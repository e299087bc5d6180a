// Directives come back signed: one receipt of each addressee, none missing, none foreign.
import Catalog
import Merge
import Replica
import Store

/// At rest, for every directive and its author's node: the receipts it shows for it are one of each node below that shows
/// the directive, and no other.
///
/// The author's node must run and hold what the addressee writes in the receipts' class. Directives that somebody entered
/// after the addressees had signed are left out.
/// - Source: design §2, "directive, receipt"; §1, rule 1.
struct EventuallyReceipts: Checker {
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
    let made = NaiveView.records(of: own, author.catalog).keys.filter { $0.type == directives.name }.sorted()
    if made.isEmpty { return }
    let signed = try author.read { _, store in try ShownRecord.views(of: receipts, in: store) }
    let byRecord = Dictionary(grouping: signed) { Self.text("directive", of: $0) ?? "" }
    for key in made where world.signedDirectives.contains(key.id) {
      let nodes = (byRecord[key.id.description] ?? []).map { Self.text("node", of: $0) ?? "nobody" }.sorted()
      let expected = addressees(of: key, author, receipts, in: world).sorted()
      if nodes == expected { continue }
      let text =
        "has receipts of \(nodes.count) nodes for a directive that \(expected.count) show: \(nodes), \(expected)"
      return world.violate(Self.name, node: author.number, text, record: key.id)
    }
  }

  /// The nodes below that show the directive.
  private func addressees(
    of key: RecordKey, _ author: SimulatedNode, _ receipts: RecordType, in world: World
  ) -> [String] {
    world.nodes.filter { node in
      guard node.number != author.number, author.area.contains(node.area), node.area != author.area else {
        return false
      }
      let answer = FeedKey(
        node: node.identity.node, incarnation: node.identity.incarnation, home: node.area, area: node.area,
        class: receipts.class)
      let shows = world.ledger.holding(of: node.number)?.commits.contains { held in
        held.commit.key.area == key.area && held.commit.changes.contains { $0.record == key.id && $0.type == key.type }
      }
      return shows == true && answer.isHeld(at: author.area)
    }.map(\.identity.node.description)
  }

  private static func text(_ name: String, of view: RecordView) -> String? {
    view.values.first { $0.field.name == name }?.value.text
  }
}
