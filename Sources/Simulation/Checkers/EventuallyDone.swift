// What people hand over is done: nothing that waits on a phone is forgotten.
import Merge
import Replica

/// Every errand that was handed to a node has been carried out when the world has come to rest, or still waits to be
/// handed over again, however often its node could not take it.
struct EventuallyDone: Checker {
  private struct Handed: Hashable {
    let record: RecordID
    let seen: SeenVector
    let fields: [FieldChange]
  }

  private var handed: [(errand: Int, node: Int, intent: Handed)] = []
  private var done: Set<Handed> = []
  private var count = 0

  mutating func handed(_ errand: Errand, in world: World) {
    count += 1
    for intent in errand.intents { handed.append((count, errand.node, Self.handed(intent))) }
  }

  mutating func committed(_ commits: [Committed], errand: Errand, at node: SimulatedNode, in world: World) {
    for intent in errand.intents { done.insert(Self.handed(intent)) }
  }

  mutating func ended(_ world: World) {
    let waiting = Set(world.agenda.errands.flatMap { $0.intents.map(Self.handed) })
    for item in handed where !done.contains(item.intent) && !waiting.contains(item.intent) {
      world.violate(Self.name, node: item.node, "errand \(item.errand) was never done", record: item.intent.record)
    }
  }

  private static func handed(_ intent: Intent) -> Handed {
    Handed(record: intent.record, seen: intent.seen, fields: intent.fields)
  }
}
