// What people sign has its effect as passes and withdrawals say, in whatever order anything arrives.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `What people sign` {
  private static let (root, city, district, town, village) = (
    SignedChain.rootKey, SigningKey.test(1), SigningKey.test(2), SigningKey.test(3), SigningKey.test(4)
  )
  private static let time: Int64 = 1_760_000_000_000
  /// The number of the field `place`.
  private static let place = Catalog.builtIn.type(named: "hazard")!.field(named: "place")!.number

  /// The township's node, which knows who stands where.
  private func township(root: PublicKey? = root.publicKey, catalog: Catalog = .builtIn) throws -> TestNode {
    guard let root else { return try TestNode(Place.southTown, 3) }
    let node = try TestNode(Place.southTown, signer: Self.town, root: root, catalog: catalog)
    let grants = [
      SignedChain.grant(Self.city, area: Place.city, by: Self.root),
      SignedChain.grant(Self.district, area: Place.south, by: Self.city),
      SignedChain.grant(Self.town, area: Place.southTown, by: Self.district),
      SignedChain.grant(Self.village, area: Place.southVillage, by: Self.town),
    ]
    try node.store.write { try node.replica.learn(grants, in: $0) }
    return node
  }

  private func learn(_ statement: Statement, at node: TestNode) throws {
    try node.store.write { try node.replica.learn([statement], in: $0) }
  }

  /// What the node shows of hazards and of actions, and that a second fold makes the same.
  private func standing(_ node: TestNode) throws -> [String] {
    #expect(try node.store.verify().faults == [])
    return try node.viewDump() + node.lines("SELECT hex(feed), seq, verdict, counts FROM action ORDER BY feed, seq")
  }

  private func text(_ text: String, of number: UInt64 = 1, seen: SeenVector = .empty) -> Change {
    WorkFeed.hazard(number, Self.place, .write(.text(text)), seen: seen)
  }

  private func shown(_ node: TestNode, _ number: UInt64 = 1) throws -> Value? {
    try node.shown("hazard", recordID(number), "place")
  }

  private static func note(_ number: UInt64, _ text: String, seen: SeenVector = .empty) -> Change {
    Change(type: "note", record: recordID(number), seen: seen, fields: [FieldChange(1, .write(.text(text)))])
  }

  /// Something that arrives.
  private enum Arrival: CaseIterable { case pass, action, withdrawal, seal, revocation }

  @Test(arguments: 0..<32)
  func `every order of arrival of pass, action, withdrawal, seal and revocation ends in the same rows`(choice: Int)
    throws
  {
    let person = try Person(by: Self.village)
    let catalog = SmallCatalog.make([("note", "work")])
    var feed = WorkFeed(of: Self.village, home: Place.southVillage)
    let first = [Self.note(1, "一")]
    feed.write(first, at: Self.time, signed: try person.signature(1, first))
    feed.write([Self.note(2, "二")], at: Self.time + 1)
    let second = [Self.note(1, "三", seen: SeenVector([Dot(feed: feed.id, seq: 1)]))]
    feed.write(second, at: Self.time + 2, signed: try person.signature(2, second))
    let revocation = Revocation(
      issuer: Self.town.publicKey, subject: Self.village.publicKey, area: Area(Place.southVillage)!,
      at: 1_759_600_000_000, reason: "失窃", heads: [Dot(feed: feed.id, seq: 3)], statements: [])
    let arrivals = Arrival.allCases.enumerated().filter { choice >> $0.offset & 1 == 1 }.map(\.element)
    var expected: [String]?
    for order in permutations(arrivals) {
      let node = try township(catalog: catalog)
      for arrival in order {
        switch arrival {
        case .pass: try learn(person.pass, at: node)
        case .action: try node.receive(feed.commits)
        case .withdrawal: try learn(person.withdrawal(by: Self.town, last: 1), at: node)
        case .seal: try node.receive(feed.commits + [feed.seal])
        case .revocation: try learn(Statement(.revocation(revocation), key: Self.town), at: node)
        }
      }
      let found = try standing(node)
      #expect(found == expected ?? found, "\(order)")
      expected = found
    }
  }

  @Test func `an action without its pass waits alone, and comes in with it`() throws {
    let (node, person) = (try township(), try Person(by: Self.village))
    var feed = WorkFeed(of: Self.village, home: Place.southVillage)
    feed.write([text("一")], at: Self.time, signed: try person.signature(1, [text("一")]))
    feed.write([WorkFeed.hazard(1, 1, .write(.text("某厂")))], at: Self.time + 1)
    try node.receive(feed.commits + [feed.seal])
    #expect(try node.feeds().first { $0.id == feed.id }?.effective == 2)
    #expect(try shown(node) == .null)
    try learn(person.pass, at: node)
    #expect(try shown(node) == .text("一"))
    #expect(try node.store.verify().faults == [])
  }

  @Test func `what a withdrawal leaves nothing of goes, and comes back when one from above lets it count`() throws {
    let (node, person) = (try township(), try Person(by: Self.village))
    var feed = WorkFeed(of: Self.village, home: Place.southVillage)
    feed.write([text("一")], at: Self.time, signed: try person.signature(1, [text("一")]))
    try learn(person.pass, at: node)
    try node.receive(feed.commits + [feed.seal])
    #expect(try shown(node) == .text("一"))
    try learn(person.withdrawal(by: Self.village, last: 0), at: node)
    #expect(try node.record("hazard", recordID(1)) == nil)
    #expect(try node.count("SELECT count(*) FROM node_gone") == 1)
    #expect(try node.store.verify().faults == [])
    try learn(person.withdrawal(by: Self.town, last: 1), at: node)
    #expect(try shown(node) == .text("一"))
    #expect(try node.count("SELECT count(*) FROM node_gone") == 0)
    #expect(try node.store.verify().faults == [])
  }

  @Test func `one action in two commits counts once, and goes with whichever of them was seen`() throws {
    let person = try Person(by: Self.village)
    let action = try person.signature(1, [text("一")])
    var here = WorkFeed(of: Self.village, home: Place.southVillage)
    here.write([text("一")], at: Self.time, signed: action)
    var above = WorkFeed(of: Self.town, home: Place.southTown)
    above.write([text("一")], at: Self.time + 5, signed: action)
    var later = WorkFeed(of: Self.city, home: Place.city)
    later.write([text("二", seen: SeenVector([Dot(feed: above.id, seq: 1)]))], at: Self.time + 9)
    var first: [String]?
    for order in permutations([here, above, later]) {
      let node = try township()
      try learn(person.pass, at: node)
      for feed in order { try node.receive(feed.commits + [feed.seal]) }
      #expect(try shown(node) == .text("二") && node.concurrent("hazard", recordID(1), "place").isEmpty)
      let found = try standing(node)
      #expect(found == first ?? found)
      first = found
    }
  }

  @Test func `of two actions under one number the earlier counts, and whoever holds both tells`() throws {
    let person = try Person(by: Self.village)
    var here = WorkFeed(of: Self.village, home: Place.southVillage)
    here.write([text("一")], at: Self.time + 5, signed: try person.signature(1, [text("一")]))
    var above = WorkFeed(of: Self.town, home: Place.southTown)
    above.write([text("二", of: 2)], at: Self.time, signed: try person.signature(1, [text("二", of: 2)]))
    for order in permutations([here, above]) {
      let node = try township()
      try learn(person.pass, at: node)
      for feed in order { try node.receive(feed.commits + [feed.seal]) }
      #expect(try node.record("hazard", recordID(1)) == nil && shown(node, 2) == .text("二"))
      #expect(
        try node.alarms(.deviceFork) == [node.alarm(.deviceFork, about: NodeID(person.device.raw))])
      #expect(try node.store.verify().faults == [])
    }
  }

  @Test func `an office that undoes what its own person did is told of above`() throws {
    let person = try Person(by: Self.village)
    var feed = WorkFeed(of: Self.village, home: Place.southVillage)
    feed.write([text("一")], at: Self.time, signed: try person.signature(1, [text("一")]))
    let node = try township()
    try learn(person.pass, at: node)
    try learn(person.withdrawal(by: Self.village, last: 0), at: node)
    try node.receive(feed.commits + [feed.seal])
    #expect(try node.alarms(.undone) == [node.alarm(.undone, about: Self.village.node)])
    let other = try township()
    try learn(person.pass, at: other)
    try learn(person.withdrawal(by: Self.town, last: 0), at: other)
    try other.receive(feed.commits + [feed.seal])
    #expect(try other.alarms(.undone).isEmpty, "its own word")
  }

  @Test func `the signer's tier decides, whatever node has written it down`() throws {
    let (node, person) = (try township(), try Person(role: "officer", at: Place.city, by: Self.city))
    var feed = WorkFeed(of: Self.village, home: Place.southVillage)
    feed.write([text("一")], at: Self.time, signed: try person.signature(1, [text("一")]))
    try learn(person.pass, at: node)
    try node.receive(feed.commits + [feed.seal])
    let register = try #require(try node.record("hazard", recordID(1))?.state[Self.place])
    guard case .register(let place) = register else {
      Issue.record("a register")
      return
    }
    #expect(place.writes.map(\.origin.tier) == [.city])
  }

  @Test func `a step that wants a signature has its effect by one, and without a root key without any`() throws {
    let type = try #require(Catalog.builtIn.type(named: "alarm"))
    let lifecycle = try #require(type.lifecycle)
    let step = Step(
      id: StepID(Bytes16(high: 1, low: 1)), kind: "explained", round: 1, details: .sorted([("reason", .text("演练"))]))
    func outcome(_ actor: Actor?, isProved: Bool) -> Standing.Outcome? {
      let origin = Origin(
        dot: Dot(feed: FeedID(.zero), seq: 1), time: HybridTime(milliseconds: 1), tier: .township, user: "li",
        actor: actor)
      var state = RecordState()
      let change = Change(
        type: type.name, record: recordID(1), seen: .empty,
        fields: [FieldChange(lifecycle.fieldNumber, .steps([step]))])
      state.applyChange(change, origin: origin) { type.kind(of: $0) }
      return Shown.standing(of: state, type: type, isProved: isProved)?.outcome(of: step)
    }
    #expect(outcome(nil, isProved: false) == .effective)
    #expect(outcome(nil, isProved: true) == .ineffective(reason: .notSigned))
    let patroller = Actor(role: "patroller", isIssuedAbove: true)
    #expect(outcome(patroller, isProved: true) == .ineffective(reason: .roleMayNot))
    #expect(outcome(Actor(role: "officer", isIssuedAbove: false), isProved: true) == .effective)
  }

  @Test func `without a root key a signed commit is its node's word`() throws {
    let (node, person) = (try township(root: nil), try Person(by: Self.village))
    var feed = WorkFeed(of: Self.village, home: Place.southVillage)
    feed.write([text("一")], at: Self.time, signed: try person.signature(1, [text("一")]))
    try node.receive(feed.commits)
    #expect(try shown(node) == .text("一"))
    #expect(try node.count("SELECT count(*) FROM action") == 0)
  }

  @Test func `signatures are verified beside the writer when the pass comes in the same batch`() throws {
    let person = try Person(by: Self.village)
    var feed = WorkFeed(of: Self.village, home: Place.southVillage)
    feed.write([text("一")], at: Self.time, signed: try person.signature(1, [text("一")]))
    let batch = ScannedBatch(commits: CommitSequence.of(feed.commits))
    guard case .pass(let pass) = person.pass.content else {
      Issue.record("a pass")
      return
    }
    #expect(CheckedActions(of: batch, key: { _ in nil }, pass: { _ in pass }).count == 1)
    #expect(CheckedActions(of: batch, key: { _ in nil }, pass: { _ in nil }).count == 0)
  }

  @Test func `what a node makes again of a feed it has lost stays signed`() throws {
    let (node, person) = (try township(), try Person(by: Self.village))
    try learn(person.pass, at: node)
    var feed = WorkFeed(of: Self.town, home: Place.southTown)
    feed.write([text("一")], at: Self.time, signed: try person.signature(1, [text("一")]))
    var scanner = CommitScanner()
    var reader = CBORReader(feed.commits[0])
    try scanner.scan(&reader)
    let signature = try person.signature(1, [text("一")])
    let other = WorkFeed(of: Self.city, home: Place.city)
    let again = try #require(
      signature.rewritten(scanner, in: feed.commits[0], to: other.id) { _ in .empty })
    var copy = other
    copy.write([text("一")], at: Self.time + 1, signed: again.signature)
    try node.receive(feed.commits + [feed.seal])
    try node.receive(copy.commits + [copy.seal])
    #expect(
      try node.lines("SELECT verdict FROM action ORDER BY verdict") == ["verdict=\"counts\"", "verdict=\"repeats\""])
  }
}
