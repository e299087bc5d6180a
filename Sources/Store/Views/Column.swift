// What a column of a type's table takes: said here once, for those that write it and those that read it.
package import Catalog
package import Merge

/// What a column takes of a field as it stands in a commit.
package enum Column: UInt8 {
  case text, integer, boolean, bytes
  /// A register of any kind of value.
  case any
  /// A set, or steps.
  case list
  case counter

  package init(_ field: Field) {
    self =
      switch (field.kind, field.value) {
      case (.counter, _): .counter
      case (.set, _), (.steps, _): .list
      case (.register, .text): .text
      case (.register, .integer): .integer
      case (.register, .boolean): .boolean
      case (.register, .bytes): .bytes
      case (.register, .any): .any
      }
  }

  /// Whether the column of a register can hold a value: one of its kind, or null.
  package func holds(_ value: Value) -> Bool {
    switch (self, value) {
    case (.text, .null), (.integer, .null), (.boolean, .null), (.bytes, .null): true
    case (.text, .text), (.integer, .int), (.boolean, .bool), (.bytes, .bytes): true
    default: false
    }
  }

  /// Reads the column of a register back as a value; nil where the value does not stand in the column.
  func value(in statement: HotStatement, at column: Int32) -> Value? {
    if statement.isNull(column) { return self == .list || self == .counter ? nil : .null }
    return switch self {
    case .text: .text(statement.text(column))
    case .integer: .int(statement.int(column))
    case .boolean: .bool(statement.int(column) != 0)
    case .bytes: .bytes(Array(statement.blob(column)))
    case .any, .list, .counter: nil
    }
  }
}
