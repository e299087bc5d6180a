// Custody receipts as they are kept, and what a parent has taken from a child.
import GRDB
package import Merge
package import Replica
package import Trust
import Wire

extension StoreReader {
  package func taken(over link: Int64, after arrival: UInt64, count: Int) throws -> (
    heads: [(feed: FeedID, head: Head)], upTo: UInt64
  ) {
    let commit = try db.hot("SELECT feed, seq, hash FROM \"commit\" WHERE arrival = ?1 AND feed > 0")
    defer { commit.reset() }
    var last: [Int64: Head] = [:]
    var upTo = try mark()
    try forEachArrival(after: arrival, through: upTo) { number, entry in
      guard entry.source == link, entry.scope >= 0 else { return true }
      commit.reset()
      commit.bind(1, number)
      guard try commit.step() else { return true }
      if last.count == count, last[commit.int(0)] == nil {
        upTo = number - 1
        return false
      }
      last[commit.int(0)] = Head(seq: commit.uint(1), hash: try commit.digest(2))
      return true
    }
    var heads: [(feed: FeedID, head: Head)] = []
    let needsSeal = try rootKey() != nil
    for (reference, head) in last {
      guard let feed = try feed(reference: reference) else { continue }
      if !needsSeal || feed.sealed >= head.seq {
        heads.append((feed.id, head))
      } else if feed.sealed > 0, let hash = try hash(of: feed.id, at: feed.sealed) {
        heads.append((feed.id, Head(seq: feed.sealed, hash: hash)))
      }
    }
    return (heads.sorted { $0.feed < $1.feed }, max(upTo, arrival))
  }

  package func custodyReceipts(after number: UInt64, of branch: Branch, count: Int) throws -> (
    receipts: [CustodyReceipt], upTo: UInt64
  ) {
    let statement = try db.hot(
      "SELECT feed, number, body FROM custody_receipt WHERE number > ?1 AND seq > 0 ORDER BY number")
    let number = try number > highest("custody_receipt") ? 0 : number
    statement.bind(1, number)
    defer { statement.reset() }
    var found: [CustodyReceipt] = []
    var reached = number
    while found.count < count, try statement.step() {
      reached = statement.uint(1)
      guard try isShared(statement.int(0), in: branch) else { continue }
      found.append(try Self.custodyReceipt(Array(statement.blob(2))))
    }
    return (found, reached)
  }

  /// The receipts kept of one feed, highest tier first.
  package func custodyReceipts(of feed: StoredFeed) throws -> [(tier: Tier, receipt: CustodyReceipt)] {
    let statement = try db.hot("SELECT tier, body FROM custody_receipt WHERE feed = ?1 AND seq > 0 ORDER BY tier")
    statement.bind(1, feed.reference)
    var found: [(tier: Tier, receipt: CustodyReceipt)] = []
    try statement.forEachRow { row in
      guard let tier = Tier(rawValue: UInt8(truncatingIfNeeded: row.int(0))) else { return }
      found.append((tier, try Self.custodyReceipt(Array(row.blob(1)))))
    }
    return found
  }

  private static func custodyReceipt(_ bytes: [UInt8]) throws -> CustodyReceipt {
    do { return try CustodyReceipt(encoded: bytes) } catch {
      throw StoreError(.damaged, "a receipt cannot be read", hint: "Run `gridward verify`.", cause: "\(error)")
    }
  }
}

extension StoreWriter {
  package func keepCustodyReceipt(_ receipt: CustodyReceipt, of feed: StoredFeed, tier: Tier) throws {
    let save = try db.hot(
      """
      INSERT INTO custody_receipt (feed, tier, signer, seq, number, body)
      VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(number), 0) + 1 FROM custody_receipt), ?5)
      ON CONFLICT (feed, tier) DO UPDATE
        SET signer = excluded.signer, seq = excluded.seq, number = excluded.number, body = excluded.body
        WHERE excluded.seq > seq
      """)
    save.bind(1, feed.reference)
    save.bind(2, Int64(tier.rawValue))
    save.bind(3, receipt.signer.raw)
    save.bind(4, receipt.seal.seq)
    try receipt.encoded.withUnsafeBytes { buffer in
      save.bind(5, staticBlob: buffer)
      try save.run()
    }
    if db.changesCount > 0 { countNews() }
  }
}
