// Packed days of the tally: whatever happens to their cells, totals are those of the cells.
import Catalog
import Foundation
import GRDB
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing
import Totals
import Wire

@Suite struct `Packed days of totals` {
  private struct Stop: Error {}

  private static let day = Day(year: 2025, month: 10, day: 10)

  private func visit(_ number: UInt64, on day: Day = day, in area: Area = WrittenStore.village) -> Intent {
    Intent(
      type: "visit", record: recordID(number), area: area, seen: .empty,
      fields: [.int(1, day.start), .text(2, "甲"), .text(4, "店\(number % 7)"), .int(5, 100)])
  }

  /// A store with a packed day of two visits.
  private func packed() throws -> WrittenStore {
    let store = try WrittenStore(1, catalog: CountedHistory.catalog)
    for number in 1...2 { try store.write("visit", UInt64(number), visit(UInt64(number)).fields) }
    try store.pack()
    #expect(try store.packedDays().contains { $0.contains("visits 2025-10-10") })
    return store
  }

  /// Takes commits in, packs or folds anew, in a transaction that is rolled back.
  private func takeBack(_ commits: [[UInt8]], _ store: WrittenStore, _ random: inout SplitMix64) throws {
    let (days, does) = (try store.packable(), (packs: random.below(2) == 0, refolds: random.below(4) == 0))
    #expect(throws: Stop.self) {
      try store.store.write { writer in
        _ = try store.ingest(CommitSequence.of(commits), into: writer)
        if does.packs { _ = try writer.packDays(days[...], cellsMin: 1) }
        if does.refolds { try writer.refold() }
        throw Stop()
      }
    }
  }

  @Test(arguments: 0..<12)
  func `give what the cells give, whenever they were packed`(seed: Int) throws {
    let history = try CountedHistory(seed: UInt64(seed), rounds: 90)
    var random = SplitMix64(seed: UInt64(seed) &* 131 &+ 7)
    let store = try WrittenStore(9, catalog: CountedHistory.catalog)
    for commit in history.shuffled(&random) {
      let commits = [commit]
      if random.below(6) == 0 { try takeBack(commits, store, &random) }
      try store.receive(commits)
      switch random.below(12) {
      case 0: try store.pack()
      case 1, 2: try store.pack(store.packable().filter { _ in random.below(2) == 0 })
      case 3: try store.expectEqualTotals(&random)
      case 4: #expect(try store.store.verify().faults == [])
      case 5: if random.below(4) == 0 { try store.store.rebuild() }
      default: break
      }
    }
    try store.expectEqualTotals(&random)
    try store.pack()
    #expect(try store.packable().isEmpty && store.packedDays().count > 3)
    try store.expectEqualTotals(&random)
    #expect(try store.store.verify().faults == [])
  }

  @Test func `hold many kinds, units and extreme sums`() throws {
    let store = try WrittenStore(1, at: WrittenStore.town, catalog: CountedHistory.catalog)
    var random = SplitMix64(seed: 11)
    let areas = [WrittenStore.village, WrittenStore.otherVillage, WrittenStore.town]
    let fines = [Int64.max, Int64.min, -1, 0, 50]
    let intents = (0..<1_500).map { number in
      // Two texts that a reader takes for one, and the database does not.
      let text = number % 3 == 0 ? "e\u{301}\(number / 3 % 300)" : "\u{E9}\(number / 3 % 300)"
      let fields: [FieldChange] = [
        .int(1, Self.day.start + Int64(number % 3) * 86_400_000), .text(2, text), .text(3, "行\(number % 5)"),
        .text(4, "店\(number % 700)"), .int(5, random.pick(fines)), FieldChange(7, .increment(Int64(number) - 700)),
      ]
      return Intent(
        type: "visit", record: recordID(UInt64(number)), area: random.pick(areas), seen: .empty, fields: fields)
    }
    for start in stride(from: 0, to: intents.count, by: 250) {
      let part = Array(intents[start..<(start + 250)])
      try store.store.write { _ = try store.replica.commit(part, user: "li", now: store.now, into: $0) }
    }
    // Several visits of one shop in one cell, more than a byte counts.
    let same = (0..<300).map { number in
      Intent(
        type: "visit", record: recordID(UInt64(9_000 + number)), area: WrittenStore.village, seen: .empty,
        fields: [.int(1, Self.day.start), .text(4, "店")])
    }
    try store.store.write { _ = try store.replica.commit(same, user: "li", now: store.now, into: $0) }
    try store.pack()
    #expect(try store.packedDays().count >= 9)
    try store.expectEqualTotals(&random)
    // Beside packed days, one that is read from its cells names units that no packed one does.
    try store.write("visit", 20_000, [.int(1, Self.day.start), .text(2, "新"), .text(4, "新店")])
    try store.write("visit", 20_001, [.int(1, Self.day.start), .text(2, "旧"), .text(4, "新店")])
    try store.expectEqualTotals(&random)
    #expect(try store.store.verify().faults == [])
  }

  @Test func `a packed day that changes is read from its cells in the same transaction`() throws {
    let store = try packed()
    let year = try #require(Period("2025"))
    try store.store.write { writer in
      _ = try store.replica.commit([visit(3)], user: "li", now: store.now + 1, into: writer)
      _ = try writer.changedDays()
      let reader = StoreReader(writer.db)
      #expect(try reader.tally("visits", in: year).map(\.sum.count) == [3])
    }
    #expect(try store.packedDays().allSatisfy { !$0.contains("visits") })
    #expect(try store.store.read { try $0.tally("visits", in: year) }.map(\.units) == [3])
    try store.pack()
    #expect(try store.packedDays().contains { $0.contains("visits 2025-10-10") })
    #expect(try store.count("SELECT count(*) FROM tally_stale") == 0)
    // A day of which nothing is left is not packed any more.
    for number in 1...3 { try store.write("visit", UInt64(number), [.int(1, Self.day.end + 1)]) }
    try store.pack()
    #expect(try store.count("SELECT count(*) FROM tally_packed WHERE day = '2025-10-10'") == 0)
    #expect(try store.store.read { try $0.tally("visits", in: year) }.map(\.sum.count) == [3])
    #expect(try store.store.verify().faults == [])
  }

  @Test func `the writer knows of them after transactions that were taken back`() throws {
    let store = try WrittenStore(1, catalog: CountedHistory.catalog)
    var random = SplitMix64(seed: 3)
    try store.write("visit", 1, visit(1).fields)
    let days = try store.packable()
    #expect(throws: Stop.self) {
      try store.store.write { writer in
        _ = try writer.packDays(days[...], cellsMin: 1)
        _ = try store.replica.commit([visit(2)], user: "li", now: store.now, into: writer)
        _ = try writer.changedDays()
        throw Stop()
      }
    }
    // There are no tables in which to mark it.
    try store.write("visit", 2, visit(2).fields)
    try store.pack()
    #expect(throws: Stop.self) {
      try store.store.write { writer in
        try writer.refold()
        throw Stop()
      }
    }
    try store.write("visit", 3, visit(3).fields)
    #expect(try store.packedDays().allSatisfy { !$0.contains("visits") })
    try store.expectEqualTotals(&random)
    #expect(try store.store.verify().faults == [])
  }

  private static let damages = [
    "x''", "x'01'", "zeroblob(200)", "cells || x'00'", "substr(cells, 1, length(cells) - 1)",
    "x'02' || substr(cells, 2)",
    // No cell, a kind that there is none of, an area of no length, and one that is no twelve digits.
    "substr(cells, 1, 8) || x'00000000' || substr(cells, 13)",
    "substr(cells, 1, 16) || x'00000000' || substr(cells, 21)",
    "substr(cells, 1, 24) || zeroblob(length(cells) - 24)",
    "substr(cells, 1, 24) || x'FFFFFFFFFFFF' || substr(cells, 31)",
  ]

  @Test(arguments: damages)
  func `one that is damaged loses nothing, and verifying tells it`(cells: String) throws {
    let store = try packed()
    var random = SplitMix64(seed: 5)
    try store.execute("UPDATE tally_packed SET cells = CAST(\(cells) AS BLOB)")
    try store.expectEqualTotals(&random)
    let found = try store.store.verify()
    #expect(found.faults.contains { $0.hasPrefix("tally_packed: visits on 2025-10-10") } && found.areOnlyViewsUnsound)
    try store.store.rebuild()
    try store.pack()
    #expect(try store.store.verify().faults == [])
  }

  @Test func `any bytes at all end no reading`() throws {
    let store = try packed()
    var random = SplitMix64(seed: 8)
    let whole = try store.store.read {
      try Data.fetchOne($0.db, sql: "SELECT cells FROM tally_packed WHERE indicator = 'visits'")
    }
    for _ in 0..<300 {
      var bytes = Array(try #require(whole))
      for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
      let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      try store.execute("UPDATE tally_packed SET cells = x'\(hex)' WHERE indicator = 'visits'")
      for grouping in TallyGrouping.all {
        _ = try store.store.read { try $0.tally("visits", in: #require(Period("2025")), by: grouping) }
      }
    }
  }

  @Test func `are made where there is much to read, and once it is quiet`() throws {
    let store = try WrittenStore(1, catalog: CountedHistory.catalog)
    for number in 1...2 { try store.write("visit", UInt64(number), visit(UInt64(number)).fields) }
    let newest = try store.store.read { try $0.packableDays(quietSince: 0, cellsMin: 1) }
    #expect(newest.days.isEmpty && newest.hasRestless && newest.newest > 0)
    let quiet = try store.store.read { try $0.packableDays(quietSince: newest.newest, cellsMin: 1) }
    #expect(quiet.days.contains(TallyDay(indicator: "visits", day: Self.day)) && !quiet.hasRestless)
    #expect(try store.store.read { try $0.packableDays(quietSince: .max) }.days.isEmpty, "two cells are few")
    #expect(try store.count("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'tally_packed%'") == 0)
    try store.pack()
    #expect(try store.store.read { try Schema.views($0.db) }.contains("tally_packed"))
    try store.store.rebuild()
    #expect(try store.count("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'tally_packed%'") == 0)
  }

  @Test func `go along with a copy, and are made anew for another catalog`() throws {
    let folder = try TemporaryFolder()
    let (path, copy) = (folder.file("node.db"), folder.file("copy.db"))
    var random = SplitMix64(seed: 6)
    let identity = Identity.test(9, at: WrittenStore.village)
    var store = WrittenStore(try Store.create(path: path, identity: identity, catalog: CountedHistory.catalog))
    try store.receive(CountedHistory(seed: 3).commits.map(\.body))
    try store.pack()
    let packed = try store.packedDays()
    #expect(packed.count > 3)
    _ = try Store.backUp(path: path, to: copy)
    try store.store.close()
    store = WrittenStore(try Store.open(path: copy, catalog: CountedHistory.catalog))
    #expect(try store.packedDays() == packed)
    try store.expectEqualTotals(&random)
    // Opened again, the writer marks what it changes.
    try store.write("visit", 1, in: WrittenStore.village, [.int(1, Self.day.start)])
    try store.expectEqualTotals(&random)
    #expect(try store.store.verify().faults == [])
    try store.store.close()
    let other = SmallCatalog.make(["sample"], fields: [SmallCatalog.field(1, "label", "kind: register, value: text")])
    store = WrittenStore(try Store.open(path: copy, catalog: other))
    #expect(try store.packedDays().isEmpty)
    #expect(try store.store.verify().faults == [])
    try store.store.close()
  }
}
