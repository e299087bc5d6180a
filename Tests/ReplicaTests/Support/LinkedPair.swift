// Two linked nodes that hold the same feeds, from which the tests of reconciling take something away.
import Catalog
import Merge
import Replica
import SeededNumbers
import Store
import Testing
import Wire

/// A community and its township that hold the same feeds and have proved it.
struct LinkedPair {
  static let catalog = SmallCatalog.make([("note", "work")])
  var parent: TestNode
  var child: TestNode
  var authors: [Author] = []

  init(feeds: Int) throws {
    parent = try TestNode(Place.southTown, 1, catalog: Self.catalog)
    child = try TestNode(Place.southVillage, 2, catalog: Self.catalog)
    var commits: [[UInt8]] = []
    for number in 0..<feeds {
      var author = Author(UInt64(number), home: Place.southVillage)
      commits.append(author.commit())
      authors.append(author)
    }
    try give(commits, to: parent)
    try give(commits, to: child)
    #expect(try sync(child, parent) == .proved)
  }

  func give(_ commits: [[UInt8]], to node: TestNode) throws {
    #expect(try node.receive(commits).accepted == commits.count)
  }

  /// Adds one commit to each of `count` feeds, half of them at each end.
  mutating func diverge(_ count: Int) throws -> [[UInt8]] {
    var random = SplitMix64(seed: 5)
    var commits: [[UInt8]] = []
    for (index, position) in authors.indices.shuffled(using: &random).prefix(count).enumerated() {
      commits.append(authors[position].commit("改动\(index)"))
      try give([commits[index]], to: index % 2 == 0 ? child : parent)
    }
    return commits
  }

  var isEqual: Bool { get throws { try parent.commitDump() == child.commitDump() } }

  /// Runs a session that must prove equality; returns what it cost besides `commits`.
  func prove(besides commits: [[UInt8]] = []) throws -> (bytes: Int, rounds: Int) {
    var driver = SessionDriver(child, parent)
    #expect(try driver.run() == .proved)
    #expect(try isEqual)
    // What one end says that it has received is what the other end takes it to have.
    let ends = try [(child, parent), (parent, child)].map { pair in
      try pair.0.store.read { try $0.link(pair.1.node)! }
    }
    #expect(ends[0].acknowledged == ends[1].received)
    return (driver.bytes - Deflate.compress(commits.flatMap { $0 }).count, driver.rounds)
  }
}
