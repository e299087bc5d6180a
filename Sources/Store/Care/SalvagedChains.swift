// The feeds of a damaged file, as commit after commit of them is found whole.
import Foundation
import GRDB
import Merge
import Replica
import Trust
import Wire

/// How far a feed has been saved.
struct SalvagedChain {
  let feed: StoredFeed
  /// Whether it is known how much of it is sealed and in effect.
  let hasMarks: Bool
  fileprivate(set) var head: Head

  init(_ feed: StoredFeed, hasMarks: Bool) {
    (self.feed, self.hasMarks) = (feed, hasMarks)
    head = Head(seq: 0, hash: Hashing.sha256(feed.key.encoded))
  }

  /// Takes note of what there is of the feed, what is missing, and what stands behind that.
  func tellOf(_ salvage: inout Salvage, in db: Database) throws {
    salvage.feeds += 1
    salvage.commits += Int(clamping: head.seq)
    let area = feed.key.area.code
    let numbers = try strandedNumbers(db)
    var next = head.seq + 1
    for number in numbers {
      if number > next {
        salvage.missing.append(.init(feed: feed.id, area: area, first: next, last: number - 1))
      }
      if number == next, let last = salvage.stranded.last, last.feed == feed.id {
        salvage.stranded[salvage.stranded.count - 1] = .init(
          feed: feed.id, area: area, first: last.first, last: number)
      } else {
        salvage.stranded.append(.init(feed: feed.id, area: area, first: number, last: number))
      }
      next = number + 1
    }
    if feed.head.seq >= next {
      salvage.missing.append(.init(feed: feed.id, area: area, first: next, last: feed.head.seq))
    }
  }

  private func strandedNumbers(_ db: Database) throws -> [UInt64] {
    let sql = "SELECT seq FROM node_stranded WHERE feed = ? ORDER BY seq"
    return try Int64.fetchAll(db, sql: sql, arguments: [feed.reference]).map { UInt64(clamping: $0) }
  }
}

/// The feeds of a damaged file, by the ids that their commits name.
///
/// A commit says itself which feed it is of and which number it has. It is whole when its hash is the one that stands beside it, that
/// the next commit names, or that is its feed's head. The next of its feed is kept there, one that stands further behind is stranded.
struct SalvagedChains {
  private struct Found {
    let arrival: DatabaseValue
    let source: Int64
    let feed: FeedID
    let head: Head
    let previous: Digest
    let time: HybridTime
    let body: [UInt8]
    let seal: DatabaseValue
    /// Whether it was found on a page, not in its table.
    var isLoose = false
  }

  private var chains: [FeedID: SalvagedChain]
  private let node: NodeID
  /// The last commit of each feed whose hash is not the one beside it.
  private var doubtful: [FeedID: Found] = [:]
  private var scanner = CommitScanner()
  private var mending = CommitMending()
  /// The latest time in a commit of this node's: those of others may come from clocks that are far ahead.
  private(set) var latest = HybridTime.zero

