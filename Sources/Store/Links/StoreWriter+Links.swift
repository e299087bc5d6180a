// Links, quarantines and custody, inside the one write transaction.
import GRDB
package import Merge
package import Replica
package import Wire

extension StoreWriter {
  /// Makes the link to a peer met for the first time.
  package func makeLink(peer: NodeID, area: Area, isParent: Bool) throws -> StoredLink {
    let statement = try db.hot(
      """
      INSERT INTO link
        (peer, area, is_parent, received, acknowledged, custody, clock_offset, receipts_taken, receipts_passed)
      VALUES (?1, ?2, ?3, '0 0 0', '0 0 0', 0, 0, 0, 0)
      """)
    statement.bind(1, peer.raw)
    statement.bind(2, area.code)
    statement.bind(3, Int64(isParent ? 1 : 0))
    try statement.run()
    return StoredLink(reference: db.lastInsertedRowID, peer: peer, area: area, isParent: isParent)
  }

  package func saveLink(_ link: StoredLink) throws {
    let statement = try db.hot(
      """
      UPDATE link SET area = ?1, is_parent = ?2, store = ?3, received = ?4, acknowledged = ?5, custody = ?6,
        proved_at = ?7, heard_at = ?8, clock_offset = ?9, receipts_taken = ?10, receipts_passed = ?11,
        witness = ?12 WHERE ref = ?13
      """)
    statement.bind(1, link.area.code)
    statement.bind(2, Int64(link.isParent ? 1 : 0))
    if let store = link.store { statement.bind(3, store.raw) } else { statement.bindNull(3) }
    statement.bind(4, StoreReader.text(link.received))
    statement.bind(5, StoreReader.text(link.acknowledged))
    statement.bind(6, link.custody)
    if let provedAt = link.provedAt { statement.bind(7, provedAt) } else { statement.bindNull(7) }
    if let heardAt = link.heardAt { statement.bind(8, heardAt) } else { statement.bindNull(8) }
    statement.bind(9, link.clockOffset)
    statement.bind(10, link.receipts.taken)
    statement.bind(11, link.receipts.passed)
    if let witness = link.witness { statement.bind(12, StoreReader.bytes(witness)) } else { statement.bindNull(12) }
    statement.bind(13, link.reference)
    try statement.run()
  }

  package func setQuarantine(_ quarantine: Quarantine, link: Int64) throws {
    let statement = try db.hot(
      """
      INSERT INTO quarantine (link, feed, seq, code, ours) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT (link, feed, ours) DO UPDATE SET seq = ?3, code = ?4 WHERE ?3 < seq
      """)
    statement.bind(1, link)
    statement.bind(2, quarantine.refusal.feed.raw)
    statement.bind(3, quarantine.refusal.seq)
    statement.bind(4, quarantine.refusal.code.rawValue)
    statement.bind(5, Int64(quarantine.isOurs ? 1 : 0))
    try statement.run()
  }

  package func clearQuarantine(of feed: FeedID, isOurs: Bool, link: Int64) throws {
    let statement = try db.hot("DELETE FROM quarantine WHERE link = ?1 AND feed = ?2 AND ours = ?3")
    statement.bind(1, link)
    statement.bind(2, feed.raw)
    statement.bind(3, Int64(isOurs ? 1 : 0))
    try statement.run()
  }

  package func clearQuarantines(link: Int64) throws {
    let statement = try db.hot("DELETE FROM quarantine WHERE link = ?1")
    statement.bind(1, link)
    try statement.run()
  }

  package func recordCustody(_ marks: [CustodyMark]) throws {
    if marks.isEmpty { return }
    let known = try db.hot(
      "SELECT f.ref, coalesce(c.seq, 0) FROM feed f LEFT JOIN custody c ON c.feed = f.ref AND c.tier = ?2 WHERE f.id = ?1"
    )
    let save = try db.hot(
      """
      INSERT INTO custody (feed, tier, seq, number)
      VALUES (?1, ?2, ?3, (SELECT coalesce(max(number), 0) + 1 FROM custody))
      ON CONFLICT (feed, tier) DO UPDATE SET seq = excluded.seq, number = excluded.number
      """)
    for mark in marks {
      known.bind(1, mark.feed.raw)
      known.bind(2, Int64(mark.tier.rawValue))
      let row = try known.step() ? (feed: known.int(0), seq: known.uint(1)) : nil
      known.reset()
      guard let row, row.seq < mark.seq else { continue }
      save.bind(1, row.feed)
      save.bind(2, Int64(mark.tier.rawValue))
      save.bind(3, mark.seq)
      try save.run()
      countNews()
    }
  }
}
