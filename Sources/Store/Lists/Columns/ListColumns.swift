// The index of places of one type in memory, column by column: what would be read from every entry of it is read from arrays.
import Catalog
import GRDB
import Merge

/// What the rows of a type show in the columns of its index of places, as of one state of its table.
///
/// A value: whoever has it reads it, whatever becomes of the table or of others' copies. Copies share their chunks until they
/// write to them.
struct ListColumns: Sendable {
  /// Of a row beyond that nothing is kept: memory is bounded.
  static let rowsMax: Int64 = 4 << 20

  let type: RecordType
  /// What it is the state of.
  var state: TableState
  /// By which rows they have come to it lately, the last at the end.
  var moves: [ColumnMove] = []
  private(set) var columns: [ListColumn]

  init(_ type: RecordType, asOf state: TableState) {
    (self.type, self.state) = (type, state)
    columns = RecordIndexes(type).placeColumns.map { ListColumn($0, of: type) }
  }

  /// Notes what a row shows.
  /// - Parameter row: the row's number, then the columns in their order.
  mutating func note(_ row: HotStatement) {
    let number = row.int(0)
    guard (0..<Self.rowsMax).contains(number) else {
      for index in columns.indices { columns[index].forget() }
      return
    }
    let place = ColumnPlace(row: number)
    for index in columns.indices { columns[index].note(row, Int32(index + 1), at: place) }
  }

  /// Notes that there is no such row.
  mutating func noteAbsence(of number: Int64) {
    guard (0..<Self.rowsMax).contains(number) else { return }
    for index in columns.indices { columns[index].noteNothing(at: ColumnPlace(row: number)) }
  }

  /// A column that is kept; nil where it is not.
  func column(_ name: String) -> ListColumn? { columns.first { $0.name == name && $0.isKept } }

  /// The column that every row shows something in.
  var divisions: CodedColumn? { column(RecordIndexes.division)?.coded }

  /// The names of the columns of the statements that read rows.
  static func list(_ type: RecordType) -> String {
    RecordIndexes(type).placeColumns.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

/// One column: coded where many rows show the same, plain where nearly all differ, neither where it cannot be kept.
struct ListColumn: Sendable {
  let name: String
  private let isText: Bool
  private(set) var coded: CodedColumn?
  private(set) var plain: PlainColumn?

  init(_ name: String, of type: RecordType) {
    self.name = name
    let field = type.field(named: name)
    isText = field.map { Column($0) == .text } ?? false
    if [RecordIndexes.standing, RecordIndexes.division].contains(name) || (field.map(Self.isCoded) ?? false) {
      coded = CodedColumn()
    } else {
      plain = PlainColumn()
    }
  }

  private static func isCoded(_ field: Field) -> Bool {
    switch Column(field) {
    case .text, .boolean: true
    case .integer: !field.codes.isEmpty
    default: false
    }
  }

  var isKept: Bool { coded != nil || plain != nil }

  mutating func forget() { (coded, plain) = (nil, nil) }

  mutating func noteNothing(at place: ColumnPlace) {
    _ = coded?.set(nil, at: place)
    _ = plain?.set(nil, at: place)
  }

  mutating func note(_ row: HotStatement, _ column: Int32, at place: ColumnPlace) {
    let isNull = row.isNull(column)
    if coded != nil {
      let value: ColumnValue? = isNull ? nil : isText ? .text(Array(row.blob(column))) : .int(row.int(column))
      if coded?.set(value, at: place) == false { coded = nil }
    } else if plain != nil, plain?.set(isNull ? nil : row.int(column), at: place) == false {
      plain = nil
    }
  }
}
