// The index of texts as the writer of one type's rows sees it.
import Catalog
import GRDB
import Merge

/// Notes which rows show other texts than those their entries are of.
final class TextTable {
  private let type: RecordType
  private let place: Int
  private let note: HotStatement

  /// - Returns: nil where nothing of the type is indexed.
  static func open(_ type: RecordType, in db: Database) throws -> TextTable? {
    try TextIndex.mark(of: type, db).map { try TextTable(type, at: $0.place, in: db) }
  }

  private init(_ type: RecordType, at place: Int, in db: Database) throws {
    (self.type, self.place) = (type, place)
    note = try db.hot(
      """
      INSERT OR IGNORE INTO record_text_due (document, text)
        SELECT ?1, ?2 FROM record_text_marks WHERE type = ?3 AND row >= ?4
      """)
  }

  /// What the searched fields show.
  func texts(of state: RecordState) -> [String] {
    type.searched.map { Shown.value(of: state[$0.number], field: $0, standing: nil).text ?? "" }
  }

  /// Notes a row that has been written over, with what it showed before. The first note stands: its text is the indexed one.
  func noteChange(of row: Int64, from before: [String], to state: RecordState) throws {
    guard texts(of: state) != before else { return }
    note.bind(1, TextIndex.document(row, ofTypeAt: place))
    note.bind(2, SearchDocument.text(of: before))
    note.bind(3, type.name)
    note.bind(4, row)
    try note.run()
  }
}
