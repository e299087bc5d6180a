// What readers have worked out of code tables, until one of them is written.
import Catalog
import GRDB
import Synchronization

/// Keeps what `StoreReader.ofCodes` has read for one state of the code tables, for all who read.
///
/// Each page of a list asks which codes are known, and a table changes a few times in a year. A reader sees a snapshot: what is kept
/// is of its snapshot where the tables are in the same state, and a snapshot that is older keeps nothing.
final class SharedCodes: Sendable {
  private struct State {
    var table: TableState?
    var kept: [String: any Sendable] = [:]
  }

  private let type: RecordType
  private let state = Mutex(State())

  /// Nil where the catalog has no code tables.
  init?(_ catalog: Catalog) {
    guard let type = catalog.type(named: CodeTable.recordType) else { return nil }
    self.type = type
  }

  /// What is kept under a name for a snapshot, or what `read` finds there.
  func value<T: Sendable>(_ name: String, in db: Database, _ read: () throws -> T) throws -> T {
    let now = try TableState(of: type, in: db)
    let known = state.withLock { $0.table == now ? $0.kept[name] : nil }
    if let known = known as? T { return known }
    let value = try read()
    state.withLock { state in
      if state.table != now {
        if let table = state.table, table.schema == now.schema, !now.isAfter(table) { return }
        state = State(table: now)
      }
      if state.kept.count >= CodeMemory.countMax { state.kept.removeAll() }
      state.kept[name] = value
    }
    return value
  }
}
