// The replica: commits made here, and what of other nodes' commits is accepted.
package import Catalog
package import Merge
package import Trust
import Wire

/// Who this node is.
package struct Identity: Hashable, Sendable {
  package let node: NodeID
  package let incarnation: UInt64
  package let store: StoreID
  package let area: Area

  package init(node: NodeID, incarnation: UInt64, store: StoreID, area: Area) {
    self.node = node
    self.incarnation = incarnation
    self.store = store
    self.area = area
  }
}

/// The rules by which a node writes and accepts commits, over a storage that keeps them.
///
/// Every method runs inside a transaction its caller opened; nothing here is acknowledged before that commits.
package struct Replica: Sendable {
  /// Who this node is; its incarnation changes when it learns that it has lost commits of its own.
  package internal(set) var identity: Identity
  package let catalog: Catalog
  package let catalogDigest: Digest
  /// What it seals its feeds with; nil on a node without a key.
  package let signer: SigningKey?
  /// The city's root key. Without one every commit counts, whoever made it.
  package let root: PublicKey?
  /// Whether this store is known to hold everything its node ever wrote: then its feeds may be written on. After a start that
  /// cannot tell it is false, until a parent proves it equal or a commit begins another incarnation.
  package internal(set) var isLineageSure: Bool
  /// Whether steps that were dated ahead have been looked for since the start, and in this incarnation.
  var hasRedated = false
  /// Where the node stood before, oldest first: it still writes about those places what was meant for them.
  package internal(set) var formerAreas: [Area]
  /// The node's clock; callers save it with what it stamped.
  package internal(set) var clock: HybridClock
  /// The links over which a filling brought something this end could not keep: the span from zeros that closes it says that every
  /// difference has been filled, which is then not so.
  var unfilled: Set<Int64> = []
  /// For each feed that has ended this node's process, the first number it does not take in.
  let shelved: [FeedID: UInt64]

  package init(
    identity: Identity, catalog: Catalog, clock: HybridClock, signer: SigningKey? = nil, root: PublicKey? = nil,
    isLineageSure: Bool = true, formerAreas: [Area] = [], shelved: [FeedID: UInt64] = [:]
  ) {
    Limits.assertRelations()
    self.formerAreas = formerAreas
    self.shelved = shelved
    self.signer = signer
    self.root = root
    self.isLineageSure = isLineageSure
    self.identity = identity
    self.catalog = catalog
    self.clock = clock
    catalogDigest = Hashing.sha256(catalog.canonicalBytes)
  }
}

/// What somebody wants done to one record.
package struct Intent: Hashable, Sendable {
  package let type: String
  package let record: RecordID
  /// The area the record belongs to.
  package let area: Area
  /// What the writer had seen of the record.
  package let seen: SeenVector
  package let fields: [FieldChange]

  package init(type: String, record: RecordID, area: Area, seen: SeenVector, fields: [FieldChange]) {
    self.type = type
    self.record = record
    self.area = area
    self.seen = seen
    self.fields = fields
  }
}

/// A commit made here.
package struct Committed: Hashable, Sendable {
  package let dot: Dot
  package let arrival: UInt64
  package let hash: Digest
  package let records: [RecordID]
}

/// Why a commit was not made. Nothing has been written.
package enum CommitRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownType(String)
  /// This node does not hold what is written about that area in that class.
  case outsideBranch(area: Area, type: String)
  /// The area is an enterprise and the class does not fall to terminals, yet an area's own node always holds it: a tip-off
  /// about an enterprise would reach the enterprise. It belongs to the community.
  case reachesEnterprise(area: Area, type: String)
  case tooLarge(bytes: Int)
  case duplicateRecord(RecordID)
  /// A device has signed it for another class than the catalog has its type in.
  case otherClass(type: String, said: String)
  case empty

  package var description: String {
    switch self {
    case .unknownType(let name): "the catalog has no record type '\(name)'"
    case .outsideBranch(let area, let type): "this node does not hold \(type) records of area \(area.code)"
    case .reachesEnterprise(let area, let type):
      "a \(type) record of area \(area.code) would reach the enterprise itself"
    case .tooLarge(let bytes): "the change takes \(bytes) bytes; \(Limits.commitBytesMax) are allowed"
    case .duplicateRecord(let id): "record \(id) is changed twice"
    case .otherClass(let type, let said): "\(type) records are not of class '\(said)'"
    case .empty: "nothing is changed"
    }
  }
}

extension Replica {
  /// Makes commits of what somebody wants done: one for each area and class touched, each atomic by itself.
  /// - Parameters:
  ///   - user: who did it.
  ///   - deviceTime: the device's own clock in milliseconds, when it is not the node's.
  ///   - now: this node's wall clock in milliseconds.
  /// - Throws: `CommitRefusal` before anything is written, or what the storage throws.
  package mutating func commit(
    _ intents: [Intent], user: String, deviceTime: Int64? = nil, now: Int64, into storage: some Storage
  ) throws -> [Committed] {
    if !isLineageSure { try renewIncarnation(after: .zero, now: now, in: storage) }
    let groups = try grouped(intents)
    var made: [Committed] = []
    var moved: [StoredFeed] = []
    for group in groups {
      if let feed = try introduceItself(in: group.key.area, from: group.key.home, now: now, into: storage) {
        moved.append(feed)
      }
      let (committed, feed) = try commit(group, user: user, deviceTime: deviceTime, now: now, into: storage)
      made.append(committed)
      moved.append(feed)
    }
    try seal(moved, into: storage)
    try storage.saveClock(clock.last)
    return made
  }

  /// The intents by the feed they go to, feeds in the order of their first intent.
  func grouped(_ intents: [Intent]) throws(CommitRefusal) -> [(key: FeedKey, intents: [Intent])] {
    if intents.isEmpty { throw .empty }
    var groups: [(key: FeedKey, intents: [Intent])] = []
    var records: Set<RecordID> = []
    for intent in intents {
      guard let type = catalog.type(named: intent.type) else { throw .unknownType(intent.type) }
      guard records.insert(intent.record).inserted else { throw .duplicateRecord(intent.record) }
      let home = home(of: intent.area, in: type.class)
      let isAboutAnotherTerminal = intent.area.tier == .terminal && intent.area != home ?? identity.area
      guard !isAboutAnotherTerminal || type.class.falls == .terminal || type.isForEnterprises else {
        throw .reachesEnterprise(area: intent.area, type: intent.type)
      }
      guard let home else { throw .outsideBranch(area: intent.area, type: intent.type) }
      let key = FeedKey(
        node: identity.node, incarnation: identity.incarnation, home: home, area: intent.area, class: type.class)
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].intents.append(intent)
      } else {
        groups.append((key, [intent]))
      }
    }
    return groups
  }

  mutating func commit(
    _ group: (key: FeedKey, intents: [Intent]), user: String, deviceTime: Int64?, now: Int64, into storage: some Storage
  ) throws -> (Committed, StoredFeed) {
    let digest = Hashing.sha256(group.key.encoded)
    let id = FeedID(digest.first16)
    var feed = try storage.feed(id) ?? storage.openFeed(group.key, id: id, digest: digest)
    let changes = group.intents.map { intent in
      Change(type: intent.type, record: intent.record, seen: intent.seen.carried(), fields: intent.fields)
    }
    let content = CommitContent(
      payload: CommitEncoder.payload(changes, feed: id), user: user, deviceTime: deviceTime,
      records: group.intents.map(\.record))
    return (try append(content, to: &feed, now: now, into: storage), feed)
  }
}
