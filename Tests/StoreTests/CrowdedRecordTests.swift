// Records that are written again and again by somebody who has seen nothing of them: what a write costs has a bound.
import Catalog
import GRDB
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct `Crowded records` {
  @Test func `a field that one feed writes unseen keeps 64 values, and each write moves few rows`() throws {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    func write(_ numbers: ClosedRange<Int64>) throws {
      for number in numbers { try store.write("sample", 1, [.int(2, number)], isInformed: false) }
    }
    try write(1...100)
    let before = try store.store.write { $0.db.totalChangesCount }
    try write(101...150)
    let moved = try store.store.write { $0.db.totalChangesCount } - before
    // Its commit, its feed, its row, one value more and one less, a number or two: not 63 values each time.
    #expect(moved < 50 * 20, "\(moved) rows for 50 writes")
    #expect(try store.lines("SELECT amount, conflicts FROM sample") == ["amount=150 conflicts=63"])
    #expect(
      try store.lines("SELECT count(*) AS n, min(value) AS least, max(value) AS most FROM concurrent") == [
        "n=63 least=87 most=149"
      ])
    #expect(try store.store.verify().faults == [])
    try store.write("sample", 1, [.int(2, 7)])
    #expect(try store.lines("SELECT amount, conflicts FROM sample") == ["amount=7 conflicts=0"])
    #expect(try store.count("SELECT count(*) FROM concurrent") == 0)
  }

  @Test func `the values of two fields are told apart where only one of them changes`() throws {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    for number in Int64(1)...3 {
      try store.write("sample", 1, [.int(2, number), .text(1, "\(number)")], isInformed: false)
    }
    try store.write("sample", 1, [.int(2, 9)])
    #expect(
      try store.lines("SELECT field, value FROM concurrent ORDER BY seq") == [
        "field=\"label\" value=\"1\"", "field=\"label\" value=\"2\"",
      ])
    // A value that no column can hold stands among them, and gives its place back.
    try store.write("sample", 1, [.text(2, "九")])
    try store.write("sample", 1, [.int(2, 10), .text(1, "甲")])
    #expect(try store.count("SELECT count(*) FROM concurrent") == 0)
    #expect(try store.store.verify().faults == [])
  }

  @Test func `a row is written once for all the commits to it that a transaction brings`() throws {
    let author = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    for number in Int64(1)...100 {
      try author.write("sample", 1, [.int(2, number), FieldChange(7, .increment(1))], isInformed: number % 7 != 0)
    }
    let other = try WrittenStore(8, catalog: SmallCatalog.everyKind)
    let before = try other.store.write { $0.db.totalChangesCount }
    #expect(try other.receive(author.bodies()).accepted == 100)
    let moved = try other.store.write { $0.db.totalChangesCount } - before
    #expect(moved < 100 + 40, "\(moved) rows for 100 commits")
    #expect(try other.contentDump() == author.contentDump())
    #expect(try other.store.verify().faults == [])
  }

  @Test func `of one feed 65536 short keys of a set count, at every node and after a rebuild`() throws {
    let author = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    try author.store.write { writer in
      for number in 0..<64 {
        let added = (0..<4_096).map { Value.Entry("\(number * 4_096 + $0)", .null) }
        let intent = Intent(
          type: "sample", record: recordID(1), area: WrittenStore.village, seen: .empty,
          fields: [FieldChange(6, .elements(add: added, remove: []))])
        _ = try author.replica.commit([intent], user: "li", now: author.now, into: writer)
      }
    }
    #expect(try author.count("SELECT json_array_length(parts) FROM sample") == FeedShare.max)
    let rows = try author.contentDump()
    let other = try WrittenStore(8, catalog: SmallCatalog.everyKind)
    #expect(try other.receive(author.bodies()).accepted == 64)
    #expect(try other.contentDump() == rows)
    try author.store.rebuild()
    #expect(try author.contentDump() == rows)
    // Another feed has its own share.
    try other.write("sample", 1, [FieldChange(6, .elements(add: [Value.Entry("x", .null)], remove: ["7"]))])
    #expect(try other.count("SELECT json_array_length(parts) FROM sample") == FeedShare.max)
  }

  @Test func `what waits to be merged is merged before a row is read in the same transaction`() throws {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    try store.write("sample", 1, [.int(2, 1)])
    let type = store.store.catalog.type(named: "sample")!
    let intent = try store.intent("sample", 1, [.int(2, 2)])
    let shown = try store.store.write { writer in
      _ = try store.replica.commit([intent], user: "li", now: store.now + 1, into: writer)
      return try writer.reader.records(recordID(1), type: type)[0].values.first { $0.field.number == 2 }?.value
    }
    #expect(shown == .int(2))
  }
}
