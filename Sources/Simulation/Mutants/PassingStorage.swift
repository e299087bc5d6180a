// A storage that hands everything on: a mutant says the one thing that it does wrong.
import Merge
import Replica
import Store
import Trust
import Wire

/// Where a mutant stands: between a node and its store.
struct MutantPlace {
  let writer: StoreWriter
  let node: SimulatedNode
  /// What is shown of a whole branch, as the node's reader would show it, bugs and all: a child proves equality inside its
  /// transaction.
  fileprivate let reading: any SessionReading

  init(_ writer: StoreWriter, _ node: SimulatedNode) {
    self.writer = writer
    self.node = node
    reading = node.mutant?.reader(over: StoreReader(writer.db), of: node) ?? writer
  }
}

/// A writer that does what the writer behind it does, but for what a conformer does itself.
protocol PassingStorage: PassingReader, Storage where Inner == StoreWriter {
  var place: MutantPlace { get }
}

extension PassingStorage {
  var inner: StoreWriter { place.writer }
  var node: SimulatedNode { place.node }
  var memory: MutantMemory { node.memory }

  func fingerprint(of branch: Branch) throws -> Fingerprint { try place.reading.fingerprint(of: branch) }
  func heads(of branch: Branch) throws -> [BranchHead] { try place.reading.heads(of: branch) }
}

// MARK: Feeds

extension PassingStorage {
  func openFeed(_ key: FeedKey, id: FeedID, digest: Digest) throws -> StoredFeed {
    try inner.openFeed(key, id: id, digest: digest)
  }

  func insert(
    _ commit: ScannedCommit, to feed: inout StoredFeed, from source: Int64, isEffective: Bool
  ) throws -> UInt64 {
    try inner.insert(commit, to: &feed, from: source, isEffective: isEffective)
  }

  func saveHead(_ feed: StoredFeed, wasWaiting: Bool) throws { try inner.saveHead(feed, wasWaiting: wasWaiting) }
  func settle(_ feed: StoredFeed) throws { try inner.settle(feed) }
  func unsettled() throws -> [StoredFeed] { try inner.unsettled() }
  func feeds(homeIn area: Area) throws -> [StoredFeed] { try inner.feeds(homeIn: area) }
  func source(of feed: StoredFeed, at seq: UInt64) throws -> Int64? { try inner.source(of: feed, at: seq) }

  func commits(of feed: StoredFeed, from first: UInt64, through last: UInt64) throws -> StoredRun {
    try inner.commits(of: feed, from: first, through: last)
  }

  func cut(_ feed: inout StoredFeed, to seq: UInt64) throws -> [[UInt8]] { try inner.cut(&feed, to: seq) }

  func keepEvidence(_ evidence: Evidence, of feed: StoredFeed, max: Int) throws {
    try inner.keepEvidence(evidence, of: feed, max: max)
  }

  func evidence(of feed: StoredFeed, hash: Digest) throws -> Evidence? { try inner.evidence(of: feed, hash: hash) }
  func evidence(of feed: StoredFeed, at seq: UInt64) throws -> [Evidence] { try inner.evidence(of: feed, at: seq) }

  func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    try inner.fold(scan, in: bytes, feed: feed)
  }

  func refold() throws { try inner.refold() }
  func version(of record: RecordID, type: String) throws -> SeenVector? { try inner.version(of: record, type: type) }

  func steps(in field: Int, of record: RecordID, type: String, area: Area) throws -> Steps {
    try inner.steps(in: field, of: record, type: type, area: area)
  }
}

extension PassingStorage {
  func strandedFeeds() throws -> [StoredFeed] { try inner.strandedFeeds() }

  func stranded(of feed: StoredFeed, after seq: UInt64, count: Int) throws -> [StrandedCommit] {
    try inner.stranded(of: feed, after: seq, count: count)
  }

  func dropStranded(heldBy feed: StoredFeed) throws { try inner.dropStranded(heldBy: feed) }

  func settleStranded(of feed: StoredFeed, through seq: UInt64) throws {
    try inner.settleStranded(of: feed, through: seq)
  }

  func mayLackLinks() throws -> Bool { try inner.mayLackLinks() }
}

// MARK: Statements

