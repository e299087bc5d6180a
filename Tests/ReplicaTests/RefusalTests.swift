// A refusal that is taken back, and a parent whose store changes amid a session.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Refusals and replaced stores` {
  private static let catalog = SmallCatalog.make([("note", "work")])
  private let parent: TestNode
  private let child: TestNode

  init() throws {
    parent = try TestNode(Place.southTown, 1, catalog: Self.catalog)
    child = try TestNode(Place.southVillage, 2, catalog: Self.catalog)
  }

  @Test(arguments: [true, false])
  func `a feed that is no longer refused arrives with the next session`(isUpward: Bool) throws {
    let (holder, other) = isUpward ? (child, parent) : (parent, child)
    try child.write("note", recordID(9), ["body": .write(.text("相识"))])
    #expect(try sync(child, parent) == .proved)
    var author = Author(5, home: Place.southVillage)
    try holder.receive([author.commit(), author.commit()])
    try other.store.write { writer in
      let refusal = Refusal(feed: author.id, seq: 2, code: .malformed)
      try writer.setQuarantine(Quarantine(refusal: refusal, isOurs: true), link: writer.link(holder.node)!.reference)
    }
    #expect(try sync(child, parent) == .proved)
    #expect(try other.store.read { try $0.feed(author.id)?.head.seq } == 1)
    try other.store.write { try $0.clearQuarantines(link: $0.link(holder.node)!.reference) }
    #expect(try sync(child, parent) == .proved)
    #expect(try other.store.read { try $0.feed(author.id)?.head } == author.head)
    #expect(try holder.quarantines(with: other).isEmpty)
    #expect(try parent.commitDump() == child.commitDump())
  }

  @Test(arguments: [true, false])
  func `a refusal is told in two round trips, without a comparison`(isUpward: Bool) throws {
    let (holder, other) = isUpward ? (child, parent) : (parent, child)
    for node in [child, parent] {
      try node.write("note", recordID(9), in: Area(Place.southVillage)!, ["body": .write(.text("相识"))])
    }
    #expect(try sync(child, parent) == .proved)
    var author = Author(5, home: Place.southVillage)
    for number in 1...3 { try holder.force(author.commit { if number == 2 { $0.previous = .zero } }, of: author) }
    var driver = SessionDriver(child, parent)
    #expect(try driver.run() == .proved)
    #expect(driver.rounds <= 2 && driver.bytes < 1_500, "\(driver.rounds) rounds, \(driver.bytes) bytes")
    #expect(try other.quarantines(with: holder).map(\.refusal.code) == [.brokenChain])
  }

  @Test(arguments: 1..<4)
  func `a parent whose store is replaced amid a session acknowledges nothing of the old one`(after rounds: Int) throws {
    for number in 0..<30 { try child.write("note", recordID(UInt64(number)), ["body": .write(.text("社区"))]) }
    #expect(try sync(child, parent) == .proved)
    for node in [child, parent] { try node.execute("UPDATE link SET received = '0 0 0', acknowledged = '0 0 0'") }
    var author = Author(5, home: Place.southVillage)
    try child.receive([author.commit()])
    var driver = SessionDriver(child, parent)
    for _ in 0..<rounds where try driver.round() == .proved { return }
    driver.parent = try TestNode(Place.southTown, 1, lineage: 2, catalog: Self.catalog)
    _ = try driver.round()
    let acknowledged = try driver.parent.store.read { try $0.link(child.node)!.received }
    #expect(acknowledged == .zero)
    #expect(try driver.run() == .proved)
    #expect(try driver.parent.commitDump() == child.commitDump())
  }
}
