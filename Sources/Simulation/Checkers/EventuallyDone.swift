// What people hand over is done: nothing that waits on a phone is forgotten.
import Merge
import Records
import Replica

/// Every errand that was handed to a node has been answered when the world has come to rest, or still waits to be
/// handed over again, however often its node could not take it.
struct EventuallyDone: Checker {
  private var handed: [(node: Int, request: RecordRequest)] = []
  private var answered: Set<RecordRequest> = []

  mutating func handed(_ errand: Errand, in world: World) { handed.append((errand.node, errand.act.request)) }

  mutating func answered(_ errand: Errand, _ refusal: EntryRefusal?, at node: SimulatedNode, in world: World) {
    answered.insert(errand.act.request)
  }

  mutating func ended(_ world: World) {
    let waiting = Set(world.agenda.errands.map(\.act.request))
    for (number, item) in handed.enumerated() {
      if answered.contains(item.request) || waiting.contains(item.request) { continue }
      world.violate(Self.name, node: item.node, "errand \(number + 1) was never done", record: item.request.record)
    }
  }
}