extension PassingStorage {
  func statements(about subject: NodeID) throws -> [Statement] { try inner.statements(about: subject) }
  func passes(_ id: PassID) throws -> [Statement] { try inner.passes(id) }
  func withdrawals(of device: DeviceID) throws -> [Statement] { try inner.withdrawals(of: device) }
  func noteChecked(_ checked: CheckedActions) { inner.noteChecked(checked) }
  func reconsiderActions(after statements: [Statement]) throws { try inner.reconsiderActions(after: statements) }
  func takeActionNotices() -> [ActionNotice] { inner.takeActionNotices() }
  func keepStatement(_ statement: Statement) throws -> Bool { try inner.keepStatement(statement) }
  func seal(of feed: StoredFeed) throws -> Seal? { try inner.seal(of: feed) }
  func keepSeal(_ seal: Seal, of feed: StoredFeed) throws { try inner.keepSeal(seal, of: feed) }
  func dropSeal(of feed: StoredFeed) throws { try inner.dropSeal(of: feed) }

  func keepCustodyReceipt(_ receipt: CustodyReceipt, of feed: StoredFeed, tier: Tier) throws {
    try inner.keepCustodyReceipt(receipt, of: feed, tier: tier)
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

// MARK: Watching

extension PassingStorage {
  func notice(_ alarm: Alarm, due: Int64) throws -> Bool { try inner.notice(alarm, due: due) }

  func forget(_ kind: Alarm.Kind, about node: NodeID?, place: FeedID?, but id: RecordID?) throws {
    try inner.forget(kind, about: node, place: place, but: id)
  }

  func forget(_ alarm: Alarm) throws { try inner.forget(alarm) }
  func postpone(_ kind: Alarm.Kind, by milliseconds: Int64) throws { try inner.postpone(kind, by: milliseconds) }
  func due(at now: Int64, count: Int) throws -> [Alarm] { try inner.due(at: now, count: count) }
  func raised(_ alarm: Alarm) throws { try inner.raised(alarm) }
  func mark(_ name: RecordID, _ number: Int64) throws -> Int64? { try inner.mark(name, number) }
  func marked(_ name: RecordID) throws -> Int64? { try inner.marked(name) }
  func checkpoint(of node: NodeID) throws -> Checkpoint? { try inner.checkpoint(of: node) }
  func feeds(by node: NodeID) throws -> [StoredFeed] { try inner.feeds(by: node) }
  func grantees(inside area: Area) throws -> [NodeID] { try inner.grantees(inside: area) }
  func isRefused(_ feed: FeedID) throws -> Bool { try inner.isRefused(feed) }
}

// MARK: Links and the node itself

extension PassingStorage {
  func makeLink(peer: NodeID, area: Area, isParent: Bool) throws -> StoredLink {
    try inner.makeLink(peer: peer, area: area, isParent: isParent)
  }

  func links() throws -> [StoredLink] { try inner.links() }
  func saveLink(_ link: StoredLink) throws { try inner.saveLink(link) }
  func saveParent(_ link: StoredLink, address: String?) throws { try inner.saveParent(link, address: address) }

  func setQuarantine(_ quarantine: Quarantine, link: Int64) throws {
    try inner.setQuarantine(quarantine, link: link)
  }

  func clearQuarantine(of feed: FeedID, isOurs: Bool, link: Int64) throws {
    try inner.clearQuarantine(of: feed, isOurs: isOurs, link: link)
  }

  func clearQuarantines(link: Int64) throws { try inner.clearQuarantines(link: link) }
  func recordCustody(_ marks: [CustodyMark]) throws { try inner.recordCustody(marks) }

  func advances(from: Cursor, to: Cursor, over link: LinkBranch) throws -> [Dot] {
    try inner.advances(from: from, to: to, over: link)
  }

  func saveClock(_ last: HybridTime) throws { try inner.saveClock(last) }
  func saveLineage(of identity: Identity) throws { try inner.saveLineage(of: identity) }

  func savePlace(of identity: Identity, former: [Area]) throws {
    try inner.savePlace(of: identity, former: former)
  }
}

/// A writer that does nothing wrong.
struct Passer: PassingStorage {
  let place: MutantPlace
}
