// Signed actions over HTTP: handed in, asked about, and how many are taken.
import Catalog
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Merge
import Node
import Replica
import Server
import Store
import TestSupport
import Testing
import Trust

@Suite struct `Actions over HTTP` {
  private static let (root, key) = (SigningKey.test(1), SigningKey.test(3))

  /// A community's node in a city with a root key.
  private func serving(
    _ limits: ServerLimits = ServerLimits(), _ body: @escaping @Sendable (API, Node) async throws -> Void
  ) async throws {
    let identity = Identity(
      node: Self.key.node, incarnation: 1, store: StoreID(Node.random16()), area: Place.community)
    let store = try Store.inMemory(identity: identity, catalog: .builtIn, root: Self.root.publicKey)
    let node = Node(store: store, logger: quiet, signer: Self.key)
    let grant = Grant(
      issuer: Self.root.publicKey, subject: Self.key.publicKey, area: Place.community, issuedAt: 100)
    _ = try await node.commit([Statement(.grant(grant), key: Self.root).intent(in: Place.community)], user: "gridward")
    var settings = knownSettings()
    settings.limits = limits
    let server = GridwardServer(node: node, settings: settings, logger: quiet)
    try await server.application().test(.router) { try await body(API(client: $0, routes: server.routes), node) }
  }

  private func phone(_ number: UInt8 = 9) throws -> SigningPhone { try SigningPhone(number, by: Self.key) }

  private func finding(_ number: UInt64) -> Change {
    let type = Catalog.builtIn.type(named: "hazard")!
    let fields: [(String, Value)] = [
      ("category", .text("消防安全")), ("description", .text("疏散通道堵塞")), ("severity", .int(0)),
      ("found_at", .int(1_767_225_600_000)),
    ]
    return Change(
      type: "hazard", record: RecordID(Bytes16(high: 0x0199, low: number)), seen: .empty,
      fields: fields.map { FieldChange(type.field(named: $0.0)!.number, .write($0.1)) })
  }

  private func file(_ phone: SigningPhone, _ numbers: ClosedRange<UInt64>, withPass: Bool = true) throws -> [UInt8] {
    let actions = try numbers.map { try phone.action($0, [finding($0)]) }
    return ActionFile(passes: withPass ? [phone.pass] : [], actions: actions).encoded
  }

  @Test func `are entered with the pass they bring, each once, and can be asked about`() async throws {
    let phone = try phone()
    let bytes = try file(phone, 1...3)
    try await serving { api, node in
      let answer = try await api.hand(bytes)
      #expect(answer.status == .ok, "\(answer.text)")
      #expect(answer["actions"]?.items.compactMap { $0["status"]?.text } == ["entered", "entered", "entered"])
      #expect(answer["actions"]?.items.first?["device"]?.text == phone.device.description)
      let count = try node.commitCount
      let again = try await api.hand(bytes)
      #expect(again["actions"]?.items.allSatisfy { $0["status"]?.text == "repeated" } == true, "\(again.text)")
      #expect(try node.commitCount == count)
      let page = try await api.get("/actions/\(phone.device)?after=1&limit=1")
      #expect(page["actions"]?.items.map { $0["number"]?.int } == [2] && page["next"]?.text == "2", "\(page.text)")
      #expect(page["actions"]?.items.first?["verdict"]?.text == "counts")
      let rest = try await api.get("/actions/\(phone.device)?after=2")
      #expect(rest["actions"]?.items.map { $0["number"]?.int } == [3] && rest["next"] == .null, "\(rest.text)")
    }
  }

  @Test func `what is held is told with its reason, and what is entered behind it does not wait`() async throws {
    let phone = try phone()
    let closing = Change(
      type: "hazard", record: RecordID(Bytes16(high: 0x0199, low: 1)), seen: .empty,
      fields: [
        FieldChange(15, .steps([Step(id: StepID(Bytes16(high: 5, low: 1)), kind: "closed", round: 1)]))
      ])
    let actions = try [phone.action(1, [finding(1)]), phone.action(2, [closing]), phone.action(3, [finding(3)])]
    let bytes = ActionFile(passes: [phone.pass], actions: actions).encoded
    try await serving { api, _ in
      let answer = try await api.hand(bytes)
      #expect(answer["actions"]?.items.compactMap { $0["status"]?.text } == ["entered", "held", "entered"])
      #expect(answer["actions"]?.items[1]["reason"]?.text == "role-may-not", "\(answer.text)")
      let told = try await api.get("/actions/\(phone.device)")
      #expect(told["actions"]?.items.compactMap { $0["status"]?.text } == ["entered", "held", "entered"])
    }
  }

