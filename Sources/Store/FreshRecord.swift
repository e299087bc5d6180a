// A record as one commit enters it: what its columns take straight from the commit's bytes.
import Catalog
import Merge
import Totals
import Wire

/// What a column takes of a field as it stands in a commit.
enum Column: UInt8 {
  case text, integer, boolean, bytes
  /// A register of any kind of value.
  case any
  /// A set, or steps.
  case list
  case counter

  init(_ field: Field) {
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
}

extension Column {
  /// Whether the column of a register can hold a value, as `RecordTable.fits` says of its field.
  func holds(_ value: Value) -> Bool {
    switch (self, value) {
    case (.text, .null), (.integer, .null), (.boolean, .null), (.bytes, .null): true
    case (.text, .text), (.integer, .int), (.boolean, .bool), (.bytes, .bytes): true
    default: false
    }
  }
}

/// A record of which one commit without steps is all there is, read from the commit's bytes.
struct FreshRecord: CountedRecord {
  let record: RecordID
  let area: Area
  let status: String?
  let fields: ArraySlice<ScannedField>
  let bytes: UnsafeRawBufferPointer
  /// As in the type's table.
  let places: [Int]
  let columns: [Column]

  func moment(of step: String) -> Int64? { nil }

  func value(of number: Int) -> Value {
    let column = number < places.count && places[number] >= 0 ? columns[places[number]] : nil
    guard let field = fields.first(where: { $0.number == number }) else { return column == .counter ? .int(0) : .null }
    switch (field.kind, column) {
    case (.text, .text): return .text(String(decoding: bytes[field.place], as: UTF8.self))
    case (.int, .integer): return .int(field.int)
    case (.bool, .boolean): return .bool(field.int != 0)
    case (.bytes, .bytes): return .bytes(Array(bytes[field.place]))
    default: return .null
    }
  }
}
