// Whose word a record is: what a node says of itself has its effect from that node's own feeds alone.
import Catalog
import Merge
import Replica
import Store
import Testing

@Suite struct `Whose word a record is` {
  private let township = Area("370202001000")!
  private let city = Area("370200000000")!
  private let id = RecordID(Bytes16(high: 1, low: 2))

  private func field(_ type: String, _ name: String) -> Int {
    Catalog.builtIn.type(named: type)!.field(named: name)!.number
  }

  /// A store at the city in which two nodes have written: the township's, and the city's own about the township.
  private func shown(_ type: String, own: [FieldChange]?, above: [FieldChange]) throws -> RecordView? {
    let catalog = Catalog.builtIn
    func replica(_ area: Area, _ number: UInt64) throws -> (Replica, Store) {
      let identity = Identity(
        node: NodeID(Bytes16(high: 9, low: number)), incarnation: 1, store: StoreID(Bytes16(high: 8, low: number)),
        area: area)
      let store = try Store.inMemory(identity: identity, catalog: catalog)
      return (Replica(identity: identity, catalog: catalog, clock: store.clock), store)
    }
    var (below, lower) = try replica(township, 1)
    var (top, upper) = try replica(city, 2)
    let branch = Branch(parent: city, child: township)!
    if let own {
      let intent = Intent(type: type, record: id, area: township, seen: .empty, fields: own)
      let bytes = try lower.write { storage in
        let made = try below.commit([intent], user: "gridward", now: 1_000_000, into: storage)[0]
        var bytes: [UInt8] = []
        _ = try storage.appendCommits(to: &bytes, feed: made.dot.feed, from: 1, size: .max)
        return bytes
      }
      var refused: [FeedID: UInt64] = [:]
      let result = try upper.write {
        try top.ingest(
          Delivery(ScannedBatch(commits: bytes), branch: branch, source: 1, now: 1_000_000), refused: &refused, into: $0
        )
      }
      #expect(result.accepted == 1)
    }
    let view = { try upper.read { try $0.records(id, type: catalog.type(named: type)!).first } }
    let seen = try view()?.state.version ?? .empty
    let made = try upper.write { storage in
      try top.commit(
        [Intent(type: type, record: id, area: township, seen: seen, fields: above)], user: "市", now: 2_000_000,
        into: storage)
    }
    #expect(made.count == 1, "no commit is refused for it")
    return try view()
  }

  @Test func `an office above counts nothing in a district's name`() throws {
    let period = field("roll_up", "period")
    let figures = field("roll_up", "figures")
    func said(_ count: Int64) -> [FieldChange] {
      [FieldChange(period, .write(.text("2026-06"))), FieldChange(figures, .write(.list([.int(count)])))]
    }
    #expect(try shown("roll_up", own: nil, above: said(9)) == nil)
    let view = try #require(try shown("roll_up", own: said(1), above: said(9)))
    #expect(view["figures"] == .list([.int(1)]))
    #expect(view.concurrent.isEmpty)
  }

  @Test func `an office above may take the steps of a type, and nothing with them`() throws {
    let step = Step(
      id: StepID(Bytes16(high: 1, low: 1)), kind: "explained", round: 1, details: .sorted([("reason", .text("停电"))]))
    let kind = field("alarm", "kind")
    let steps = FieldChange(field("alarm", "steps"), .steps([step]))
    let own = [FieldChange(kind, .write(.text("silence")))]
    #expect(try shown("alarm", own: own, above: [steps])?.standing?.status == "explained")
    let both = try shown("alarm", own: own, above: [FieldChange(kind, .write(.text("fork"))), steps])
    #expect(both?["kind"] == .text("silence") && both?.standing?.status == "raised")
  }

  @Test func `what people write they write about any area they stand around`() throws {
    let place = FieldChange(field("hazard", "place"), .write(.text("上级所写")))
    #expect(try shown("hazard", own: nil, above: [place])?["place"] == .text("上级所写"))
  }
}

extension RecordView {
  fileprivate subscript(name: String) -> Value? { values.first { $0.field.name == name }?.value }
}
