// What a store knows of its place in the city: the root key, where the node stood before, whether it is retired.
import Foundation
import GRDB
package import Merge
package import Replica
package import Trust

/// Whether the store of a snapshot has a root key, asked once: it has one from its making on, or never.
final class ProvingMemory {
  private var known: Bool?

  func isProving(_ db: Database) throws -> Bool {
    if let known { return known }
    let found = try Store.root(db) != nil
    known = found
    return found
  }
}

extension StoreReader {
  /// Who the node is, as the store has it.
  package func identity() throws -> Identity { try Store.identity(db) }

  /// The city's root key; nil in a store that trusts whoever speaks.
  package func rootKey() throws -> PublicKey? { try Store.root(db) }

  /// Whether there is a root key, so that it can be proved who signed what.
  package var isProving: Bool { get throws { try proving.isProving(db) } }

  /// The areas the node stood at before, oldest first.
  package func formerAreas() throws -> [Area] { try Store.formerAreas(db) }

  /// When the node was closed for good, in milliseconds; nil while it is in service.
  package func retiredAt() throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'retired'")
  }
}

extension StoreWriter {
  /// Closes the node for good: the command line opens its store to read alone from then on.
  /// - Parameter now: milliseconds since 1970.
  package func retire(at now: Int64) throws {
    try db.execute(sql: "INSERT OR IGNORE INTO meta (key, value) VALUES ('retired', ?)", arguments: [now])
  }
}

extension StoreReader {
  /// Whom what still belongs to a former place is passed on to: the place and an address.
  package func formerParents() throws -> [(place: Area, address: String)] {
    let text = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'former_parents'") ?? ""
    return text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let place = Area(String(parts[0])) else { return nil }
      return (place, String(parts[1]))
    }
  }
}

extension StoreWriter {
  /// - Parameter address: nil when nobody is to be asked any more.
  package func saveFormerParent(of place: Area, address: String?) throws {
    let others = try reader.formerParents().filter { $0.place != place }
    let all = others + (address.map { [(place, $0)] } ?? [])
    let text = all.map { "\($0.place.code) \($0.address)" }.joined(separator: "\n")
    try db.execute(sql: "INSERT OR REPLACE INTO meta (key, value) VALUES ('former_parents', ?)", arguments: [text])
  }
}
