// The tally follows every change of every record, and is at any moment what counting all records anew gives.
import Catalog
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing
import Totals
import Wire

@Suite struct `The tally` {
  /// What the tally must hold, counted from the records as they stand.
  private func recounted(_ store: WrittenStore) throws -> [[Cell]] {
    try store.store.read { reader in
      let parts = try store.store.catalog.types.flatMap { try reader.contributions(of: $0) }
      var sums: [[ExactText]: CountSum] = [:]
      for part in parts {
        let key = [part.indicator, part.day.description, part.area, part.sector, part.campaign, part.unit]
        sums[key.map { ExactText($0) }, default: CountSum()].add(part)
      }
      return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        .map { key, sum in key.map { .text($0.text) } + [.int(sum.count), .int(sum.amount), .text(sum.digest.hex)] }
    }
  }

  /// The tally's cells with the lanes of amount and digest joined.
  private func cells(_ store: WrittenStore) throws -> [[Cell]] {
    try store.store.read { reader in
      try reader.tallyCells().map { row in
        let lanes = row[7...].map { cell -> Int64 in if case .int(let lane) = cell { lane } else { -1 } }
        let amount = Int64(clamping: AmountLanes.join(high: lanes[0], low: lanes[1]))
        return row[..<7] + [.int(amount), .text(DigestLanes.join(Array(lanes[2...])).hex)]
      }
    }
  }

  @Test(arguments: 0..<12)
  func `after every commit, in any order, it is what counting anew gives`(seed: Int) throws {
    let history = try CountedHistory(seed: UInt64(seed))
    var random = SplitMix64(seed: UInt64(seed) &* 77 &+ 5)
    var dumps: [[[Cell]]] = []
    for order in 0..<3 {
      let store = try WrittenStore(9, catalog: CountedHistory.catalog)
      let commits = order == 0 ? history.commits.map(\.body) : history.shuffled(&random)
      for commit in commits {
        #expect(try store.receive([commit]).accepted == 1)
        if order == 0 { #expect(try cells(store) == recounted(store)) }
      }
      #expect(try cells(store) == recounted(store))
      dumps.append(try store.store.read { try $0.tallyCells() })
      try store.store.rebuild()
      #expect(try store.store.read { try $0.tallyCells() } == dumps[order])
      #expect(try store.store.verify().faults == [])
    }
    #expect(dumps[0].count > 3)
    #expect(dumps[1] == dumps[0] && dumps[2] == dumps[0])
  }

  @Test func `it is whole after one transaction of many commits, and knows nothing of one that was rolled back`() throws
  {
    let history = try CountedHistory(seed: 3)
    let store = try WrittenStore(9, catalog: CountedHistory.catalog)
    let (early, late) = (history.commits.map(\.body).prefix(20), history.commits.map(\.body).dropFirst(20))
    struct Failure: Error {}
    #expect(throws: Failure.self) {
      try store.store.write { writer in
        #expect(try store.ingest(CommitSequence.of(history.commits.map(\.body)), into: writer).accepted > 20)
        #expect(try !writer.changedDays().isEmpty, "the days are known inside the transaction")
        throw Failure()
      }
    }
    #expect(try cells(store) == [])
    _ = try store.receive(Array(early))
    #expect(try cells(store) == recounted(store))
    _ = try store.receive(Array(late))
    #expect(try cells(store) == recounted(store))
    #expect(try cells(store).count > 3 && store.store.verify().faults == [])
  }

