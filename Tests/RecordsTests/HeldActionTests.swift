// Held actions: how many, what is told of them, and what lets them in.
import Catalog
import Merge
import Records
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Held actions` {
  private func held(_ node: SigningNode, _ question: HeldQuestion) throws -> [UInt64] {
    var numbers: [UInt64] = []
    var place: HeldPage.Place? = HeldPage.Place()
    while let from = place {
      let page = try node.store.read { reader in
        try HeldPage(
          of: question, at: node.store.identity.area, from: from, catalog: node.store.catalog, in: reader)
      }
      numbers += page.actions.map(\.signature.number)
      place = page.next
    }
    return numbers
  }

  @Test func `what arrives says which are tried again: a pass those under it, a withdrawal those of its device`()
    throws
  {
    let node = try SigningNode()
    let (unknown, other) = (try SigningPhone(9, by: node.key), try SigningPhone(10, by: node.key))
    let known = try node.phone(11)
    for number in 1...70 as ClosedRange<UInt64> {
      #expect(try node.enter(unknown.action(number, [node.finding(record(number))])).word.hasPrefix("held"))
    }
    #expect(try node.enter(other.action(101, [node.finding(record(101))])).word.hasPrefix("held"))
    #expect(try node.enter(known.action(102, [node.step("hazard", record(1), "closed", 1)])).word.hasPrefix("held"))
    #expect(try held(node, .all) == Array(1...70) + [101, 102])
    #expect(try held(node, .underPass(unknown.pass.passID)) == Array(1...70))
    #expect(try held(node, .ofDevice(known.device)) == [102])
    #expect(try held(node, .forReason(.roleMayNot)) == [102])

    var arrivals = HeldArrivals()
    func next() throws -> [HeldQuestion] { try node.store.read { try arrivals.next(node.store.catalog, in: $0) } }
    #expect(try next() == [.all])
    #expect(try next() == [])
    try node.learn([unknown.pass, known.withdrawal(last: 5, by: node.key)])
    #expect(try next() == [.underPass(unknown.pass.passID), .ofDevice(known.device)])
    #expect(try next() == [])
  }

  @Test func `what a node held where it stood before it holds no second time, and says there that it has entered it`()
    throws
  {
    let node = try SigningNode()
    let former = node.replica.identity.area
    let unknown = try SigningPhone(9, by: node.key)
    let action = try unknown.action(1, [node.finding(record(1))])
    guard case .held(let id, _) = try node.enter(action).outcome else { return #expect(Bool(false)) }
    try node.move(to: Area("370202003001")!)
    #expect(node.replica.identity.area != former)
    #expect(try node.enter(action).word.hasPrefix("held"))
    #expect(try node.records("held_action", id).map(\.area) == [former])
    #expect(try held(node, .all) == [1])
    try node.learn([unknown.pass])
    #expect(try node.enter(action).word == "entered")
    #expect(try node.records("held_action", id).map(\.standing?.status) == ["entered"])
    #expect(try held(node, .all) == [])
  }

  @Test func `a post that has changed has those tried again that a role kept out`() throws {
    let node = try SigningNode()
    var arrivals = HeldArrivals()
    func next() throws -> [HeldQuestion] { try node.store.read { try arrivals.next(node.store.catalog, in: $0) } }
    #expect(try next() == [.all])
    let personnel = try node.phone(13, role: "personnel", by: SigningNode.city)
    #expect(try next() == [.underPass(personnel.pass.passID)])
    let post = node.change(
      "post", record(1),
      [
        "name": .write(.text("张三")), "role": .write(.text("patroller")),
        "account": .write(.text(AccountID(Bytes16(high: 7, low: 77)).description)),
        "steps": .steps([
          Step(
            id: StepID(Bytes16(high: 6, low: 1)), kind: "appointed", round: 1,
            details: .sorted([
              ("role", .text("patroller")), ("account", .text(AccountID(Bytes16(high: 7, low: 77)).description)),
            ]))
        ]),
      ])
    #expect(try node.enter(personnel.action(1, [post], class: "internal")).word == "entered")
    #expect(try next() == [.forReason(.roleMayNot)])
    #expect(try next() == [])
  }

  @Test func `once the pass is known the record says whose it is, and why it still waits`() throws {
    let node = try SigningNode()
    let phone = try SigningPhone(9, by: node.key)
    let action = try phone.action(1, [node.step("hazard", record(1), "closed", 1)])
    guard case .held(let id, _) = try node.enter(action).outcome else { return #expect(Bool(false)) }
    func shown(_ name: String) throws -> String? {
      try node.record("held_action", id)?.values.first { $0.field.name == name }?.value.text
    }
    #expect(try shown("device") == nil && shown("reason") == "pass-unknown")
    try node.learn([phone.pass])
    #expect(try node.enter(action).word == "held role-may-not roleMayNot")
    #expect(try shown("device") == phone.device.description && shown("account") == phone.account.description)
    #expect(try shown("reason") == "role-may-not" && shown("detail") == "roleMayNot")
    let count = try node.store.count("SELECT count(*) FROM \"commit\"")
    #expect(try node.enter(action).word == "held role-may-not roleMayNot")
    #expect(try node.store.count("SELECT count(*) FROM \"commit\"") == count)
  }

  @Test func `under passes that nobody knows there is room for so many, and for others beside them`() throws {
    let node = try SigningNode()
    var limits = HeldLimits()
    (limits.unknown, limits.all, limits.perDevice) = (3, 6, 2)
    func enter(_ phone: SigningPhone, _ number: UInt64, _ change: Change) throws -> String {
      try node.enter(phone.action(number, [change]), limits: limits).word
    }
    for phone in 20...22 as ClosedRange<UInt8> {
      let stranger = try SigningPhone(phone, by: node.key)
      #expect(try enter(stranger, 1, node.finding(record(UInt64(phone)))) == "held pass-unknown passUnknown")
    }
    let stranger = try SigningPhone(23, by: node.key)
    #expect(try enter(stranger, 1, node.finding(record(23))) == "tooManyHeld ofUnknown(3)")
    for phone in 30...31 as ClosedRange<UInt8> {
      let known = try node.phone(phone)
      #expect(try enter(known, 1, node.step("hazard", record(1), "closed", 1)) == "held role-may-not roleMayNot")
    }
    let known = try node.phone(32)
    #expect(try enter(known, 1, node.step("hazard", record(1), "closed", 1)) == "held role-may-not roleMayNot")
    #expect(try enter(known, 2, node.step("hazard", record(1), "closed", 2)) == "tooManyHeld ofNode(6)")
    // What can be entered needs no room.
    #expect(try enter(known, 3, node.finding(record(40))) == "entered")
    limits.all = 100
    #expect(try enter(known, 2, node.step("hazard", record(1), "closed", 2)).hasPrefix("held"))
    #expect(try enter(known, 4, node.step("hazard", record(1), "closed", 3)) == "tooManyHeld ofDevice(2)")
  }

  @Test func `what was held and has come in another commit waits no longer`() throws {
    let node = try SigningNode()
    let phone = try SigningPhone(9, by: node.key)
    let action = try phone.action(1, [node.finding(record(1))])
    guard case .held(let id, _) = try node.enter(action).outcome else { return #expect(Bool(false)) }
    try node.learn([phone.pass])
    // As it would come from another node: a commit of which the held record knows nothing.
    let entry = try SignedEntry(action)
    _ = try node.store.write { try node.replica.enter(entry, of: phone.account, now: node.now, into: $0) }
    #expect(try node.enter(action).word == "repeated")
    #expect(try node.record("held_action", id)?.standing?.status == "entered")
  }
}

@Suite struct `What is wrong with an action` {
  @Test func `beyond the share of this node's feed nothing is entered, and the field is named`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    // Seventeen elements of 3,844 units each leave 188 of the share.
    var words: [String] = []
    for number in 1...18 as ClosedRange<UInt64> {
      let large = Value.Entry("\(number)", .text(String(repeating: "x", count: 246_000)))
      let change = node.change("hazard", record(1), ["evidence_before": .elements(add: [large], remove: [])])
      words.append(try node.enter(phone.action(number, [change])).word)
    }
    #expect(words.dropLast().allSatisfy { $0 == "entered" }, "\(words)")
    #expect(words.last == "invalidFields evidence_before beyond-share", "\(words)")
    #expect(try node.store.count("SELECT count(*) FROM held_action") == 0)
  }

  @Test func `what fails the catalog's checks is entered with marks, or refused for whoever asks for that`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    let wrong = node.change("hazard", record(1), ["severity": .write(.text("重大"))])
    let strict = try node.enter(phone.action(1, [wrong]), isStrict: true).word
    #expect(strict.hasPrefix("invalidFields severity "), "\(strict)")
    #expect(strict.contains("category missing"), "\(strict)")
    #expect(try node.record("hazard", record(1)) == nil)
    #expect(try node.enter(phone.action(1, [wrong])).word == "entered")
    #expect(try node.enter(phone.action(2, [node.finding(record(2))]), isStrict: true).word == "entered")
  }

  @Test func `of what was removed by law the number stays used, also after a rebuild`() throws {
    let node = try SigningNode()
    let phone = try node.phone()
    let action = try phone.action(1, [node.finding(record(1), "张三住址")])
    guard case .entered(let dot, _) = try node.enter(action).outcome else { return #expect(Bool(false)) }
    try remove(dot, node)
    #expect(try node.record("hazard", record(1)) == nil)
    for _ in 1...2 {
      #expect(try node.enter(action).word == "numberUsed")
      #expect(try node.enter(phone.action(1, [node.finding(record(2))])).word == "numberUsed")
      #expect(try node.record("hazard", record(1)) == nil)
      try node.store.rebuild()
    }
    let known = try node.store.read { try $0.actions(of: phone.device, after: 0, count: 9) }
    #expect(known.map(\.isRemoved) == [true])
    #expect(try node.enter(phone.action(2, [node.finding(record(2))])).word == "entered")
  }

  @Test func `what another account has put under a number takes it from nobody, removed or not`() throws {
    let node = try SigningNode()
    let (phone, other) = (try node.phone(), try node.phone(10))
    let action = try phone.action(1, [node.finding(record(1))])
    let entry = try SignedEntry(action)
    let made = try node.store.write { try node.replica.enter(entry, of: other.account, now: node.now, into: $0) }
    try remove(made.dot, node)
    #expect(try node.enter(action).word == "entered")
  }

  /// Has the city remove what is in a commit.
  private func remove(_ dot: Dot, _ node: SigningNode) throws {
    let payload = try node.store.read { reader -> Digest? in
      guard let feed = try reader.feed(dot.feed),
        let bytes = try reader.commits(of: feed, from: dot.seq, through: dot.seq).first
      else { return nil }
      var (scan, cbor) = (CommitScanner(), CBORReader(bytes))
      try scan.scan(&cbor)
      return Hashing.sha256(bytes[scan.payload])
    }
    let order = Redaction(
      issuer: SigningNode.city.publicKey, area: Place.community, commit: dot, payload: try #require(payload), at: 200,
      reason: "个人信息")
    try node.learn([Statement(.redaction(order), key: SigningNode.city)])
  }
}
