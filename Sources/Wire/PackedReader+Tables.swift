// The tables of a packed state, to which its fields refer: feeds, origins, and what writers had seen.
import Merge

/// What the fields of one packed state refer to.
struct PackedTables {
  let feeds: [FeedID]
  let origins: [Origin]
  /// Each seen vector as one that stands alone: all registers that name it share its memory.
  let vectors: [SeenVectors]
}

extension PackedReader {
  mutating func feeds() throws(WireError) -> [FeedID] {
    var feeds: [FeedID] = []
    for _ in 0..<(try count()) { feeds.append(FeedID(try bytes16())) }
    return feeds
  }

  mutating func feed(_ feeds: [FeedID]) throws(WireError) -> FeedID { feeds[try index(below: feeds.count)] }

  /// - Throws: when the feeds do not ascend or a number is 0: searching and comparing rely on it.
  mutating func vector(_ feeds: [FeedID]) throws(WireError) -> SeenVector {
    var dots: [Dot] = []
    for _ in 0..<(try count()) { dots.append(Dot(feed: try feed(feeds), seq: try number())) }
    guard let vector = SeenVector(sorted: dots) else { throw fail() }
    return vector
  }

  mutating func origins(_ feeds: [FeedID]) throws(WireError) -> [Origin] {
    var origins: [Origin] = []
    for _ in 0..<(try count()) {
      let dot = Dot(feed: try feed(feeds), seq: try number())
      origins.append(Origin(dot: dot, time: HybridTime(packed: try number()), tier: try tier(), user: ""))
    }
    return origins
  }

  /// - Throws: when the vectors do not ascend, or one is empty.
  mutating func vectors(_ feeds: [FeedID]) throws(WireError) -> [SeenVectors] {
    var vectors: [SeenVectors] = []
    var last = SeenVector.empty
    for _ in 0..<(try count()) {
      let next = try vector(feeds)
      guard last < next else { throw fail() }
      vectors.append(SeenVectors([next]))
      last = next
    }
    return vectors
  }

  /// What feeds have used of their shares in a field beyond what stands there.
  /// - Throws: when the feeds do not ascend, or a count is none.
  mutating func gone(_ feeds: [FeedID]) throws(WireError) -> [FeedCounts.Count] {
    var gone: [FeedCounts.Count] = []
    for _ in 0..<(try count()) {
      let (feed, count) = (try feed(feeds), try number())
      guard count > 0, count <= UInt64(FeedShare.max), gone.last.map({ $0.feed < feed }) ?? true else { throw fail() }
      gone.append(FeedCounts.Count(Int(count), of: feed))
    }
    guard !gone.isEmpty else { throw fail() }
    return gone
  }

  mutating func origin(_ tables: PackedTables) throws(WireError) -> Origin {
    tables.origins[try index(below: tables.origins.count)]
  }

  /// - Throws: when the vectors do not ascend, or there is none.
  mutating func context(_ tables: PackedTables) throws(WireError) -> Register.Context {
    let tier = try tier()
    let count = try count()
    guard count > 0 else { throw fail() }
    var last = try index(below: tables.vectors.count)
    if count == 1 { return Register.Context(tier: tier, seen: tables.vectors[last]) }
    var vectors = tables.vectors[last].vectors
    for _ in 1..<count {
      let next = try index(below: tables.vectors.count)
      guard last < next else { throw fail() }
      vectors += tables.vectors[next].vectors
      last = next
    }
    return Register.Context(tier: tier, seen: SeenVectors(vectors))
  }

  private mutating func index(below count: Int) throws(WireError) -> Int {
    let index = try number()
    guard index < UInt64(count) else { throw fail() }
    return Int(index)
  }
}
