// A backlog sent by feed: nothing twice, nothing left out, and it goes on where it was cut.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Stretches` {
  private static let stretch = SessionSizes.Stretch(min: 4, max: 12)
  private let parent: TestNode
  private let child: TestNode
  private let branch: Branch

  /// A township that holds thirty commits of six feeds, which arrived in turns; and a community that has none.
  init() throws {
    let catalog = SmallCatalog.make([("note", "work"), ("alarm", "urgent")])
    parent = try TestNode(Place.southTown, 1, catalog: catalog)
    child = try TestNode(Place.southVillage, 2, catalog: catalog)
    branch = Branch(parent: parent.area, child: child.area)!
    parent.sizes.batchBytes = 1
    parent.sizes.stretch = Self.stretch
    var authors = (0..<6).map { number in
      Author(UInt64(number), home: number < 3 ? Place.southTown : Place.southVillage)
    }
    for _ in 0..<5 { for index in authors.indices { try write(&authors[index]) } }
  }

  private func write(_ author: inout Author) throws { try parent.force(author.commit(), of: author) }

  private func batches(from cursor: Cursor = .zero, stretch: SessionSizes.Stretch? = stretch) throws -> [Batch] {
    var cutter = BatchCutter(from: cursor, branch: branch, link: 1, size: 1, stretch: stretch)
    var found: [Batch] = []
    while let batch = try parent.store.read({ try cutter.next(in: $0) }) { found.append(batch) }
    return found
  }

  private func feeds(of batches: [Batch]) throws -> [FeedID] {
    try batches.map { batch in
      var (items, scanner) = (CBORReader(batch.commits), CommitScanner())
      let place = try items.byteRange(max: Limits.commitBytesMax)
      var reader = CBORReader(batch.commits, from: place.lowerBound, to: place.upperBound)
      try scanner.scan(&reader)
      return scanner.feed
    }
  }

  @Test func `a stretch is sent feed by feed, and holds what arrival order would`() throws {
    let (byFeed, byArrival) = (try batches(), try batches(stretch: nil))
    #expect(Set(byFeed.map(\.commits)) == Set(byArrival.map(\.commits)))
    #expect(byFeed.count == 30)
    let feeds = try feeds(of: Array(byFeed.prefix(12)))
    #expect(feeds == feeds.chunks().flatMap { Array(repeating: $0, count: 2) }, "each feed once, with all of its own")
    #expect(byFeed.last?.span?.to == Cursor(lanes: [30, 30, 0]))
  }

  @Test func `every span begins where the one before ended, and who has come that far gets the rest and no more`()
    throws
  {
    let all = try batches()
    for (index, batch) in all.enumerated() {
      #expect(batch.span?.from == (index == 0 ? .zero : all[index - 1].span?.to))
      #expect(try batches(from: batch.span!.to).map(\.commits) == all[(index + 1)...].map(\.commits))
    }
  }

  @Test func `what arrives meanwhile waits for the next stretch, and an urgent commit for the next batch`() throws {
    var cutter = BatchCutter(from: .zero, branch: branch, link: 1, size: 1, stretch: Self.stretch)
    _ = try parent.store.read { try cutter.next(in: $0) }
    try parent.write("alarm", recordID(1), in: child.area, ["body": .write(.text("撤离"))])
    let urgent = try parent.store.read { try cutter.next(in: $0) }
    #expect(urgent?.span?.to[.urgent] == 31 && urgent?.span?.to[stretchOf: .normal]?.end == 12)
    let next = try parent.store.read { try cutter.next(in: $0) }
    #expect(try next?.commits == batches()[2].commits)
  }

  @Test(arguments: [Cursor.Stretch(end: 12, last: 31), .init(end: 13, last: 3), .init(end: 1 << 62, last: 1)])
  func `a place that is not known lets the stretch begin anew`(stretch: Cursor.Stretch) throws {
    let strange = Cursor(lanes: [30, 0, 30], stretches: [nil, stretch, nil])
    #expect(try batches(from: strange).map(\.commits) == batches().map(\.commits))
  }

  @Test func `a commit that was taken out meanwhile is passed over`() throws {
    var cutter = BatchCutter(from: .zero, branch: branch, link: 1, size: 1, stretch: Self.stretch)
    var sent = [try parent.store.read { try cutter.next(in: $0) }!]
    let whole = try batches()
    try parent.store.write { writer in
      let gone = try feeds(of: [whole[11]])[0]
      var feed = try writer.feed(gone)!
      _ = try writer.cut(&feed, to: 1)
    }
    while let batch = try parent.store.read({ try cutter.next(in: $0) }) { sent.append(batch) }
    #expect(sent.count == 26)
    #expect(try Set(sent.map(\.commits)) == Set(batches(stretch: nil).map(\.commits)))
  }

  @Test func `an answer cut anywhere goes on at the commit it had come to`() throws {
    var rounds = 0
    while try child.feeds().reduce(0, { $0 + $1.head.seq }) < 30 {
      var driver = SessionDriver(child, parent)
      // Hello and three batches arrive, and half of a fourth.
      driver.tamperAnswer = { answer in Array(answer.prefix(try Self.end(ofFrame: rounds == 0 ? 3 : 4, answer) + 9)) }
      _ = try? driver.round()
      rounds += 1
      try #require(rounds <= 11, "what had arrived was sent again")
    }
    #expect(try sync(child, parent) == .proved)
    #expect(try child.commitDump() == parent.commitDump())
  }

  /// Where a frame of an answer ends.
  private static func end(ofFrame number: Int, _ bytes: [UInt8]) throws -> Int {
    var offset = 0
    for _ in 0..<number where offset + Frame.headBytes <= bytes.count {
      offset += Frame.headBytes + bytes[(offset + 1)..<(offset + 5)].reduce(0) { $0 << 8 | Int($1) }
    }
    return min(offset, bytes.count)
  }

  @Test func `a batch lost in the midst of a stretch is a hole that the session finds and fills`() throws {
    var driver = SessionDriver(child, parent)
    var hasLost = false
    driver.tamperAnswer = { answer in
      let (begin, end) = (try Self.end(ofFrame: 4, answer), try Self.end(ofFrame: 5, answer))
      if hasLost || begin == end { return answer }
      hasLost = answer[begin] == Frame.Kind.batch.rawValue
      return hasLost ? Array(answer[..<begin] + answer[end...]) : answer
    }
    #expect(try driver.run() == .proved)
    #expect(hasLost)
    #expect(try child.commitDump() == parent.commitDump())
  }
}

extension Array where Element: Equatable {
  /// The elements without those that equal the one before.
  fileprivate func chunks() -> [Element] {
    reduce(into: []) { found, element in if found.last != element { found.append(element) } }
  }
}
