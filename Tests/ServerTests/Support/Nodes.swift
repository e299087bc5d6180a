// Nodes for tests: real stores, in memory or in a folder of their own.
import Catalog
import Foundation
import Logging
import Merge
import Node
import Replica
import Store

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

enum Place {
  static let city = Area("370200000000")!
  static let district = Area("370202000000")!
  static let township = Area("370202001000")!
  static let community = Area("370202001001")!
  static let otherDistrict = Area("370203000000")!
  static let otherCommunity = Area("370202001002")!
}

private func identity(_ area: Area) -> Identity {
  Identity(
    node: NodeID(Node.random16()), incarnation: 1, store: StoreID(Node.random16()), area: area)
}

func nodeInMemory(_ area: Area, logger: Logger = quiet) throws -> Node {
  Node(store: try Store.inMemory(identity: identity(area), catalog: .builtIn), logger: logger)
}

extension Node {
  var commitCount: UInt64 { get throws { try read { try $0.mark() } } }
}

/// Runs `body` with nodes in a folder that is removed afterwards.
func withNodes<T>(_ areas: [Area], _ body: ([Node]) async throws -> T) async throws -> T {
  let folder = FileManager.default.temporaryDirectory.appending(path: "gridward-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let nodes = try areas.enumerated().map { index, area in
    let path = folder.appending(path: "\(index).db").path
    return Node(store: try Store.create(path: path, identity: identity(area), catalog: .builtIn), logger: quiet)
  }
  return try await body(nodes)
}
