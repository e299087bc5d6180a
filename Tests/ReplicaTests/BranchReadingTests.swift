// What a store says of a branch: the same feeds, in key order, with the same sum as the rule applied feed by feed.
import Catalog
import Merge
import Replica
import Store
import Testing
import Wire

@Suite struct `Reading a branch` {
  private static let catalog = SmallCatalog.make([("note", "work")])
  private static let classes = [
    Author.work, FeedClass(name: "inner", rises: .city, falls: .community, priority: .urgent),
    FeedClass(name: "silent", rises: .city, falls: nil, priority: .bulk),
    FeedClass(name: "local", rises: .district, falls: .township, priority: .normal),
  ]
  private static let places = [
    Place.city, Place.south, Place.north, Place.southTown, Place.southVillage, Place.otherVillage, Place.works,
  ]

  /// Feeds about every place in every class, some of two commits, in an order of their own.
  private func commits() -> [[UInt8]] {
    var random = SeededGenerator(seed: 17)
    var authors = (0..<140).map { number in
      let place = Self.places[number % 7]
      return Author(UInt64(number), home: place, class: Self.classes[number / 7 % 4])
    }
    authors.shuffle(using: &random)
    return authors.flatMap { author in
      var author = author
      return (0...random.below(2)).map { _ in author.commit() }
    }
  }

  private static let branches = [
    (Place.city, Place.south), (Place.city, Place.southVillage), (Place.south, Place.southTown),
    (Place.southTown, Place.southVillage), (Place.southTown, Place.otherVillage), (Place.southVillage, Place.works),
    (Place.city, Place.north),
  ].map { Branch(parent: Area($0)!, child: Area($1)!)! }

  /// Stores commits whatever the branch: a store that holds more than it may must still share only what is shared.
  private func force(_ commits: [[UInt8]], into storage: some Storage) throws {
    var scanner = CommitScanner()
    for commit in commits {
      var reader = CBORReader(commit)
      try scanner.scan(&reader)
      let hash = TestNode.chainHash(commit, scanner)
      var feed =
        try storage.feed(scanner.feed) ?? storage.openFeed(scanner.key!, id: scanner.feed, digest: scanner.previous)
      _ = try storage.append(
        commit[...], scan: scanner, hash: hash, to: &feed, from: Int64(commit.count % 2), isEffective: true)
    }
  }

  private func sequences(_ reader: some BranchReader, _ branch: Branch) throws -> [[UInt8]] {
    try Priority.allCases.map { lane in
      var bytes: [UInt8] = []
      _ = try reader.appendCommits(to: &bytes, lane: lane, after: 9, of: branch, notFrom: 1, size: 1 << 20)
      return bytes
    }
  }

  /// Stretches of every lane, long and short ones.
  private func stretches(_ reader: some BranchReader, _ branch: Branch) throws -> [[UInt64]] {
    try Priority.allCases.flatMap { lane in
      try [(0, 400, 5), (9, 60, 400), (9, 400, 1 << 20)].map { (after: UInt64, through: UInt64, count) in
        let found = try reader.arrivals(
          lane: lane, after: after, through: through, of: branch, notFrom: 1, count: count)
        return found.byFeed + [found.upTo]
      }
    }
  }

  @Test func `SQLite and memory agree on the heads, the sum and the commits of every branch`() throws {
    let commits = commits()
    let memory = MemoryStorage(catalog: Self.catalog)
    try force(commits, into: memory)
    let node = try TestNode(Place.southTown, 1, catalog: Self.catalog)
    try node.store.write { try force(commits, into: $0) }
    for branch in Self.branches {
      try node.store.read { reader in
        let heads = try memory.heads(of: branch)
        #expect(!heads.isEmpty)
        #expect(try reader.heads(of: branch) == heads)
        #expect(try reader.fingerprint(of: branch) == memory.fingerprint(of: branch))
        #expect(try sequences(reader, branch) == sequences(memory, branch))
        #expect(try stretches(reader, branch) == stretches(memory, branch))
      }
    }
  }
}
