// Storages that hand everything on: a mutant overrides the one thing it does wrong.
import Merge
import Replica
import Store
import Wire

/// A writer that does what the writer behind it does. What it is asked about a whole branch it answers as the node's reader
/// would, bugs and all: a child proves equality inside its transaction.
class PassingStorage: LinkStorage {
  let inner: StoreWriter
  let node: SimulatedNode
  private let reading: any BranchReader
  var memory: MutantMemory { node.memory }

  init(_ inner: StoreWriter, _ node: SimulatedNode) {
    self.inner = inner
    self.node = node
    reading = node.mutant?.reader(over: StoreReader(inner.db), of: node) ?? inner
  }

  func feed(_ id: FeedID) throws -> StoredFeed? { try inner.feed(id) }
  func fingerprint(of branch: Branch) throws -> Fingerprint { try reading.fingerprint(of: branch) }
  func heads(of branch: Branch) throws -> [BranchHead] { try reading.heads(of: branch) }
  func mark() throws -> UInt64 { try inner.mark() }

  func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, of branch: Branch, notFrom source: Int64, size: Int
  ) throws -> UInt64 {
    try inner.appendCommits(to: &bytes, lane: lane, after: arrival, of: branch, notFrom: source, size: size)
  }

  func arrivals(
    lane: Priority, after arrival: UInt64, through last: UInt64, of branch: Branch, notFrom source: Int64, count: Int
  ) throws -> (byFeed: [UInt64], upTo: UInt64) {
    try inner.arrivals(lane: lane, after: arrival, through: last, of: branch, notFrom: source, count: count)
  }

  func appendCommits(to bytes: inout [UInt8], arrivals: ArraySlice<UInt64>, size: Int) throws -> Int {
    try inner.appendCommits(to: &bytes, arrivals: arrivals, size: size)
  }

  func appendCommits(to bytes: inout [UInt8], feed: FeedID, from seq: UInt64, size: Int) throws -> UInt64 {
    try inner.appendCommits(to: &bytes, feed: feed, from: seq, size: size)
  }

  func hash(of feed: FeedID, at seq: UInt64) throws -> Digest? { try inner.hash(of: feed, at: seq) }
  func quarantines(link: Int64) throws -> [Quarantine] { try inner.quarantines(link: link) }
  func link(_ peer: NodeID) throws -> StoredLink? { try inner.link(peer) }

  func custodyMarks(after number: UInt64, of branch: Branch, count: Int) throws -> CustodyReport {
    try inner.custodyMarks(after: number, of: branch, count: count)
  }

  var receipts: (any ReceiptReader)? { inner.receipts }
  func unsealed(of branch: Branch, count: Int) throws -> [Dot] { try inner.unsealed(of: branch, count: count) }

  func openFeed(_ key: FeedKey, id: FeedID, digest: Digest) throws -> StoredFeed {
    try inner.openFeed(key, id: id, digest: digest)
  }

  func insert(
    _ bytes: ArraySlice<UInt8>, scan: CommitScanner, hash: Digest, to feed: inout StoredFeed, from source: Int64,
    isEffective: Bool
  ) throws -> UInt64 {
    try inner.insert(bytes, scan: scan, hash: hash, to: &feed, from: source, isEffective: isEffective)
  }

  func saveHead(_ feed: StoredFeed, wasWaiting: Bool) throws { try inner.saveHead(feed, wasWaiting: wasWaiting) }

  var trust: (any TrustStorage)? { inner }

  func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    try inner.fold(scan, in: bytes, feed: feed)
  }

  func saveLink(_ link: StoredLink) throws { try inner.saveLink(link) }

  func setQuarantine(_ quarantine: Quarantine, link: Int64) throws {
    try inner.setQuarantine(quarantine, link: link)
  }

  func clearQuarantine(of feed: FeedID, isOurs: Bool, link: Int64) throws {
    try inner.clearQuarantine(of: feed, isOurs: isOurs, link: link)
  }

  func clearQuarantines(link: Int64) throws { try inner.clearQuarantines(link: link) }
  func recordCustody(_ marks: [CustodyMark]) throws { try inner.recordCustody(marks) }

  func advances(from: Cursor, to: Cursor, of branch: Branch, notFrom source: Int64) throws -> [Dot] {
    try inner.advances(from: from, to: to, of: branch, notFrom: source)
  }

  func saveClock(_ last: HybridTime) throws { try inner.saveClock(last) }

  func makeLink(peer: NodeID, area: Area, isParent: Bool) throws -> StoredLink {
    try inner.makeLink(peer: peer, area: area, isParent: isParent)
  }

  func links() throws -> [StoredLink] { try inner.links() }

  func saveParent(_ link: StoredLink, address: String?) throws { try inner.saveParent(link, address: address) }
}

/// A reader that shows what the reader behind it shows.
class PassingReader: BranchReader {
  let inner: StoreReader
  let node: SimulatedNode

  init(_ inner: StoreReader, _ node: SimulatedNode) {
    self.inner = inner
    self.node = node
  }

  func feed(_ id: FeedID) throws -> StoredFeed? { try inner.feed(id) }
  func fingerprint(of branch: Branch) throws -> Fingerprint { try inner.fingerprint(of: branch) }
  func heads(of branch: Branch) throws -> [BranchHead] { try inner.heads(of: branch) }
  func mark() throws -> UInt64 { try inner.mark() }

  func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, of branch: Branch, notFrom source: Int64, size: Int
  ) throws -> UInt64 {
    try inner.appendCommits(to: &bytes, lane: lane, after: arrival, of: branch, notFrom: source, size: size)
  }

  func arrivals(
    lane: Priority, after arrival: UInt64, through last: UInt64, of branch: Branch, notFrom source: Int64, count: Int
  ) throws -> (byFeed: [UInt64], upTo: UInt64) {
    try inner.arrivals(lane: lane, after: arrival, through: last, of: branch, notFrom: source, count: count)
  }

  func appendCommits(to bytes: inout [UInt8], arrivals: ArraySlice<UInt64>, size: Int) throws -> Int {
    try inner.appendCommits(to: &bytes, arrivals: arrivals, size: size)
  }

  func appendCommits(to bytes: inout [UInt8], feed: FeedID, from seq: UInt64, size: Int) throws -> UInt64 {
    try inner.appendCommits(to: &bytes, feed: feed, from: seq, size: size)
  }

  func hash(of feed: FeedID, at seq: UInt64) throws -> Digest? { try inner.hash(of: feed, at: seq) }
  func quarantines(link: Int64) throws -> [Quarantine] { try inner.quarantines(link: link) }
  func link(_ peer: NodeID) throws -> StoredLink? { try inner.link(peer) }

  func custodyMarks(after number: UInt64, of branch: Branch, count: Int) throws -> CustodyReport {
    try inner.custodyMarks(after: number, of: branch, count: count)
  }

  var receipts: (any ReceiptReader)? { inner.receipts }
  func unsealed(of branch: Branch, count: Int) throws -> [Dot] { try inner.unsealed(of: branch, count: count) }
}
