// Frames that are wrong as such, commits that were never asked for, and what a gap does to an acknowledgement.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Hostile frames` {
  private let parent: TestNode
  private let child: TestNode

  init() throws {
    let catalog = SmallCatalog.make([("note", "work")])
    parent = try TestNode(Place.southTown, 1, catalog: catalog)
    child = try TestNode(Place.southVillage, 2, catalog: catalog)
    try child.write("note", recordID(1), ["body": .write(.text("已有"))])
    #expect(try sync(child, parent) == .proved)
  }

  /// Runs a session whose first request has frames put in before its close.
  private func run(inserting frames: [[UInt8]]) throws -> (outcome: UplinkOutcome, rounds: Int) {
    var driver = SessionDriver(child, parent)
    var isFirst = true
    driver.tamperRequest = { request in
      defer { isFirst = false }
      guard isFirst else { return request }
      let close = Frame.headBytes + request[(1)..<5].reduce(0) { $0 << 8 | Int($1) }
      return Array(request[..<close]) + frames.flatMap { $0 } + Array(request[close...])
    }
    return (try driver.run(), driver.rounds)
  }

  private func batch(_ commits: [[UInt8]], span: Batch.Span? = nil) -> [UInt8] {
    let bytes = CommitSequence.of(commits)
    return Batch(span: span, commits: bytes).frame.encoded
  }

  @Test func `a commit about a sibling's area is refused as outside the branch`() throws {
    var stranger = Author(5, home: Place.otherVillage)
    var good = Author(6, home: Place.southVillage)
    #expect(try run(inserting: [batch([stranger.commit(), good.commit()])]).outcome == .proved)
    let expected = Refusal(feed: stranger.id, seq: 1, code: .outsideBranch)
    #expect(try parent.quarantines(with: child) == [Quarantine(refusal: expected, isOurs: true)])
    #expect(try child.quarantines(with: parent) == [Quarantine(refusal: expected, isOurs: false)])
    #expect(try parent.store.read { try $0.feed(good.id)?.head } == good.head)
    #expect(try parent.store.read { try $0.feed(stranger.id) } == nil)
  }

  @Test func `a commit about an area its author's home does not hold is refused`() throws {
    var neighbour = Author(5, home: Place.otherVillage, area: Place.southVillage)
    #expect(try run(inserting: [batch([neighbour.commit()])]).outcome == .proved)
    #expect(try parent.quarantines(with: child).map(\.refusal.code) == [.outsideBranch])
  }

  @Test func `a commit under a feed id of zeros is refused by that name, and holds no cursor`() throws {
    var author = Author(6, home: Place.southVillage)
    var bytes: [UInt8] = []
    CommitSequence.append(author.commit(twist: { $0.feed = FeedID(.zero) }), to: &bytes)
    var link = try parent.store.read { try $0.link(child.node)! }
    let to = Cursor(lanes: link.received.lanes.map { $0 + 5 })
    let branch = Branch(parent: parent.area, child: child.area)!
    var refused = Refused()
    let result = try parent.store.write { writer in
      let batch = ScannedBatch(Batch(span: .init(from: link.received, to: to), commits: bytes))
      return try parent.replica.applyDelivery(
        Delivery(batch, over: link, branch: branch, now: 0), link: &link, refused: &refused, to: writer)
    }
    #expect(result.refusals == [Refusal(feed: FeedID(.zero), seq: 1, code: .wrongFeedID)])
    #expect(result.unreadable == 0 && link.received == to)
    #expect(try parent.quarantines(with: child).map(\.refusal) == result.refusals)
  }

  @Test(arguments: [true, false])
  func `a cursor does not pass what could not be kept`(isGap: Bool) throws {
    var author = Author(5, home: Place.southVillage)
    _ = author.commit()
    var bytes: [UInt8] = []
    CommitSequence.append(isGap ? author.commit() : [0xFF], to: &bytes)
    var link = try parent.store.read { try $0.link(child.node)! }
    let before = link.received
    let batch = Batch(span: .init(from: before, to: Cursor(lanes: before.lanes.map { $0 + 5 })), commits: bytes)
    let branch = Branch(parent: parent.area, child: child.area)!
    var refused = Refused()
    let result = try parent.store.write { writer in
      try parent.replica.applyDelivery(
        Delivery(ScannedBatch(batch), over: link, branch: branch, now: 0), link: &link, refused: &refused, to: writer)
    }
    #expect(result.refusals.isEmpty && result.gaps + result.unreadable == 1)
    #expect(link.received == before)
    #expect(try parent.store.read { try $0.feed(author.id) } == nil)
  }

  @Test(arguments: [[2, 0, 0, 0, 3, 1, 2, 3], [1, 0, 0, 0, 0], [2, 0xFF, 0xFF, 0xFF, 0xFF], [6, 0, 0, 0, 1, 0xA0]])
  func `a garbage frame ends the request, and what came before it stays`(_ garbage: [UInt8]) throws {
    var author = Author(5, home: Place.southVillage)
    #expect(throws: (any Error).self) { try run(inserting: [batch([author.commit()]), garbage]) }
    #expect(try parent.store.read { try $0.feed(author.id)?.head } == author.head)
    #expect(try sync(child, parent) == .proved)
  }

  @Test func `no frame that is known comes after the close, at either end`() throws {
    let close = CloseMessage(fingerprint: .empty, isComplete: false, mark: .zero).frame.encoded
    let hello = Hello(
      node: child.node, store: child.store.identity.store, area: child.area, catalog: .zero,
      peerStore: parent.store.identity.store, received: .zero, now: 0)
    let late: [[UInt8]] = [
      batch([]), WantMessage(wants: [Dot(feed: FeedID(.zero), seq: 1)]).frame.encoded,
      RangesMessage(ranges: []).frame.encoded, close, hello.frame.encoded,
    ]
    for frame in late {
      #expect(throws: (any Error).self) { try ParentEnd.answer(hello.frame.encoded + close + frame, at: parent) }
      var driver = SessionDriver(child, parent)
      driver.tamperAnswer = { $0 + frame }
      #expect(throws: (any Error).self) { try driver.run() }
    }
    #expect(try sync(child, parent) == .proved)
  }

  @Test func `a frame of a kind from a later version is stepped over`() throws {
    #expect(try run(inserting: [[77, 0, 0, 0, 2, 1, 2]]) == (.proved, 1))
  }

  @Test func `garbage between commits costs only what cannot be told apart`() throws {
    var first = Author(5, home: Place.southVillage)
    var second = Author(6, home: Place.southVillage)
    #expect(try run(inserting: [batch([first.commit(), [0xFF, 1, 2], second.commit()])]).outcome == .proved)
    #expect(parent.ingested.contains { $0.unreadable == 1 && $0.accepted == 2 })
    #expect(try parent.store.read { try $0.feed(second.id)?.head } == second.head)
  }

  @Test func `a feed outside the branch is not served, whoever asks for it`() throws {
    let feed = try parent.write("note", recordID(5), in: Area(Place.otherVillage)!, ["body": .write(.text("别处"))]).dot
      .feed
    let own = try parent.write("note", recordID(6), in: Area(Place.southVillage)!, ["body": .write(.text("此处"))]).dot
      .feed
    let close = CloseMessage(fingerprint: .empty, isComplete: false, mark: .zero).frame.encoded
    let hello = Hello(
      node: child.node, store: child.store.identity.store, area: child.area, catalog: .zero,
      peerStore: parent.store.identity.store, received: .zero, now: 0)
    for (wanted, batches) in [(feed, 0), (own, 1)] {
      let want = WantMessage(wants: [Dot(feed: wanted, seq: 1)]).frame.encoded
      var frames = FrameReader()
      frames.feed(try ParentEnd.answer(hello.frame.encoded + want + close, at: parent))
      var found = 0
      while let frame = try frames.next() { found += frame.kind == Frame.Kind.batch.rawValue ? 1 : 0 }
      #expect(found == batches)
    }
  }

  @Test func `a large feed that is refused does not keep a session going round`() throws {
    var author = Author(5, home: Place.southVillage, class: Self.otherWork)
    for _ in 0..<3 { try parent.force(author.commit(String(repeating: "x", count: 100_000)), of: author) }
    var late = Author(6, home: Place.southVillage)
    try parent.receive([late.commit()])
    try child.execute("UPDATE link SET received = '0 0 0'")
    var driver = SessionDriver(child, parent)
    driver.tamperRequest = { request in
      var frames = FrameReader()
      frames.feed(request)
      let first = try frames.next()!
      var hello = try Hello(first)
      hello.budget = 1
      return hello.frame.encoded + request.dropFirst(Frame.headBytes + first.body.count)
    }
    #expect(try driver.run(roundsMax: 20) == .proved)
    #expect(try child.store.read { try $0.feed(late.id)?.head } == late.head)
  }

  private static let otherWork = FeedClass(name: "work", rises: .province, falls: .terminal, priority: .normal)

  @Test func `a record in a feed of another class than its type's has no effect`() throws {
    let other = FeedClass(name: "secret", rises: .city, falls: nil, priority: .normal)
    var author = Author(5, home: Place.southVillage, class: other)
    let rows = try parent.count("SELECT count(*) FROM note")
    #expect(try parent.receive([author.commit()]).accepted == 1)
    #expect(try parent.count("SELECT count(*) FROM note") == rows)
  }

  @Test func `a peer that stands beside and not below is told so`() throws {
    let sibling = try TestNode(Place.otherVillage, 9, catalog: child.replica.catalog)
    #expect(throws: SessionFault.self) { try sync(sibling, child) }
    #expect(try child.count("SELECT count(*) FROM link") == 1)
  }
}
