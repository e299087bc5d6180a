// One node of a city: the shipped store and replica, and a server that does one thing after another.
import Catalog
import Merge
import Replica
import Store
import Transport
import Trust
import Wire

/// A node of a simulated city. Its store is in memory: what is measured here is load, not loss.
final class CityNode {
  let number: Int
  let parent: Int?
  let profile: LinkProfile
  let store: Store
  let signer: SigningKey
  /// The grants from the city's root key down to its own.
  let grants: [Statement]
  private var replica: Replica
  let catalogDigest: Bytes16
  var children: [Int] = []

  var isUp = true
  /// Whether the link to the parent carries anything.
  var isOnline = true
  /// Whether anything ever keeps this node's commits from its parent.
  var isSteady = true
  var conversation: CityConversation?
  var isSessionDue = false
  var backoff = Backoff(base: .milliseconds(500), cap: .seconds(60))
  /// Whether the next request needs a connection of its own.
  var needsConnection = true

  /// What waits to be done, oldest first.
  var queue = JobQueue()
  var isServing = false

  var isNewsDue = false
  private var news: UInt64 = 0
  private var toldNews: UInt64 = 0
  var arrivalMark: UInt64 = 0
  var custodyMark: UInt64 = 0
  var tally = NodeTally()
  private let fingerprints = Fingerprints()

  var identity: Identity { store.identity }
  var area: Area { store.identity.area }
  var tier: Tier { area.tier }

  init(
    number: Int, parent: Int?, identity: Identity, signer: SigningKey, grants: [Statement], root: PublicKey,
    catalog: Catalog
  ) throws {
    self.number = number
    self.parent = parent
    self.signer = signer
    self.grants = grants
    profile = LinkProfile(above: identity.area.tier)
    let pageBytes = identity.area.tier < .community ? nil : Self.smallPageBytes
    store = try Store.inMemory(identity: identity, catalog: catalog, pageBytes: pageBytes, root: root)
    replica = Replica(identity: identity, catalog: catalog, clock: store.clock, signer: signer, root: root)
    catalogDigest = replica.catalogDigest.first16
  }

  /// The page of a community's store here; in a file it is 8 KiB, and most pages of a small store are empty.
  static let smallPageBytes = 1_024

  /// One transaction.
  func write<T>(_ work: (inout Replica, StoreWriter) throws -> T) throws -> T {
    var current = replica
    defer { replica = current }
    return try store.write { writer in
      defer { news = writer.newsCount }
      return try work(&current, writer)
    }
  }

  func read<T>(_ body: (StoreReader) throws -> T) throws -> T { try store.read(body) }

  /// Reads for a session.
  func follow<T>(_ body: (FollowingReader, StoreReader) throws -> T) throws -> T {
    try store.read { reader in try body(FollowingReader(inner: reader, fingerprints: fingerprints), reader) }
  }

  /// Whether something was written since the last time this was asked.
  func takeNews() -> Bool {
    defer { toldNews = news }
    return news != toldNews
  }
}

/// A session the node is having with its parent.
struct CityConversation {
  var session: Uplink
  let exchange: Int
  let isPoll: Bool
}

/// One request and its answer.
struct CityExchange {
  enum Stage { case asking, parked, answering }

  let number: Int
  let child: Int
  let parent: Int
  let wait: UInt64
  var request: [UInt8]
  var session: Downlink
  var stage = Stage.asking
  var answer: [UInt8] = []
  /// How many heads a comparison of the branch adds up, as the child counted them.
  var heads = 0
}

/// What a node does, one after another.
enum Job {
  /// Takes a request apart and begins its answer.
  case request(Int)
  /// Answers a request that was held.
  case answer(Int)
  /// Takes an answer apart.
  case take(Int)
  case errand(CityErrand)
}

/// Jobs in the order in which they came.
struct JobQueue {
  private var jobs: [(job: Job, since: Int64)] = []
  private var first = 0

  var count: Int { jobs.count - first }

  mutating func add(_ job: Job, at time: Int64) { jobs.append((job, time)) }

  mutating func next() -> (job: Job, since: Int64)? {
    guard first < jobs.count else { return nil }
    defer {
      first += 1
      if first == jobs.count { clear() }
    }
    return jobs[first]
  }

  mutating func clear() {
    jobs.removeAll(keepingCapacity: false)
    first = 0
  }
}

/// Something that happens at a moment in a city.
enum CityEvent {
  case session(node: Int)
  /// A request has arrived at the parent; an answer has arrived at the child.
  case asked(Int)
  case answered(Int)
  case unpark(Int)
  case serve(node: Int)
  case news(node: Int)
  /// Somebody has done something and hands it to a node; it arrives there.
  case errand(CityErrand)
  case arrival(CityErrand)
  case offline(node: Int)
  case online(node: Int)
  case down(node: Int)
  case up(node: Int)
}
