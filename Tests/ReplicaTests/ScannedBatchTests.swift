// A batch is scanned ahead only so far; what lies beyond is taken in no differently.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `A batch of more than is scanned ahead` {
  /// A thousand small commits of five feeds, one of them damaged and one missing near the end, and bytes that end nowhere.
  private func commits() -> [[UInt8]] {
    var authors = (0..<5).map { Author(UInt64($0), home: Place.southVillage) }
    var commits = (0..<1_000).map { authors[$0 % 5].commit() }
    commits[990] = Array(commits[990].dropLast(4))
    commits.remove(at: 981)
    return commits
  }

  private func takeBatch(_ bytes: [UInt8], _ refused: inout [FeedID: UInt64], _ node: TestNode) throws -> Ingested {
    let branch = Branch(parent: Area(Place.city)!, child: node.area)!
    return try node.store.write {
      try node.replica.ingest(
        Delivery(ScannedBatch(commits: bytes), branch: branch, source: 0, now: node.now), refused: &refused, into: $0)
    }
  }

  @Test func `is taken in as the same commits in small batches are`() throws {
    let catalog = SmallCatalog.make([("note", "work")])
    let (atOnce, inParts) = (
      try TestNode(Place.southVillage, 1, catalog: catalog), try TestNode(Place.southVillage, 2, catalog: catalog)
    )
    let commits = commits()
    var (refused, refusedInParts): ([FeedID: UInt64], [FeedID: UInt64]) = ([:], [:])
    let result = try takeBatch(CommitSequence.of(commits) + [0x5B, 0xFF], &refused, atOnce)
    var (accepted, gaps) = (0, 0)
    for start in stride(from: 0, to: commits.count, by: 10) {
      let part = try takeBatch(
        CommitSequence.of(commits[start..<min(start + 10, commits.count)]), &refusedInParts, inParts)
      accepted += part.accepted
      gaps += part.gaps
    }
    #expect(result.accepted == accepted && accepted == 994)
    #expect(result.gaps == gaps && gaps == 3)
    #expect(result.refusals.map(\.code) == [.truncated] && result.unreadable == 1)
    #expect(refused == refusedInParts)
    #expect(try atOnce.commitDump() == inParts.commitDump())
    #expect(try atOnce.viewDump() == inParts.viewDump())
  }

  @Test func `has seals that are checked inside the transaction`() throws {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let feed = try chain.hazard(1).dot.feed
    var sealed: [UInt8] = []
    _ = try chain.community.store.read { try $0.appendCommits(to: &sealed, feed: feed, from: 1, size: 1 << 20) }
    var author = Author(77, home: chain.community.area.code)
    let bytes = CommitSequence.of((0..<1_000).map { _ in author.commit() }) + sealed
    var met = MetKeys()
    let key = SigningKey.test(4).publicKey
    let checked = CheckedSeals(
      of: ScannedBatch(commits: bytes), met: &met, author: { _ in nil }, key: { _ in key })
    #expect(checked.count == 0)
    let (node, branch) = (
      chain.township, try #require(Branch(parent: chain.township.area, child: chain.community.area))
    )
    try node.store.write { storage in
      var refused: [FeedID: UInt64] = [:]
      let result = try node.replica.ingest(
        Delivery(ScannedBatch(commits: bytes), checked: checked, branch: branch, source: 0, now: node.now),
        refused: &refused, into: storage)
      #expect(result.refusals.isEmpty && result.accepted == 1_001)
    }
    #expect(try node.store.read { try $0.feed(feed) }?.effective == 1)
  }
}
