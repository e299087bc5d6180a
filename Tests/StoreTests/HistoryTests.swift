// What was done to a record: its own commits, those removed by law among them, a page at a time.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `The history of a record` {
  private let written: WrittenStore
  /// Of one feed: the first and the second record made, both edited, the first edited again.
  private let made: [Committed]

  init() throws {
    written = try WrittenStore(1)
    var made: [Committed] = []
    for (number, text) in [(1, "一"), (2, "二"), (1, "三"), (2, "四"), (1, "五")] as [(UInt64, String)] {
      made.append(try written.write("hazard", number, [.text(2, text)]))
    }
    self.made = made
  }

  private func page(of number: UInt64, after: HistoryPlace? = nil, count: Int = 10, bytesMax: Int = 1 << 20) throws
    -> HistoryPage
  {
    let type = try #require(written.store.catalog.type(named: "hazard"))
    return try written.store.read { reader in
      let record = try #require(try reader.records(recordID(number), type: type).first)
      return try reader.history(of: record, after: after, count: count, bytesMax: bytesMax)
    }
  }

  /// Leaves of a commit what a removal leaves of it.
  private func remove(_ index: Int) throws {
    let bytes = try written.bodies()[index]
    var (scanner, reader) = (CommitScanner(), CBORReader(bytes))
    try scanner.scan(&reader)
    let short = CommitEncoder.redacted(
      bytes, header: scanner.header, payload: Hashing.sha256(bytes[scanner.payload]))
    let digits = Bytes16.hexadecimal(short)
    try written.execute("UPDATE \"commit\" SET body = x'\(digits)' WHERE arrival = \(made[index].arrival)")
  }

  @Test func `has what was removed where a later change had seen it, and of others' removals no more than a number`()
    throws
  {
    try #require(try written.bodies().count == made.count)
    try remove(1)
    try remove(2)
    let first = try page(of: 1)
    #expect(first.entries.map(\.dot) == [made[0].dot, made[2].dot, made[4].dot])
    #expect(first.entries.map { $0.change == nil } == [false, true, false])
    #expect(first.removedUnknown == 1 && first.next == nil)
    let second = try page(of: 2)
    #expect(second.entries.map(\.dot) == [made[1].dot, made[3].dot])
    #expect(second.entries.map { $0.change == nil } == [true, false] && second.removedUnknown == 1)
  }

  @Test func `comes in pages that end by number and by bytes, each entry once`() throws {
    let whole = try page(of: 1).entries.map(\.dot)
    for (count, bytesMax) in [(1, 1 << 20), (2, 1 << 20), (3, 1 << 20), (10, 1)] {
      var (dots, after): ([Dot], HistoryPlace?) = ([], nil)
      repeat {
        let page = try page(of: 1, after: after, count: count, bytesMax: bytesMax)
        #expect(page.entries.count == (bytesMax == 1 ? 1 : min(count, whole.count - dots.count)))
        dots += page.entries.map(\.dot)
        after = page.next.flatMap { HistoryPlace($0.text) }
        #expect(after == page.next)
      } while after != nil && dots.count < 10
      #expect(dots == whole)
    }
  }
}
