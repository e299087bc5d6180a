// What a store says of a branch: the same feeds, in key order, with the same sum as the rule applied feed by feed.
import Catalog
import Merge
import Replica
import SeededNumbers
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
    var random = SplitMix64(seed: 17)
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
  private func force(_ commits: [[UInt8]], into storage: some Storage) throws -> NaiveFeeds {
    var naive = NaiveFeeds()
    for bytes in commits {
      let commit = try TestNode.scanned(bytes)
      let (scan, source) = (commit.scan, Int64(bytes.count % 2))
      var feed = try storage.feed(scan.feed) ?? storage.openFeed(scan.key!, id: scan.feed, digest: scan.previous)
      _ = try storage.append(commit, to: &feed, from: source, isEffective: true)
      naive.add(commit, from: source)
    }
    return naive
  }

  /// What goes over a link after the ninth commit, lane by lane, and stretches of every lane, long and short ones.
  private func compare(_ reader: some SessionReading, _ naive: NaiveFeeds, over link: LinkBranch) throws {
    for lane in Priority.allCases {
      var bytes: [UInt8] = []
      _ = try reader.appendCommits(to: &bytes, lane: lane, after: 9, over: link, size: 1 << 20)
      #expect(bytes == naive.sequence(lane, after: 9, over: link))
      for (after, last, count) in [(0, 400, 5), (9, 60, 400), (9, 400, 1 << 20)] {
        let found = try reader.arrivals(
          lane: lane, after: UInt64(after), through: UInt64(last), over: link, count: count)
        #expect(found == naive.arrivals(lane, after: after, through: last, over: link, count: count))
      }
    }
  }

  @Test func `a store agrees with a list on the heads, the sum and the commits of every branch`() throws {
    let node = try TestNode(Place.southTown, 1, catalog: Self.catalog)
    let naive = try node.store.write { try force(commits(), into: $0) }
    for branch in Self.branches {
      try node.store.read { reader in
        let heads = naive.heads(of: branch)
        #expect(!heads.isEmpty)
        #expect(try reader.heads(of: branch) == heads)
        #expect(try reader.fingerprint(of: branch) == naive.fingerprint(of: branch))
        try compare(reader, naive, over: LinkBranch(branch, link: 1))
      }
    }
  }
}
