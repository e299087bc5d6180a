// The hello: who speaks, for which store, and how far it has what the other end holds.
package import Merge

/// How far a child has its parent's receipts.
/// - Source: protocol §5.6.
package struct CustodyReceiptCursor: Hashable, Sendable {
  /// Up to which arrival number of the parent's store the parent has receipted what came over the link.
  package var taken: UInt64
  /// Up to which of the receipts that the parent keeps of tiers above it.
  package var passed: UInt64

  package static let zero = CustodyReceiptCursor(taken: 0, passed: 0)

  package init(taken: UInt64, passed: UInt64) {
    self.taken = taken
    self.passed = passed
  }

  package init(_ reader: inout CBORReader) throws(WireError) {
    taken = try reader.sequence()
    passed = try reader.sequence()
  }
}

/// A feed that one end does not accept beyond a point, and why.
package struct Refusal: Hashable, Sendable {
  package let feed: FeedID
  /// The first sequence number not accepted.
  package let seq: UInt64
  package let code: RejectionCode

  package init(feed: FeedID, seq: UInt64, code: RejectionCode) {
    self.feed = feed
    self.seq = seq
    self.code = code
  }
}

/// Why a commit is not accepted. The suffix of its feed is quarantined; everything else goes on.
/// - Source: protocol §7.
package enum RejectionCode: String, Sendable, CaseIterable {
  case truncated
  case notDeterministic = "not-deterministic"
  case malformed
  case notText = "not-text"
  case tooLarge = "too-large"
  case tooDeep = "too-deep"
  case unsupportedVersion = "unsupported-version"
  /// The previous hash is not the head's: the chain is broken.
  case brokenChain = "broken-chain"
  /// The feed's id is not the digest of its key.
  case wrongFeedID = "wrong-feed-id"
  /// A number already held, with other content.
  case fork
  /// The feed does not belong to the branch the two ends share.
  case outsideBranch = "outside-branch"
  /// The payload has been replaced by its digest, and no order that allows it is known.
  case redacted
  /// The class in the key is not what the catalog says of that name.
  case classMismatch = "class-mismatch"
  /// The seal that came with the commits is not their author's.
  case badSeal = "bad-seal"
  /// Taking it in has ended the receiver's process more than once.
  case stopsNode = "stops-node"

  package init(_ code: WireError.Code) { self = RejectionCode(rawValue: code.rawValue) ?? .malformed }
}

/// The last commit that moved a cursor: who gave it out knows by it whether the cursor speaks of what it holds.
/// - Source: protocol §5.2, key 13.
package struct Witness: Hashable, Sendable {
  package let dot: Dot
  /// The first eight bytes of the commit's chain hash.
  package let tag: UInt64

  package init(dot: Dot, tag: UInt64) {
    self.dot = dot
    self.tag = tag
  }

  package init(dot: Dot, hash: Digest) { self.init(dot: dot, tag: hash.words.0) }
}

