// What befalls people's phones and posts.
import Merge
import Trust

extension World {
  /// A fault strikes one of those who have a device at a node; nobody when there is none.
  func strikePhone(_ fault: PlannedFault, of node: SimulatedNode) {
    let owners = people.filter { $0.node == node.number && $0.device != nil }
    guard !owners.isEmpty else { return }
    let number = owners[fault.amount % owners.count].number
    guard let device = people[number].device else { return }
    let isEarlier = fault.amount % 2 == 0
    switch fault.kind {
    case .deadPhone: people[number].deadUntil = min(now + fault.duration, settings.endMilliseconds)
    case .wrongPhoneClock:
      people[number].device?.clockLead = Int64(isEarlier ? -fault.amount : fault.amount) * 300
    case .roleChanged:
      tell(of: withdrawal(of: device), at: nodes[device.office])
      certify(number, as: device.pass.role == "officer" ? "leader" : "officer", fault)
    case .postEnded:
      tell(of: withdrawal(of: device), at: nodes[device.office])
      // Whoever has not been told goes on; what is signed beyond the number counts for nothing.
      if isEarlier { people[number].device = nil }
    case .lateWithdrawal: withdrawLater(device, fault)
    case .stolenPhone: steal(number, device, fault)
    case .copiedDevice: copy(number, device, to: node.parent ?? node.number)
    default: break
    }
  }

  /// A withdrawal after all that the device has signed, in the name of the office that certified it, or of the highest.
  func withdrawal(of device: PersonalDevice, byHighest isHighest: Bool = false) -> Statement {
    let issuer = nodes[isHighest ? 0 : device.office].signer
    let withdrawal = Withdrawal(
      issuer: issuer.publicKey, device: device.device, area: device.pass.area, at: trueTime, reason: "离岗",
      last: device.number)
    return Statement(.withdrawal(withdrawal), key: issuer)
  }

  /// The withdrawal is written down only when the fault is over; until then the device goes on.
  private func withdrawLater(_ device: PersonalDevice, _ fault: PlannedFault) {
    let isHighest = fault.amount % 2 == 0
    guard let place = plan.firstIndex(where: { $0.time == fault.time && $0.kind == fault.kind }) else { return }
    let office = isHighest ? 0 : device.office
    withdrawals[place] = (withdrawal(of: device, byHighest: isHighest), office)
  }

  /// Somebody else signs on with the phone, until its withdrawal is known; its owner gets another.
  private func steal(_ number: Int, _ device: PersonalDevice, _ fault: PlannedFault) {
    withdrawLater(device, fault)
    copy(number, device, to: people[number].node)
    certify(number, as: device.pass.role, fault)
  }

  /// A person gets a new device for a role at the same place.
  private func certify(_ number: Int, as role: String, _ fault: PlannedFault) {
    var draw = Draw(seed: settings.seed, stream: "device \(number) \(fault.time)")
    let node = nodes[people[number].node]
    guard let next = PersonalDevice(role: role, at: node, in: self, account: people[number].device?.account, &draw)
    else {
      return
    }
    people[number].device = next
    tell(of: next.statement, at: nodes[next.office])
  }

  /// Somebody at a node has a copy of a device, and signs on under the same numbers.
  private func copy(_ number: Int, _ device: PersonalDevice, to node: Int) {
    let owner = people[number]
    let other = Person(
      number: people.count, node: node, name: owner.name + "*",
      draw: Draw(seed: settings.seed, stream: "copy of \(owner.name)"), pace: max(1_000, owner.pace / 2), device: device
    )
    people.append(other)
    after(people[other.number].nextPause(), .work(person: other.number))
  }
}
