// How a hostile node uses the people of its place: what it signs for them, whom it makes up, what it does not pass on.
import Catalog
import Merge
import Records
import Replica
import Store
import Trust
import Wire

extension World {
  /// Whether some node says of actions that they are entered, and enters them not at all or otherwise. Nobody knows which.
  var hasKeeper: Bool {
    nodes.contains { $0.hostility?.trick == .keepsActions || $0.hostility?.trick == .altersActions }
  }

  /// Writes actions that nobody has signed who may, as often as its trick has it.
  func writeFalseActions(at node: SimulatedNode) throws {
    guard let trick = node.hostility?.trick, node.hostility?.draw.chance(150) ?? false else { return }
    switch trick {
    case .actsForOthers:
      let passes = try statements(of: node).passes.sorted { $0.key < $1.key }
      guard !passes.isEmpty, let draft = try falseDraft(at: node), var hostility = node.hostility else { return }
      let (id, pass) = hostility.draw.pick(passes)
      let action = hostility.forged(draft, under: id)
      node.hostility = hostility
      try write(action, of: pass.account, at: node)
    case .inventsPeople: try writeForInvented(at: node)
    default: return
    }
  }

  private func writeForInvented(at node: SimulatedNode) throws {
    guard var hostility = node.hostility else { return }
    if hostility.invented.count < 4 {
      let others = nodes.map(\.area).filter { $0 != node.area }
      let person = hostility.invent(at: node.area, others, by: node.signer, now: trueTime)
      hostility.invented.append(person)
      node.hostility = hostility
      let place = person.pass.area
      guard let intent = SignedRecord.intent(carrying: person.statement, about: place, catalog: node.entryCatalog)
      else { return }
      let now = wallClock(node)
      do {
        _ = try node.write { replica, storage in try replica.commit([intent], user: "mallory", now: now, into: storage)
        }
      } catch is CommitRefusal {}
      return
    }
    guard let draft = try falseDraft(at: node), var hostility = node.hostility else { return }
    let place = hostility.draw.below(hostility.invented.count)
    let action = hostility.invented[place].sign(draft)
    let account = hostility.invented[place].pass.account
    node.hostility = hostility
    atlas.invented.insert(action.content.digest)
    try write(action, of: account, at: node)
  }

  /// A step that wants a signature, of some record that the node shows.
  private func falseDraft(at node: SimulatedNode) throws -> ActionDraft? {
    guard var hostility = node.hostility else { return nil }
    defer { node.hostility = hostility }
    let types = node.entryCatalog.types.filter { $0.lifecycle?.steps.contains(where: NextSteps.isSigned) ?? false }
    let type = hostility.draw.pick(types)
    let views = try node.read { _, store in try ShownRecord.views(of: type, in: store) }
    guard !views.isEmpty, let lifecycle = type.lifecycle else { return nil }
    let view = hostility.draw.pick(views)
    let kind = hostility.draw.pick(lifecycle.steps.filter(NextSteps.isSigned))
    let step = Step(
      id: StepID(Bytes16(high: hostility.draw.next(), low: hostility.draw.next())), kind: kind.name, round: view.standing?.openRound ?? 1,
      details: NextSteps.details(of: kind))
    let change = Change(
      type: type.name, record: view.id, seen: view.state.version.carried(),
      fields: [FieldChange(lifecycle.fieldNumber, .steps([step]))])
    return ActionDraft(deviceTime: trueTime, area: view.area, class: type.class.name, changes: [change])
  }

  /// Writes an action down as if it had been looked at.
  private func write(_ action: PortableAction, of account: AccountID, at node: SimulatedNode) throws {
    guard let entry = try? SignedEntry(action) else { return }
    let now = wallClock(node)
    do {
      _ = try node.write { replica, storage in try replica.enter(entry, of: account, now: now, into: storage) }
    } catch is CommitRefusal {}
  }

  // MARK: Actions that are handed in

  /// Whether a hostile node keeps an action back that it then says it has entered.
  func keepsBack(_ signed: SignedErrand, at node: SimulatedNode) throws -> Bool {
    guard phase == .safety, var hostility = node.hostility else { return false }
    guard hostility.trick == .keepsActions || hostility.trick == .altersActions else { return false }
    defer { node.hostility = hostility }
    guard hostility.draw.chance(500) else { return false }
    if hostility.trick == .altersActions, case .pass(let pass) = signed.pass.content {
      let around = nodes.map(\.area).filter { $0 != signed.action.draft.area }
      let action = hostility.altered(signed.action, around)
      try write(action, of: pass.account, at: node)
    }
    return hostility.trick == .keepsActions || hostility.draw.chance(500)
  }

  /// A phone asks the next node up, some time later, for what it was told is entered, and hands in there what is not known.
  /// - Source: protocol §16.7.
  func askAbove(_ errand: Errand, from node: SimulatedNode) {
    guard hasKeeper, !errand.asksFirst, let parent = node.parent, settings.mutant != .trustsItsNode else { return }
    var other = errand
    (other.node, other.asksFirst, other.tries) = (parent, true, 0)
    let left = Int(max(1, settings.endMilliseconds - now))
    after(Int64(min(left, draw.heavyTail(600_000...7_200_000))), .submit(other))
  }

  /// Whether a node tells of a device's number that it has this very action.
  func isKnown(_ signed: SignedErrand, at node: SimulatedNode) throws -> Bool {
    guard case .pass(let pass) = signed.pass.content else { return false }
    let (number, digest) = (signed.action.signature.number, signed.action.content.digest)
    return try node.read { _, store in
      try store.actions(of: pass.device, number, count: 8).contains { $0.digest == digest }
    }
  }
}