/// The first frame of each direction.
package struct Hello: Hashable, Sendable {
  package static let protocolVersion: UInt64 = 1

  package var versions: [UInt64] = [protocolVersion]
  package var node: NodeID
  package var store: StoreID
  package var area: Area
  /// The first sixteen bytes of the catalog's digest.
  package var catalog: Bytes16
  /// The store of the other end that `received` speaks of; nil at a first meeting.
  package var peerStore: StoreID?
  /// What has been applied of that store. From a parent this is the acknowledgement.
  package var received: Cursor
  package var refusals: [Refusal] = []
  /// The sender's wall clock in milliseconds, for showing the difference. A node enrolled below settles its own by its
  /// parent's (protocol §3.2).
  package var now: Int64
  /// Up to which of the other end's custody marks the sender has (child only).
  package var custody: UInt64 = 0
  /// How far the sender has the other end's receipts; nil when it takes none (child only).
  package var receipts: CustodyReceiptCursor?
  /// How long the other end may hold the answer when there is nothing to say, in milliseconds (child only).
  package var wait: UInt64 = 0
  /// How many bytes of commits the sender wants at most in the answer (child only).
  package var budget: UInt64 = UInt64(Limits.responseBytesTarget)

  /// The last commit behind `received` (parent only); nil when there is none.
  package var witness: Witness?
  /// Heads of shared feeds whose seal the sender lacks (parent only).
  package var unsealed: [Dot] = []

  package init(
    node: NodeID, store: StoreID, area: Area, catalog: Bytes16, peerStore: StoreID?, received: Cursor, now: Int64
  ) {
    self.node = node
    self.store = store
    self.area = area
    self.catalog = catalog
    self.peerStore = peerStore
    self.received = received
    self.now = now
  }

  package var frame: Frame {
    var writer = CBORWriter(capacity: 160)
    let optional =
      (peerStore == nil ? 0 : 1) + (refusals.isEmpty ? 0 : 1) + (witness == nil ? 0 : 1) + (unsealed.isEmpty ? 0 : 1)
      + (receipts == nil ? 0 : 1)
    writer.map(10 + optional)
    writer.unsigned(1)
    writer.array(versions.count)
    for version in versions { writer.unsigned(version) }
    writer.unsigned(2)
    writer.id(node)
    writer.unsigned(3)
    writer.id(store)
    writer.unsigned(4)
    writer.text(area.code)
    writer.unsigned(5)
    writer.bytes(catalog.bytes)
    if let peerStore {
      writer.unsigned(6)
      writer.id(peerStore)
    }
    writer.unsigned(7)
    writer.cursor(received)
    if !refusals.isEmpty {
      writer.unsigned(8)
      writer.refusals(refusals)
    }
    writer.unsigned(9)
    writer.int(now)
    writer.unsigned(10)
    writer.unsigned(custody)
    writer.unsigned(11)
    writer.unsigned(wait)
    writer.unsigned(12)
    writer.unsigned(budget)
    if let witness { writer.witness(witness) }
    if !unsealed.isEmpty {
      writer.unsigned(14)
      writer.dots(unsealed)
    }
    if let receipts {
      writer.unsigned(15)
      writer.array(2)
      writer.unsigned(receipts.taken)
      writer.unsigned(receipts.passed)
    }
    return Frame(.hello, writer.bytes)
  }

  package init(_ frame: Frame) throws(WireError) {
    var reader = CBORReader(frame.body)
    var parts = HelloParts()
    try reader.eachEntry { (reader, name) throws(WireError) in try parts.read(name, &reader) }
    try reader.expectEnd()
    guard let node = parts.node, let store = parts.store, let area = parts.area, !parts.versions.isEmpty else {
      throw WireError(.malformed, "versions, node, store and area")
    }
    self.init(
      node: node, store: store, area: area, catalog: parts.catalog, peerStore: parts.peerStore,
      received: parts.received, now: parts.now)
    versions = parts.versions
    refusals = parts.refusals
    custody = parts.custody
    receipts = parts.receipts
    wait = parts.wait
    budget = min(parts.budget, UInt64(Limits.responseBytesTarget))
    (witness, unsealed) = (parts.witness, parts.unsealed)
  }
}

/// What has been read of a hello so far; keys it does not know are stepped over.
private struct HelloParts {
  var versions: [UInt64] = []
  var node: NodeID?
  var store: StoreID?
  var area: Area?
  var catalog = Bytes16.zero
  var peerStore: StoreID?
  var received = Cursor.zero
  var refusals: [Refusal] = []
  var now: Int64 = 0
  var custody: UInt64 = 0
  var receipts: CustodyReceiptCursor?
  var wait: UInt64 = 0
  var budget = UInt64(Limits.responseBytesTarget)
  var witness: Witness?
  var unsealed: [Dot] = []

