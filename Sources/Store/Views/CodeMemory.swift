// What the writer has read of code tables, until one of them is written.

/// Keeps what has been worked out of code tables on the writer's connection: each entry asks for it, and a table changes a
/// few times in a year.
///
/// Whoever writes a row of a code table, or drops the views, calls `forget` first: `RecordTable.fold` is the one place where
/// such a row is written, whatever brought the change, and `StoreWriter.forgetTables` comes before views are dropped.
/// - Invariant: what is kept was read from the rows as they are. The transaction that changes them keeps nothing from then on,
///   since it may yet be rolled back.
final class CodeMemory {
  /// The most that is kept: of which areas names are asked is said from outside.
  static let countMax = 1_024

  private var kept: [String: any Sendable] = [:]
  private var isChanging = false

  /// Called as each transaction begins.
  func begin() { isChanging = false }

  /// Rows of code tables are about to change.
  func forget() {
    kept.removeAll()
    isChanging = true
  }

  /// What is kept under a name, or what `read` finds.
  func value<T: Sendable>(_ name: String, _ read: () throws -> T) rethrows -> T {
    if let known = kept[name] as? T { return known }
    let value = try read()
    if isChanging { return value }
    if kept.count >= Self.countMax { kept.removeAll() }
    kept[name] = value
    return value
  }
}

extension StoreReader {
  /// What `read` finds in code tables, and in nothing else: it is kept until one of them changes.
  /// - Parameter name: of what is asked, with all that the answer depends on besides.
  package func ofCodes<T: Sendable>(_ name: String, _ read: () throws -> T) throws -> T {
    if let codes { return try codes.value(name, read) }
    return try kept.codes?.value(name, in: db, read) ?? read()
  }
}
