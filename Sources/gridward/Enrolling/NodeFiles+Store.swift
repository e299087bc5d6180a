// A store that lives by what an office granted: it knows the city's root key, and its first records say why it may write.
import Enrolment
import Foundation
import Logging
import Merge
import Node
import Replica
import Store
import Trust

extension NodeFiles {
  /// Makes the store, or checks the one there is, and has it hold the node's grants.
  func settle(_ credentials: Credentials, _ settings: Settings) async throws {
    let store = try storeOfCity(credentials, settings)
    let node = try Node.open(
      store: store, logger: Logger(label: "gridward"), signer: try key(of: store.identity),
      marker: .ofMachine(store: store.path))
    try await introduce(node, credentials.statements)
    try store.close()
  }

  private func storeOfCity(_ credentials: Credentials, _ settings: Settings) throws -> Store {
    if FileManager.default.fileExists(atPath: store) {
      let found = try OpenStore.writable(settings)
      guard found.identity.area == credentials.area, found.identity.node == credentials.node else {
        throw Failure(
          .refused, "\(store) is the store of node \(found.identity.node) at \(found.identity.area.code)",
          hint: "The bundle is for node \(credentials.node) at \(credentials.area.code): give another --store.")
      }
      if found.root == credentials.rootKey { return found }
      guard found.root == nil, try found.read({ try $0.mark() }) == 0 else {
        throw Failure(
          .refused, "\(store) holds records of development or of another city, which nobody has signed for this one",
          hint: "Enrol with a new --store, and enter there what is still needed.")
      }
      try found.close()
      for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store + ending) }
    }
    return try make(area: credentials.area, root: credentials.rootKey, settings: settings)
  }

  /// Tells everybody who hears of this node why it may write.
  private func introduce(_ node: Node, _ statements: [Statement]) async throws {
    let known = try node.read { reader in try reader.statements(about: node.identity.node) }
    guard let own = statements.last, !known.contains(own) else { return }
    let area = node.identity.area
    let intents = statements.map { statement in
      Intent(
        type: "grant", record: RecordID(statement.digest.first16), area: area, seen: .empty,
        fields: [FieldChange(StatementRecord.field, .write(.bytes(statement.encoded)))])
    }
    _ = try await node.writer.run { replica, storage in
      try replica.learn(statements, in: storage)
      return try replica.commit(intents, user: "gridward", now: node.clock.now, into: storage)
    }
  }
}
