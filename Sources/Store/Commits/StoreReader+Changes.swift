// Which records the commits that arrived since some moment have changed.
package import Merge
import Wire

/// One change of one record, as its commit tells.
package struct ArrivedChange: Sendable {
  package let type: String
  package let record: RecordID
  package let area: String
  /// Where its author stood.
  package let home: String
  /// When its author made it, in milliseconds.
  package let time: Int64
}

extension StoreReader {
  /// Hands over the changes of every commit that arrived after a number, in that order.
  package func forEachChange(after arrival: UInt64, _ body: (ArrivedChange) throws -> Void) throws {
    let statement = try db.hot(
      """
      SELECT c.body, f.area, f.home FROM "commit" c JOIN feed f ON f.ref = c.feed
      WHERE c.arrival > ?1 ORDER BY c.arrival
      """)
    statement.bind(1, arrival)
    var scanner = CommitScanner()
    try statement.forEachRow { row in
      let bytes = Array(row.blob(0))
      var cbor = CBORReader(bytes)
      try scanner.scan(&cbor)
      if scanner.redacted != nil { return }
      let (area, home) = (row.text(1), row.text(2))
      for change in scanner.changes {
        let type = String(decoding: bytes[change.type], as: UTF8.self)
        try body(
          ArrivedChange(
            type: type, record: change.record, area: area, home: home, time: scanner.time.milliseconds))
      }
    }
  }
}
