// The index of texts: its tables, making and dropping them, and the numbers records have in it.
import Catalog
import GRDB

/// The tables of the index, of which a store may have none.
///
/// FTS5 keeps the entries and no text: what a record's text is, its row says. A row up to its type's mark has entries; rows
/// beyond it are new, and what of an older row has changed is noted with the text that its entries are of, without which
/// they cannot be taken out. So entering a record costs the index nothing, and the rest is done when there is time.
/// - Invariant: the entries of a type are those of its rows up to its mark, each with the text it shows or, where one is noted,
///   with that one.
enum TextIndex {
  /// What makes the tables. `ascii` parts at blanks what `SearchDocument` has taken apart, and leaves other bytes alone.
  static let definition = """
    CREATE VIRTUAL TABLE record_text USING fts5(
      area, text, content = '', columnsize = 0, detail = full, tokenize = 'ascii'
    );
    CREATE VIRTUAL TABLE record_text_terms USING fts5vocab(record_text, instance);
    CREATE TABLE record_text_marks (type TEXT PRIMARY KEY, place INTEGER NOT NULL, row INTEGER NOT NULL) STRICT;
    CREATE TABLE record_text_due (document INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
    """

  /// In the order in which they are dropped.
  static let names = ["record_text_terms", "record_text", "record_text_marks", "record_text_due"]

  /// Whether the store keeps an index.
  static func isKept(_ db: Database) throws -> Bool {
    let find = try db.hot("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'record_text'")
    defer { find.reset() }
    return try find.step()
  }

  /// Makes the index, empty: every row is yet to be taken up.
  static func make(_ db: Database, catalog: Catalog) throws {
    try db.execute(sql: definition)
    for (place, type) in catalog.types.enumerated() where !type.searched.isEmpty {
      try db.execute(
        sql: "INSERT INTO record_text_marks (type, place, row) VALUES (?, ?, 0)", arguments: [type.name, place])
    }
    try Schema.nameViews(names, db)
  }

  /// Where a type has its numbers, and the last row of it that has entries; nil where none of it is indexed.
  static func mark(of type: RecordType, _ db: Database) throws -> (place: Int, row: Int64)? {
    guard !type.searched.isEmpty, try isKept(db) else { return nil }
    let find = try db.hot("SELECT place, row FROM record_text_marks WHERE type = ?1")
    find.bind(1, type.name)
    defer { find.reset() }
    return try find.step() ? (Int(find.int(0)), find.int(1)) : nil
  }

  static func drop(_ db: Database) throws {
    for name in names { try db.execute(sql: "DROP TABLE IF EXISTS \(name)") }
    try Schema.unnameViews(names, db)
  }

  /// The number that a row has in the index: those of one type follow one another as its rows do.
  ///
  /// Types have theirs by their place in the catalog. With another catalog everything is folded anew, the index among it.
  static func document(_ row: Int64, ofTypeAt place: Int) -> Int64 { Int64(place) << rowBits | row }

  static func row(ofDocument document: Int64) -> Int64 { document & rowMax }

  static func place(ofDocument document: Int64) -> Int { Int(document >> rowBits) }

  /// A thousand thousand million rows of a type, and 4,096 types.
  private static let rowBits: Int64 = 40
  /// The last row that has a number of its own.
  static let rowMax: Int64 = 1 << rowBits - 1
}

extension Store {
  /// Has the store keep an index of texts, or none. One that it does not have yet is filled piece by piece (`indexTexts`).
  package func keepTexts(_ isKept: Bool) throws {
    try write { writer in
      guard try TextIndex.isKept(writer.db) != isKept else { return }
      writer.forgetTables()
      if isKept { try TextIndex.make(writer.db, catalog: catalog) } else { try TextIndex.drop(writer.db) }
    }
  }
}
