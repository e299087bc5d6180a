// Signed actions that are handed in: entered, repeated, held or refused.
import Catalog
import Merge
import Records
import Replica
import Reports
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Entering signed actions` {
  @Test func `what a device has signed is a commit in its signer's name, and counts`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    let entered = try node.enter(phone.action(1, [node.finding(record(1))]))
    guard case .entered(let dot, let records) = entered.outcome else { return #expect(Bool(false), "\(entered.word)") }
    #expect(records.map(\.id) == [record(1)] && entered.device == phone.device)
    #expect(try node.store.read { try $0.action(at: dot) }?.verdict == "counts")
    #expect(try node.store.read { try $0.author(of: dot) } == phone.account.description)
  }

  @Test func `handed in again it is repeated, and nothing else is taken under its number`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    let action = try phone.action(1, [node.finding(record(1))])
    #expect(try node.enter(action).word == "entered")
    let count = try node.store.count("SELECT count(*) FROM \"commit\"")
    #expect(try node.enter(action).word == "repeated")
    // Signed once more, it is the same action under another signature.
    #expect(try node.enter(phone.action(1, [node.finding(record(1))])).word == "repeated")
    #expect(try node.enter(phone.action(1, [node.finding(record(2))])).word == "numberUsed")
    #expect(try node.store.count("SELECT count(*) FROM \"commit\"") == count)
    #expect(try node.enter(phone.action(2, [node.finding(record(2))])).word == "entered")
  }

  @Test func `under a pass that is not known it is held, and entered once the pass has come`() throws {
    let node = try SigningNode()
    let phone = try SigningPhone(9, by: node.key)
    let action = try phone.action(1, [node.finding(record(1))])
    let held = try node.enter(action)
    #expect(held.word == "held pass-unknown passUnknown" && held.device == nil)
    guard case .held(let id, _) = held.outcome else { return }
    #expect(try node.record("hazard", record(1)) == nil)
    #expect(try node.record("held_action", id)?.standing?.status == "held")
    #expect(try node.enter(action).word == "held pass-unknown passUnknown")
    #expect(try node.store.count("SELECT count(*) FROM held_action") == 1)
    try node.learn([phone.pass])
    #expect(try node.enter(action).word == "entered")
    #expect(try node.record("held_action", id)?.standing?.status == "entered")
  }

  @Test func `what is held keeps the bytes that were signed`() throws {
    let node = try SigningNode()
    let phone = try SigningPhone(9, by: node.key)
    let action = try phone.action(1, [node.finding(record(1))])
    guard case .held(let id, _) = try node.enter(action).outcome else { return #expect(Bool(false)) }
    let kept = try node.record("held_action", id)?.values.first { $0.field.name == "action" }?.value
    guard case .bytes(let bytes)? = kept else { return #expect(Bool(false)) }
    #expect(try PortableAction(encoded: bytes) == action)
  }

  @Test func `what the role may not is held with the reason`() throws {
    let node = try SigningNode()
    let (patroller, officer) = (try node.phone(), try node.phone(10, role: "officer"))
    let made = try patroller.action(1, [node.finding(record(1))])
    #expect(try node.enter(made).word == "entered")
    let closing = try patroller.action(2, [node.step("hazard", record(1), "closed", 1)])
    #expect(try node.enter(closing).word == "held role-may-not roleMayNot")
    // The step has a role of its own, but not at this tier.
    let entered = try node.enter(officer.action(1, [node.step("hazard", record(1), "closed", 2)]))
    #expect(entered.word == "held role-may-not tierMayNot")
  }

  @Test func `a step that wants a signature has its effect when a device of the role has signed it`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    #expect(try node.enter(phone.action(1, [node.finding(record(1))])).word == "entered")
    let rectified = node.change(
      "hazard", record(1),
      [
        "evidence_after": .elements(add: [Value.Entry("a", .map([]))], remove: []),
        "steps": .steps([Step(id: StepID(Bytes16(high: 5, low: 1)), kind: "rectified", round: 1)]),
      ])
    #expect(try node.enter(phone.action(2, [rectified])).effects == [true])
    let other = try node.phone(11)
    #expect(try node.enter(other.action(1, [node.step("hazard", record(1), "passed", 2)])).effects == [true])
    #expect(try node.record("hazard", record(1))?.standing?.status == "passed")
  }

  @Test func `beyond a withdrawal and outside the pass it is held`() throws {
    let node = try SigningNode(at: Place.township)
    let phone = try SigningPhone(9, at: Place.community, by: node.key)
    try node.learn([phone.pass, phone.withdrawal(last: 1, by: node.key)])
    #expect(try node.enter(phone.action(1, [node.finding(record(1))])).word == "entered")
    #expect(try node.enter(phone.action(2, [node.finding(record(2))])).word == "held withdrawn withdrawn")
    let outside = try phone.action(1, [node.finding(record(3))], at: Place.otherCommunity)
    #expect(try node.enter(outside).word == "numberUsed")
    let other = try phone.action(3, [node.finding(record(3))], at: Place.otherCommunity)
    #expect(try node.enter(other).word == "held outside-pass outsidePass")
  }

  @Test func `what this node does not hold is refused with the tiers that do`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    let elsewhere = try phone.action(1, [node.finding(record(1))], at: Place.otherCommunity)
    #expect(try node.enter(elsewhere).word == "notHeldHere city district township community terminal")
    #expect(try node.store.count("SELECT count(*) FROM held_action") == 0)
  }

  @Test func `a signature that does not hold is refused, and nothing is kept`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    let (one, other) = (try phone.action(1, [node.finding(record(1))]), try phone.action(2, [node.finding(record(2))]))
    let forged = PortableAction(one.draft, pass: one.signature.pass, number: 1) { _ in other.signature.signature }
    let count = try node.store.count("SELECT count(*) FROM \"commit\"")
    #expect(try node.enter(forged).word == "signatureMismatch")
    #expect(try node.store.count("SELECT count(*) FROM \"commit\"") == count)
  }

  @Test func `a phone's clock decides nothing, however wrong it is or set back on purpose`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    let times: [Int64] = [.min, 0, 1_500_000_000_000, .max]
    for (index, time) in times.enumerated() {
      let number = UInt64(index + 1)
      let action = try phone.action(number, [node.finding(record(number))], deviceTime: time)
      let entered = try node.enter(action)
      guard case .entered(let dot, _) = entered.outcome else { return #expect(Bool(false), "\(entered.word)") }
      let known = try node.store.read { try $0.action(at: dot) }
      #expect(known?.verdict == "counts" && known?.number == number)
    }
    // Its numbers are in the order in which they were done, whatever it says of the time.
    #expect(try node.enter(phone.action(2, [node.finding(record(9))])).word == "numberUsed")
  }

  @Test func `in a store without a root key nobody signs`() throws {
    let node = try SigningNode(isProving: false)
    let phone = try SigningPhone(9, by: node.key)
    #expect(try node.enter(phone.action(1, [node.finding(record(1))])).word == "noRoot")
  }

  @Test func `of what the device had seen as much is written as the node holds`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    guard case .entered(let dot, _) = try node.enter(phone.action(1, [node.finding(record(1))])).outcome else { return }
    let beyond = SeenVector(sorted: [Dot(feed: dot.feed, seq: 40)])!
    let edit = node.change("hazard", record(1), seen: beyond, ["description": .write(.text("已清理"))])
    #expect(try node.enter(phone.action(2, [edit])).word == "entered")
    let hazard = try #require(try node.record("hazard", record(1)))
    #expect(hazard.values.first { $0.field.name == "description" }?.value == .text("已清理"))
    #expect(hazard.concurrent.isEmpty)
    #expect(try node.store.count("SELECT count(*) FROM action WHERE verdict = 'counts'") == 2)
  }

  @Test func `what no device signs so is no action`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    let own = SeenVector(sorted: [Dot(feed: FeedID(.zero), seq: 1)])!
    let change = node.change("hazard", record(1), seen: own, ["place": .write(.text("三楼"))])
    let bytes = CommitEncoder.payload([change], feed: FeedID(.zero))
    let draft = ActionDraft(deviceTime: nil, area: Place.community, class: "work", changes: bytes)
    let action = PortableAction(draft, pass: phone.pass.passID, number: 1) { _ in [UInt8](repeating: 0, count: 64) }
    #expect(throws: WireError.self) { try SignedEntry(action) }
  }

  @Test func `of one pass two hundred actions are held in a day`() throws {
    let node = try SigningNode()
    let phone = try SigningPhone(9, by: node.key)
    for number in 1...200 as ClosedRange<UInt64> {
      #expect(try node.enter(phone.action(number, [node.finding(record(number))])).word.hasPrefix("held"))
    }
    #expect(try node.enter(phone.action(201, [node.finding(record(201))])).word == "tooManyHeld ofDay(200)")
    node.now += 86_400_000
    #expect(try node.enter(phone.action(202, [node.finding(record(202))])).word.hasPrefix("held"))
  }
}

