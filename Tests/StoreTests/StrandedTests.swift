// Commits behind a damaged one: saved beside their feed, and put back when the missing one comes.
import Foundation
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Behind a damaged commit` {
  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }

  init() throws { folder = try TemporaryFolder() }

  /// Nine commits of one own feed about one record, the counter's increment of each being its number.
  private func filled() throws -> WrittenStore {
    let store = WrittenStore(
      try Store.create(
        path: path, identity: .test(9, at: WrittenStore.village), catalog: SmallCatalog.everyKind))
    try fill(store, 1...9)
    return store
  }

  private func fill(_ store: WrittenStore, _ numbers: ClosedRange<Int64>) throws {
    for number in numbers {
      try store.write("sample", 1, [.text(1, "第\(number)次"), FieldChange(7, .increment(number))])
    }
  }

  /// Turns the last two bits of a commit over: one alone would be put right.
  private func spoil(_ number: Int, of store: WrittenStore) throws {
    var body = try store.bodies()[number - 1]
    body[body.count - 1] ^= 3
    let hex = Bytes16.hexadecimal(body)
    try store.execute("UPDATE \"commit\" SET body = x'\(hex)' WHERE arrival = \(number)")
  }

  private func salvaged() throws -> (Salvage, WrittenStore) {
    let salvage = try Salvage.run(
      path: path, node: nil, incarnation: 7, store: StoreID(Bytes16(high: 7, low: 7)),
      catalog: SmallCatalog.everyKind, seconds: 1_700_000_000)
    return (salvage, WrittenStore(try Store.open(path: path, catalog: SmallCatalog.everyKind)))
  }

  private func stock(_ store: WrittenStore) throws -> [String] { try store.lines("SELECT stock FROM sample") }

  private func standing(_ store: WrittenStore) throws -> [String] {
    try store.store.read { try Salvage.standing(of: path, in: $0) }
  }

  private func ranges(_ runs: [Salvage.Missing]) -> [ClosedRange<UInt64>] { runs.map { $0.first...$0.last } }
  private func ranges(_ runs: [Salvage.Stranded]) -> [ClosedRange<UInt64>] { runs.map { $0.first...$0.last } }

  @Test func `all that is whole waits, and is there again with the missing one`() throws {
    let store = try filled()
    let (content, bodies) = (try store.contentDump(), try store.bodies())
    try spoil(4, of: store)
    try store.store.close()
    let (salvage, opened) = try salvaged()
    #expect(ranges(salvage.missing) == [4...4] && ranges(salvage.stranded) == [5...9] && salvage.commits == 3)
    #expect(Salvage.report(of: path).count == 1 + salvage.losses.count + salvage.waits.count)
    #expect(try stock(opened) == ["stock=6"])
    #expect(try opened.store.read { try $0.trustSummary() }.stranded == 5)
    try opened.receive([bodies[3]])
    #expect(try opened.contentDump() == content)
    #expect(try opened.store.read { try $0.trustSummary() }.stranded == 0)
    #expect(try opened.store.verify().faults == [])
    try opened.store.close()
  }

  @Test func `what a neighbour brings of it counts once`() throws {
    let store = try filled()
    let (content, bodies) = (try store.contentDump(), try store.bodies())
    try spoil(4, of: store)
    try store.store.close()
    let (_, opened) = try salvaged()
    try opened.receive(Array(bodies[3...5]))
    #expect(try stock(opened) == ["stock=45"])
    #expect(try opened.contentDump() == content)
    try opened.receive(bodies)
    #expect(try opened.contentDump() == content)
    #expect(try opened.count("SELECT count(*) FROM evidence") == 0)
    try opened.store.close()
  }

  @Test func `between two gaps and behind them it comes back gap by gap`() throws {
    let store = try filled()
    let (content, bodies) = (try store.contentDump(), try store.bodies())
    for number in [3, 6] { try spoil(number, of: store) }
    try store.store.close()
    let (salvage, opened) = try salvaged()
    #expect(ranges(salvage.missing) == [3...3, 6...6] && ranges(salvage.stranded) == [4...5, 7...9])
    try opened.receive([bodies[2]])
    #expect(try stock(opened) == ["stock=15"])
    try opened.receive([bodies[5]])
    #expect(try opened.contentDump() == content)
    try opened.store.close()
  }

  @Test func `it survives the next damage`() throws {
    let store = try filled()
    let (content, bodies) = (try store.contentDump(), try store.bodies())
    try spoil(4, of: store)
    try store.store.close()
    try salvaged().1.store.close()
    let (again, opened) = try salvaged()
    #expect(ranges(again.missing) == [4...4] && ranges(again.stranded) == [5...9])
    #expect(try standing(opened).contains { $0.hasPrefix("missing: ") && $0.contains("numbers 4 to 4") })
    #expect(try standing(opened).contains { $0.hasPrefix("waiting: ") && $0.contains("numbers 5 to 9") })
    try opened.receive([bodies[3]])
    #expect(try opened.contentDump() == content)
    #expect(
      try standing(opened).dropFirst() == [
        "nothing is missing any more", "came back: 6 commits", "report: \(path).salvage.txt",
      ])
    try opened.store.close()
  }

  /// The list of what is missing had rows that could not be read: it does not say that nothing is.
  @Test func `nothing is missing only where no list names anything, those of earlier salvages among them`() throws {
    let store = try filled()
    try spoil(9, of: store)
    try store.store.close()
    try salvaged().1.store.close()
    let report = URL(filePath: path + ".salvage.txt")
    var text = try String(contentsOf: report, encoding: .utf8)
    text += "missing: table node_lost: rows that could not be read\nmissing: feed number 1: all of it\n"
    try Data(text.utf8).write(to: report)
    let opened = try salvaged().1
    try opened.execute("DELETE FROM node_lost")
    let told = try standing(opened)
    #expect(told.contains { $0.hasPrefix("missing: table node_lost: ") && $0.contains("(Salvage of 2023-11-14T") })
    #expect(told.contains { $0.hasPrefix("missing: feed number 1: ") })
    #expect(!told.contains { $0.hasPrefix("nothing is missing") }, "\(told)")
    try opened.store.close()
  }

  /// Both are kept, and the second does not speak for the first.
  @Test func `the report of a salvage stands behind those before it`() throws {
    let store = try filled()
    try spoil(9, of: store)
    try store.store.close()
    try salvaged().1.store.close()
    let (again, opened) = try salvaged()
    #expect(again.losses.isEmpty)
    let text = try String(contentsOfFile: path + ".salvage.txt", encoding: .utf8)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("Salvage of 2023-11-14T") } == 2)
    #expect(text.contains("numbers 9 to 9") && text.contains("nothing is missing"))
    #expect(try standing(opened).contains { $0.hasPrefix("missing: ") && $0.contains("numbers 9 to 9") })
    try opened.store.close()
  }

  @Test(arguments: [4, 9]) func `a commit whose hash alone is damaged is whole`(number: Int) throws {
    let store = try filled()
    let content = try store.contentDump()
    try store.execute("UPDATE \"commit\" SET hash = zeroblob(32) WHERE arrival = \(number)")
    try store.store.close()
    let (salvage, opened) = try salvaged()
    #expect(salvage.losses.isEmpty && salvage.stranded.isEmpty && salvage.commits == 9)
    #expect(try opened.contentDump() == content)
    #expect(try opened.store.verify().faults == [])
    try opened.store.close()
  }

  @Test func `another content for the missing number brings nothing back`() throws {
    let store = try filled()
    let other = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    try fill(other, 1...3)
    #expect(try other.bodies() == Array(store.bodies()[..<3]))
    try other.write("sample", 1, [.text(1, "另一次")])
    let stranger = try #require(try other.bodies().last)
    try spoil(4, of: store)
    try store.store.close()
    let (_, opened) = try salvaged()
    try opened.receive([stranger])
    #expect(try opened.store.read { try $0.trustSummary() }.stranded == 5)
    #expect(try stock(opened) == ["stock=6"])
    try opened.store.close()
  }

  /// What has come over a link is sealed only by whoever made it; made here it would be this node's.
  @Test func `what came over a link that is lost is not what was made here`() throws {
    let store = try filled()
    try store.execute("UPDATE \"commit\" SET source = 3 WHERE arrival > 7")
    try spoil(4, of: store)
    try store.store.close()
    let (_, opened) = try salvaged()
    #expect(try opened.lines("SELECT DISTINCT source FROM \"commit\"") == ["source=0"])
    #expect(
      try opened.lines("SELECT source, count(*) AS n FROM node_stranded GROUP BY source ORDER BY source")
        == ["source=-1 n=2", "source=0 n=3"])
    try opened.store.close()
  }
}
