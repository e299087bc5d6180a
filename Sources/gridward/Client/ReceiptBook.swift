// Receipts of directives: one for each node and directive, however often it is entered.
import Foundation
import Merge
import Transport
import Trust

/// Reads and enters the receipts of one node.
struct ReceiptBook {
  let desk: Desk

  private static let pageCount = 1_000

  /// The receipts of a directive that this node has: its own and those that rose to it.
  func receipts(of directive: String) async throws -> [JSON] {
    let wanted = try Self.recordID(directive).description
    var found: [JSON] = []
    var after: Int64? = 0
    while let from = after {
      let query = [("directive", wanted), ("after", String(from)), ("limit", String(Self.pageCount))]
      let page = try await desk.client.get("/records/receipt", query: query).json
      found += page["records"].list
      after = page["next"].int
    }
    return found.sorted { $0["area"].shown < $1["area"].shown }
  }

  /// Enters this node's receipt, or takes its next step.
  func acknowledge(_ directive: String, status: String, reason: String?) async throws -> Answer {
    let directive = try Self.recordID(directive)
    _ = try await desk.client.get("/records/directive/\(directive)")
    let node = try await desk.client.get("/status").json
    guard let nodeID = node["node"].text, let area = node["area"].text else {
      throw Failure(.refused, "\(desk.client.server) does not say which node it is", hint: "Is it a Gridward node?")
    }
    let id = Self.receiptID(directive: directive, node: nodeID)
    var step: [String: JSON] = ["step": .text(status)]
    step["details"] = reason.map { .object(["reason": .text($0)]) }
    do {
      return try await desk.change("/records/receipt/\(id)", tag: nil, ["steps": .list([.object(step)])])
    } catch let failure as Failure where failure.status == .notFound {
      let fields: [String: JSON] = [
        "directive": .text(directive.description), "node": .text(nodeID),
        "area_name": desk.settings.name.map { .text($0) } ?? .null,
        "delivered_at": .int(Int64(Date().timeIntervalSince1970 * 1000)),
      ]
      let body: [String: JSON] = [
        "area": .text(area), "id": .text(id.description), "user": .text(desk.user), "steps": .list([.object(step)]),
        "fields": .object(fields.filter { !$0.value.isNull }),
      ]
      return try await desk.client.send(.post, "/records/receipt", body: .object(body))
    }
  }

  private static func recordID(_ text: String) throws -> RecordID {
    guard let id = RecordID(hex: text) else {
      throw Failure(.usage, "`\(text)` is no record id", hint: "`gridward directive list` shows the ids.")
    }
    return id
  }

  /// The same id for the same node and directive: the directive's time, and a digest of both.
  static func receiptID(directive: RecordID, node: String) -> RecordID {
    let digest = Hashing.sha256(Array("receipt \(directive) \(node)".utf8)).first16
    return RecordID(milliseconds: Int64(directive.raw.high >> 16), random: (digest.high, digest.low))
  }
}
