// Signed actions as JSON, and how strictly they are taken.
import Catalog
import Enrolment
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Merge
import NIOCore
import Node
import Replica
import Server
import Store
import TestSupport
import Testing
import Trust

@Suite struct `Actions as JSON` {
  private static let (root, key) = (SigningKey.test(1), SigningKey.test(3))

  private func serving(_ body: @escaping @Sendable (any TestClientProtocol, Node) async throws -> Void) async throws {
    let identity = Identity(
      node: Self.key.node, incarnation: 1, store: StoreID(Node.random16()), area: Place.community)
    let store = try Store.inMemory(identity: identity, catalog: .builtIn, root: Self.root.publicKey)
    let node = Node(store: store, logger: quiet, signer: Self.key)
    let grant = Grant(
      issuer: Self.root.publicKey, subject: Self.key.publicKey, area: Place.community, issuedAt: 100)
    _ = try await node.commit([Statement(.grant(grant), key: Self.root).intent(in: Place.community)], user: "gridward")
    let server = GridwardServer(node: node, settings: knownSettings(), logger: quiet)
    try await server.application().test(.router) { try await body($0, node) }
  }

  private func post(
    _ client: any TestClientProtocol, _ text: String, strict: Bool = false
  ) async throws -> (status: HTTPResponse.Status, json: Value, text: String) {
    var headers: HTTPFields = [.contentType: "application/json"]
    if strict { headers[HTTPField.Name("Prefer")!] = "respond-async, handling=strict" }
    let answer = try await client.executeRequest(
      uri: "/actions", method: .post, headers: headers, body: ByteBuffer(string: text))
    let text = String(buffer: answer.body)
    return (answer.status, (try? JSONReader.value(of: Array(text.utf8))) ?? .null, text)
  }

  private let hazard = Catalog.builtIn.type(named: "hazard")!

  private func field(_ name: String, _ edit: FieldEdit) -> FieldChange {
    FieldChange(hazard.field(named: name)!.number, edit)
  }

  /// A hazard with a picture and a step, as a phone writes it down and signs it.
  private func action(_ phone: SigningPhone, category: String = "消防安全") throws -> (json: String, id: RecordID) {
    let id = RecordID(Bytes16(high: 0x0199, low: 1))
    let step = Step(
      id: StepID(Bytes16(high: 5, low: 1)), kind: "closed", round: 1,
      details: .map([Value.Entry("note", .text("限期"))]))
    let picture = Value.Entry("a", .map([Value.Entry("name", .text("前.jpg"))]))
    let fields = [
      field("category", .write(.text(category))), field("description", .write(.text("通道堵塞"))),
      field("severity", .write(.int(0))), field("found_at", .write(.int(1_767_225_600_000))),
      field("evidence_before", .elements(add: [picture], remove: [])),
      field("steps", .steps([step])),
    ]
    let change = Change(type: "hazard", record: id, seen: .empty, fields: fields.sorted { $0.field < $1.field })
    let signed = try phone.action(1, [change])
    return (
      """
      {"passes": ["\(phone.pass.encoded.hexadecimal)"], "actions": [{
        "pass": "\(phone.pass.passID)", "number": 1, "at": 1767225600000, "for": null, "area": "\(Place.community.code)",
        "class": "work", "signature": "\(signed.signature.signature.hexadecimal)", "changes": [{
          "type": "hazard", "id": "\(id)", "fields": {"found_at": 1767225600000, "category": "\(category)",
            "description": "通道堵塞", "severity": 0}, "add": {"evidence_before": {"a": {"name": "前.jpg"}}},
          "steps": [{"id": "\(step.id)", "step": "closed", "round": 1, "details": {"note": "限期"}}]}]}]}
      """, id
    )
  }

  @Test func `are read into the bytes that were signed`() async throws {
    let phone = try SigningPhone(9, by: Self.key)
    let (json, id) = try action(phone)
    try await serving { client, node in
      let answer = try await post(client, json)
      let told = answer.json["actions"]?.items.first
      // A patroller may not close; what matters here is that the signature holds over what was read.
      #expect(answer.status == .ok && told?["status"]?.text == "held", "\(answer.text)")
      #expect(told?["reason"]?.text == "role-may-not" && told?["device"]?.text == phone.device.description)
      let other = try await post(client, json.replacing("限期", with: "缓期"))
      #expect(other.status == .unprocessableContent && other.text.contains("signature-mismatch"), "\(other.text)")
      #expect(try node.read { try $0.records(id, type: hazard) }.isEmpty)
    }
  }

  @Test func `with a code that the catalog lacks are marked, or refused for whoever asks for that`() async throws {
    let phone = try SigningPhone(9, by: Self.key)
    let id = RecordID(Bytes16(high: 0x0199, low: 2))
    let change = Change(type: "hazard", record: id, seen: .empty, fields: [field("description", .write(.text("无")))])
    let signed = try phone.action(1, [change])
    let json = """
      {"passes": ["\(phone.pass.encoded.hexadecimal)"], "actions": [{"pass": "\(phone.pass.passID)", "number": 1,
        "at": 1767225600000, "area": "\(Place.community.code)", "class": "work",
        "signature": "\(signed.signature.signature.hexadecimal)",
        "changes": [{"type": "hazard", "id": "\(id)", "fields": {"description": "无"}}]}]}
      """
    try await serving { client, node in
      let strict = try await post(client, json, strict: true)
      #expect(strict.status == .unprocessableContent && strict.text.contains("invalid-fields"), "\(strict.text)")
      let lenient = try await post(client, json)
      #expect(lenient.json["actions"]?.items.first?["status"]?.text == "entered", "\(lenient.text)")
    }
  }

  @Test(arguments: [
    "{}", #"{"actions": []}"#, #"{"actions": [{}]}"#, #"{"actions": [1], "passes": ["00"]}"#, #"{"other": 1}"#, "[]",
  ])
  func `that cannot be read are refused whole`(text: String) async throws {
    try await serving { client, node in
      let count = try node.commitCount
      #expect(try await post(client, text).status == .unprocessableContent)
      #expect(try node.commitCount == count)
    }
  }
}
