// Stores as tests make them and look into them.
import GRDB
package import Merge
package import Replica
package import Store
package import Wire

extension Identity {
  /// The first incarnation of a numbered node with a numbered store.
  package static func test(_ number: UInt64, at area: Area) -> Identity {
    Identity(
      node: NodeID(Bytes16(high: 0xA0, low: number)), incarnation: 1, store: StoreID(Bytes16(high: 1, low: number)),
      area: area)
  }
}

extension Store {
  /// Runs SQL behind the writer's back, which then has nothing in memory of what it read before.
  package func execute(_ sql: String) throws {
    try write { writer in
      try writer.db.execute(sql: sql)
      writer.forgetTables()
    }
  }

  /// The number that a question answers with; 0 when it answers nothing.
  package func count(_ sql: String) throws -> Int { try read { try Int.fetchOne($0.db, sql: sql) ?? 0 } }

  /// Rows as text, blobs in hexadecimal.
  package func lines(_ sql: String) throws -> [String] {
    try read { reader in
      try Row.fetchAll(reader.db, sql: sql).map { row in
        row.map { column, value in
          if case .blob(let data) = value.storage { return "\(column)=\(Bytes16.hexadecimal(data))" }
          return "\(column)=\(value)"
        }.joined(separator: " ")
      }
    }
  }
}

extension CommitSequence {
  /// Commits one after another, as a batch carries them.
  package static func of(_ commits: some Sequence<[UInt8]>) -> [UInt8] {
    commits.reduce(into: []) { append($1, to: &$0) }
  }
}
