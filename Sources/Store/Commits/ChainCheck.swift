// Whether commits are what their authors made: each one's hash, its place after the one before, and its feed's head.
import Foundation
import GRDB
import Merge
import Replica
import Trust
import Wire

/// Follows chains in arrival order and says where one is broken.
struct ChainCheck {
  private let reader: StoreReader
  private var feeds: [Int64: (feed: StoredFeed, last: Head)] = [:]
  private(set) var scanner = CommitScanner()

  init(_ db: Database) { reader = StoreReader(db) }

  static func damaged(_ what: String, cause: String? = nil) -> StoreError {
    StoreError(.damaged, what, hint: StoreError.salvageHint, cause: cause)
  }

  /// Takes the next commit; the scanner has read it then.
  /// - Returns: its feed.
  /// - Throws: `damaged`.
  mutating func takeCommit(_ bytes: [UInt8], of reference: Int64, hash: Digest, arrival: Int64) throws -> StoredFeed {
    var cbor = CBORReader(bytes)
    do { try scanner.scan(&cbor) } catch { throw Self.damaged("commit \(arrival) cannot be read", cause: "\(error)") }
    guard let (feed, last) = try feeds[reference] ?? start(reference, before: scanner.seq) else {
      throw Self.damaged("commit \(arrival) has no feed")
    }
    let found = Hashing.chain(bytes, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
    guard scanner.feed == feed.id, scanner.seq == last.seq + 1, scanner.previous == last.hash, found == hash,
      scanner.seq <= feed.head.seq, scanner.seq < feed.head.seq || hash == feed.head.hash
    else { throw Self.damaged("feed \(feed.id) at \(scanner.seq): the chain is broken") }
    feeds[reference] = (feed, Head(seq: scanner.seq, hash: hash))
    return feed
  }

  /// A feed and what stands in it before a number.
  private func start(_ reference: Int64, before seq: UInt64) throws -> (StoredFeed, Head)? {
    guard let feed = try reader.feed(reference: reference) else { return nil }
    let digest = Hashing.sha256(feed.key.encoded)
    guard digest.first16 == feed.id.raw else { throw Self.damaged("feed \(feed.id): its key is not its own") }
    if seq <= 1 { return (feed, Head(seq: 0, hash: digest)) }
    let statement = try reader.db.hot("SELECT hash FROM \"commit\" WHERE feed = ?1 AND seq = ?2")
    statement.bind(1, reference)
    statement.bind(2, seq - 1)
    defer { statement.reset() }
    guard try statement.step() else { throw Self.damaged("feed \(feed.id) at \(seq): the chain is broken") }
    return (feed, Head(seq: seq - 1, hash: try statement.digest(0)))
  }

  /// Whether each feed's head is that of its last commit.
  /// - Throws: `damaged`.
  static func checkHeads(_ db: Database) throws {
    let lost = try Data.fetchOne(
      db,
      sql: """
        SELECT id FROM feed WHERE seq > 0
        AND hash IS NOT (SELECT c.hash FROM "commit" c WHERE c.feed = feed.ref AND c.seq = feed.seq)
        """)
    guard let lost else { return }
    throw damaged("feed \(Bytes16(lost).hex): its head is not that of its commits")
  }

  /// Follows every chain of a store from its beginning to its head.
  /// - Throws: `damaged`.
  static func all(_ db: Database) throws {
    var check = ChainCheck(db)
    let rows = try db.hot("SELECT feed, hash, body, arrival FROM \"commit\" WHERE feed > 0 ORDER BY arrival")
    try rows.forEachRow { row in
      _ = try check.takeCommit(Array(row.blob(2)), of: row.int(0), hash: try row.digest(1), arrival: row.int(3))
    }
    try checkHeads(db)
  }
}
