// Passes, withdrawals and signed actions: chapter 16.
import Merge
import Trust
import Wire

extension Answers {
  static let people: [String: Reading] = [
    "action": action, "people": verdicts, "device-key": deviceKey, "action-file": actionFile,
  ]

  static func json(_ pass: Pass) -> JSON {
    .object([
      "issuer": JSON(pass.issuer.raw), "key": JSON(pass.key.encoded), "device": JSON(pass.device),
      "account": JSON(pass.account), "area": JSON(pass.area), "role": .string(pass.role),
      "agency": JSON(optional: pass.agency) { .string($0) }, "post": JSON(pass.post),
      "issued_at": JSON(Value.int(pass.issuedAt)), "not_after": JSON(Value.int(pass.notAfter)),
    ])
  }

  static func json(_ withdrawal: Withdrawal) -> JSON {
    .object([
      "issuer": JSON(withdrawal.issuer.raw), "device": JSON(withdrawal.device), "area": JSON(withdrawal.area),
      "at": JSON(Value.int(withdrawal.at)), "reason": .string(withdrawal.reason), "last": JSON(withdrawal.last),
    ])
  }

  /// A commit and the feed it stands in, scanned.
  private static func scanned(_ input: JSON) throws -> (scan: CommitScanner, bytes: [UInt8], key: FeedKey) {
    let (feed, bytes) = (try input["feed"].bytes, try input["commit"].bytes)
    var keyReader = CBORReader(feed)
    let key = try FeedKey(from: &keyReader)
    try keyReader.expectEnd()
    var scanner = CommitScanner()
    var reader = CBORReader(bytes)
    try scanner.scan(&reader)
    try reader.expectEnd()
    guard scanner.feed == FeedID(Hashing.sha256(feed).first16) else { throw CaseFault("a commit of its feed") }
    return (scanner, bytes, key)
  }

  private static func action(_ input: JSON) throws -> JSON {
    let (scan, bytes, feed) = try scanned(input)
    let key = try DeviceKey(try input["key"].bytes)
    switch ActionMark(scan, in: bytes) {
    case .unsigned: return .object(["mark": .string("unsigned")])
    case .unreadable: return .object(["mark": .string("unreadable")])
    case .signed(let signature):
      let content = ActionContent(signature, of: scan, in: bytes, feed: feed)
      var json = Self.json(signature)
      json["mark"] = .string("signed")
      json["message"] = JSON(optional: content) { JSON($0.message) }
      json["digest"] = JSON(optional: content) { JSON($0.digest) }
      json["holds"] = .bool(content.map { key.verifies(signature.signature, of: $0.message) } ?? false)
      return .object(json)
    }
  }

  private static func deviceKey(_ input: JSON) throws -> JSON {
    let key = try DeviceKey(try input["key"].bytes)
    let holds = key.verifies(try input["signature"].bytes, of: try input["message"].bytes)
    return .object(["suite": .int(Int64(key.suite)), "device": JSON(key.device), "holds": .bool(holds)])
  }

  private static func actionFile(_ input: JSON) throws -> JSON {
    let file = try ActionFile(encoded: try input["file"].bytes)
    let actions = file.actions.map { action -> JSON in
      let (draft, signature) = (action.draft, action.signature)
      return .object([
        "pass": JSON(signature.pass), "number": JSON(signature.number),
        "acting_for": JSON(optional: signature.actingFor) { JSON($0) }, "signature": JSON(signature.signature),
        "device_time": JSON(optional: draft.deviceTime) { JSON(Value.int($0)) }, "area": JSON(draft.area),
        "class": .string(draft.class), "changes": JSON(draft.changes), "digest": JSON(action.content.digest),
      ])
    }
    return .object(["passes": .array(file.passes.map { JSON($0.passID) }), "actions": .array(actions)])
  }

  private static func json(_ signature: ActionSignature) -> [String: JSON] {
    [
      "pass": JSON(signature.pass), "number": JSON(signature.number),
      "acting_for": JSON(optional: signature.actingFor) { JSON($0) }, "signature": JSON(signature.signature),
      "seen": .array(signature.seen.map { .array([JSON($0.change), .array($0.vector.dots.map { JSON($0) })]) }),
    ]
  }

  private static func verdicts(_ input: JSON) throws -> JSON {
    let statements = KnownOfPeople(try input["statements"].array.map { try Statement(encoded: try $0.bytes) })
    var judgement = ActionJudgement(root: PublicKey(try input["root"].digest))
    var found: [(dot: Dot, json: [String: JSON])] = []
    var actions: [SignedAction] = []
    for commit in try input["commits"].array {
      let (scan, bytes, key) = try scanned(commit)
      if let action = SignedAction(scan, in: bytes, feed: key) {
        actions.append(action)
      } else {
        let mark = scan.actionPlace == nil ? "unsigned" : "unreadable"
        found.append((Dot(feed: scan.feed, seq: scan.seq), ["verdict": .string(mark)]))
      }
    }
    for (action, verdict) in zip(actions, try judgement.verdicts(of: actions, in: statements)) {
      found.append((action.dot, json(verdict)))
    }
    return .array(
      found.sorted { $0.dot < $1.dot }.map { item in
        .object(item.json.merging(["dot": JSON(item.dot)]) { first, _ in first })
      })
  }

  private static func json(_ verdict: ActionVerdict) -> [String: JSON] {
    switch verdict {
    case .counts(let authority): return json(authority, ["verdict": .string("counts")])
    case .repeats(let dot, let authority):
      return json(authority, ["verdict": .string("repeats"), "of": JSON(dot)])
    case .hasNoEffect(let fault):
      var json: [String: JSON] = ["verdict": .string("no-effect"), "reason": .string(fault.name)]
      if case .withdrawn(let last) = fault { json["last"] = JSON(last) }
      if case .numberTaken(let dot) = fault { json["by"] = JSON(dot) }
      return json
    }
  }

  static func json(_ signer: ProvedSigner) -> JSON {
    var parts = json(signer.verdict)
    parts["pass"] = JSON(signer.pass)
    parts["number"] = JSON(signer.number)
    return .object(parts)
  }

  private static func json(_ authority: ActionAuthority, _ first: [String: JSON]) -> [String: JSON] {
    let parts: [String: JSON] = [
      "device": JSON(authority.device), "account": JSON(authority.account),
      "acting_for": JSON(optional: authority.actingFor) { JSON($0) }, "tier": JSON(authority.tier),
      "role": .string(authority.role), "agency": JSON(optional: authority.agency) { .string($0) },
      "issued_above": .bool(authority.isIssuedAbove),
    ]
    return parts.merging(first) { _, second in second }
  }
}

/// The statements of one case, about nodes and about devices.
private struct KnownOfPeople: PeopleReader {
  private let nodes: Known
  private let people: [Statement]

  init(_ statements: [Statement]) {
    nodes = Known(statements: statements)
    people = statements.sorted { $0.digest.bytes.lexicographicallyPrecedes($1.digest.bytes) }
  }

  func statements(about subject: NodeID) -> [Statement] { nodes.statements(about: subject) }

  func passes(_ id: PassID) -> [Statement] {
    people.filter { if case .pass = $0.content { $0.passID == id } else { false } }
  }

  func withdrawals(of device: DeviceID) -> [Statement] {
    people.filter { if case .withdrawal(let withdrawal) = $0.content { withdrawal.device == device } else { false } }
  }
}
