// What is told of a record beside what it says: where it is not as it would be entered here.
package import Catalog
import Merge
package import Store

/// What of a record that arrived is not as it would be entered here: told to readers, never a reason to refuse it.
package struct Marking: Sendable {
  private let tables: CodeTables
  private let asked: TypeMarks

  /// - Throws: `StoreError`.
  package init(_ type: RecordType, in reader: StoreReader, catalog: Catalog) throws {
    asked = TypeMarks(type)
    tables = try reader.ofCodes("tables of \(type.name)") {
      try reader.codeTables(Set(type.fields.compactMap { $0.codeTable }), catalog)
    }
  }

  /// What is not as it would be entered, in the order of the fields.
  package func marks(_ record: RecordView) -> [FieldProblem] { marks(record, showing: record.shown) }

  /// - Parameter values: what the record shows.
  /// - Precondition: it is of the type.
  func marks(_ record: RecordView, showing values: [Value]) -> [FieldProblem] {
    let day = Day(milliseconds: record.state.created.milliseconds)
    return asked.marks(area: record.area, tables: tables, on: day, values: values)
  }

  /// Where another record of the division shows what only one is to show.
  /// - Complexity: reads the division's records of the type, so lists leave it out.
  /// - Throws: `StoreError`.
  package static func doubles(of record: RecordView, in reader: StoreReader) throws -> [FieldProblem] {
    guard record.standing?.status != "withdrawn" else { return [] }
    return try record.type.fieldsOfOneRecord.flatMap { field -> [FieldProblem] in
      let value = record.values.first { $0.field.number == field.number }?.value
      guard let text = value?.text, !text.isEmpty else { return [] }
      return try reader.others(showing: text, in: field, than: record.id, type: record.type, near: record.area)
        .map { FieldProblem(field: field.name, reason: .notUnique($0)) }
    }
  }
}
