// A trust storage that hands everything on: a mutant overrides the one thing it does wrong.
import Merge
import Replica
import Store
import Trust
import Wire

class PassingTrust: TrustStorage {
  let inner: StoreWriter
  let node: SimulatedNode

  init(_ inner: StoreWriter, _ node: SimulatedNode) {
    self.inner = inner
    self.node = node
  }

  func statements(about subject: NodeID) throws -> [Statement] { try inner.statements(about: subject) }
  func keep(_ statement: Statement) throws -> Bool { try inner.keep(statement) }
  func seal(of feed: StoredFeed) throws -> Seal? { try inner.seal(of: feed) }
  func keep(_ seal: Seal, of feed: StoredFeed) throws { try inner.keep(seal, of: feed) }

  func keep(_ receipt: Receipt, of feed: StoredFeed, tier: Tier) throws {
    try inner.keep(receipt, of: feed, tier: tier)
  }

  func dropSeal(of feed: StoredFeed) throws { try inner.dropSeal(of: feed) }
  func settle(_ feed: StoredFeed) throws { try inner.settle(feed) }
  func unsettled() throws -> [StoredFeed] { try inner.unsettled() }
  func feeds(homeIn area: Area) throws -> [StoredFeed] { try inner.feeds(homeIn: area) }

  func source(of feed: StoredFeed, at seq: UInt64) throws -> Int64? { try inner.source(of: feed, at: seq) }

  func commits(of feed: StoredFeed, from first: UInt64, through last: UInt64) throws -> StoredRun {
    try inner.commits(of: feed, from: first, through: last)
  }

  func cut(_ feed: inout StoredFeed, to seq: UInt64) throws -> [[UInt8]] { try inner.cut(&feed, to: seq) }

  func keep(_ evidence: Evidence, of feed: StoredFeed, max: Int) throws {
    try inner.keep(evidence, of: feed, max: max)
  }

  func evidence(of feed: StoredFeed, hash: Digest) throws -> Evidence? { try inner.evidence(of: feed, hash: hash) }
  func evidence(of feed: StoredFeed, at seq: UInt64) throws -> [Evidence] { try inner.evidence(of: feed, at: seq) }
  func version(of record: RecordID, type: String) throws -> SeenVector? { try inner.version(of: record, type: type) }
  func steps(in field: Int, of record: RecordID, type: String, area: Area) throws -> Steps {
    try inner.steps(in: field, of: record, type: type, area: area)
  }
  var watch: (any WatchStorage)? { inner.watch }
  func refold() throws { try inner.refold() }
  func saveLineage(of identity: Identity) throws { try inner.saveLineage(of: identity) }

  func savePlace(of identity: Identity, former: [Area]) throws {
    try inner.savePlace(of: identity, former: former)
  }

  func openRedactions() throws -> [Statement] { try inner.openRedactions() }
  func closeRedaction(_ statement: Statement) throws { try inner.closeRedaction(statement) }

  func removePayload(_ payload: Digest, at seq: UInt64, of feed: StoredFeed) throws -> Bool {
    try inner.removePayload(payload, at: seq, of: feed)
  }

  func forgetRefusals(of feed: FeedID, code: RejectionCode) throws {
    try inner.forgetRefusals(of: feed, code: code)
  }
}
