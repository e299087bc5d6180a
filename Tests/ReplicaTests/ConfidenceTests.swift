// What must not reach whom it is about, and what must not be acknowledged because it could not be named.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Keeping confidence` {
  private func tipOff(about area: String, at node: TestNode) throws -> Committed {
    try node.write("tip_off", recordID(7), in: Area(area)!, ["content": .write(.text("夜间违规生产"))])
  }

  @Test func `a tip-off about an enterprise is not filed where the enterprise would hold it`() throws {
    let village = try TestNode(Place.southVillage, 1, catalog: .builtIn)
    #expect(throws: CommitRefusal.reachesEnterprise(area: Area(Place.works)!, type: "tip_off")) {
      try tipOff(about: Place.works, at: village)
    }
    #expect(try tipOff(about: Place.southVillage, at: village).records == [recordID(7)])
  }

  @Test func `a post at an enterprise is filed by the office above it, for the enterprise to hold`() throws {
    let village = try TestNode(Place.southVillage, 1, catalog: .builtIn)
    let filed = try village.write("post", recordID(8), in: Area(Place.works)!, ["name": .write(.text("王安全"))])
    #expect(filed.records == [recordID(8)])
  }

  @Test func `what is refused beyond the number a hello can name holds the cursor`() throws {
    let pair = try LinkedPair(feeds: 1)
    let spoiled = (0...Limits.refusalsMax).map { number -> [UInt8] in
      var author = Author(1_000 + UInt64(number), home: Place.southVillage)
      return author.commit { $0.previous = .zero }
    }
    let bytes = CommitSequence.of(spoiled)
    let span = Batch.Span(from: .zero, to: Cursor(lanes: [900, 900, 900]))
    let branch = Branch(parent: pair.parent.area, child: pair.child.area)!
    var replica = pair.parent.replica
    let received = try pair.parent.store.write { writer -> Cursor in
      var link = try #require(try writer.links().first)
      link.received = .zero
      var refused = Refused()
      _ = try replica.applyDelivery(
        Delivery(ScannedBatch(Batch(span: span, commits: bytes)), over: link, branch: branch, now: 1), link: &link,
        refused: &refused, to: writer)
      return link.received
    }
    #expect(received == .zero)
  }
}
