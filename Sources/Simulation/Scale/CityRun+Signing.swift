// Steps that want a signature are signed by a device, under the pass that its office has given.
import Catalog
import Merge
import Records
import Replica
import Store
import Trust

/// With what an officer of a node signs.
struct CityDevice {
  private let signer: DeviceSigner
  let pass: Statement
  /// The number of the last action.
  private var number: UInt64 = 0

  init(of node: CityNode, seed: UInt64, now: Int64) {
    var draw = Draw(seed: seed, stream: "city device \(node.number)")
    signer = DeviceSigner(&draw)
    let (account, post) = (draw.bytes16(), draw.bytes16())
    let content = Pass(
      issuer: node.signer.publicKey, key: signer.key,
      account: AccountID(Bytes16(high: account.high, low: account.low)), area: node.area, role: "officer",
      post: RecordID(Bytes16(high: post.high, low: post.low)), issuedAt: now,
      notAfter: now + PersonalDevice.passMilliseconds)
    pass = Statement(.pass(content), key: node.signer)
  }

  /// Signs what is done to records of one area and class, under the next number.
  mutating func sign(_ intents: [Intent], about area: Area, class name: String, at time: Int64) -> PortableAction {
    number += 1
    let changes = intents.map { Change(type: $0.type, record: $0.record, seen: $0.seen, fields: $0.fields) }
    let draft = ActionDraft(deviceTime: time, area: area, class: name, changes: changes)
    return PortableAction(draft, pass: pass.passID, number: number) { [signer] in signer.sign($0) }
  }
}

extension CityRun {
  func wantsSignature(_ request: RecordRequest) -> Bool {
    let lifecycle = forms.catalog.type(named: request.type)?.lifecycle
    return request.input.steps.contains { lifecycle?.step(named: $0.kind).map(NextSteps.isSigned) ?? false }
  }

  /// Enters what an officer's device at the node signs, as a phone hands it in: with its pass.
  /// - Returns: the commit that it stands in.
  func enterSigned(_ request: RecordRequest, at node: CityNode) throws -> Dot {
    var request = request
    // Whether the step counts is asked of its signer.
    request.isForced = true
    let plan = try request.plan(
      by: "officer", deviceTime: nil, catalog: forms.catalog, store: node.store, now: wallClock)
    let intents = try node.read { try plan.intents(in: $0) }
    var device = devices[node.number] ?? CityDevice(of: node, seed: settings.seed, now: wallClock)
    let name = forms.catalog.type(named: request.type)!.class.name
    let entry = try SignedEntry(device.sign(intents, about: request.area, class: name, at: wallClock))
    devices[node.number] = device
    let entered = try node.write { replica, storage in
      _ = try PassPlan(device.pass, catalog: forms.catalog).carryOut(&replica, storage, now: wallClock)
      return try ActionPlan(entry, catalog: forms.catalog).carryOut(&replica, storage, now: wallClock)
    }
    guard case .entered(let dot, _) = entered.outcome else {
      throw CityFailure(description: "n\(node.number) does not enter \(request): \(entered.outcome)")
    }
    return dot
  }
}
