// Every byte of records in answers, of all types and whatever they show, held against a tree of their members.
import Catalog
import Merge
import Node
import Records
import Replica
import SeededNumbers
import Server
import Store
import TestSupport
import Testing

@Suite struct `A record in an answer` {
  private static let countOfEach = 3

  /// A node with a few records of a type in its community, written by people who had not seen one another.
  private func node(_ type: RecordType, _ drawn: inout DrawnValues) throws -> Node {
    let store = try Store.inMemory(identity: .test(1, at: Place.township), catalog: .builtIn)
    var replica = Replica(identity: store.identity, catalog: store.catalog, clock: store.clock)
    let steps = type.lifecycle?.steps.map(\.name) ?? []
    // The last moment is behind the calendar's years of four digits.
    for (round, now) in [1_767_225_600_000, 1_767_225_600_999, 1_767_312_000_010, 260_000_000_000_000].enumerated() {
      for number in 0..<Self.countOfEach where round != 3 || number == 0 {
        let isSparse = drawn.random.below(2) == 0
        let fields = type.fields.compactMap { field -> FieldChange? in
          if isSparse, drawn.random.below(3) > 0 { return nil }
          return FieldChange(field.number, drawn.edit(of: field, steps: steps))
        }
        if fields.isEmpty { continue }
        let intent = Intent(
          type: type.name, record: recordID(UInt64(number)), area: Place.community, seen: .empty, fields: fields)
        _ = try store.write { try replica.commit([intent], user: "张\"伟", now: Int64(now), into: $0) }
      }
    }
    return Node(store: store, logger: quiet)
  }

  /// The records as they are by definition, in the order in which they arrived.
  private func trees(_ type: RecordType, _ node: Node) throws -> [(record: RecordView, whole: String, bare: String)] {
    try node.read { reader in
      let marking = try Marking(type, in: reader, catalog: node.catalog)
      return try reader.records(RecordFilter(type: type.name), type: type).records.map { record in
        var authors: [Dot: String] = [:]
        for hidden in try ToldRecord(record, nil, in: reader).hidden { authors[hidden.write.origin.dot] = hidden.user }
        let texts = [marking.marks(record), []].map { marks -> String in
          var bytes: [UInt8] = []
          RecordTree(record: record, marks: marks) { authors[$0.dot] }.json.append(to: &bytes)
          return String(decoding: bytes, as: UTF8.self)
        }
        return (record, texts[0], texts[1])
      }
    }
  }

  /// All but those of which the ids are made from what they say: this test draws both.
  private static let types = Catalog.builtIn.types.filter { ![.node, .figures].contains($0.origin) }

  @Test(arguments: types.map(\.name))
  func `has the same bytes in a list, by itself and among changes`(name: String) async throws {
    let type = try #require(Catalog.builtIn.type(named: name))
    var drawn = DrawnValues(seed: name.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) })
    let node = try node(type, &drawn)
    let trees = try trees(type, node)
    #expect(!trees.isEmpty)
    try await withAPI(of: node) { api in
      let list = try await api.get("/records/\(name)")
      let expected = trees.map(\.whole).joined(separator: ",")
      #expect(list.text.hasPrefix(#"{"records":[\#(expected)],"next":"#), "\(list.text)")
      for tree in trees where type.fieldsOfOneRecord.isEmpty {
        let single = try await api.get("/records/\(name)/\(tree.record.id)")
        // Behind it stand the names of places.
        #expect(single.text.hasPrefix(String(tree.whole.dropLast())), "\(single.text)")
      }
      let changes = try await api.get("/changes?type=\(name)")
      for tree in trees { #expect(changes.text.contains(tree.bare), "\(changes.text)") }
    }
  }
}
