// A child that asks a live server, and something for it to send.
import Catalog
import Merge
import Node
import Replica
import TestSupport
import Testing
import Transport

func newClient() throws -> HTTPClient { try HTTPClient(configuration: .init(userAgent: "gridward/1")) }

/// Rounds until both ends are proved equal.
func sync(_ child: Node, port: Int, client: HTTPClient) async throws -> Asking {
  var asking = Asking(node: child, client: client, parent: "http://127.0.0.1:\(port)")
  while try await asking.round(wait: .zero) != .proved { try #require(asking.rounds < 20) }
  return asking
}

func addHazards(_ count: Int, to node: Node, area: Area = Place.community) async throws {
  let type = try #require(node.catalog.type(named: "hazard"))
  let field = try #require(type.field(named: "description"))
  for number in 0..<count {
    let intent = Intent(
      type: "hazard", record: Node.newRecordID(), area: area, seen: .empty,
      fields: [FieldChange(field.number, .write(.text("隐患\(number)")))])
    _ = try await node.commit([intent], user: "甲")
  }
}
