// The merge oracle: what nodes show is what the plain rules of the protocol make of the commits they hold.
import Catalog
import Merge
import Replica
import Store

/// For every record and field of a node, what its tables show is what `NaiveRecord` and `NaiveLifecycle` say, which are
/// written from the protocol and share no code with the merge: an edit that had seen a value supersedes it whatever the
/// clocks say, concurrent values stay and are shown, additions win over concurrent removals, counters lose nothing.
///
/// The same comparison speaks under two more names: `AlwaysGuarded` when a guarded field is wrong (a lower tier never
/// lowers what a higher one wrote) and `AlwaysAuthorised` when a lifecycle is (a step without authority, evidence or its
/// predecessor has no effect; a reopen beats a concurrent close, a failed re-check a passed one).
///
/// One node, drawn anew, at every checkpoint; at rest the root and two others.
/// - Source: protocol §4; catalog README §5.
struct AlwaysInformed: Checker {
  private var draw: Draw?

  mutating func checkpoint(_ world: World) { look(atDrawn: 1, with: [], in: world) }

  mutating func ended(_ world: World) { look(atDrawn: 2, with: world.nodes.prefix(1).map(\.number), in: world) }

  private mutating func look(atDrawn count: Int, with always: [Int], in world: World) {
    var draw = draw ?? Draw(seed: world.settings.seed, stream: Self.name)
    let numbers = always + (0..<count).map { _ in draw.below(world.nodes.count) }
    self.draw = draw
    for number in numbers where world.nodes[number].isUp && world.isTrusted(number) && world.violation == nil {
      look(at: world.nodes[number], in: world)
    }
  }

  private func look(at node: SimulatedNode, in world: World) {
    do {
      let expected = try world.expectedRecords(of: node, world.effectiveCommits(of: node))
      for type in node.catalog.types {
        let (views, rows) = try node.read { _, store in
          (try ShownRecord.views(of: type, in: store), try store.rows(of: type))
        }
        if let fault = Oracle.fault(type, expected: expected, views: views, rows: rows) {
          return world.violate(fault.checker, node: node.number, fault.text, record: fault.record)
        }
      }
    } catch { world.refuse(node, error) }
  }
}

/// Records as people get them.
enum ShownRecord {
  /// All records of a type, by id and area.
  static func views(of type: RecordType, in store: StoreReader) throws -> [RecordView] {
    var filter = RecordFilter(type: type.name)
    filter.count = RecordFilter.countMax
    var views: [RecordView] = []
    while true {
      let page = try store.records(filter, type: type)
      views += page.records
      guard let next = page.next else { break }
      filter.after = next
    }
    return views.sorted { $0.id == $1.id ? $0.area < $1.area : $0.id < $1.id }
  }
}
