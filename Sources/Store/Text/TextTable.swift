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

  private let db: Database

  private init(_ type: RecordType, at place: Int, in db: Database) throws {
    (self.type, self.place, self.db) = (type, place, db)
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

  /// Takes out the entries of a row that goes.
  /// - Parameter texts: what it shows; where others are indexed, they have been noted.
  func remove(_ row: Int64, showing texts: [String], in area: String) throws {
    guard let mark = try TextIndex.mark(of: type, db), row <= mark.row else { return }
    let document = TextIndex.document(row, ofTypeAt: place)
    let due = try db.hot("SELECT text FROM record_text_due WHERE document = ?1")
    due.bind(1, document)
    let noted = try due.first { $0.text(0) }
    let delete = try db.hot("INSERT INTO record_text (record_text, rowid, area, text) VALUES ('delete', ?1, ?2, ?3)")
    delete.bind(1, document)
    delete.bind(2, SearchDocument.areas(of: area).joined(separator: " "))
    delete.bind(3, noted ?? SearchDocument.text(of: texts))
    try delete.run()
    let forget = try db.hot("DELETE FROM record_text_due WHERE document = ?1")
    forget.bind(1, document)
    try forget.run()
  }

  /// Once the last row has gone, its number is given again: what stands there then is new.
  func lowerMark() throws {
    let lower = try db.hot(
      """
      UPDATE record_text_marks SET row = min(row, (SELECT coalesce(max(rowid), 0) FROM "\(type.name)")) WHERE type = ?1
      """)
    lower.bind(1, type.name)
    try lower.run()
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