@Suite struct `Appointing by a signature` {
  private func post(_ node: SigningNode, _ number: UInt64, role: String, account: AccountID) -> Change {
    node.change(
      "post", record(number),
      [
        "name": .write(.text("张三")), "role": .write(.text(role)), "account": .write(.text(account.description)),
        "steps": .steps([
          Step(
            id: StepID(Bytes16(high: 6, low: number)), kind: "appointed", round: 1,
            details: .sorted([("role", .text(role)), ("account", .text(account.description))]))
        ]),
      ])
  }

  @Test func `personnel certified from above appoint others, and nobody themselves`() throws {
    let node = try SigningNode()
    let own = try node.phone(12, role: "personnel")
    let li = AccountID(Bytes16(high: 7, low: 77))
    func appoint(
      _ number: UInt64, by phone: SigningPhone, _ role: String, _ account: AccountID
    ) throws -> EnteredAction {
      try node.enter(phone.action(number, [post(node, number, role: role, account: account)], class: "internal"))
    }
    // The community's own node cannot certify its personnel.
    #expect(try appoint(1, by: own, "patroller", li).word == "held role-may-not noPost")
    let above = try node.phone(13, role: "personnel", by: SigningNode.city)
    #expect(try appoint(2, by: above, "patroller", li).effects == [true])
    #expect(try appoint(3, by: above, "officer", above.account).word == "held role-may-not ownAppointment")
    #expect(try appoint(4, by: above, "handler", li).word == "held role-may-not roleMayNot")
    #expect(try appoint(5, by: above, "personnel", li).word == "held role-may-not appointedAbove")
  }

