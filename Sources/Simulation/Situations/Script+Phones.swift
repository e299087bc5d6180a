// Phones in situations: what they sign waits in a queue, until somebody brings it to a node and hears what became of it.
import Catalog
import Merge
import Records
import Replica
import Store
import Trust

/// What must have become of an action in the end.
enum ActionFate: Hashable {
  /// Commits bring it, of which one counts and every other repeats that.
  case counts
  /// One commit brings it, which has no effect for a reason of the protocol.
  case isWithout(String)
  /// It waits in a record, with the reason.
  case isHeld(HeldReason.Code)
}

/// One phone, in whosever hand it is.
final class Phone {
  /// An action that it has signed.
  struct Signed {
    let errand: Errand
    let number: UInt64
    let digest: Merge.Digest
    let fate: ActionFate
  }

  /// Who has it in hand.
  var holder: Int
  let device: DeviceID
  /// What it has not heard of yet, in the order in which it was done.
  var queue: [Errand] = []
  /// Everything that it has signed, in the same order.
  var signed: [Signed] = []
  /// To which nodes each number was handed.
  var handed: [UInt64: Set<Int>] = [:]

  init(_ holder: Int, _ device: DeviceID) { (self.holder, self.device) = (holder, device) }
}

extension Script {
  /// The phone of somebody who works at a node.
  /// - Parameter known: whose account it is for; somebody new's when it is nobody's.
  func phone(
    at node: SimulatedNode, named name: String, role: String = "patroller", account known: AccountID? = nil
  ) -> Phone {
    let holder = colleague(at: node, named: name, role: role)
    if let known {
      var draw = Draw(seed: 1, stream: "next device of \(name)")
      world.people[holder].device = PersonalDevice(role: role, at: node, in: world, account: known, &draw)
    }
    guard let device = world.people[holder].device else { preconditionFailure("\(role) is a role at \(node.area)") }
    return Phone(holder, device.device)
  }

  /// What signs on a phone.
  func device(of phone: Phone) -> PersonalDevice {
    guard let device = world.people[phone.holder].device else { preconditionFailure("a phone has a key") }
    return device
  }

  /// Somebody else has the phone from now on, with its key and its number.
  func pass(_ phone: Phone, to name: String, at node: SimulatedNode) {
    let device = device(of: phone)
    phone.holder = colleague(at: node, named: name)
    world.people[phone.holder].device = device
  }

  /// An office gives whoever has the phone another post, for the same key.
  func certify(_ phone: Phone, as role: String, at node: SimulatedNode, milliseconds: Int64? = nil) {
    var device = device(of: phone)
    let (high, low) = world.draw.bytes16()
    device.certify(
      as: role, at: node, in: world, post: RecordID(Bytes16(high: high, low: low)),
      milliseconds: milliseconds ?? PersonalDevice.passMilliseconds)
    world.people[phone.holder].device = device
  }

  /// Lets the phone sign under a pass that it had before.
  func under(_ earlier: PersonalDevice, on phone: Phone, _ body: () -> Void) {
    let now = device(of: phone)
    world.people[phone.holder].device?.use(passOf: earlier)
    body()
    world.people[phone.holder].device?.use(passOf: now)
  }

  // MARK: Signing

  /// Signs a step of a record as a node shows it.
  func sign(
    _ kind: String, of paper: Paper, on phone: Phone, at node: SimulatedNode, _ fate: ActionFate = .counts
  ) {
    let (high, low) = world.draw.bytes16()
    let round = shown(paper, at: node)?.standing?.openRound ?? 1
    let step = Step(id: StepID(Bytes16(high: high, low: low)), kind: kind, round: round)
    sign([("steps", .steps([step]))], of: paper, on: phone, at: node, fate)
  }

  /// Signs an edit of a record as a node shows it. It waits in the phone's queue.
  func sign(
    _ edits: [(String, FieldEdit)], of paper: Paper, on phone: Phone, at node: SimulatedNode,
    _ fate: ActionFate = .counts
  ) {
    if world.violation != nil { return }
    let request = RecordRequest(
      type: paper.type, record: paper.id, area: paper.area, seen: .version(version(of: paper, at: node)),
      input: EditInput(edits))
    let act = Act(kind: .edits, request: request, wantsSignature: true)
    let errand = signed(Errand(person: phone.holder, node: node.number, act: act, deviceTime: nil), at: node)
    guard let action = errand.signed?.action else { return }
    phone.queue.append(errand)
    phone.signed.append(
      Phone.Signed(
        errand: errand, number: action.signature.number, digest: action.content.digest, fate: fate))
  }

  // MARK: Handing in

  /// Brings the queue to one node after another, and hears what becomes of it.
  func handIn(_ phone: Phone, at nodes: SimulatedNode...) {
    for node in nodes {
      for var errand in phone.queue where world.violation == nil {
        note(errand, of: phone, at: node)
        errand.node = node.number
        world.submit(errand)
      }
    }
    phone.queue.removeAll()
  }

  private func note(_ errand: Errand, of phone: Phone, at node: SimulatedNode) {
    guard let number = errand.signed?.action.signature.number else { return }
    phone.handed[number, default: []].insert(node.number)
  }

  /// Brings the queue to a node, which does what is asked; and the phone, which hears nothing, keeps it.
  func handInUnheard(_ phone: Phone, at node: SimulatedNode) {
    for errand in phone.queue where world.violation == nil {
      guard let signed = errand.signed else { continue }
      note(errand, of: phone, at: node)
      do { _ = try world.take(signed, at: node) } catch { world.refuse(node, error) }
    }
  }

  /// Whether nothing that was handed in waits to be handed in again.
  var hasHeardAll: Bool { world.agenda.errands.isEmpty }

  /// Ends a phone within an area.
  func withdraw(_ phone: Phone, beyond last: UInt64, in area: Area, by office: SimulatedNode) {
    let withdrawal = Withdrawal(
      issuer: office.signer.publicKey, device: phone.device, area: area, at: world.trueTime, reason: "离岗", last: last)
    world.tell(of: Statement(.withdrawal(withdrawal), key: office.signer), at: office)
  }

  /// Has a node try what it holds again, as it does by itself whenever something has arrived that may let it in.
  func tryHeld(at node: SimulatedNode) {
    if world.violation != nil { return }
    do {
      for home in node.places { try tryHeld(at: node, home) }
      world.tell(node)
    } catch { world.refuse(node, error) }
  }

  private func tryHeld(at node: SimulatedNode, _ home: Area) throws {
    var place: HeldPage.Place? = HeldPage.Place()
    while let from = place {
      let page = try node.read { _, store in
        try HeldPage(of: .all, at: home, from: from, catalog: node.catalog, in: store)
      }
      place = page.next
      for action in page.actions {
        let (entry, now) = (try SignedEntry(action), world.time(node))
        _ = try node.handIn { replica, writer in
          try ActionPlan(entry, catalog: node.entryCatalog).carryOut(&replica, writer, now: now)
        }
      }
    }
  }
}
