// A parent that says what is not so keeps its child neither busy nor waiting: every session with it comes to an end.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `A lying parent` {
  private let parent: TestNode
  private let child: TestNode

  init() throws {
    let catalog = SmallCatalog.make([("note", "work")])
    parent = try TestNode(Place.southTown, 1, catalog: catalog)
    child = try TestNode(Place.southVillage, 2, catalog: catalog)
    try child.write("note", recordID(1), ["body": .write(.text("已有"))])
    #expect(try sync(child, parent) == .proved)
    try child.write("note", recordID(2), ["body": .write(.text("新的"))])
  }

  /// Changes the frames of one kind in an answer.
  private func changing(_ kind: Frame.Kind, _ change: @escaping (Frame) throws -> Frame) -> ([UInt8]) throws -> [UInt8]
  {
    { answer in
      var frames = FrameReader()
      frames.feed(answer)
      var changed: [UInt8] = []
      while let frame = try frames.next() {
        try (frame.kind == kind.rawValue ? change(frame) : frame).append(to: &changed)
      }
      return changed
    }
  }

  @Test func `a fingerprint that is another in every answer ends the session`() throws {
    var driver = SessionDriver(child, parent)
    var answers: UInt64 = 0
    driver.tamperAnswer = changing(.close) { frame in
      answers += 1
      var close = try CloseMessage(frame)
      close.fingerprint = Fingerprint(sum: Bytes16(high: answers, low: 7), count: close.fingerprint.count)
      return close.frame
    }
    #expect(try driver.run() == .unequal)
    #expect(driver.rounds <= Patience.idleRoundsMax + 1)
  }

  @Test func `a parent whose acknowledgement goes to and fro gets nowhere`() throws {
    var driver = SessionDriver(child, parent)
    var answers: UInt64 = 0
    driver.tamperAnswer = { answer in
      answers += 1
      let lanes: [UInt64] = answers.isMultiple(of: 2) ? [2, 0, 0] : [0, 2, 0]
      let greeted = try self.changing(.hello) { frame in
        var hello = try Hello(frame)
        (hello.received, hello.witness) = (Cursor(lanes: lanes), nil)
        return hello.frame
      }(answer)
      return try self.changing(.close) { frame in
        var close = try CloseMessage(frame)
        close.fingerprint = Fingerprint(sum: Bytes16(high: answers, low: 7), count: close.fingerprint.count)
        return close.frame
      }(greeted)
    }
    #expect(try driver.run() == .unequal)
  }

  @Test func `a parent that holds the same and never acknowledges it is not sent it without end`() throws {
    var driver = SessionDriver(child, parent)
    let before = try #require(try parent.store.read { try $0.link(child.node)?.received })
    driver.tamperAnswer = changing(.hello) { frame in
      var hello = try Hello(frame)
      hello.received = before
      return hello.frame
    }
    #expect(try driver.run() == .unequal)
    #expect(try parent.store.read { try $0.summary(types: ["note"]).records["note"] } == 2)
    driver.tamperAnswer = { $0 }
    #expect(try sync(child, parent) == .proved)
  }

  /// Such an acknowledgement counts for nothing: the child compares each time, and is proved equal each time.
  @Test func `a parent whose witness never stood here is not asked again at once`() throws {
    // The second session begins without an acknowledgement, with a comparison.
    for _ in 0..<2 {
      var driver = SessionDriver(child, parent)
      driver.tamperAnswer = changing(.hello) { frame in
        var hello = try Hello(frame)
        hello.witness = Witness(dot: Dot(feed: FeedID(Bytes16(high: 1, low: 2)), seq: 3), tag: 4)
        return hello.frame
      }
      #expect(try driver.run() == .unequal)
      #expect(driver.rounds <= Patience.idleRoundsMax)
      #expect(try parent.store.read { try $0.summary(types: ["note"]).records["note"] } == 2)
    }
    #expect(try sync(child, parent) == .proved)
  }

  @Test func `a node that becomes another store in the middle of a session goes on as that`() throws {
    child.replica = Replica(
      identity: child.replica.identity, catalog: child.replica.catalog, clock: child.store.clock, isLineageSure: false)
    let before = child.replica.identity
    var driver = SessionDriver(child, parent)
    driver.tamperAnswer = { answer in
      if child.replica.identity == before { try child.write("note", recordID(3), ["body": .write(.text("又一"))]) }
      return answer
    }
    #expect(try driver.run() == .proved)
    #expect(child.replica.identity.store != before.store)
    #expect(try parent.store.read { try $0.link(child.node)?.store } == child.replica.identity.store)
  }
}