  init(_ chains: [SalvagedChain], node: NodeID) {
    self.chains = Dictionary(chains.map { ($0.feed.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.node = node
  }

  /// Whether all feeds go to the ends that their rows name.
  var areComplete: Bool { chains.values.allSatisfy { $0.hasMarks && $0.head == $0.feed.head } }

  var sorted: [SalvagedChain] { chains.values.sorted { $0.feed.reference < $1.feed.reference } }

  /// Takes what a row holds, if it is whole.
  /// - Parameter row: arrival, source, hash, body, seal.
  mutating func take(_ row: Row, _ db: Database) throws {
    let noted = Data.fromDatabaseValue(row[2]).map { [UInt8]($0) } ?? []
    guard let stored = Data.fromDatabaseValue(row[3]), let (body, hash) = whole([UInt8](stored), noted: noted),
      chains[scanner.feed] != nil
    else { return }
    let found = Found(
      arrival: row[0], source: Int64.fromDatabaseValue(row[1]) ?? 0, feed: scanner.feed,
      head: Head(seq: scanner.seq, hash: hash), previous: scanner.previous, time: scanner.time, body: body,
      seal: row[4])
    guard noted == hash.bytes else {
      doubtful[found.feed] = found
      return
    }
    if let doubted = doubtful.removeValue(forKey: found.feed), doubted.head.hash == found.previous {
      try keep(doubted, db)
    }
    try keep(found, db)
  }

  /// Reads a commit, with one wrong bit of it put right by the hash that was noted beside it.
  /// - Returns: the commit and its hash, which need not be the one that was noted; nil where it cannot be read.
  private mutating func whole(_ stored: [UInt8], noted: [UInt8]) -> (body: [UInt8], hash: Digest)? {
    let hash = CommitMending.hash(stored, &scanner)
    guard noted.count == 32, hash?.bytes != noted else { return hash.map { (stored, $0) } }
    if let body = mending.mended(stored, hash: Digest(noted), scanner: &scanner) { return (body, Digest(noted)) }
    return CommitMending.hash(stored, &scanner).map { (stored, $0) }
  }

  /// Takes what was found on a page that no table leads to, if it is whole: nothing that its table has given is replaced by it.
  /// - Parameter removed: what an order to redact has taken away; only what is left of it is taken.
  mutating func take(_ loose: LooseCommit, removed: Set<Dot>, _ db: Database) throws {
    guard let (body, hash) = whole(loose.body, noted: loose.hash), loose.hash == hash.bytes,
      let chain = chains[scanner.feed], scanner.seq > chain.head.seq,
      scanner.redacted != nil || !removed.contains(Dot(feed: scanner.feed, seq: scanner.seq))
    else { return }
    let found = Found(
      arrival: .null, source: loose.source, feed: scanner.feed, head: Head(seq: scanner.seq, hash: hash),
      previous: scanner.previous, time: scanner.time, body: body, seal: .null, isLoose: true)
    if let doubted = doubtful[found.feed], doubted.head.hash == found.previous {
      doubtful[found.feed] = nil
      try keep(doubted, db)
    }
    try keep(found, db)
  }

  /// Decides about what was doubtful to the end, and drops what the commit behind it does not name.
  mutating func settle(_ db: Database) throws {
    for doubted in doubtful.values.sorted(by: { $0.feed < $1.feed }) {
      guard let chain = chains[doubted.feed], chain.hasMarks, chain.feed.head == doubted.head else { continue }
      try keep(doubted, db)
    }
    for chain in sorted { try append(to: chain, db) }
    // A page that is older than the file may hold what was taken out of a feed since.
    try db.execute(
      sql: """
        DELETE FROM node_stranded WHERE EXISTS (
          SELECT 1 FROM node_stranded n WHERE n.feed = node_stranded.feed AND n.seq = node_stranded.seq + 1
            AND n.previous <> node_stranded.hash)
        """)
    try db.execute(
      sql: """
        UPDATE node_stranded SET seal = s.body FROM seal s
        WHERE s.feed = node_stranded.feed AND s.seq = node_stranded.seq
        """)
  }

  /// Pages do not lie in the order of what stands on them: what was found before the one in front of it follows now.
  private mutating func append(to chain: SalvagedChain, _ db: Database) throws {
    let (reference, lane) = (chain.feed.reference, Int64(chain.feed.key.class.priority.rawValue))
    var chain = chain
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT seq, source, hash, previous, body FROM node_stranded WHERE feed = ? AND seq > ? ORDER BY seq",
      arguments: [reference, Int64(clamping: chain.head.seq)])
    while let row = try rows.next() {
      let (seq, hash, previous): (Int64, Data, Data) = (row[0], row[2], row[3])
      guard UInt64(clamping: seq) == chain.head.seq + 1, previous == Data(chain.head.hash.bytes) else { break }
      try db.execute(
        sql: "INSERT INTO \"commit\" (feed, seq, source, lane, hash, body) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [reference, seq, row[1] as DatabaseValue, lane, hash, row[4] as DatabaseValue])
      chain.head = Head(seq: UInt64(clamping: seq), hash: Digest(hash))
    }
    chains[chain.feed.id] = chain
    try db.execute(
      sql: "DELETE FROM node_stranded WHERE feed = ? AND seq <= ?",
      arguments: [reference, Int64(clamping: chain.head.seq)])
  }

  private mutating func keep(_ found: Found, _ db: Database) throws {
    guard var chain = chains[found.feed] else { return }
    let isNext = found.head.seq == chain.head.seq + 1 && found.previous == chain.head.hash
    if isNext {
      try db.execute(
        sql: "INSERT INTO \"commit\" (arrival, feed, seq, source, lane, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          found.arrival, chain.feed.reference, Int64(found.head.seq), found.source,
          Int64(chain.feed.key.class.priority.rawValue), Data(found.head.hash.bytes), Data(found.body),
        ])
      chain.head = found.head
      chains[found.feed] = chain
    } else if found.head.seq > chain.head.seq, let seq = Int64(exactly: found.head.seq) {
      try strand(found, seq, of: chain.feed.reference, db)
    } else {
      return
    }
    if chain.feed.key.node == node { latest = max(latest, found.time) }
  }

  private func strand(_ found: Found, _ seq: Int64, of reference: Int64, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR \(found.isLoose ? "IGNORE" : "REPLACE") INTO node_stranded (feed, seq, source, hash, previous, body, seal)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        reference, seq, found.source, Data(found.head.hash.bytes), Data(found.previous.bytes), Data(found.body),
        found.seal,
      ])
  }
}
