// Taking rows up into the index of texts, a piece at a time.
import Catalog
import GRDB
import Merge

/// What one piece of work on the index has done.
package struct TextProgress: Hashable, Sendable {
  /// Rows whose entries are now those of what they show.
  package let rows: Int
  /// Whether nothing was left to do.
  package let isDone: Bool

  package init(rows: Int = 0, isDone: Bool = true) { (self.rows, self.isDone) = (rows, isDone) }
}

extension StoreWriter {
  /// The most rows, and the most bytes of text, that one transaction takes up: others wait for it.
  static let textRowsMax = 200
  private static let textBytesMax = 512 << 10

  /// Takes up the next rows: first those that show something else than their entries, then those that have none.
  ///
  /// What was taken up stays after a crash; whoever goes on later goes on there. Nothing is done while the views are being
  /// folded, or in a store that keeps no index.
  package func indexTexts(countMax: Int = textRowsMax) throws -> TextProgress {
    try settle()
    guard !isRebuilding, try TextIndex.isKept(db) else { return TextProgress() }
    var piece = TextPiece(try TextEntries(in: db), countMax: min(max(countMax, 1), Self.textRowsMax))
    try takeUpChanged(&piece)
    for (place, type) in catalog.types.enumerated() where !type.searched.isEmpty {
      try takeUpNew(type, at: place, &piece)
    }
    return TextProgress(rows: piece.rows, isDone: !piece.isFull)
  }

  private struct TextPiece {
    let entries: TextEntries
    let countMax: Int
    var rows = 0
    var bytes = 0
    var isFull: Bool { rows >= countMax || bytes >= StoreWriter.textBytesMax }

    init(_ entries: TextEntries, countMax: Int) { (self.entries, self.countMax) = (entries, countMax) }

    /// Takes note of a row that is done, and of the bytes that were written or taken out for it.
    mutating func noteRow(_ count: Int) {
      rows += 1
      bytes += count
    }
  }

  private func takeUpChanged(_ piece: inout TextPiece) throws {
    let find = try db.hot("SELECT document, text FROM record_text_due ORDER BY document LIMIT ?1")
    find.bind(1, Int64(piece.countMax))
    var due: [(document: Int64, text: String)] = []
    try find.forEachRow { due.append(($0.int(0), $0.text(1))) }
    let forget = try db.hot("DELETE FROM record_text_due WHERE document = ?1")
    for (document, text) in due where !piece.isFull {
      let place = TextIndex.place(ofDocument: document)
      guard catalog.types.indices.contains(place) else { throw Self.strangeDocument(document) }
      let rows = try db.hot("\(Self.rowTexts(catalog.types[place])) WHERE rowid = ?1")
      rows.bind(1, TextIndex.row(ofDocument: document))
      var shown: IndexedText?
      try rows.forEachRow { shown = IndexedText($0, of: catalog.types[place]) }
      guard let shown else { throw Self.strangeDocument(document) }
      try piece.entries.remove(document, areas: shown.areas, text: text)
      try piece.entries.add(document, areas: shown.areas, text: shown.text)
      forget.bind(1, document)
      try forget.run()
      piece.noteRow(text.utf8.count + shown.text.utf8.count)
    }
  }

  private static func strangeDocument(_ document: Int64) -> StoreError {
    StoreError(.damaged, "document \(document) of the index of texts has no row", hint: "Run `gridward rebuild`.")
  }

  private func takeUpNew(_ type: RecordType, at place: Int, _ piece: inout TextPiece) throws {
    if piece.isFull { return }
    let rows = try db.hot(
      """
      \(Self.rowTexts(type)) WHERE rowid > (SELECT row FROM record_text_marks WHERE type = ?1)
      ORDER BY rowid LIMIT ?2
      """)
    rows.bind(1, type.name)
    rows.bind(2, Int64(piece.countMax))
    var last: Int64?
    defer { rows.reset() }
    while try !piece.isFull && rows.step() {
      let shown = IndexedText(rows, of: type)
      try piece.entries.add(
        TextIndex.document(shown.row, ofTypeAt: place), areas: shown.areas, text: shown.text)
      piece.noteRow(shown.text.utf8.count)
      last = shown.row
    }
    guard let last else { return }
    rows.reset()
    let mark = try db.hot("UPDATE record_text_marks SET row = ?1 WHERE type = ?2")
    mark.bind(1, last)
    mark.bind(2, type.name)
    try mark.run()
  }

  /// The start of a statement that reads rows for `IndexedText`.
  static func rowTexts(_ type: RecordType) -> String {
    let columns = type.searched.map { ", \"\($0.name)\"" }.joined()
    return "SELECT rowid, area\(columns) FROM \"\(type.name)\""
  }
}

/// What is indexed of a row.
struct IndexedText {
  let row: Int64
  let areas: [String]
  let text: String

  /// - Parameter statement: stands on a row of `StoreWriter.rowTexts`.
  init(_ statement: HotStatement, of type: RecordType) {
    row = statement.int(0)
    areas = SearchDocument.areas(of: statement.text(1))
    let texts = type.searched.indices.map { place in
      let column = Int32(place) + 2
      return statement.isNull(column) ? "" : statement.text(column)
    }
    text = SearchDocument.text(of: texts)
  }
}

/// The entries themselves. SQLite keeps no text with them: whoever takes some out says what they are of.
private struct TextEntries {
  private let insert: HotStatement
  private let delete: HotStatement

  init(in db: Database) throws {
    insert = try db.hot("INSERT INTO record_text (rowid, area, text) VALUES (?1, ?2, ?3)")
    delete = try db.hot("INSERT INTO record_text (record_text, rowid, area, text) VALUES ('delete', ?1, ?2, ?3)")
  }

  func add(_ document: Int64, areas: [String], text: String) throws { try run(insert, document, areas, text) }
  func remove(_ document: Int64, areas: [String], text: String) throws { try run(delete, document, areas, text) }

  private func run(_ statement: HotStatement, _ document: Int64, _ areas: [String], _ text: String) throws {
    statement.bind(1, document)
    statement.bind(2, areas.joined(separator: " "))
    statement.bind(3, text)
    try statement.run()
  }
}
