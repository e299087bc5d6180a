// Edits on their way along a chain: increments that name themselves, and forms that no node there knows.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Edits along a chain` {
  private let id = IncrementID(Bytes16(high: 4, low: 1))

  @Test func `an increment that was written at two nodes counts once at every node`() throws {
    let chain = try Chain()
    let record = recordID(1)
    try chain.community.write("supply", record, ["name": .write(.text("沙袋")), "stock": .increment(10)])
    #expect(try chain.sync())
    for node in [chain.community, chain.district] {
      try node.write("supply", record, ["stock": .increments([Increment(id: id, amount: 100)])])
    }
    #expect(try chain.sync())
    for node in chain.nodes { #expect(try node.shown("supply", record, "stock") == .int(110)) }
    #expect(Set(try chain.nodes.map { try $0.viewDump() }).count == 1)
  }

  @Test
  func `an edit of a form that no node knows is kept and relayed byte for byte, and the rest of its commit counts`()
    throws
  {
    let chain = try Chain()
    var author = Author(1, home: Place.southVillage)
    let record = recordID(1)
    let commit = author.commit(
      Change(
        type: "supply", record: record, seen: .empty,
        fields: [FieldChange(1, .write(.text("沙袋"))), FieldChange(4, .increment(1))])
    ) { bytes in
      // The last edit is [3, 1]; of form 5 it would be [5, 1].
      bytes[bytes.count - 2] = 5
    }
    #expect(try chain.community.receive([commit]).accepted == 1)
    #expect(try chain.sync())
    for node in chain.nodes {
      #expect(try node.body(of: Dot(feed: author.id, seq: 1)) == commit)
      #expect(try node.shown("supply", record, "name") == .text("沙袋"))
      #expect(try node.shown("supply", record, "stock") == .int(0))
      #expect(try node.store.verify().faults == [])
    }
  }
}
