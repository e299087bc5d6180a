// Seals and statements, inside the one write transaction.
import Catalog
import Foundation
import GRDB
package import Merge
package import Replica
package import Trust

extension StoreWriter {
  package func statements(about subject: NodeID) throws -> [Trust.Statement] { try inner.statements(about: subject) }

  /// Whom or what a statement is about.
  static func subject(of statement: Trust.Statement) -> Bytes16 {
    switch statement.content {
    case .grant(let grant): grant.subject.node.raw
    case .revocation(let revocation): revocation.subject.node.raw
    case .redaction(let redaction): redaction.commit.feed.raw
    case .pass(let pass): pass.device.raw
    case .withdrawal(let withdrawal): withdrawal.device.raw
    }
  }

  package func keepStatement(_ statement: Trust.Statement) throws -> Bool {
    let save = try db.hot("INSERT OR IGNORE INTO statement (digest, subject, issuer, body) VALUES (?1, ?2, ?3, ?4)")
    let subject = Self.subject(of: statement)
    save.bind(1, statement.digest)
    save.bind(2, subject)
    save.bind(3, statement.issuer.raw)
    try statement.encoded.withUnsafeBytes { buffer in
      save.bind(4, staticBlob: buffer)
      try save.run()
    }
    guard db.changesCount > 0 else { return false }
    actions.forgetJudgement()
    if case .redaction = statement.content { try openRedaction(statement) }
    return true
  }

  package func seal(of feed: StoredFeed) throws -> Seal? { try inner.seal(of: feed) }

  package func keepSeal(_ seal: Seal, of feed: StoredFeed) throws {
    let save = try db.hot("INSERT OR REPLACE INTO seal (feed, seq, body) VALUES (?1, ?2, ?3)")
    save.bind(1, feed.reference)
    save.bind(2, seal.seq)
    try seal.encoded.withUnsafeBytes { buffer in
      save.bind(3, staticBlob: buffer)
      try save.run()
    }
  }

  package func dropSeal(of feed: StoredFeed) throws {
    let drop = try db.hot("DELETE FROM seal WHERE feed = ?1")
    drop.bind(1, feed.reference)
    try drop.run()
  }

  package func settle(_ feed: StoredFeed) throws {
    let save = try db.hot("UPDATE feed SET sealed = ?1, effective = ?2, is_waiting = ?2 < seq WHERE ref = ?3")
    save.bind(1, feed.sealed)
    save.bind(2, feed.effective)
    save.bind(3, feed.reference)
    try save.run()
    feeds.forget(feed.id)
    folded[feed.id] = nil
  }

  package func unsettled() throws -> [StoredFeed] {
    try feeds(try db.hot("SELECT \(StoreReader.feedColumns) FROM feed WHERE is_waiting = 1 ORDER BY ref"))
  }

  package func feeds(homeIn area: Area) throws -> [StoredFeed] {
    let found = try feeds(try db.hot("SELECT \(StoreReader.feedColumns) FROM feed WHERE seq > 0 ORDER BY ref"))
    return found.filter { area.contains($0.key.home) }
  }

  private func feeds(_ statement: HotStatement) throws -> [StoredFeed] {
    var feeds: [StoredFeed] = []
    try statement.forEachRow { feeds.append(try StoreReader.feed($0)) }
    return feeds
  }

  package func commits(of feed: StoredFeed, from first: UInt64, through last: UInt64) throws -> StoredRun {
    try inner.run(of: feed, from: first, through: last)
  }

  package func source(of feed: StoredFeed, at seq: UInt64) throws -> Int64? {
    let find = try db.hot("SELECT source FROM \"commit\" WHERE feed = ?1 AND seq = ?2")
    find.bind(1, feed.reference)
    find.bind(2, seq)
    defer { find.reset() }
    return try find.step() ? find.int(0) : nil
  }

  package func refold() throws {
    hasRefolded = true
    forgetTables()
    try Rebuild.begin(db, catalog: catalog)
    while try !Rebuild.slice(self) {}
    isRebuilding = false
    countNews()
  }

  package func savePlace(of identity: Identity, former: [Area]) throws {
    let save = try db.hot("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")
    for (key, value) in [("area", identity.area.code), ("former_areas", former.map(\.code).joined(separator: " "))] {
      save.bind(1, key)
      save.bind(2, value)
      try save.run()
    }
  }

  package func saveLineage(of identity: Identity) throws {
    let save = try db.hot("UPDATE meta SET value = ?1 WHERE key = ?2")
    save.bind(1, identity.incarnation)
    save.bind(2, "incarnation")
    try save.run()
    save.bind(1, identity.store.raw)
    save.bind(2, "store")
    try save.run()
  }
}
