// Rows that a rebuild does not bring back: what was there before is kept until the views are whole, then compared.
import Catalog
import GRDB
import Merge

/// What is known of the rows from before a rebuild.
enum FormerRows {
  /// How many rows are told as gone. Where more have gone, whoever follows begins anew, which costs them less.
  static let goneMax = 100_000

  /// Notes every row, before the views are dropped. Of a rebuild that was cut off and begins again, what had been there before
  /// stays noted.
  static func note(_ db: Database) throws {
    let highest = try ChangeNumbers.keepHighest(db)
    let tables = try ChangeNumbers.tables(db)
    // An earlier program has folded them since, and told nobody what went.
    guard try unnumbered(db).isEmpty else { return try Runs.beginAnew(in: db, after: highest) }
    for table in tables {
      try db.execute(
        sql: "INSERT INTO node_former (type, record, area) SELECT ?, id, area FROM \(Schema.quoted(table))",
        arguments: [table])
    }
  }

  /// The tables of records whose rows have no numbers.
  private static func unnumbered(_ db: Database) throws -> Set<String> {
    let all = try String.fetchSet(
      db, sql: "SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = tbl_name || '_by_id'")
    return try all.subtracting(ChangeNumbers.tables(db))
  }

  /// Tells what has not come back as gone, now that the views are whole.
  static func tellGone(_ db: Database, catalog: Catalog, _ numbers: ChangeNumbers) throws {
    let save = try db.hot("INSERT INTO node_gone (change, type, record, area) VALUES (?1, ?2, ?3, ?4)")
    try db.hot("SELECT type, record, area FROM node_former ORDER BY rowid").forEachRow { row in
      let (type, record, area) = (row.text(0), RecordID(try row.bytes16(1)), row.text(2))
      if try catalog.type(named: type).map({ try isThere(record, area, $0, db) }) ?? false { return }
      // It may have been noted twice.
      try numbers.comeBack(record, type, area)
      save.bind(1, numbers.next())
      save.bind(2, type)
      save.bind(3, record.raw)
      save.bind(4, area)
      try save.run()
      numbers.hasGone = true
    }
    try db.execute(sql: "DELETE FROM node_former")
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM node_gone") ?? 0
    if count > goneMax { try Runs.beginAnew(in: db, after: numbers.next()) }
  }

  private static func isThere(_ record: RecordID, _ area: String, _ type: RecordType, _ db: Database) throws -> Bool {
    let find = try db.hot(RecordTable.lookup(type))
    find.bind(1, record.raw)
    find.bind(2, area)
    defer { find.reset() }
    return try find.step()
  }
}
