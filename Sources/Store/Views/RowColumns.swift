// The columns of a record type's rows as a statement names them.
import Catalog
import Synchronization

/// Row number and columns of each type's table, written down once: every record that is read asks for them.
enum RowColumns {
  /// A list, and the type that it was written for: another catalog's may have the same name.
  private struct Known {
    let fields: [Field]
    let hasLifecycle: Bool
    let list: String
  }

  private static let known = Mutex<[String: Known]>([:])

  static func list(of type: RecordType) -> String {
    let hasLifecycle = type.lifecycle != nil
    return known.withLock { known in
      // Fields of one catalog are one array, which is seen without looking at each of them.
      if let it = known[type.name], it.fields == type.fields, it.hasLifecycle == hasLifecycle { return it.list }
      let names = ["rowid"] + RecordTable.columnNames(type)
      let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
      known[type.name] = Known(fields: type.fields, hasLifecycle: hasLifecycle, list: list)
      return list
    }
  }
}