  mutating func read(_ name: UInt64, _ reader: inout CBORReader) throws(WireError) {
    switch name {
    case 1: for _ in 0..<(try reader.array(max: 16, "versions")) { versions.append(try reader.unsigned()) }
    case 2: node = NodeID(try reader.bytes16())
    case 3: store = StoreID(try reader.bytes16())
    case 4: area = try reader.area()
    case 5: catalog = try reader.bytes16()
    case 6: peerStore = StoreID(try reader.bytes16())
    case 7: received = try reader.cursor()
    case 8: refusals = try reader.refusals()
    case 9: now = try reader.int()
    case 10: custody = try reader.unsigned()
    case 11: wait = try reader.unsigned()
    case 12: budget = try reader.unsigned()
    case 13: witness = try reader.witness()
    case 14: unsealed = try reader.dots(max: Limits.unsealedMax)
    case 15:
      guard try reader.array(max: 2, "numbers") == 2 else { throw reader.fail(.malformed, "two numbers") }
      receipts = try CustodyReceiptCursor(&reader)
    default: try reader.skip(depth: 1)
    }
  }
}

extension CBORWriter {
  mutating func refusals(_ refusals: [Refusal]) {
    array(refusals.count)
    for refusal in refusals {
      array(3)
      id(refusal.feed)
      unsigned(refusal.seq)
      text(refusal.code.rawValue)
    }
  }
}

extension CBORWriter {
  fileprivate mutating func witness(_ witness: Witness) {
    unsigned(13)
    array(3)
    id(witness.dot.feed)
    unsigned(witness.dot.seq)
    bytes((0..<8).map { UInt8(truncatingIfNeeded: witness.tag >> UInt64(56 - 8 * $0)) })
  }

  fileprivate mutating func dots(_ dots: [Dot]) {
    array(dots.count)
    for dot in dots {
      array(2)
      id(dot.feed)
      unsigned(dot.seq)
    }
  }
}

extension CBORReader {
  fileprivate mutating func witness() throws(WireError) -> Witness {
    guard try array(max: 3, "parts of a witness") == 3 else { throw fail(.malformed, "feed, number and tag") }
    let dot = Dot(feed: FeedID(try bytes16()), seq: try sequence())
    let place = try byteRange(max: 8)
    guard place.count == 8 else { throw fail(.malformed, "a tag of eight bytes") }
    return Witness(dot: dot, tag: bytes[place].reduce(0) { $0 << 8 | UInt64($1) })
  }

  fileprivate mutating func dots(max limit: Int) throws(WireError) -> [Dot] {
    var dots: [Dot] = []
    for _ in 0..<(try array(max: limit, "heads")) {
      guard try array(max: 2, "parts of a head") == 2 else { throw fail(.malformed, "feed and number") }
      dots.append(Dot(feed: FeedID(try bytes16()), seq: try sequence()))
    }
    return dots
  }

  /// Reads a map with unsigned keys in ascending order, handing each entry to `body`.
  mutating func eachEntry(
    _ body: (inout CBORReader, UInt64) throws(WireError) -> Void
  ) throws(WireError) {
    var last: UInt64?
    for _ in 0..<(try map(max: 64, "entries")) {
      let name = try unsigned()
      if let last, name <= last { throw fail(.notDeterministic, "keys in order, each once") }
      last = name
      try body(&self, name)
    }
  }

  mutating func refusals() throws(WireError) -> [Refusal] {
    var refusals: [Refusal] = []
    for _ in 0..<(try array(max: Limits.refusalsMax, "refusals")) {
      guard try array(max: 3, "parts of a refusal") == 3 else { throw fail(.malformed, "feed, number and code") }
      let feed = FeedID(try bytes16())
      let seq = try sequence()
      guard seq > 0 else { throw fail(.malformed, "a number from 1") }
      let code = RejectionCode(rawValue: try text(max: Limits.nameBytesMax)) ?? .malformed
      refusals.append(Refusal(feed: feed, seq: seq, code: code))
    }
    return refusals
  }

  package mutating func sequence() throws(WireError) -> UInt64 {
    let value = try unsigned()
    guard value <= UInt64(Int64.max) else { throw fail(.tooLarge, "a sequence number") }
    return value
  }
}
