// What a store remembers of its newest commits says the same as the commits themselves, however they came and went.
import Foundation
import Merge
import Replica
import SeededNumbers
import Store
import Testing
import Wire

@Suite struct `What is remembered of arrivals` {
  private static let branches = [
    (Place.city, Place.south), (Place.city, Place.southVillage), (Place.south, Place.southTown),
    (Place.southTown, Place.otherVillage), (Place.city, Place.north),
  ].map { Branch(parent: Area($0)!, child: Area($1)!)! }
  private static let places = [Place.city, Place.south, Place.southTown, Place.southVillage, Place.otherVillage]

  private static let catalog = SmallCatalog.make([("note", "work")])

  private var store: Store
  private var authors: [Author]

  init() throws {
    store = try TestNode(Place.city, 1, catalog: Self.catalog).store
    authors = (0..<10).map { number in
      let silent = FeedClass(name: "silent", rises: .district, falls: nil, priority: .normal)
      let urgent = FeedClass(name: "urgent", rises: .city, falls: .terminal, priority: .urgent)
      return Author(
        UInt64(number), home: Self.places[number % 5], class: [Author.work, silent, urgent, Author.work][number % 4])
    }
  }

  /// Stores a commit as if it had come over a link.
  private func keepCommit(_ commit: [UInt8], of author: Author, from source: Int64, in writer: StoreWriter) throws {
    var feed = try writer.feed(author.id) ?? writer.openFeed(author.key, id: author.id, digest: author.digest)
    _ = try writer.append(TestNode.scanned(commit), to: &feed, from: source, isEffective: true)
  }

  private mutating func write(_ count: Int, using random: inout SplitMix64) throws {
    var authors = authors
    try store.write { writer in
      for _ in 0..<count {
        let index = random.below(authors.count)
        let commit = authors[index].commit()
        try keepCommit(commit, of: authors[index], from: Int64(random.below(3)), in: writer)
      }
    }
    self.authors = authors
  }

  /// What a reader would send of each lane, and which commits of it came over a link.
  private func answers(_ reader: some SessionReading, after arrival: UInt64) throws -> [[UInt8]] {
    try Self.branches.flatMap { branch in
      try Priority.allCases.flatMap { lane in
        var bytes: [UInt8] = []
        let reached = try reader.appendCommits(
          to: &bytes, lane: lane, after: arrival, over: LinkBranch(branch, link: 1), size: 1 << 16)
        let found = try reader.arrivals(
          lane: lane, after: arrival, through: arrival + 5_000, over: LinkBranch(branch, link: 2), count: 300)
        return [bytes, Array("\(reached) \(found)".utf8)]
      }
    } + [Array("\(try reader.taken(over: 1, after: arrival, count: 3))".utf8)]
  }

  /// Inside a write transaction nothing is remembered, and everything is read.
  private func expectSame(after arrivals: [UInt64]) throws {
    for arrival in arrivals {
      let remembered = try store.read { try answers($0, after: arrival) }
      let read = try store.write { try answers($0, after: arrival) }
      #expect(remembered == read, "after \(arrival)")
    }
  }

  @Test mutating func `it grows with the store, from whatever number it is asked for first`() throws {
    var random = SplitMix64(seed: 5)
    for _ in 0..<12 {
      try write(1 + random.below(40), using: &random)
      let mark = try store.read { try $0.mark() }
      try expectSame(after: [UInt64(random.below(Int(mark) + 2)), mark - 1, 0, .max - 5_000])
    }
  }

  @Test mutating func `it goes on where one run ends and the next begins`() throws {
    var random = SplitMix64(seed: 6)
    try write(4_090, using: &random)
    try expectSame(after: [4_000, 4_089])
    try write(20, using: &random)
    try expectSame(after: [0, 4_090, 4_094, 4_095, 4_096, 4_109])
  }

