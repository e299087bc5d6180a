// What one node's disk holds, as it was last read.
import Merge
import Replica
import Wire

/// A commit as it stands in one store.
struct Held {
  let arrival: UInt64
  /// The link it came over, 0 for the node itself.
  let source: Int64
  let lane: UInt8
  let commit: KnownCommit
}

/// The commits of one store, in the order of their arrival.
struct Holding {
  var store: StoreID
  /// Grows whenever the disk was read anew from its beginning.
  let reading: Int
  private(set) var commits: [Held] = []
  private var places: [Dot: Int] = [:]

  init(store: StoreID, reading: Int) {
    self.store = store
    self.reading = reading
  }

  /// Forgets commits that the store keeps as evidence now.
  mutating func drop(_ hashes: Set<Digest>) {
    commits.removeAll { hashes.contains($0.commit.hash) }
    places = Dictionary(commits.enumerated().map { ($1.commit.dot, $0) }, uniquingKeysWith: { $1 })
  }

  mutating func add(_ held: Held) {
    places[held.commit.dot] = commits.count
    commits.append(held)
  }

  subscript(dot: Dot) -> Held? { places[dot].map { commits[$0] } }

  /// Whether this very commit is held: the same number with the same hash.
  func holds(_ commit: KnownCommit) -> Bool { self[commit.dot]?.commit.hash == commit.hash }
}

/// What a node said of itself at a checkpoint.
struct Survey {
  let links: [StoredLink]
  let feeds: [StoredFeed]
  let mark: UInt64
  /// How many commits have been taken out of their feeds.
  let cuts: Int
  /// For each link, in their order: its branch, and the fingerprint the node computes of it.
  let branches: [(link: StoredLink, branch: Branch, fingerprint: Fingerprint)]
  let clock: HybridTime
}