  @Test func `an appointment is to one role and of one account: what is changed afterwards is proposed again`() throws {
    let node = try SigningNode()
    let above = try node.phone(13, role: "personnel", by: SigningNode.city)
    let li = AccountID(Bytes16(high: 7, low: 77))
    _ = try node.enter(above.action(1, [post(node, 1, role: "patroller", account: li)], class: "internal"))
    #expect(try node.record("post", record(1))?.standing?.status == "appointed")
    let edit = node.change(
      "post", record(1), seen: try #require(try node.record("post", record(1))).state.version,
      ["role": .write(.text("handler"))])
    #expect(try node.enter(above.action(2, [edit], class: "internal")).word == "entered")
    let changed = try #require(try node.record("post", record(1)))
    #expect(changed.standing?.status == "proposed")
    #expect(changed.standing?.effects.map(\.outcome) == [.ineffective(reason: .notConfirmed)])
    let unsigned = Intent(
      type: "post", record: record(1), area: Place.community, seen: changed.state.version,
      fields: [FieldChange(changed.type.field(named: "account")!.number, .write(.text(above.account.description)))])
    let now = node.now
    _ = try node.store.write { try node.replica.commit([unsigned], user: "mallory", now: now, into: $0) }
    #expect(try node.record("post", record(1))?.standing?.status == "proposed")
  }

  @Test func `what a node says of what it holds nobody says for it`() throws {
    let node = try SigningNode()
    let officer = try node.phone(10, role: "officer")
    let action = try SigningPhone(9, by: node.key).action(1, [node.finding(record(1))])
    guard case .held(let id, _) = try node.enter(action).outcome else { return #expect(Bool(false)) }
    let hidden = node.step("held_action", id, "entered", 1)
    #expect(try node.enter(officer.action(1, [hidden], class: "casework")).word == "held not-of-people node")
    #expect(try node.record("held_action", id)?.standing?.status == "held")
    let type = try #require(node.store.catalog.type(named: "held_action"))
    let gate = OriginGate(type, home: Place.community, catalog: node.store.catalog)
    var input = EditInput()
    input.steps = [StepInput(kind: "entered", round: nil, details: .null)]
    #expect(throws: EntryRefusal.notOfPeople(type: "held_action", origin: .node, .writtenByNode)) {
      try gate.checkEdit(input)
    }
    input.steps = [StepInput(kind: "dismissed", round: nil, details: .null)]
    #expect(throws: Never.self) { try gate.checkEdit(input) }
  }