  @Test mutating func `a commit that is taken out is sent to nobody, and what takes its place is`() throws {
    var random = SplitMix64(seed: 7)
    try write(60, using: &random)
    try expectSame(after: [0, 30])
    for author in authors {
      try store.write { writer in
        guard var feed = try writer.feed(author.id) else { return }
        _ = try writer.cut(&feed, to: feed.head.seq / 2)
      }
    }
    let arrivals = try store.read { try $0.arrivals(after: 0) }
    var sent: [UInt8] = []
    _ = try store.read {
      try $0.appendCommits(
        to: &sent, lane: .normal, after: 0, over: LinkBranch(Self.branches[0], link: 9), size: 1 << 20)
    }
    var items = CBORReader(sent)
    while !items.isAtEnd {
      let place = try items.byteRange(max: Limits.commitBytesMax)
      #expect(arrivals.contains { $0.body.elementsEqual(sent[place]) })
    }
    #expect(!sent.isEmpty)
  }

  @Test mutating func `what stood in the store when it was opened is read, and what comes then is remembered`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).db").path
    defer { for end in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + end) } }
    store = try Store.create(path: path, identity: store.identity, catalog: Self.catalog)
    var random = SplitMix64(seed: 9)
    for _ in 0..<3 {
      try write(20, using: &random)
      try store.close()
      store = try Store.open(path: path, catalog: Self.catalog)
      try write(5, using: &random)
      let mark = try store.read { try $0.mark() }
      try expectSame(after: [mark - 3, mark - 7, 0])
    }
    try store.close()
  }

  @Test mutating func `what an acknowledged cursor covers is found without reading every commit`() throws {
    var random = SplitMix64(seed: 10)
    for _ in 0..<30 {
      try write(1 + random.below(30), using: &random)
      if random.below(4) == 0, let author = authors.randomElement(using: &random) {
        try store.write { writer in
          guard var feed = try writer.feed(author.id), feed.head.seq > 2 else { return }
          _ = try writer.cut(&feed, to: feed.head.seq - 1)
        }
        authors.removeAll { $0.id == author.id }
      }
      let mark = Int(try store.read { try $0.mark() })
      func cursor() -> Cursor { Cursor(lanes: (0..<3).map { _ in UInt64(random.below(mark + 1)) }) }
      let (from, to, branch) = (cursor(), cursor(), Self.branches[random.below(Self.branches.count)])
      let source = Int64(random.below(3))
      let found = try store.write { try $0.advances(from: from, to: to, over: LinkBranch(branch, link: source)) }
      #expect(Set(found) == (try covered(from: from, to: to, of: branch, notFrom: source)))
      #expect(Set(found).count == found.count)
    }
  }

  /// The last commit of each feed that a cursor covers, by the definition.
  private func covered(from: Cursor, to: Cursor, of branch: Branch, notFrom source: Int64) throws -> Set<Dot> {
    let (arrivals, feeds) = try store.read { (try $0.arrivals(after: 0), try $0.feeds()) }
    var last: [FeedID: UInt64] = [:]
    for commit in arrivals where commit.source != source {
      guard let lane = Priority(rawValue: commit.lane), commit.arrival > from[lane], commit.arrival <= to[lane],
        let feed = feeds.first(where: { $0.id == commit.dot.feed }), branch.shares(feed.key)
      else { continue }
      last[commit.dot.feed] = max(last[commit.dot.feed] ?? 0, commit.dot.seq)
    }
    return Set(last.map { Dot(feed: $0.key, seq: $0.value) })
  }

  @Test mutating func `what was rolled back is not remembered`() throws {
    struct GivenUp: Error {}
    var random = SplitMix64(seed: 8)
    try write(10, using: &random)
    try expectSame(after: [0])
    var village = Author(90, home: Place.southVillage)
    var city = Author(91, home: Place.city)
    let (first, second) = (village.commit(), city.commit())
    try? store.write { writer in
      try keepCommit(first, of: village, from: 1, in: writer)
      _ = try answers(writer, after: 0)
      throw GivenUp()
    }
    try store.write { try keepCommit(second, of: city, from: 2, in: $0) }
    try expectSame(after: [0, 9, 10])
  }
}
