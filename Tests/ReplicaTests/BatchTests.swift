// What a link lacks is cut into batches of bounded size, urgent before normal before bulk, whatever the backlog.
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Batches` {
  private static let catalog = SmallCatalog.make([("note", "work"), ("alarm", "urgent"), ("track", "bulk")])
  private let parent: TestNode
  private let child: TestNode
  private let branch: Branch

  init() throws {
    parent = try TestNode(Place.southTown, 1, catalog: Self.catalog)
    child = try TestNode(Place.southVillage, 2, catalog: Self.catalog)
    branch = Branch(parent: parent.area, child: child.area)!
  }

  private static let bulk = FeedClass(name: "bulk", rises: .city, falls: .terminal, priority: .bulk)

  private func fill(_ count: Int, textBytes: Int, feedClass: FeedClass = Author.work) throws {
    var author = Author(5, home: Place.southVillage, class: feedClass)
    for _ in 0..<count { try child.force(author.commit(String(repeating: "x", count: textBytes)), of: author) }
  }

  private func batches() throws -> [Batch] {
    try child.store.read { reader in
      var cutter = BatchCutter(from: .zero, branch: branch, link: 1)
      var found: [Batch] = []
      while let batch = try cutter.next(in: reader) { found.append(batch) }
      return found
    }
  }

  @Test func `no batch is over the limit even when the largest commits follow a nearly full one`() throws {
    var author = Author(5, home: Place.southVillage)
    // Behind its length of five bytes the first commit leaves the batch one byte short of being closed.
    for size in [BatchCutter.size - 1 - 5, Limits.commitBytesMax, Limits.commitBytesMax] {
      var probe = author
      let overhead = probe.commit(String(repeating: "y", count: 70_000)).count - 70_000
      let commit = author.commit(String(repeating: "y", count: size - overhead))
      #expect(commit.count == size)
      try child.force(commit, of: author)
    }
    let batches = try batches()
    #expect(
      batches.map(\.commits.count) == [BatchCutter.size - 1 + 5 + Limits.commitBytesMax, 5 + Limits.commitBytesMax])
    for batch in batches {
      #expect(batch.commits.count <= Limits.batchBytesMax)
      #expect(try Batch(batch.frame) == batch)
    }
    #expect(try sync(child, parent) == .proved)
  }

  @Test func `a batch closes after its limit of commits`() throws {
    try fill(Limits.batchCommitsMax + 1, textBytes: 1)
    #expect(try batches().count == 2)
  }

  @Test func `each span begins where the one before ended`() throws {
    try fill(6, textBytes: 100_000)
    try child.write("alarm", recordID(1), ["body": .write(.text("急"))])
    try child.store.read { reader in
      var cutter = BatchCutter(from: .zero, branch: branch, link: 1)
      var reached = Cursor.zero
      while let batch = try cutter.next(in: reader) {
        #expect(batch.span?.from == reached)
        reached = batch.span!.to
      }
      #expect(cutter.rest == Batch.Span(from: reached, to: Cursor(lanes: [7, 7, 7])))
    }
  }

  @Test func `a backlog larger than a request is served in slices of bounded size`() throws {
    var random = SplitMix64(seed: 3)
    var author = Author(5, home: Place.southVillage)
    // Too long to be found again in the next commit when both are packed.
    let text = (0..<6_000).map { _ in Bytes16(high: random.next(), low: random.next()).hex }.joined()
    for _ in 0..<36 { try child.force(author.commit(text), of: author) }
    var driver = SessionDriver(child, parent)
    #expect(try driver.run() == .proved)
    #expect(driver.rounds >= 2)
    for trace in driver.traces {
      #expect(trace.request.count <= Limits.requestBytesTarget + Limits.frameBytesMax)
      #expect(trace.answer.count <= Limits.responseBytesMax)
    }
    #expect(try parent.commitDump() == child.commitDump())
  }

  @Test func `an urgent commit overtakes a bulk backlog at the next batch`() throws {
    try fill(8, textBytes: 100_000, feedClass: Self.bulk)
    var cutter = BatchCutter(from: .zero, branch: branch, link: 1)
    let first = try child.store.read { try cutter.next(in: $0) }
    #expect(first?.span?.to[.bulk] == 2)
    try child.write("alarm", recordID(1), ["body": .write(.text("撤离"))])
    let second = try child.store.read { try cutter.next(in: $0) }
    #expect(second?.span?.to[.urgent] == 9 && second?.span?.to[.bulk] == 2)
    #expect(second!.commits.count < 1_000)
  }
}
