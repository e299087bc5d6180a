// A world whose every event is written down by hand: what situations are made of.
import Catalog
import Merge
import Replica
import Store

/// A world without draws of its own: nodes, links, acts and faults come one after another, as a situation says.
///
/// Expectations that do not hold end the run as a violation does.
package final class Script {
  package let world: World

  /// - Parameter mutant: one that all nodes have in them; then no checker looks.
  init(_ name: String, mutant: Mutant? = nil) {
    var settings = Settings(seed: 1, from: [])
    settings.nodes = 0
    settings.acts = 0
    settings.hours = 365 * 24
    settings.mutant = mutant
    let checkers = mutant == nil ? Checkers.all() : []
    world = World(settings, name: "situation-\(name)", checkers: checkers)
    world.note(nil, "situation \(name)")
  }

  // MARK: The tree

  /// Makes a node, whose person is an officer, or at an enterprise its safety manager, and lets it speak with its parent.
  func node(_ code: String, below parent: SimulatedNode? = nil) -> SimulatedNode {
    guard let area = Area(code) else { preconditionFailure("\(code) is no area") }
    let number = world.nodes.count
    world.addNode(number, Place(area: area, parent: parent?.number))
    let node = world.nodes[number]
    world.people.append(person(at: node, named: "n\(number)", area.tier == .terminal ? "safety_manager" : "officer"))
    if parent != nil { world.scheduleSession(node, after: 1) }
    return node
  }

  /// Somebody else who works at the node.
  func colleague(at node: SimulatedNode, named name: String, role: String = "patroller") -> Int {
    world.people.append(person(at: node, named: name, role))
    return world.people.count - 1
  }

  /// Somebody with a device that signs in a role.
  private func person(at node: SimulatedNode, named name: String, _ role: String) -> Person {
    var draw = Draw(seed: 1, stream: "device of \(name)")
    let device = PersonalDevice(role: role, at: node, in: world, &draw)
    return Person(
      number: world.people.count, node: node.number, name: name, draw: Draw(seed: 1, stream: "person \(name)"),
      pace: 1_000, device: device)
  }

  /// Sets the node's uplink to another parent.
  func move(_ node: SimulatedNode, below parent: SimulatedNode) {
    world.note(node.number, "is now below n\(parent.number)")
    node.parent = parent.number
    if node.conversation != nil { world.fail(node, NodeIsDown()) }
    world.scheduleSession(node, after: 1)
  }

  // MARK: Time

  func pass(minutes: Int64) { world.runUntil(world.now + minutes * 60_000) }
  func pass(hours: Int64) { pass(minutes: hours * 60) }
  func pass(days: Int64) { pass(hours: days * 24) }

  /// Lets time pass until something is so, at most for some hours.
  /// - Returns: whether it came to be so.
  @discardableResult
  func pass(upToHours hours: Int64, until isSo: () -> Bool) -> Bool {
    let end = world.now + hours * 3_600_000
    while world.violation == nil, !isSo(), let next = world.agenda.nextTime, next <= end { world.runUntil(next) }
    return isSo()
  }

  /// Ends all faults and lets everybody come to agree.
  func heal() {
    if world.violation != nil { return }
    world.heal()
    world.settle("everything")
    if world.violation == nil { world.checkpoint() }
    world.check { $0.ended(world) }
  }

  // MARK: Faults

  /// A fault strikes, for a year unless it is ended by hand.
  /// - Returns: what `end` takes.
  @discardableResult
  func strike(_ kind: FaultKind, _ node: SimulatedNode, amount: Int = 0, minutes: Int64 = 365 * 1_440) -> Int {
    if world.violation != nil { return 0 }
    world.plan.append(
      PlannedFault(kind: kind, time: world.now, node: node.number, duration: minutes * 60_000, amount: amount))
    world.strike(world.plan.count - 1)
    return world.plan.count - 1
  }

  /// Ends a fault.
  func end(_ fault: Int) { if world.violation == nil { world.mend(fault) } }

  /// The process ends; the machine goes on and starts it again.
  func kill(_ node: SimulatedNode, forMinutes minutes: Int64 = 1) {
    world.crash(node, "is killed", loss: .process, restartAfter: minutes * 60_000)
  }

  /// The power fails: nothing that was not flushed is there afterwards.
  func losePower(_ node: SimulatedNode, forMinutes minutes: Int64 = 1) {
    world.crash(node, "loses power", loss: .everything, restartAfter: minutes * 60_000)
  }

  // MARK: Expectations

  func expect(_ isSo: Bool, _ what: String, at node: SimulatedNode? = nil, about record: Paper? = nil) {
    if !isSo { world.violate("Expected", node: node?.number, what, record: record?.id) }
  }

  /// The situation is over.
  func close() {
    for node in world.nodes { node.stop() }
    world.tally.virtualMilliseconds = world.now
    world.note(nil, world.violation == nil ? "as expected" : "ended by a violation")
  }
}
