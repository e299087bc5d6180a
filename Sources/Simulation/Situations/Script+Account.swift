// The account of a phone: what became of every action that it has ever signed, at every node.
import Catalog
import Merge
import Records
import Replica
import Store
import Trust

extension Script {
  /// Everything that a phone has signed is in commits, of which exactly one counts or which have no effect for the reason that was
  /// foreseen; or it is held with its reason. Nothing is there twice, nothing is lost, every node tells of it what stands there
  /// (`GET /actions/:device`), and all nodes say the same of the same commit.
  /// - Parameter wholly: nodes that stand above everything the phone was about.
  func expectAccount(of phone: Phone, at nodes: [SimulatedNode], wholly: [SimulatedNode]) {
    if world.violation != nil { return }
    do { try world.disturbance?(world) } catch { world.violate("AlwaysExpected", world.words(error)) }
    let numbers = phone.signed.map(\.number)
    expect(!numbers.isEmpty && numbers == (1...UInt64(numbers.count)).map(\.self), "signed \(numbers) on one phone")
    var verdicts: [Dot: String] = [:]
    for node in wholly + nodes where world.violation == nil {
      let isWhole = wholly.contains { $0 === node }
      world.look(at: node)
      do {
        let account = try PhoneAccount(of: phone, at: node, in: world)
        for action in phone.signed {
          let fault = account.fault(of: action, isWhole: isWhole)
          expect(fault == nil, "\(fault ?? "") number \(action.number) of a phone", at: node)
        }
        expect(account.others.isEmpty, "tells of numbers \(account.others) that nobody has signed", at: node)
        for (dot, verdict) in account.verdicts {
          let known = verdicts.updateValue(verdict, forKey: dot) ?? verdict
          expect(known == verdict, "judges \(dot.feed) \(dot.seq) as \(verdict), not \(known) as others do", at: node)
        }
      } catch { world.refuse(node, error) }
    }
  }
}

/// What one node has of a phone's actions.
private struct PhoneAccount {
  private struct Copy {
    let dot: Dot
    let verdict: String
  }

  private struct Kept {
    let number: UInt64
    let reason: String?
    let status: String?
  }

  /// What the node tells of each number, page by page.
  private var told: [UInt64: [DeviceActions.Told]] = [:]
  /// The commits on its disk that bring an action.
  private var copies: [Merge.Digest: [Copy]] = [:]
  private var kept: [Kept] = []
  private let signed: Set<UInt64>
  private let handed: [UInt64: Set<Int>]

  /// The numbers that are told of and that the phone has not signed.
  var others: [UInt64] { told.keys.filter { !signed.contains($0) }.sorted() }
  var verdicts: [(Dot, String)] {
    copies.values.flatMap { $0.map { ($0.dot, $0.verdict) } }.sorted { $0.0 < $1.0 }
  }

  /// Pages so small that there are several.
  private static let pageCount = 7

  init(of phone: Phone, at node: SimulatedNode, in world: World) throws {
    signed = Set(phone.signed.map(\.number))
    handed = phone.handed
    let digests = Set(phone.signed.map(\.digest))
    var found: [(Merge.Digest, Dot)] = []
    for held in world.ledger.holding(of: node.number)?.commits ?? [] {
      guard let message = held.commit.message else { continue }
      let digest = Hashing.sha256(message)
      if digests.contains(digest) { found.append((digest, held.commit.dot)) }
    }
    for (digest, dot) in found {
      let verdict = try node.read { _, store in try store.action(at: dot)?.verdict } ?? "none"
      copies[digest, default: []].append(Copy(dot: dot, verdict: verdict))
    }
    try readTold(of: phone.device, at: node)
    try readKept(of: phone.device, at: node)
  }

  private mutating func readTold(of device: DeviceID, at node: SimulatedNode) throws {
    var place: UInt64? = 0
    while let last = place {
      let page = try node.read { _, store in
        try DeviceActions(device, catalog: node.catalog, in: store).page(after: last, count: Self.pageCount)
      }
      for line in page.lines { told[line.number, default: []].append(line.told) }
      place = page.next.flatMap { $0 > last ? $0 : nil }
    }
  }

  private mutating func readKept(of device: DeviceID, at node: SimulatedNode) throws {
    guard let type = node.catalog.type(named: "held_action") else { return }
    let views = try node.read { _, store in try ShownRecord.views(of: type, in: store) }
    kept = views.compactMap { view in
      func value(_ name: String) -> Value? { view.values.first { $0.field.name == name }?.value }
      guard value("device")?.text == device.description, let number = value("number")?.int else { return nil }
      return Kept(
        number: UInt64(clamping: number), reason: value("reason")?.text, status: view.standing?.status)
    }
  }

  // MARK: One action

  /// What is wrong with an action here; nil where it is as it must be.
  func fault(of action: Phone.Signed, isWhole: Bool) -> String? {
    let told = told[action.number] ?? []
    let copies = copies[action.digest] ?? []
    let kept = kept.filter { $0.number == action.number }
    if told.isEmpty, copies.isEmpty, kept.isEmpty { return isWhole ? "knows nothing of" : nil }
    if Set(copies.map(\.dot.feed)).count != copies.count { return "has entered twice in one feed" }
    switch action.fate {
    case .counts:
      if copies.count(where: { $0.verdict == "counts" }) != 1 { return "has no one commit that counts of" }
      if copies.contains(where: { $0.verdict != "counts" && $0.verdict != "repeats" }) { return "judges amiss" }
      if kept.contains(where: { $0.status != "entered" }) { return "still holds what it has entered of" }
      return isTold(told, action, as: "counts") ? nil : "does not tell that it has entered"
    case .isWithout(let reason):
      if copies.isEmpty { return "has lost" }
      if copies.contains(where: { $0.verdict != reason }) { return "lets count" }
      return isTold(told, action, as: reason) ? nil : "does not tell why nothing comes of"
    case .isHeld(let code):
      if !copies.isEmpty { return "has entered" }
      if kept.isEmpty { return "does not hold" }
      // Each node that it was handed to holds it, once.
      let count = handed[action.number]?.count ?? 0
      if isWhole ? kept.count != count : kept.count > count { return "holds \(kept.count) times, of \(count) nodes," }
      let isOtherwise = kept.contains { $0.reason != code.rawValue || $0.status != "held" }
      if isOtherwise { return "holds for another reason" }
      return isToldAsHeld(told, code) ? nil : "does not tell that it holds"
    }
  }

  /// Whether exactly one commit is told of, with the verdict.
  private func isTold(_ told: [DeviceActions.Told], _ action: Phone.Signed, as verdict: String) -> Bool {
    guard told.count == 1, case .entered(let known) = told[0] else { return false }
    return known.digest == action.digest && known.verdict == verdict
  }

  /// Whether one held action is told of, by each node that holds it.
  private func isToldAsHeld(_ told: [DeviceActions.Told], _ code: HeldReason.Code) -> Bool {
    let records = told.compactMap { line in if case .held(let record) = line { record } else { nil } }
    guard !records.isEmpty, records.count == told.count, Set(records.map(\.id)).count == 1 else { return false }
    return records.allSatisfy { record in
      record.values.contains { $0.field.name == "reason" && $0.value.text == code.rawValue }
    }
  }
}
