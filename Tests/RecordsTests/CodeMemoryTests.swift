// What the writer keeps of code tables is never older than the tables: whatever changes one is met by the next entry.
import Catalog
import Merge
import Records
import Replica
import Store
import TestSupport
import Testing

@Suite struct `What the writer keeps of code tables` {
  private struct Interruption: Error {}

  /// The codes that entries of the sector field may have.
  private static func table(_ codes: [String]) -> [Value.Entry] {
    let entries = Value.sorted(codes.map { ($0, .sorted([("zh", .text($0))])) })
    return [
      Value.Entry("name", .text("sector")), Value.Entry("version", .text("1")), Value.Entry("name_zh", .text("行业")),
      Value.Entry("entries", entries),
    ]
  }

  private let node: EnteringNode
  private let table: RecordPlace

  init() throws {
    node = try EnteringNode(at: Place.district)
    table = node.place("code_table", 1)
  }

  private func makingTable(_ codes: [String]) throws -> CreatePlan {
    try node.creation(table, in: Place.district, Self.table(codes))
  }

  /// Whether a hazard of a sector is admitted now, asked as the writer asks.
  private func admits(_ sector: String) throws -> Bool {
    let plan = try node.creation(
      node.place("hazard", UInt64(99)), hazard() + [Value.Entry("sector", .text(sector))])
    do {
      return try node.store.write { try !plan.intents(in: $0.reader).isEmpty }
    } catch EntryRefusal.invalidFields(let faults) {
      #expect(faults.map(\.code) == ["not-in-table"])
      return false
    }
  }

  @Test func `follows a table that is made, added to, withdrawn and reinstated`() throws {
    #expect(try admits("矿山"), "a table that nobody has issued forbids nothing")
    try node.enter(try makingTable(["化工"]))
    #expect(try !admits("矿山"))
    try node.enter(
      try node.editing(table) { $0.add = [Value.Entry("entries", .sorted([("矿山", .sorted([("zh", .text("矿山"))]))]))] })
    #expect(try admits("矿山"))
    try node.enter(try node.editing(table) { $0.remove = [Value.Entry("entries", .list([.text("矿山")]))] })
    #expect(try !admits("矿山"))
    let reason = Value.sorted([("reason", .text("误"))])
    try node.enter(try node.editing(table) { $0.steps = [StepInput(kind: "withdrawn", details: reason)] })
    #expect(try admits("矿山"))
    try node.enter(
      try node.editing(table) { input in
        input.steps = [StepInput(kind: "reinstated", id: StepID(Bytes16(high: 8, low: 8)))]
      })
    #expect(try !admits("矿山"))
  }

  @Test func `forgets a change that was rolled back`() throws {
    let making = try makingTable(["化工"])
    #expect(throws: Interruption.self) {
      try node.store.write { writer in
        _ = try node.replica.commit(
          try making.intents(in: writer.reader), user: "张伟", now: node.now, into: writer)
        #expect(try writer.reader.codeTables(["sector"], node.store.catalog).versions.count == 1)
        throw Interruption()
      }
    }
    #expect(try admits("矿山"))
    #expect(try node.store.write { try $0.reader.codeTables(["sector"], node.store.catalog).versions.isEmpty })
  }

  @Test func `is what the tables say inside the transaction that changes them, and after it`() throws {
    #expect(try admits("矿山"))
    let making = try makingTable(["化工"])
    let versions = try node.store.write { writer in
      let before = try writer.reader.codeTables(["sector"], node.store.catalog).versions.count
      let intents = try making.intents(in: writer.reader)
      _ = try node.replica.commit(intents, user: "张伟", now: node.now, into: writer)
      return [before, try writer.reader.codeTables(["sector"], node.store.catalog).versions.count]
    }
    #expect(versions == [0, 1])
    #expect(try !admits("矿山"))
  }

  @Test func `is read once for entries that change no table, and anew after one and after a rebuild`() throws {
    var reads = 0
    func ask() throws {
      _ = try node.store.write { writer in
        try writer.reader.ofCodes("a question") {
          reads += 1
          return reads
        }
      }
    }
    try ask()
    try node.enter(try node.creation(node.place("hazard", 1), hazard()))
    try ask()
    #expect(reads == 1)
    try node.enter(try makingTable(["化工"]))
    try ask()
    #expect(reads == 2)
    try node.store.rebuild()
    try ask()
    #expect(reads == 3)
    try ask()
    #expect(reads == 3)
  }

  @Test func `is shared by readers, who read anew after a table has changed and after a rebuild`() throws {
    var reads = 0
    func ask() throws -> Int {
      try node.store.read { reader in
        try reader.ofCodes("a question") {
          reads += 1
          return try reader.codeTables(["sector"], node.store.catalog).versions.first?.entries.count ?? 0
        }
      }
    }
    #expect(try ask() == 0)
    try node.enter(try node.creation(node.place("hazard", 1), hazard()))
    #expect(try ask() == 0 && reads == 1)
    try node.enter(try makingTable(["化工"]))
    #expect(try ask() == 1 && reads == 2)
    #expect(throws: Interruption.self) {
      try node.store.write { writer in
        let edit = try node.editing(table) { $0.remove = [Value.Entry("entries", .list([.text("化工")]))] }
        _ = try node.replica.commit(try edit.intents(in: writer.reader), user: "张伟", now: node.now, into: writer)
        throw Interruption()
      }
    }
    #expect(try ask() == 1 && reads == 2, "what was rolled back has changed nothing")
    try node.store.rebuild()
    #expect(try ask() == 1 && reads == 3)
    #expect(try ask() == 1 && reads == 3)
  }

  @Test func `is bounded, however much is asked`() throws {
    var reads = 0
    func ask(_ number: Int) throws {
      _ = try node.store.write { writer in
        try writer.reader.ofCodes("question \(number)") {
          reads += 1
          return number
        }
      }
    }
    for number in 0...2_000 { try ask(number) }
    #expect(reads == 2_001)
    try ask(0)
    #expect(reads == 2_002, "two thousand answers are not kept")
  }
}
