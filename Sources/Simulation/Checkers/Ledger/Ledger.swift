// The ledger: what each node's disk holds, read row by row as it arrives, so that checkers look without asking again.
import Merge
import Replica
import Store
import Trust

/// Every commit anywhere, read once, and which node holds it.
struct Ledger {
  private var commits: [Digest: KnownCommit] = [:]
  private var keys: [FeedID: FeedKey] = [:]
  private var signed: [Digest: Bool] = [:]
  private var holdings: [Int: Holding] = [:]
  private var readings = 0
  /// How many commits each node had taken out of its feeds when it was last looked at.
  var cuts: [Int: Int] = [:]
  /// What the nodes that run said of themselves at the last checkpoint.
  private(set) var surveys: [Int: Survey] = [:]
  /// Nodes whose machine was lost with everything on it.
  private(set) var lost: Set<Int> = []
  /// What a lost machine had called safe and somebody else held then.
  private(set) var orphans: Set<Dot> = []
  /// For each node and feed, the lowest number it ever refused.
  private var refusals: [Int: [FeedID: UInt64]] = [:]

  func holding(of number: Int) -> Holding? { holdings[number] }
  func commit(_ hash: Digest) -> KnownCommit? { commits[hash] }
  func key(of feed: FeedID) -> FeedKey? { keys[feed] }

  /// The records of a type that any commit is about.
  func records(ofType type: String) -> Set<RecordID> {
    Set(commits.values.flatMap { $0.changes.filter { $0.type == type }.map(\.record) })
  }

  /// Whether a device has signed a commit, found out once for everybody: the commit names the pass, and the pass the key.
  mutating func isSigned(_ commit: KnownCommit, _ message: [UInt8], by pass: Pass) -> Bool {
    if let known = signed[commit.hash] { return known }
    let isSigned = pass.key.verifies(commit.signature?.signature ?? [], of: message)
    signed[commit.hash] = isSigned
    return isSigned
  }

  /// Takes note of rows of a node's disk.
  /// - Parameter isAnew: whether they begin with the first; then all that was held before must be among them.
  /// - Returns: what is wrong with them.
  mutating func noteArrivals(_ arrivals: [Arrival], at node: SimulatedNode, isAnew: Bool) -> Problem? {
    let before = holdings[node.number]
    var holding = before ?? Holding(store: node.identity.store, reading: 0)
    if isAnew || holding.store != node.identity.store {
      readings += 1
      holding = Holding(store: node.identity.store, reading: readings)
    }
    var problem: Problem?
    for arrival in arrivals {
      do {
        let commit = try commit(arrival)
        let lane = arrival.lane
        holding.add(Held(arrival: arrival.arrival, source: arrival.source, lane: lane, commit: commit))
      } catch {
        let reason = (error as? KnownCommit.Unreadable)?.reason ?? "\(error)"
        problem = problem ?? .damaged("the commit that arrived as \(arrival.arrival) \(reason)")
      }
    }
    holdings[node.number] = holding
    return problem ?? Self.missing(from: holding, of: before)
  }

  enum Problem {
    /// A row is not a commit of its feed.
    case damaged(String)
    /// A row is there no more.
    case missing(String)
  }

  private mutating func commit(_ arrival: Arrival) throws -> KnownCommit {
    if let known = commits[arrival.hash], known.bytes == arrival.body { return known }
    let commit = try KnownCommit(arrival.body, key: keys[arrival.dot.feed])
    guard commit.hash == arrival.hash else { throw KnownCommit.Unreadable(reason: "has not the hash of its content") }
    guard commit.dot == arrival.dot else {
      throw KnownCommit.Unreadable(reason: "is \(commit.dot), not \(arrival.dot)")
    }
    commits[commit.hash] = commit
    keys[commit.dot.feed] = commit.key
    return commit
  }

  /// What the same store held and no longer holds.
  private static func missing(from holding: Holding, of before: Holding?) -> Problem? {
    guard let before, before.store == holding.store, before.reading != holding.reading else { return nil }
    guard let gone = before.commits.first(where: { !holding.holds($0.commit) }) else { return nil }
    return .missing("held \(gone.commit.dot.feed) \(gone.commit.dot.seq) and holds it no more")
  }

  /// A node has taken commits out of its feeds, or is another store with the same content.
  mutating func wasCut(_ node: SimulatedNode, kept: Set<Digest>) {
    holdings[node.number]?.drop(kept)
    holdings[node.number]?.store = node.identity.store
  }

  mutating func noteSurvey(_ survey: Survey?, of number: Int) { surveys[number] = survey }

  mutating func noteRefused(_ refused: [(feed: FeedID, seq: UInt64)], at number: Int) {
    for (feed, seq) in refused {
      refusals[number, default: [:]][feed] = min(seq, refusals[number]?[feed] ?? .max)
    }
  }

  /// Whether the node ever refused this commit or one before it.
  func hasRefused(_ dot: Dot, at number: Int) -> Bool {
    refusals[number]?[dot.feed].map { $0 <= dot.seq } ?? false
  }

  /// A machine is lost: what it had called safe must still be somewhere when somebody else had it.
  mutating func lose(_ number: Int, promised: [Dot]) {
    lost.insert(number)
    holdings[number] = nil
    refusals[number] = nil
    orphans.formUnion(promised)
    orphans = orphans.filter { dot in holdings.contains { $0.value[dot] != nil } }
  }
}
