// A record as one commit enters it: what its columns take straight from the commit's bytes.
import Catalog
import Merge
import Rules
import Totals
import Wire

/// A record of which one commit without steps is all there is, read from the commit's bytes.
struct FreshRecord: CountedRecord, DatedRecord {
  let record: RecordID
  let area: Area
  let division: String
  let status: String?
  let fields: ArraySlice<ScannedField>
  let bytes: UnsafeRawBufferPointer
  /// As in the type's table.
  let places: [Int]
  let columns: [Column]

  func moment(of step: String) -> Int64? { nil }
  func first(_ kinds: [String]) -> Int64? { nil }

  func value(of number: Int) -> Value {
    let column = number < places.count && places[number] >= 0 ? columns[places[number]] : nil
    guard let field = field(number) else { return column == .counter ? .int(0) : .null }
    switch (field.kind, column) {
    case (.text, .text): return .text(String(decoding: bytes[field.place], as: UTF8.self))
    case (.int, .integer): return .int(field.int)
    case (.bool, .boolean): return .bool(field.int != 0)
    case (.bytes, .bytes): return .bytes(Array(bytes[field.place]))
    default: return .null
    }
  }

  /// A commit has its fields in the order of their numbers: whatever is asked for and not there is soon known.
  private func field(_ number: Int) -> ScannedField? {
    for index in fields.indices where fields[index].number >= number {
      return fields[index].number == number ? fields[index] : nil
    }
    return nil
  }
}
