// Verifying a store: every chain is hashed again, every head compared, every view folded anew and compared.
import Catalog
import Foundation
import GRDB
import Merge
import Replica
import Rules
import Trust
import Wire

/// What verifying found.
package struct Verification: Sendable {
  package var feeds = 0
  package var commits = 0
  package var rows = 0
  /// One line for each fault, for the operator.
  package var faults: [String] = []

  /// How many of the faults are in views, which can be folded anew.
  package var viewFaults = 0

  package var isSound: Bool { faults.isEmpty }
  /// Whether what is not as it should be can all be made again from the commits.
  package var areOnlyViewsUnsound: Bool { faults.count == viewFaults }
}

extension Store {
  /// Reads everything again: the file's pages, every commit's hash and place, every head, and every view row against a
  /// second fold into a store in memory.
  package func verify() throws -> Verification {
    let copy = try Store.inMemory(identity: identity, catalog: catalog, root: root, shelf: shelf)
    var result = Verification()
    do { try checkPages() } catch let error as StoreError where error.code == .damaged {
      result.faults.append("file: \(error.message)")
    }
    try read { reader in
      for line in try String.fetchAll(reader.db, sql: "PRAGMA quick_check") where line != "ok" {
        result.faults.append("file: \(line)")
      }
      for id in try Data.fetchAll(reader.db, sql: "SELECT id FROM feed WHERE is_waiting <> (effective < seq)") {
        result.faults.append("feed \(id.map { String(format: "%02x", $0) }.joined()): waiting is not told truly")
      }
      try copy.write { writer in
        // Whether what people signed counts hangs on them.
        try reader.eachStatement { _ = try writer.keepStatement($0) }
        try Self.verifyCommits(reader, into: writer, &result)
        try writer.flush()
        for type in catalog.types { try Self.compare(type.name, reader, writer, &result) }
        try Self.compare("concurrent", reader, writer, &result)
        try Self.compare("tally", reader, writer, &result)
        try Self.compare("element", reader, writer, &result)
        try Self.compare("action", reader, writer, &result)
        try Self.compare("action_repeat", reader, writer, &result)
        try PackedCheck(reader).run(&result)
        try TextCheck(reader, catalog: catalog).run(&result)
        try Self.compareMoments(catalog, reader, writer, &result)
      }
    }
    return result
  }

  private static func verifyCommits(
    _ reader: StoreReader, into writer: StoreWriter, _ result: inout Verification
  ) throws {
    var heads: [Int64: (feed: StoredFeed, copy: StoredFeed)] = [:]
    let rows = try reader.db.hot(
      "SELECT feed, seq, source, hash, body, arrival FROM \"commit\" WHERE feed > 0 ORDER BY arrival")
    var scanner = CommitScanner()
    try rows.forEachRow { row in
      result.commits += 1
      let bytes = Array(row.blob(4))
      var cbor = CBORReader(bytes)
      do { try scanner.scan(&cbor) } catch {
        result.faults.append("commit \(row.int(5)): \(error)")
        return
      }
      guard let stored = try heads[row.int(0)]?.feed ?? reader.feed(reference: row.int(0)) else {
        result.faults.append("commit \(row.int(5)): no feed \(row.int(0))")
        return
      }
      let start = Hashing.sha256(stored.key.encoded)
      var copy = try heads[row.int(0)]?.copy ?? writer.openFeed(stored.key, id: stored.id, digest: start)
      heads[row.int(0)] = (stored, copy)
      let hash = Hashing.chain(bytes, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
      let fits = scanner.feed == stored.id && scanner.seq == copy.head.seq + 1 && scanner.previous == copy.head.hash
      guard fits, hash == (try row.digest(3)), row.uint(1) == scanner.seq else {
        result.faults.append("feed \(stored.id) at \(row.uint(1)): the chain is broken")
        return
      }
      _ = try writer.append(
        ScannedCommit(bytes, scan: scanner, hash: hash), to: &copy, from: row.int(2),
        isEffective: scanner.seq <= stored.effective)
      if scanner.seq <= stored.effective { try writer.fold(scanner, in: bytes, feed: copy) }
      heads[row.int(0)] = (stored, copy)
      if try reader.lacksStatement(of: scanner, in: bytes, class: stored.key.class) {
        result.faults.append("commit \(row.int(5)): the store lacks a statement that it brought")
      }
    }
    result.feeds = heads.count
    for (_, pair) in heads.sorted(by: { $0.key < $1.key }) where pair.feed.head != pair.copy.head {
      result.faults.append("feed \(pair.feed.id): its head is not that of its commits")
    }
  }

  /// The columns of a table but its change numbers: those tell in which order a store came to be, and no commit says that.
  private static func columns(of table: String, _ db: Database) throws -> String {
    let names = try db.columns(in: table).map(\.name)
    return names.filter { $0 != RecordTable.changeColumn }.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  private static let keys = [
    "concurrent": "type, record, area, field, feed, seq", "tally": "indicator, day, area, sector, campaign, unit",
    "element": "type, field, key, record, area", "action": "feed, seq", "action_repeat": "record, feed, seq",
  ]

  /// Compares a view with its second fold, row by row in key order.
  private static func compare(
    _ table: String, _ reader: StoreReader, _ writer: StoreWriter, _ result: inout Verification
  ) throws {
    let key = keys[table] ?? "id, area"
    // As this program makes them: one of another form shows as an error.
    try compare(
      table, sql: "SELECT \(try columns(of: table, writer.db)) FROM \"\(table)\" ORDER BY \(key)", reader, writer,
      &result)
  }

  /// Compares the tables of moments. They name a record by its row, which another fold may have given another one: so each kind is
  /// compared by the ids of its records.
  private static func compareMoments(
    _ catalog: Catalog, _ reader: StoreReader, _ writer: StoreWriter, _ result: inout Verification
  ) throws {
    try compare("moment_kind", sql: "SELECT * FROM moment_kind ORDER BY kind", reader, writer, &result)
    for view in MomentView.allCases.map(\.rawValue) {
      // A row of a kind that nobody knows, too, is one more than there should be.
      try compare(view, sql: "SELECT kind, count(*) FROM \(view) GROUP BY kind ORDER BY kind", reader, writer, &result)
    }
    for kind in MomentKind.all(of: catalog) {
      let sql = """
        SELECT m.day, m.division, m.moment, t.id, t.area FROM \(kind.view.rawValue) m
        LEFT JOIN "\(kind.kept.type)" t ON t.rowid = m.record WHERE m.kind = \(kind.number)
        ORDER BY m.day, m.division, m.moment, t.id, t.area
        """
      try compare("\(kind.view.rawValue) \(kind.kept.type) \(kind.kept.name)", sql: sql, reader, writer, &result)
    }
  }

  private static func compare(
    _ table: String, sql: String, _ reader: StoreReader, _ writer: StoreWriter, _ result: inout Verification
  ) throws {
    let mine = try Row.fetchCursor(reader.db, sql: sql)
    let theirs = try Row.fetchCursor(writer.db, sql: sql)
    while true {
      let (left, right) = (try mine.next(), try theirs.next())
      if left == nil && right == nil { return }
      result.rows += 1
      if left != right {
        result.viewFaults += 1
        result.faults.append("\(table): row \(result.rows) is not what its commits make it; run `gridward rebuild`")
        return
      }
    }
  }
}
