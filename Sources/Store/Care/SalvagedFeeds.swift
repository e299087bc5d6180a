// Which feeds a damaged file holds: by the rows of their table, else by the first commit of each, which names its feed's key.
import Foundation
import GRDB
import Merge
import Replica
import Trust
import Wire

/// The feeds of a damaged file whose id is the hash of their key, and the numbers of those of which that cannot be read.
struct SalvagedFeeds {
  private(set) var chains: [SalvagedChain] = []
  /// Feeds that something speaks of and that nothing names.
  private(set) var nameless: [Int64] = []
  /// Whether the table of feeds was read to its end and names all of them.
  private(set) var isWhole = true

  /// What first commits say: of what feed a number is, and how far the feed goes.
  private var keys: [Int64: (id: FeedID, key: FeedKey)] = [:]
  private var lasts: [Int64: UInt64] = [:]
  private var scanner = CommitScanner()

  /// - Parameters:
  ///   - strict: reads pages whose sums fit; nil where no schema can be read.
  ///   - raw: reads pages as they are.
  init(strict: DatabaseQueue?, raw: DatabaseQueue) {
    let rows = strict?.readable("SELECT ref FROM feed NOT INDEXED")
    // An index that is whole may name a feed whose row is gone.
    let asked = [
      "SELECT ref FROM feed NOT INDEXED", "SELECT ref FROM feed NOT INDEXED ORDER BY ref DESC", "SELECT ref FROM feed",
      "SELECT feed FROM \"commit\"",
    ]
    var references = asked.reduce(into: Set<Int64>()) { $0.formUnion(Self.numbers($1, raw)) }
    let sources = [strict, raw].compactMap(\.self)
    var named = references.sorted().compactMap { Self.feed($0, in: sources) }
    isWhole = rows?.isWhole == true && named.count == references.count
    if !isWhole {
      readCommits(raw)
      references.formUnion(lasts.keys)
      named += unnamed(besides: named)
    }
    chains = named.sorted { $0.feed.reference < $1.feed.reference }
    nameless = references.subtracting(chains.map(\.feed.reference)).sorted()
  }

  /// The numbers of a column, as far as it can be read.
  private static func numbers(_ sql: String, _ source: DatabaseQueue) -> Set<Int64> {
    var numbers: Set<Int64> = []
    try? source.read { db in
      let cursor = try Row.fetchCursor(db, sql: sql)
      while let row = try cursor.next() {
        if let number = Int64.fromDatabaseValue(row[0]), number > 0 { numbers.insert(number) }
      }
    }
    return numbers
  }

  private static func feed(_ reference: Int64, in sources: [DatabaseQueue]) -> SalvagedChain? {
    for source in sources {
      guard let feed = try? source.read({ try StoreReader($0).feed(reference: reference) }) else { continue }
      if Hashing.sha256(feed.key.encoded).first16 == feed.id.raw { return SalvagedChain(feed, hasMarks: true) }
    }
    return nil
  }

  // MARK: First commits

  /// Feeds whose row cannot be read. What of them is sealed and in effect is not known any more: the next session, or the author's
  /// next commit, brings the seal.
  private func unnamed(besides named: [SalvagedChain]) -> [SalvagedChain] {
    var (references, ids) = (Set(named.map(\.feed.reference)), Set(named.map(\.feed.id)))
    return keys.sorted { $0.key < $1.key }.compactMap { reference, feed in
      guard references.insert(reference).inserted, ids.insert(feed.id).inserted else { return nil }
      let head = Head(seq: lasts[reference] ?? 1, hash: Hashing.sha256(feed.key.encoded))
      return SalvagedChain(
        StoredFeed(reference: reference, id: feed.id, key: feed.key, head: head), hasMarks: false)
    }
  }

  /// Reads the table of commits, then what stands on pages that it does not lead to.
  private mutating func readCommits(_ raw: DatabaseQueue) {
    CommitRows(raw: raw).forEachPiece("feed, seq, CASE WHEN seq = 1 THEN body END") { rows in
      for row in rows {
        guard let reference = Int64.fromDatabaseValue(row[1]), reference > 0 else { continue }
        noteNumber(UInt64(clamping: Int64.fromDatabaseValue(row[2]) ?? 1), of: reference)
        if let body = Data.fromDatabaseValue(row[3]) { noteFirst([UInt8](body), of: reference) }
      }
    }
    try? raw.read { source in
      guard let pages = FilePages(source) else { return }
      LooseCommit.forEach(in: pages) { commit in
        guard commit.feed > 0, CommitMending.hash(commit.body, &scanner)?.bytes == commit.hash else { return }
        noteNumber(scanner.seq, of: commit.feed)
        if scanner.seq == 1 { noteFirst(commit.body, of: commit.feed) }
      }
    }
  }

  private mutating func noteNumber(_ seq: UInt64, of reference: Int64) {
    lasts[reference] = max(lasts[reference] ?? 1, seq)
  }

  private mutating func noteFirst(_ body: [UInt8], of reference: Int64) {
    var cbor = CBORReader(body)
    guard keys[reference] == nil, (try? scanner.scan(&cbor)) != nil, let key = scanner.key,
      Hashing.sha256(key.encoded).first16 == scanner.feed.raw
    else { return }
    keys[reference] = (scanner.feed, key)
  }
}