  @Test func `a notice is issued by a signature as this node counts, and not otherwise`() throws {
    let node = try SigningNode()
    let officer = try node.phone(10, role: "officer")
    func notice(_ number: UInt64, _ figures: Value) -> Change {
      node.change(
        "notice", record(number),
        [
          "title": .write(.text("通报")), "period": .write(.text("2026-01")), "issued_by": .write(.text("安办")),
          "issued_at": .write(.int(1_767_225_600_000)), "figures": .write(figures), "corrections": .write(.list([])),
          "arrival": .write(.int(0)),
        ])
    }
    let period = try #require(Period("2026-01"))
    let catalog = node.store.catalog
    let counted = try node.store.read { reader in
      try NoticeReader(catalog: catalog, home: Place.community, reader: reader, period: period).figures().keptValue
    }
    let made = Value.list([.sorted([("indicator", .text("visits")), ("count", .int(9))])])
    let className = try #require(catalog.type(named: "notice")).class.name
    #expect(try node.enter(officer.action(1, [notice(1, made)], class: className)).word == "held not-of-people figures")
    #expect(try node.enter(officer.action(2, [notice(2, counted)], class: className)).word == "entered")
    #expect(
      try node.enter(officer.action(3, [notice(2, counted)], class: className)).word == "held not-of-people figures",
      "nobody changes what stands there")
  }

  @Test func `of several commits that bring an action the one that counts is told, and the others are found by it`()
    throws
  {
    let node = try SigningNode()
    let phone = try node.phone()
    let action = try phone.action(1, [node.finding(record(1))])
    let entry = try SignedEntry(action)
    // Handed in at another node first, which dates by a clock that is behind.
    var dots: [Dot] = []
    for time in [node.now + 9_000, node.now + 12_000, node.now + 15_000] {
      dots.append(try node.store.write { try node.replica.enter(entry, of: phone.account, now: time, into: $0) }.dot)
    }
    let told = try node.store.read { try $0.actions(of: phone.device, after: 0, count: 9) }
    #expect(told.map(\.dot) == [dots[0]] && told.map(\.verdict) == ["counts"])
    let known = try node.store.read { reader in try dots.map { try #require(try reader.action(at: $0)) } }
    #expect(known.map(\.verdict) == ["counts", "repeats", "repeats"])
    for (dot, action) in zip(dots, known) {
      #expect(try node.store.read { try $0.others(bringing: action, count: 9) } == dots.filter { $0 != dot })
    }
    let type = try #require(node.store.catalog.type(named: "hazard"))
    let history = try node.store.read { reader in
      try reader.history(of: try #require(try reader.records(record(1), type: type).first))
    }
    #expect(
      history.map(\.signature?.number) == [1, 1, 1]
        && history.map(\.signature?.pass) == [phone, phone, phone].map(\.pass.passID))
  }

  @Test func `a record says in what role a step was signed, and for whom`() throws {
    let node = try SigningNode()
    let (officer, absent) = (try node.phone(10, role: "officer"), AccountID(Bytes16(high: 7, low: 99)))
    _ = try node.enter(officer.action(1, [node.finding(record(1))]))
    _ = try node.enter(officer.action(2, [node.step("hazard", record(1), "rectified", 1)], actingFor: absent))
    let shown = try #require(try node.record("hazard", record(1))).values.first { $0.field.name == "steps" }?.value
    guard case .list(let facts)? = shown else { return #expect(Bool(false)) }
    #expect(facts.map { $0["signed_as"]?.text } == ["officer"])
    #expect(facts.map { $0["acting_for"]?.text } == [absent.description])
  }

  @Test func `what is added to a counter stays within its range, and under an id one amount counts`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    func adding(_ id: UInt64, _ amount: Int64) -> Change {
      let increment = Increment(id: IncrementID(Bytes16(high: 7, low: id)), amount: amount)
      return node.change("supply", record(1), ["stock": .increments([increment])])
    }
    #expect(try node.enter(phone.action(1, [adding(1, 70)])).word.hasPrefix("entered"))
    #expect(try node.enter(phone.action(2, [adding(1, 70)])).word.hasPrefix("entered"), "the same again adds nothing")
    #expect(try node.enter(phone.action(3, [adding(1, -90)])).word.hasPrefix("notEntered"))
    #expect(try node.enter(phone.action(4, [adding(2, .max)])).word.hasPrefix("invalidFields"))
    #expect(try node.enter(phone.action(5, [adding(3, -80)])).word.hasPrefix("entered"))
  }

  @Test func `what only nodes say is held, and the steps of it are people's`() throws {
    let node = try SigningNode()
    let phone = try node.phone(10, role: "officer")
    let alarm = node.change("alarm", record(1), ["kind": .write(.text("fork"))])
    #expect(try node.enter(phone.action(1, [alarm], class: "watch")).word == "held not-of-people node")
  }
}
