// What a command would ask of the records API, signed by a device instead and handed in.
import Catalog
import Enrolment
import Foundation
import Merge
import Node
import Records
import Transport
import Trust
import Wire

/// A write of one record: made, edited or settled.
struct SignedWrite {
  private enum Kind { case create, edit, settle }

  private let kind: Kind
  private let type: String
  private let id: String?
  private let area: String?
  private let isForced: Bool
  private let body: JSON
  /// The version that was seen, as an entity tag; nil for what the store holds.
  private let tag: String?

  /// - Returns: nil for what writes no record.
  init?(_ method: HTTPRequest.Method, _ target: String, body: JSON, headers: [(name: String, value: String)]) {
    guard let place = URLComponents(string: target) else { return nil }
    let parts = place.path.split(separator: "/").map(String.init)
    guard parts.first == "records", method != .get else { return nil }
    switch (method, parts.count) {
    case (.post, 2): kind = .create
    case (.patch, 3): kind = .edit
    case (.post, 4) where parts[3] == "settle": kind = .settle
    default: return nil
    }
    type = parts[1]
    id = parts.count > 2 ? parts[2] : body["id"].text
    let query = place.queryItems ?? []
    area = query.first { $0.name == "area" }?.value ?? body["area"].text
    isForced = query.contains { $0.name == "force" && $0.value == "true" }
    self.body = body
    tag = headers.first { $0.name == "If-Match" }?.value
  }

  /// Signs it against the configured store and hands it in.
  /// - Returns: the record as the node has it then; nil for what is not people's to make, which is asked for as it is.
  func sign(with folder: String, _ settings: Settings, handingTo client: NodeClient) async throws -> Answer? {
    let device = DeviceFolder(URL(filePath: folder))
    let signer = try ActionSigner(settings, device: device)
    let type = try signer.type(type)
    guard type.origin == .people || kind != .create else { return nil }
    let record = try id.map { try Named.record($0, type.name) } ?? Node.newRecordID()
    let area = try area.map { try Named.area($0) }
    let action = try action(of: record, type, at: area, signer)
    try await Self.hand(action, of: device, to: client)
    return try await client.get("/records/\(type.name)/\(record)", query: [("area", area?.code)])
  }

  private func action(
    of record: RecordID, _ type: RecordType, at area: Area?, _ signer: ActionSigner
  ) throws -> PortableAction {
    guard case .object(let members) = body else { throw Failure(.usage, "nothing is said of the record") }
    let input = try EditInput(members)
    if kind == .create {
      guard let area else { throw Failure(.usage, "where the record belongs is not said", hint: "Give --area.") }
      return try signer.creation(of: record, type, at: area, input, isForced: isForced)
    }
    let place = RecordPlace(type: type, id: record, area: area)
    return try signer.change(place, input, seen: kind == .settle ? .whatIsHeld : try seen(), isForced: isForced)
  }

  /// The version that a tag names, without its check.
  private func seen() throws -> Seen {
    guard let tag, tag != "*" else { return .whatIsHeld }
    let text = tag.drop { $0 == "\"" }.prefix { $0 != "/" && $0 != "\"" }
    if text.hasPrefix("sha256-"), let bytes = [UInt8](hexadecimal: text.dropFirst(7)), bytes.count == 32 {
      return .held(Digest(bytes))
    }
    guard let vector = SeenVector(text: text) else {
      throw Failure(.usage, "`\(tag)` is no version", hint: "An ETag, as the node told it.")
    }
    return .version(vector)
  }

  /// Hands an action in; what is not taken stays in the device's journal.
  private static func hand(_ action: PortableAction, of device: DeviceFolder, to client: NodeClient) async throws {
    let number = action.signature.number
    let kept = "It is signed as action \(number) and kept: `gridward device send` hands it in again."
    do {
      let file = ActionFile(passes: try device.passes(under: [action]), actions: [action])
      let answers = try await client.hand(file)
      guard answers.first?["status"].text == "held" else { return }
      throw Failure(
        .refused, "held and not entered: \(answers[0]["reason"].shown) (\(answers[0]["detail"].shown))",
        hint: "Action \(number) waits at the node until somebody takes it up.")
    } catch let failure as Failure where [.unreachable, .busy].contains(failure.status) {
      throw Failure(failure.status, failure.message, hint: kept)
    }
  }
}

extension DeviceFolder {
  /// The passes that actions are under.
  func passes(under actions: [PortableAction]) throws -> [Statement] {
    let used = Set(actions.map(\.signature.pass))
    return try passes().filter { used.contains($0.passID) }
  }
}
