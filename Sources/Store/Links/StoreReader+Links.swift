// Reading links, and saving them.
package import Merge
package import Replica
import Wire

extension StoreReader {
  static let linkColumns =
    """
    ref, peer, area, is_parent, store, received, acknowledged, custody, proved_at, heard_at, clock_offset, receipts_taken,
    receipts_passed, witness
    """

  package func link(_ peer: NodeID) throws -> StoredLink? {
    let statement = try db.hot("SELECT \(Self.linkColumns) FROM link WHERE peer = ?1")
    statement.bind(1, peer.raw)
    defer { statement.reset() }
    return try statement.step() ? Self.link(statement) : nil
  }

  /// All links: the parent's first, then those of parents before it, then by area.
  package func links() throws -> [StoredLink] {
    var links: [StoredLink] = []
    let statement = try db.hot(
      """
      SELECT \(Self.linkColumns) FROM link
      ORDER BY is_parent AND ref IS (SELECT value FROM meta WHERE key = 'parent_link') DESC, is_parent DESC, area, ref
      """)
    try statement.forEachRow { links.append(try Self.link($0)) }
    return links
  }

  /// Where the parent of that link answered last; nil before the first session.
  package func parentAddress() throws -> String? {
    let statement = try db.hot("SELECT value FROM meta WHERE key = 'parent_address'")
    defer { statement.reset() }
    return try statement.step() ? statement.text(0) : nil
  }

  /// The link to the parent that spoke last. By what was noted then, not by a clock: that may have been set back since.
  package func parentLink() throws -> StoredLink? {
    let statement = try db.hot(
      """
      SELECT \(Self.linkColumns) FROM link
      WHERE is_parent = 1 AND ref = (SELECT value FROM meta WHERE key = 'parent_link')
      """)
    defer { statement.reset() }
    return try statement.step() ? Self.link(statement) : nil
  }

  private static func link(_ row: HotStatement) throws -> StoredLink {
    guard let area = Area(row.text(2)), let received = cursor(row.text(5)), let acknowledged = cursor(row.text(6))
    else {
      throw StoreError(.damaged, "link \(row.int(0)) cannot be read", hint: "Run `gridward verify`.")
    }
    var link = StoredLink(
      reference: row.int(0), peer: NodeID(try row.bytes16(1)), area: area, isParent: row.int(3) != 0)
    link.store = row.isNull(4) ? nil : StoreID(try row.bytes16(4))
    link.received = received
    link.acknowledged = acknowledged
    link.custody = row.uint(7)
    link.provedAt = row.isNull(8) ? nil : row.int(8)
    link.heardAt = row.isNull(9) ? nil : row.int(9)
    link.clockOffset = row.int(10)
    link.receipts = CustodyReceiptCursor(taken: row.uint(11), passed: row.uint(12))
    link.witness = row.isNull(13) ? nil : witness(row.blob(13))
    return link
  }

  /// The lanes with blanks between them; of one in a stretch `beginning:end:place`.
  static func text(_ cursor: Wire.Cursor) -> String {
    zip(cursor.lanes, cursor.stretches).map { lane, stretch in
      stretch.map { "\(lane):\($0.end):\($0.last)" } ?? String(lane)
    }.joined(separator: " ")
  }

  private static func cursor(_ text: String) -> Wire.Cursor? {
    let lanes = text.split(separator: " ").map { lane in lane.split(separator: ":").compactMap { UInt64($0) } }
    guard lanes.count == 3, lanes.allSatisfy({ $0.count == 1 || $0.count == 3 }) else { return nil }
    let stretches = lanes.map { $0.count == 3 ? Wire.Cursor.Stretch(end: $0[1], last: $0[2]) : nil }
    return Wire.Cursor(lanes: lanes.map { $0[0] }, stretches: stretches)
  }

  /// Reads sixteen bytes of feed, eight of number, eight of tag.
  private static func witness(_ bytes: UnsafeRawBufferPointer) -> Witness? {
    guard bytes.count == 32 else { return nil }
    let words = Digest(Array(bytes)).words
    return Witness(dot: Dot(feed: FeedID(Bytes16(high: words.0, low: words.1)), seq: words.2), tag: words.3)
  }

  static func bytes(_ witness: Witness) -> Digest {
    let feed = witness.dot.feed.raw
    return Digest(words: (feed.high, feed.low, witness.dot.seq, witness.tag))
  }
}
