// Statements of questions about lists, kept for the next one that is asked in the same words.
import GRDB
import Synchronization

/// The statements of all connections of a store.
final class QuestionStatements: Sendable {
  /// Handed to whoever reads on the connection, one after another; the lock guards the list of them alone.
  private struct Connection: @unchecked Sendable {
    weak var db: Database?
    let statements: ConnectionStatements
  }

  private struct State {
    var connections: [ObjectIdentifier: Connection] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Those of a connection, to be used in its reads alone; nil once the store is being closed.
  func ofConnection(_ db: Database) -> ConnectionStatements? {
    let key = ObjectIdentifier(db)
    let connection = Connection(db: db, statements: ConnectionStatements())
    let found = state.withLock { state -> Connection? in
      if state.isClosed { return nil }
      if let known = state.connections[key], known.db != nil { return known }
      // Another connection may lie where one has been.
      state.connections = state.connections.filter { $0.value.db != nil }
      state.connections[key] = connection
      return connection
    }
    return found?.statements
  }

  /// A connection closes only when it has no statements.
  func close() {
    state.withLock { state in
      state.connections = [:]
      state.isClosed = true
    }
  }
}

/// The statements of one connection, those taken last at the end.
///
/// There are as many as there are questions, so a few are kept. Whoever takes one has it alone: it is put back when it is let go of,
/// and until then another is made for the same words.
/// - Concurrency: used in reads of its connection alone.
final class ConnectionStatements {
  static let countMax = 32

  private var kept: [(sql: String, statement: Statement)] = []

  func take(_ sql: String, in db: Database) throws -> HotStatement {
    let place = kept.lastIndex { $0.sql.utf8.count == sql.utf8.count && $0.sql == sql }
    let statement = try place.map { kept.remove(at: $0).statement } ?? db.makeStatement(sql: sql)
    return HotStatement(TakenStatement(statement, sql, of: self))
  }

  fileprivate func putBack(_ statement: Statement, _ sql: String) {
    if kept.count >= Self.countMax { kept.removeFirst() }
    kept.append((sql, statement))
  }
}

/// A statement for as long as somebody uses it.
final class TakenStatement {
  let statement: Statement
  private let sql: String
  private let home: ConnectionStatements

  fileprivate init(_ statement: Statement, _ sql: String, of home: ConnectionStatements) {
    (self.statement, self.sql, self.home) = (statement, sql, home)
  }

  deinit {
    let hot = HotStatement(statement)
    hot.reset()
    hot.clear()
    home.putBack(statement, sql)
  }
}
