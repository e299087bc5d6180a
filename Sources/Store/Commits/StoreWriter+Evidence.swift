// Commits that give way to others, and what contradicts held ones: nothing is thrown away.
import GRDB
package import Merge
package import Replica
import Trust
import Wire

extension StoreWriter {
  package func cut(_ feed: inout StoredFeed, to seq: UInt64) throws -> [[UInt8]] {
    let taken = try inner.commits(of: feed, from: seq + 1, through: UInt64(Int64.max))
    // What nobody has sealed is kept only while there is room: whoever makes it up again and again fills no disk.
    let isRoomy = try hasRoom(for: feed, max: Evidence.othersMax)
    let keep = try db.hot(
      """
      INSERT OR IGNORE INTO evidence (feed, seq, hash, previous, body)
        SELECT c.feed, c.seq, c.hash, coalesce(p.hash, x''), c.body FROM "commit" c
        LEFT JOIN "commit" p ON p.feed = c.feed AND p.seq = c.seq - 1 WHERE c.feed = ?1 AND c.seq > ?2 AND c.seq <= ?3
      """)
    keep.bind(1, feed.reference)
    keep.bind(2, seq)
    keep.bind(3, isRoomy ? feed.head.seq : max(feed.sealed, feed.effective))
    try keep.run()
    for sql in [
      // The arrival numbers stay taken: cursors of others have passed them.
      "UPDATE \"commit\" SET feed = 0, seq = arrival, body = x'' WHERE feed = ?1 AND seq > ?2",
      // Marks and receipts keep their numbers too; what covers nothing any more is shown to nobody.
      "UPDATE custody SET seq = min(seq, ?2) WHERE feed = ?1",
      "DELETE FROM seal WHERE feed = ?1 AND seq > ?2",
      "UPDATE custody_receipt SET seq = 0, body = x'' WHERE feed = ?1 AND seq > ?2",
    ] {
      let statement = try db.hot(sql)
      statement.bind(1, feed.reference)
      statement.bind(2, seq)
      try statement.run()
    }
    let hash = try seq == 0 ? Hashing.sha256(feed.key.encoded) : inner.hash(of: feed.id, at: seq)
    guard let hash else { throw StoreError(.damaged, "feed \(feed.id) lacks number \(seq)") }
    feed.head = Head(seq: seq, hash: hash)
    (feed.sealed, feed.effective) = (min(feed.sealed, seq), min(feed.effective, seq))
    try moveBack(feed)
    return taken
  }

  private func moveBack(_ feed: StoredFeed) throws {
    let move = try db.hot(
      "UPDATE feed SET seq = ?1, hash = ?2, sealed = ?3, effective = ?4, is_waiting = ?4 < ?1 WHERE ref = ?5")
    move.bind(1, feed.head.seq)
    move.bind(2, feed.head.hash)
    move.bind(3, feed.sealed)
    move.bind(4, feed.effective)
    move.bind(5, feed.reference)
    try move.run()
    feeds.noteFeed(feed)
    folded[feed.id] = nil
    countNews()
  }

  private func hasRoom(for feed: StoredFeed, max: Int) throws -> Bool {
    let count = try db.hot("SELECT count(*) FROM evidence WHERE feed = ?1")
    count.bind(1, feed.reference)
    defer { count.reset() }
    return try count.step() && count.int(0) < Int64(max)
  }

  package func keepEvidence(_ evidence: Evidence, of feed: StoredFeed, max: Int) throws {
    guard try hasRoom(for: feed, max: max) else { return }
    let save = try db.hot(
      "INSERT OR IGNORE INTO evidence (feed, seq, hash, previous, body) VALUES (?1, ?2, ?3, ?4, ?5)")
    save.bind(1, feed.reference)
    save.bind(2, evidence.dot.seq)
    save.bind(3, evidence.hash)
    save.bind(4, evidence.previous)
    try evidence.body.withUnsafeBytes { buffer in
      save.bind(5, staticBlob: buffer)
      try save.run()
    }
  }

  package func evidence(of feed: StoredFeed, hash: Digest) throws -> Evidence? {
    let find = try db.hot("SELECT seq, hash, previous, body FROM evidence WHERE feed = ?1 AND hash = ?2")
    find.bind(1, feed.reference)
    find.bind(2, hash)
    return try read(find, feed).first
  }

  package func evidence(of feed: StoredFeed, at seq: UInt64) throws -> [Evidence] {
    let find = try db.hot(
      "SELECT seq, hash, previous, body FROM evidence WHERE feed = ?1 AND seq = ?2 ORDER BY hash")
    find.bind(1, feed.reference)
    find.bind(2, seq)
    return try read(find, feed)
  }

  private func read(_ statement: HotStatement, _ feed: StoredFeed) throws -> [Evidence] {
    var found: [Evidence] = []
    try statement.forEachRow { row in
      // Of a feed's first commit, the one before is its key.
      let previous = row.blob(2).isEmpty ? Hashing.sha256(feed.key.encoded) : try row.digest(2)
      let dot = Dot(feed: feed.id, seq: row.uint(0))
      found.append(Evidence(dot: dot, hash: try row.digest(1), previous: previous, body: Array(row.blob(3))))
    }
    return found
  }
}