  @Test func `a late change moves the cell it was counted in and marks both days`() throws {
    let store = try WrittenStore(1, catalog: CountedHistory.catalog)
    let days = [Day(year: 2014, month: 5, day: 31), Day(year: 2014, month: 6, day: 1)]
    try store.write("visit", 1, [.int(1, days[0].start), .text(4, "店1")])
    try store.store.write { try $0.forgetChangedDays($0.changedDays()) }
    #expect(try store.store.read { try $0.changedDays() } == [])
    try store.write("visit", 1, [.int(1, days[1].start)])
    #expect(try store.store.read { try $0.changedDays() } == days)
    let months = try ["2014-05", "2014-06"].map { text in
      try store.store.read { try $0.tally("visits", in: #require(Period(text))) }
    }
    #expect(months[0].isEmpty)
    #expect(months[1].map(\.sum.count) == [1] && months[1][0].units == 1)
  }

  @Test func `visits add up, distinct units do not`() throws {
    let store = try WrittenStore(1, at: WrittenStore.town, catalog: CountedHistory.catalog)
    for (number, village) in [WrittenStore.village, WrittenStore.village, WrittenStore.otherVillage].enumerated() {
      let day = Day(year: 2014, month: 6, day: 1 + number)
      try store.write("visit", UInt64(number), in: village, [.int(1, day.start), .text(4, "店1")])
    }
    let month = try #require(Period("2014-06"))
    let (whole, villages, days) = try store.store.read { reader in
      try (
        reader.tally("visits", in: month), reader.tally("visits", in: month, by: TallyGrouping(tier: .community)),
        reader.tally("visits", in: month, by: TallyGrouping(byDay: true))
      )
    }
    #expect(whole.map(\.sum.count) == [3] && whole[0].units == 1)
    #expect(villages.map(\.sum.count) == [2, 1] && villages.map(\.units) == [1, 1])
    #expect(days.map(\.day) == ["2014-06-01", "2014-06-02", "2014-06-03"])
    var sum = CountSum()
    for row in villages { sum += row.sum }
    #expect(sum == whole[0].sum)
  }

  @Test func `plain SQL gives the same number`() throws {
    let store = try WrittenStore(9, catalog: CountedHistory.catalog)
    try store.receive(CountedHistory(seed: 3).commits.map(\.body))
    let year = try #require(Period("2025"))
    let total = try #require(try store.store.read { try $0.tally("visits", in: year) }.first)
    let sql = """
      SELECT sum(count) FROM tally WHERE indicator = 'visits' AND day BETWEEN '2025-01-01' AND '2025-12-31'
        AND area LIKE '3702%'
      """
    #expect(try store.count(sql) == Int(total.sum.count))
    #expect(
      try store.count("SELECT count(*) FROM visit WHERE status <> 'withdrawn' AND day IS NOT NULL")
        == Int(total.sum.count))
  }

  @Test func `a transaction that is rolled back leaves no mark and no count`() throws {
    struct Stop: Error {}
    let store = try WrittenStore(1, catalog: CountedHistory.catalog)
    let day = Day(year: 2014, month: 6, day: 1)
    let intent = try store.intent("visit", 1, [.int(1, day.start)])
    #expect(throws: Stop.self) {
      try store.store.write { writer in
        var replica = store.replica
        _ = try replica.commit([intent], user: "li", now: 1, into: writer)
        throw Stop()
      }
    }
    #expect(try store.store.read { try $0.changedDays() } == [])
    try store.write("visit", 1, [.int(1, day.start)])
    #expect(try store.store.read { try $0.changedDays() } == [day])
    #expect(try cells(store) == recounted(store))
  }

  @Test func `thousands that are entered at once are counted as each of them`() throws {
    struct Stop: Error {}
    let store = try WrittenStore(1, catalog: CountedHistory.catalog)
    let day = Day(year: 2014, month: 6, day: 1)
    // More than one part that is summed up beside the writer, a part that is not full, and what is put right at once.
    let entered = (0..<1_300).map { number in
      let fields: [FieldChange] = [.int(1, day.start + Int64(number % 9) * 86_400_000), .text(4, "店\(number % 40)")]
      return Intent(
        type: "visit", record: recordID(UInt64(number)), area: WrittenStore.village, seen: .empty, fields: fields)
    }
    #expect(throws: Stop.self) {
      try store.store.write { writer in
        var replica = store.replica
        _ = try replica.commit(Array(entered.prefix(700)), user: "li", now: store.now, into: writer)
        throw Stop()
      }
    }
    #expect(try cells(store) == [])
    let type = try #require(store.store.catalog.type(named: "visit"))
    try store.store.write { writer in
      for part in [entered.prefix(700), entered.dropFirst(700)] {
        _ = try store.replica.commit(Array(part), user: "li", now: store.now, into: writer)
      }
      let moved = try entered[100..<900].map { intent in
        let seen = try writer.reader.records(intent.record, type: type).first?.state.version ?? .empty
        return Intent(
          type: type.name, record: intent.record, area: intent.area, seen: seen, fields: [.int(1, day.start)])
      }
      _ = try store.replica.commit(moved, user: "li", now: store.now + 1_000, into: writer)
    }
    #expect(try cells(store) == recounted(store))
    #expect(try store.count("SELECT sum(count) FROM tally WHERE indicator = 'visits'") == 1_300)
    #expect(try store.store.verify().faults == [])
  }

  @Test func `two spellings of one letter are two units, however they come`() throws {
    let store = try WrittenStore(1, catalog: CountedHistory.catalog)
    let day = Day(year: 2014, month: 6, day: 1)
    let spellings = ["caf\u{E9}", "cafe\u{301}"]
    func intent(_ number: UInt64, _ shop: String, seen: SeenVector = .empty) -> Intent {
      let fields: [FieldChange] = (seen == .empty ? [.int(1, day.start)] : []) + [.text(4, shop)]
      return Intent(
        type: "visit", record: recordID(number), area: WrittenStore.village, seen: seen, fields: fields)
    }
    try store.store.write { writer in
      let intents = (0..<6).map { intent(UInt64($0), spellings[$0 % 2]) }
      _ = try store.replica.commit(intents, user: "li", now: store.now, into: writer)
    }
    let units = "SELECT count(*) FROM tally WHERE indicator = 'visits'"
    #expect(try store.count(units) == 2 && cells(store) == recounted(store))
    let type = try #require(store.store.catalog.type(named: "visit"))
    try store.store.write { writer in
      let seen = try writer.reader.records(recordID(0), type: type).first?.state.version ?? .empty
      _ = try store.replica.commit(
        [intent(0, spellings[1], seen: seen)], user: "li", now: store.now + 1_000, into: writer)
    }
    #expect(try store.count("\(units) AND count = 4") == 1 && cells(store) == recounted(store))
    #expect(try store.store.verify().faults == [])
  }
}
