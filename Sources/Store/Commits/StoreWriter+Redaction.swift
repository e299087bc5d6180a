// Removing payloads by law, so that no byte of them stays in the file.
import GRDB
package import Merge
package import Replica
package import Trust
package import Wire

extension StoreWriter {
  func openRedaction(_ statement: Trust.Statement) throws {
    let save = try db.hot("INSERT OR IGNORE INTO pending_redaction (digest) VALUES (?1)")
    save.bind(1, statement.digest)
    try save.run()
  }

  package func openRedactions() throws -> [Trust.Statement] {
    let find = try db.hot(
      "SELECT s.body FROM pending_redaction p JOIN statement s ON s.digest = p.digest ORDER BY p.digest")
    var found: [Trust.Statement] = []
    try find.forEachRow { found.append(try Trust.Statement(kept: Array($0.blob(0)))) }
    return found
  }

  package func closeRedaction(_ statement: Trust.Statement) throws {
    let close = try db.hot("DELETE FROM pending_redaction WHERE digest = ?1")
    close.bind(1, statement.digest)
    try close.run()
  }

  package func removePayload(_ payload: Digest, at seq: UInt64, of feed: StoredFeed) throws -> Bool {
    try removePayload(payload, at: seq, of: feed, in: "evidence", key: "hash")
    if hasStranded { try removePayload(payload, at: seq, of: feed, in: Schema.strandedName, key: "hash") }
    return try removePayload(payload, at: seq, of: feed, in: "\"commit\"", key: "arrival")
  }

  @discardableResult
  private func removePayload(_ payload: Digest, at seq: UInt64, of feed: StoredFeed, in table: String, key: String)
    throws
    -> Bool
  {
    let find = try db.hot("SELECT rowid, body FROM \(table) WHERE feed = ?1 AND seq = ?2 ORDER BY \(key)")
    find.bind(1, feed.reference)
    find.bind(2, seq)
    var short: [(row: Int64, body: [UInt8])] = []
    try find.forEachRow { row in
      let bytes = Array(row.blob(1))
      var scanner = CommitScanner()
      var reader = CBORReader(bytes)
      guard (try? scanner.scan(&reader)) != nil, scanner.redacted == nil,
        Hashing.sha256(bytes[scanner.payload]) == payload
      else { return }
      short.append((row.int(0), CommitEncoder.redacted(bytes, header: scanner.header, payload: payload)))
    }
    let replace = try db.hot("UPDATE \(table) SET body = ?1 WHERE rowid = ?2")
    for (row, body) in short {
      try body.withUnsafeBytes { buffer in
        replace.bind(1, staticBlob: buffer)
        replace.bind(2, row)
        try replace.run()
      }
    }
    // Replaced pages are overwritten in the file, and stand in the log until that is emptied.
    if !short.isEmpty {
      hasRemoved = true
      try db.execute(sql: "INSERT OR REPLACE INTO meta (key, value) VALUES ('unscrubbed', 1)")
    }
    return !short.isEmpty
  }

  package func forgetRefusals(of feed: FeedID, code: RejectionCode) throws {
    let forget = try db.hot("DELETE FROM quarantine WHERE feed = ?1 AND code = ?2 AND ours = 1")
    forget.bind(1, feed.raw)
    forget.bind(2, code.rawValue)
    try forget.run()
  }
}
