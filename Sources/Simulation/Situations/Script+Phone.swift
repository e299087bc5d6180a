// What a phone signs and hands in by hand, and what has become of all of it in the end.
import Catalog
import Merge
import Records
import Replica
import Store
import Trust

/// All that one phone has signed, in its order.
final class PhoneJournal {
  fileprivate(set) var signed: [SignedErrand] = []
  /// Records that were handed in at a node and are held there, by the action's digest.
  fileprivate(set) var held: [Digest: (node: Int, record: RecordID)] = [:]
}

extension Script {
  /// A hazard that somebody finds and signs on a phone, under its next number.
  func find(_ text: String, about area: Area, by person: Int, in journal: PhoneJournal) -> SignedErrand? {
    let type = world.nodes[world.people[person].node].catalog.type(named: "hazard")
    guard let type, var device = world.people[person].device else { return nil }
    let values: [String: Value] = [
      "category": .text("消防安全"), "description": .text(text), "severity": .int(0), "found_at": .int(world.trueTime),
    ]
    let edits = values.sorted { $0.key < $1.key }.map { ($0.key, FieldEdit.write($0.value)) }
    let fields = edits.compactMap { name, edit in type.field(named: name).map { FieldChange($0.number, edit) } }
    let random = world.draw.bytes16()
    let id = RecordID(milliseconds: world.trueTime, random: (random.high, random.low))
    let change = Change(type: type.name, record: id, seen: .empty, fields: fields)
    let signed = device.sign([change], about: area, class: type.class.name, at: world.trueTime)
    world.people[person].device = device
    journal.signed.append(signed)
    let request = RecordRequest(type: type.name, record: id, area: area, seen: nil, input: EditInput(edits))
    let errand = Errand(
      person: person, node: world.people[person].node,
      act: Act(kind: .makes, request: request, wantsSignature: true), deviceTime: nil, signed: signed)
    let intent = Intent(type: type.name, record: id, area: area, seen: .empty, fields: change.fields)
    world.check { $0.planned([intent], of: errand, at: world.nodes[errand.node], in: world) }
    world.check { $0.signed(errand, in: world) }
    return signed
  }

  /// Hands in what is signed as a file, with its pass: each as the node finds it.
  /// - Parameter bytes: how much of the file arrives; all of it when nothing is said.
  /// - Returns: nil where the node could not read the file, or stopped while it was at it.
  @discardableResult
  func handIn(
    _ signed: [SignedErrand], at node: SimulatedNode, in journal: PhoneJournal, bytes: Int? = nil
  ) -> [EnteredAction]? {
    let file = ActionFile(passes: signed.last.map { [$0.pass] } ?? [], actions: signed.map(\.action)).encoded
    guard let arrived = try? ActionFile(encoded: Array(file.prefix(bytes ?? file.count))) else { return nil }
    var entered: [EnteredAction] = []
    do {
      for pass in arrived.passes {
        let now = world.time(node)
        try node.handIn { replica, writer in
          _ = try PassPlan(pass, catalog: node.entryCatalog).carryOut(&replica, writer, now: now)
        }
      }
      for action in arrived.actions { entered.append(try enter(action, at: node, in: journal)) }
    } catch {
      world.refuse(node, error)
      return nil
    }
    world.tell(node)
    return entered
  }

  private func enter(
    _ action: PortableAction, at node: SimulatedNode, in journal: PhoneJournal
  ) throws -> EnteredAction {
    let (entry, now) = (try SignedEntry(action), world.time(node))
    let entered = try node.handIn { replica, writer in
      try ActionPlan(entry, catalog: node.entryCatalog).carryOut(&replica, writer, now: now)
    }
    world.tally.commits += 1
    if case .held(let id, _) = entered.outcome { journal.held[action.content.digest] = (node.number, id) }
    return entered
  }

  /// Somebody gets another pass for the key that their phone has.
  /// - Parameter days: how long it counts from now on.
  func certifyAgain(_ person: Int, as role: String, at node: SimulatedNode, days: Int64 = 365) {
    guard var device = world.people[person].device else { return }
    let random = world.draw.bytes16()
    let pass = Pass(
      issuer: node.signer.publicKey, key: device.pass.key, account: device.account, area: node.area, role: role,
      post: RecordID(Bytes16(high: random.high, low: random.low)), issuedAt: world.trueTime,
      notAfter: world.trueTime + days * 86_400_000)
    (device.pass, device.statement, device.office) = (pass, Statement(.pass(pass), key: node.signer), node.number)
    world.people[person].device = device
  }

  /// Withdraws a phone in the name of a node, which writes it down.
  func withdraw(_ device: PersonalDevice, last: UInt64, by node: SimulatedNode) {
    let withdrawal = Withdrawal(
      issuer: node.signer.publicKey, device: device.device, area: device.pass.area, at: world.trueTime, reason: "离岗",
      last: last)
    world.tell(of: Statement(.withdrawal(withdrawal), key: node.signer), at: node)
  }

  // MARK: What became of it

  /// How one outcome is told in a word; nothing where there was no answer.
  static func word(_ entered: EnteredAction?) -> String {
    switch entered?.outcome {
    case nil: "no answer"
    case .entered?: "entered"
    case .repeated(_, let verdict, _)?: "repeated \(verdict)"
    case .held(_, let reason)?: "held \(reason.code.rawValue)"
    case .refused(.notHeldHere)?: "refused not-held-here"
    case .refused(let refusal)?: "refused \(refusal)"
    }
  }

  func expect(_ entered: [EnteredAction]?, are words: [String], at node: SimulatedNode) {
    let found = entered?.map { Self.word($0) } ?? ["no answer"]
    expect(found == words, "says \(found), not \(words)", at: node)
  }

  /// Every action that the phone has signed counts in one commit, the same at every node that holds it, or is held with its reason
  /// where it was handed in.
  func expectAccounted(_ journal: PhoneJournal, at nodes: [SimulatedNode]) {
    for signed in journal.signed {
      guard case .pass(let pass) = signed.pass.content else { continue }
      let (number, digest) = (signed.action.signature.number, signed.action.content.digest)
      var counting: Set<Dot> = []
      for node in nodes {
        let known = (try? node.read { _, store in try store.actions(of: pass.device, number, count: 64) }) ?? []
        let own = known.filter { $0.digest == digest }
        let those = own.filter { $0.verdict == "counts" }.map(\.dot)
        expect(
          own.isEmpty || those.count == 1 || isHeld(digest, in: journal), "lets \(number) count \(those.count) times",
          at: node)
        counting.formUnion(those)
      }
      let isOnce = counting.count == 1 || counting.isEmpty && isHeld(digest, in: journal)
      expect(
        isOnce, "\(number) counts in \(counting.count) commits, and is\(isHeld(digest, in: journal) ? "" : " not") held"
      )
    }
  }

  /// Whether the node that held an action has its record, with a reason.
  private func isHeld(_ digest: Digest, in journal: PhoneJournal) -> Bool {
    guard let (number, id) = journal.held[digest], let type = world.nodes[number].catalog.type(named: "held_action")
    else { return false }
    let record = try? world.nodes[number].read { _, store in try store.records(id, type: type).first }
    return record?.values.contains { $0.field.name == "reason" && !$0.value.isBlank } ?? false
  }
}
