// Following a store: each record that has changed is told once, whatever it changed by, and no store takes another's cursor.
import Catalog
import Foundation
import Merge
import Replica
import Store
import TestSupport
import Testing

@Suite struct `Following a store` {
  private static let catalog = SmallCatalog.make(
    ["sample", "extra"], fields: [SmallCatalog.field(1, "label", "kind: register, value: text")])
  private static let smaller = SmallCatalog.make(
    ["sample"], fields: [SmallCatalog.field(1, "label", "kind: register, value: text")])

  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }

  init() throws { folder = try TemporaryFolder() }

  private func create() throws -> WrittenStore {
    WrittenStore(
      try Store.create(path: path, identity: .test(9, at: WrittenStore.town), catalog: Self.catalog))
  }

  private func open(_ catalog: Catalog = Self.catalog) throws -> WrittenStore {
    WrittenStore(try Store.open(path: path, catalog: catalog))
  }

  /// Somebody who follows: what was told of each record, as the label that is shown.
  private struct Follower {
    var asked = ChangeQuestion()
    var cursor: ChangeCursor?
    var labels: [RecordID: String] = [:]
    /// What the last answers told, in their order.
    var told: [RecordID] = []

    @discardableResult
    mutating func follow(_ store: WrittenStore) throws -> Bool {
      var (told, labels) = ([RecordID](), labels)
      let end = try store.store.read { reader in
        try reader.changes(after: cursor, asked, catalog: store.store.catalog) { change in
          told.append(change.record)
          switch change.content {
          case .gone: labels[change.record] = nil
          case .named: labels[change.record] = "?"
          case .whole(let view): labels[change.record] = view.values[0].value.text ?? ""
          }
          return true
        }
      }
      (self.told, self.labels, cursor) = (told, labels, end.next)
      return end.hasMore
    }

    func refusal(by store: WrittenStore) throws -> CursorRefusal? {
      var again = self
      do { try again.follow(store) } catch let refusal as CursorRefusal { return refusal }
      return nil
    }
  }

  private func ids(_ numbers: UInt64...) -> [RecordID] { numbers.map(recordID) }

  @Test func `tells each record that changed once, of all types, in the order of its last change`() throws {
    let store = try create()
    var follower = Follower()
    #expect(try !follower.follow(store) && follower.told.isEmpty)
    try store.write("sample", 1, [.text(1, "甲")])
    try store.write("extra", 2, [.text(1, "乙")])
    try store.write("sample", 3, [.text(1, "丙")])
    try store.write("sample", 1, [.text(1, "丁")])
    #expect(try !follower.follow(store))
    #expect(follower.told == ids(2, 3, 1) && follower.labels[recordID(1)] == "丁")
    #expect(try !follower.follow(store) && follower.told.isEmpty)
    try store.write("extra", 2, [.text(1, "戊")])
    try follower.follow(store)
    #expect(follower.told == ids(2) && follower.labels[recordID(2)] == "戊")
  }

  @Test func `goes on in pages, and a change in between is told once more`() throws {
    let store = try create()
    for number in 1...7 as ClosedRange<UInt64> { try store.write("sample", number, [.text(1, "甲")]) }
    var follower = Follower()
    follower.asked.count = 3
    #expect(try follower.follow(store) && follower.told == ids(1, 2, 3))
    try store.write("sample", 2, [.text(1, "新")])
    try store.write("sample", 5, [.text(1, "新")])
    #expect(try follower.follow(store) && follower.told == ids(4, 6, 7))
    #expect(try !follower.follow(store) && follower.told == ids(2, 5))
    #expect(follower.labels.count == 7 && follower.labels[recordID(5)] == "新")
  }

  @Test func `is narrowed to types and to an area, and names alone are told where they are asked for`() throws {
    let store = try create()
    try store.write("sample", 1, [.text(1, "甲")])
    try store.write("extra", 2, [.text(1, "乙")])
    try store.write("sample", 3, in: WrittenStore.otherVillage, [.text(1, "丙")])
    var typed = Follower(asked: ChangeQuestion(types: ["extra"]))
    #expect(try !typed.follow(store) && typed.told == ids(2))
    var placed = Follower(asked: ChangeQuestion(area: WrittenStore.otherVillage))
    placed.asked.isOfNames = true
    #expect(try !placed.follow(store) && placed.labels == [recordID(3): "?"])
    var all = Follower(asked: ChangeQuestion(area: WrittenStore.town), cursor: placed.cursor)
    #expect(try all.refusal(by: store) == .ofAnotherQuestion)
    all.cursor = nil
    #expect(try !all.follow(store) && all.told == ids(1, 2, 3))
  }

  @Test func `a change that was rolled back is not told and takes nobody's number`() throws {
    let store = try create()
    var follower = Follower()
    struct Stop: Error {}
    let intent = try store.intent("sample", 1, [.text(1, "甲")])
    #expect(throws: Stop.self) {
      try store.store.write { writer in
        var replica = store.replica
        _ = try replica.commit([intent], user: "li", now: 1_760_000_000_500, into: writer)
        throw Stop()
      }
    }
    try follower.follow(store)
    #expect(follower.told.isEmpty)
    try store.write("sample", 2, [.text(1, "乙")])
    try follower.follow(store)
    #expect(follower.told == ids(2))
  }

  @Test func `a restart ends no cursor, and a rebuild tells every row once`() throws {
    var store = try create()
    for number in 1...4 as ClosedRange<UInt64> { try store.write("sample", number, [.text(1, "甲")]) }
    try store.write("sample", 1, [.text(1, "乙")])
    var follower = Follower()
    try follower.follow(store)
    for _ in 0..<3 {
      try store.store.close()
      store = try open()
      #expect(try !follower.follow(store) && follower.told.isEmpty)
    }
    let before = follower.labels
    try store.store.rebuild()
    #expect(try !follower.follow(store))
    #expect(follower.told.sorted() == ids(1, 2, 3, 4) && follower.labels == before)
    #expect(try store.store.verify().faults == [])
    try store.write("sample", 3, [.text(1, "丙")])
    try follower.follow(store)
    #expect(follower.told == ids(3))
    #expect(try store.count("SELECT count(*) FROM node_former") == 0)
  }

  @Test func `what a rebuild does not bring back is told as gone, and what comes back is not`() throws {
    var store = try create()
    try store.write("sample", 1, [.text(1, "甲")])
    try store.write("extra", 2, [.text(1, "乙")])
    var follower = Follower()
    try follower.follow(store)
    try store.store.close()
    // A catalog without the type takes its records away, as a cut fork or a redaction takes one.
    store = try open(Self.smaller)
    #expect(try !follower.follow(store))
    #expect(follower.told.sorted() == ids(1, 2) && follower.labels == [recordID(1): "甲"])
    #expect(try !follower.follow(store) && follower.told.isEmpty)
    try store.store.close()
    store = try open()
    #expect(try store.count("SELECT count(*) FROM node_gone") == 0)
    #expect(try !follower.follow(store))
    #expect(follower.labels == [recordID(1): "甲", recordID(2): "乙"])
  }

  @Test func `a rebuild that was cut off tells what went once it is whole`() throws {
    var store = try create()
    for number in 1...20 as ClosedRange<UInt64> { try store.write("sample", number, [.text(1, "甲")]) }
    try store.write("extra", 30, [.text(1, "乙")])
    var follower = Follower()
    try follower.follow(store)
    try store.store.write { writer in
      writer.forgetTables()
      try Rebuild.begin(writer.db, catalog: writer.catalog)
      _ = try Rebuild.slice(writer, size: 5)
      writer.isRebuilding = true
    }
    try store.store.close()
    store = try open(Self.smaller)
    try follower.follow(store)
    #expect(follower.labels.count == 20 && follower.labels[recordID(30)] == nil)
  }

  @Test func `a store that was set back knows no cursor from after it was copied`() throws {
    var store = try create()
    for number in 1...3 as ClosedRange<UInt64> { try store.write("sample", number, [.text(1, "甲")]) }
    var early = Follower()
    try early.follow(store)
    try store.store.close()
    let copy = folder.file("copy.db")
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    store = try open()
    for number in 4...6 as ClosedRange<UInt64> { try store.write("sample", number, [.text(1, "甲")]) }
    var late = early
    try late.follow(store)
    try store.store.close()
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: copy, toPath: path)
    store = try open()
    #expect(try late.refusal(by: store) == .ofAnotherStore)
    #expect(try early.refusal(by: store) == nil)
    // Numbers are given out again, and reach further than before.
    for number in 7...12 as ClosedRange<UInt64> { try store.write("sample", number, [.text(1, "乙")]) }
    #expect(try late.refusal(by: store) == .ofAnotherStore)
    try early.follow(store)
    #expect(early.told == ids(7, 8, 9, 10, 11, 12))
  }

  @Test func `nor a cursor from the middle of a page that saw what was lost`() throws {
    var store = try create()
    for number in 1...4 as ClosedRange<UInt64> { try store.write("sample", number, [.text(1, "甲")]) }
    var follower = Follower()
    follower.asked.count = 2
    try follower.follow(store)
    #expect(follower.told == ids(1, 2))
    try store.write("sample", 2, [.text(1, "乙")])
    let copy = folder.file("copy.db")
    _ = try Store.backUp(path: path, to: copy)
    // In the copy this record has a number that the next page covers; here it has moved on, in the same run.
    try store.write("sample", 2, [.text(1, "丙")])
    try follower.follow(store)
    #expect(follower.told == ids(3, 4))
    try store.store.close()
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: copy, toPath: path)
    store = try open()
    #expect(try follower.refusal(by: store) == .ofAnotherStore)
  }

  @Test func `a store that takes another id, in doubt about itself, has lost nothing: its cursors live`() throws {
    let store = try create()
    try store.write("sample", 1, [.text(1, "甲")])
    var follower = Follower()
    try follower.follow(store)
    try store.store.write { writer in
      var replica = store.replica
      try replica.renewIncarnation(after: .zero, now: 1_760_000_001_000, in: writer)
    }
    #expect(try follower.refusal(by: store) == nil)
  }

  @Test func `another store refuses it, and a text that is no cursor is none`() throws {
    let store = try create()
    try store.write("sample", 1, [.text(1, "甲")])
    var follower = Follower()
    try follower.follow(store)
    let text = try #require(follower.cursor?.text)
    #expect(text.utf8.count == ChangeCursor.digits && ChangeCursor(text) == follower.cursor)
    for odd in ["", "0", text.uppercased(), text + "0", String(text.dropLast())] {
      #expect(ChangeCursor(odd) == nil, "\(odd)")
    }
    // Any number is a place, but one mistyped digit is noticed wherever it stands.
    for place in text.indices {
      var odd = text
      odd.replaceSubrange(place...place, with: text[place] == "7" ? "8" : "7")
      #expect(ChangeCursor(odd) == nil, "\(odd)")
    }
    #expect(ChangeCursor("01" + text.dropFirst(2).prefix(ChangeCursor.formerDigits - 2)) == follower.cursor)
    let other = try WrittenStore(8, catalog: Self.catalog)
    try other.write("sample", 1, [.text(1, "甲")])
    #expect(try follower.refusal(by: other) == .ofAnotherStore)
  }

  @Test func `runs are kept in a bounded number, and the oldest cursor is then none of this store's`() throws {
    let store = try create()
    try store.write("sample", 1, [.text(1, "甲")])
    var follower = Follower()
    try follower.follow(store)
    let insert = "INSERT INTO node_run (mark, first) SELECT value, 2 FROM json_each(?)"
    let marks = "[" + (1...1_005).map(String.init).joined(separator: ",") + "]"
    try store.execute(insert.replacing("?", with: "'\(marks)'"))
    #expect(try follower.refusal(by: store) == nil)
    try store.store.close()
    let again = try open()
    try again.write("sample", 2, [.text(1, "乙")])
    #expect(try again.count("SELECT count(*) FROM node_run") == 1_000)
    #expect(try follower.refusal(by: again) == .ofAnotherStore)
  }

  @Test func `each table is read through the index of its numbers`() throws {
    let store = try create()
    let sql = "SELECT change, rowid FROM sample INDEXED BY sample_by_change WHERE change > 5 ORDER BY change"
    let plan = try store.lines("EXPLAIN QUERY PLAN \(sql)")
    #expect(plan.count == 1 && plan[0].contains("COVERING INDEX sample_by_change (change>?)"))
  }
}
