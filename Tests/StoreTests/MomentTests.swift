// What is kept of what is due is what the records say, however many changes one transaction brings.
import Catalog
import GRDB
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct `Moments that are kept` {
  private struct Stop: Error {}

  private let node: WrittenStore
  private static let due = [1_760_100_000_000, 1_760_200_000_000, 1_760_300_000_000] as [Int64]

  init() throws { node = try WrittenStore(1) }

  /// Enters a hazard, or changes it, having seen what this transaction has written of it.
  private func write(
    _ record: UInt64, due: Int64, severity: Int64 = 0, _ writer: StoreWriter, as replica: inout Replica
  ) throws {
    let type = try #require(node.store.catalog.type(named: "hazard"))
    let seen = try writer.reader.records(recordID(record), type: type).first?.state.version ?? .empty
    let intent = Intent(
      type: type.name, record: recordID(record), area: WrittenStore.village, seen: seen,
      fields: [.int(5, severity), .int(7, due)])
    node.now += 1_000
    _ = try replica.commit([intent], user: "li", now: node.now, into: writer)
  }

  private func write(_ record: UInt64, due: Int64, severity: Int64 = 0, _ writer: StoreWriter) throws {
    try write(record, due: due, severity: severity, writer, as: &node.replica)
  }

  /// Of each record, by its row, what it is due at.
  private func kept(_ table: String = "deadline") throws -> [String] {
    try node.lines("SELECT record, moment FROM \(table) ORDER BY record, moment")
  }

  @Test func `of changes in one transaction the last is kept`() throws {
    try node.store.write { writer in
      try write(1, due: Self.due[0], writer)
      try write(2, due: Self.due[0], writer)
      try write(1, due: Self.due[1], writer)
      // What is asked inside the transaction is asked of what has been written so far.
      let moment = try Int64.fetchOne(writer.reader.db, sql: "SELECT max(moment) FROM deadline")
      #expect(moment == Self.due[1])
      try write(1, due: Self.due[2], writer)
      try write(2, due: Self.due[2], writer)
      try write(2, due: Self.due[0], writer)
    }
    #expect(try kept() == ["record=1 moment=\(Self.due[2])", "record=2 moment=\(Self.due[0])"])
    #expect(try node.store.verify().faults == [])
  }

  @Test func `what is put in and taken out again was never there`() throws {
    try node.store.write { writer in
      try write(1, due: Self.due[0], severity: 1, writer)
      try write(1, due: Self.due[0], writer)
    }
    #expect(try kept("proposal") == [])
    #expect(try kept() == ["record=1 moment=\(Self.due[0])"])
    #expect(try node.store.verify().faults == [])
  }

  @Test func `a transaction that is rolled back leaves none`() throws {
    #expect(throws: Stop.self) {
      try node.store.write { writer in
        var replica = node.replica
        try write(1, due: Self.due[0], writer, as: &replica)
        throw Stop()
      }
    }
    #expect(try kept() == [])
    try node.store.write { try write(2, due: Self.due[1], $0) }
    #expect(try kept() == ["record=1 moment=\(Self.due[1])"])
    #expect(try node.store.verify().faults == [])
  }
}