  @Test func `one alone is refused by the status of the answer`() async throws {
    let phone = try phone()
    let (first, second) = (try file(phone, 1...1), try phone.action(1, [finding(2)]))
    let elsewhere = try phone.action(2, [finding(3)], at: Place.otherCommunity)
    let forged = PortableAction(second.draft, pass: phone.pass.passID, number: 9) { _ in second.signature.signature }
    try await serving { api, _ in
      #expect(try await api.hand(first).status == .ok)
      for (action, status, problem) in [
        (second, HTTPResponse.Status.conflict, "number-used"), (elsewhere, .misdirectedRequest, "not-held-here"),
        (forged, .unprocessableContent, "signature-mismatch"),
      ] {
        let answer = try await api.hand(ActionFile(passes: [], actions: [action]).encoded)
        #expect(answer.status == status && answer.problem == problem, "\(answer.text)")
      }
    }
  }

  @Test func `a body of another kind, of too many, or of anything at all is refused`() async throws {
    let phone = try phone()
    let (one, many) = (try file(phone, 1...1), try file(phone, 1...101))
    try await serving { api, node in
      let count = try node.commitCount
      // Read as what it says it is.
      #expect(try await api.hand(one, type: "application/json").status == .badRequest)
      #expect(try await api.hand(one, type: "text/plain").status == .unsupportedMediaType)
      #expect(try await api.hand(many).status == .contentTooLarge)
      #expect(try await api.hand(Array(one.dropLast())).status == .unprocessableContent)
      #expect(try await api.hand([UInt8](repeating: 0, count: (1 << 20) + 1)).status == .contentTooLarge)
      #expect(try node.commitCount == count)
    }
  }

  @Test func `those who hand in too often are told when to come back`() async throws {
    var limits = ServerLimits()
    limits.actions.device = TokenBucket.Pace(burst: 2, perSecond: 1)
    limits.actions.unknown = TokenBucket.Pace(burst: 1, perSecond: 1)
    let (phone, other) = (try phone(), try self.phone(10))
    let (known, unknown) = (try file(phone, 1...1), try file(other, 1...1, withPass: false))
    try await serving(limits) { api, _ in
      // A slow machine may give a token back between two requests, not between all of them.
      for (file, burst) in [(known, 2), (unknown, 1)] {
        for _ in 1...burst { #expect(try await api.hand(file).status == .ok) }
        var answer = try await api.hand(file)
        for _ in 1...50 where answer.status == .ok { answer = try await api.hand(file) }
        #expect(answer.status == .tooManyRequests && answer.headers[.retryAfter] == "1", "\(answer.text)")
      }
    }
  }

  @Test func `passes that anybody could sign make their devices no better known, however many are brought`()
    async throws
  {
    var limits = ServerLimits()
    limits.actions.unknown = TokenBucket.Pace(burst: 1, perSecond: 1)
    let stranger = SigningKey.test(66)
    let bodies = try (20...59 as ClosedRange<UInt8>).map { try file(SigningPhone($0, by: stranger), 1...1) }
    let known = try file(try phone(), 1...1)
    try await serving(limits) { api, _ in
      // A slow machine may give a token back between two requests, not between all of them.
      var answers: [HTTPResponse.Status] = []
      for body in bodies where answers.last != .tooManyRequests { answers.append(try await api.hand(body).status) }
      #expect(answers.first == .ok && answers.last == .tooManyRequests)
      #expect(try await api.hand(known).status == .ok)
    }
  }

  @Test func `what a node keeps back is handed in at another, and the gap in its numbers is told`() async throws {
    let phone = try phone()
    let actions = try [1, 2, 3].map { try phone.action($0, [finding($0)]) }
    let some = ActionFile(passes: [phone.pass], actions: [actions[0], actions[2]]).encoded
    let all = ActionFile(passes: [phone.pass], actions: actions).encoded
    try await serving { api, _ in
      #expect(try await api.hand(some).status == .ok)
      let told = try await api.get("/actions/\(phone.device)")
      #expect(told["actions"]?.items.map { $0["number"]?.int } == [1, 3], "\(told.text)")
      // It asks, and hands in what is not known: nothing is entered twice.
      let answer = try await api.hand(all)
      #expect(answer["actions"]?.items.compactMap { $0["status"]?.text } == ["repeated", "entered", "repeated"])
    }
  }

  @Test func `nobody signs where there is no root key`() async throws {
    let bytes = try file(try phone(), 1...1)
    let server = GridwardServer(node: try nodeInMemory(Place.community), settings: knownSettings(), logger: quiet)
    try await server.application().test(.router) { client in
      let answer = try await API(client: client).hand(bytes)
      #expect(answer.status == .forbidden && answer.problem == "pass-unknown", "\(answer.text)")
    }
  }
}
