// Who made a commit: the merged state keeps no names.
package import Merge
import Wire

extension StoreReader {
  /// The user of one commit; nil when this node does not hold it.
  package func author(of dot: Dot) throws -> String? {
    let statement = try db.hot(
      "SELECT c.body FROM \"commit\" c JOIN feed f ON f.ref = c.feed WHERE f.id = ?1 AND c.seq = ?2")
    statement.bind(1, dot.feed.raw)
    statement.bind(2, dot.seq)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let bytes = Array(statement.blob(0))
    var scanner = CommitScanner()
    var cbor = CBORReader(bytes)
    try scanner.scan(&cbor)
    return String(decoding: bytes[scanner.user], as: UTF8.self)
  }
}
