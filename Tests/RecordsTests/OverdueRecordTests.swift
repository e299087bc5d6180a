// Lists of what is overdue: by whichever way and page, what examining every record of the list gives.
import Catalog
import Merge
import Records
import Rules
import Store
import TestSupport
import Testing

@Suite struct `Records of which a deadline is past` {
  private static let types = Catalog.builtIn.types.filter { !$0.deadlines.isEmpty }
  /// The bounds that lead to each way: by examining few records, along the table, and along it with pages that end short.
  private static let ways: [(looks: Int, few: Int)] = [(5_000, 1_000), (5_000, -1), (2, -1)]

  private static func name(_ record: RecordView) -> String { "\(record.type.name) \(record.id) \(record.area)" }

  /// The records of a list with the day on which the earliest of their deadlines was due that are past.
  private func defined(_ list: RecordList, _ type: RecordType, now: Int64, _ store: Store) throws -> [String: Int64] {
    try store.read { reader in
      let calendar = WorkCalendar(try reader.codeTables([WorkCalendar.table], store.catalog))
      var (list, found) = (list, [String: Int64]())
      list.count = RecordFilter.countMax
      for record in try reader.page(list, type: type).records {
        let examined = ExaminedRecord(record)
        let past = type.deadlines.compactMap { $0.standing(of: examined, calendar: calendar, now: now) }
          .filter { $0.state == .overdue }
        found[Self.name(record)] = past.map { Day.numberUnbounded(milliseconds: $0.due) }.min()
      }
      return found
    }
  }

  private func pages(
    _ list: RecordList, _ type: RecordType, now: Int64, _ store: Store, by way: (looks: Int, few: Int)
  ) throws -> [String] {
    var (found, after) = ([String](), String?.none)
    for _ in 0..<2_000 {
      let page = try store.read { reader in
        try StandingDeadlines(reader, catalog: store.catalog)
          .records(list, type: type, now: now, after: after, looksMax: way.looks, fewMax: way.few)
      }
      let records = try #require(page).records
      #expect(records.count <= list.count)
      found += records.map(Self.name)
      guard let next = page?.next else { return found }
      after = next
    }
    Issue.record("pages without an end")
    return found
  }

  private static let lists: [RecordList] = {
    let areas: [Area?] = [nil, Place.city, Place.township, Place.community, DatedHistory.works]
    return areas.flatMap { area in
      [nil, true].map { isOpen in
        var list = RecordList()
        (list.area, list.isOpen) = (area, isOpen)
        return list
      }
    }
  }()

  @Test(arguments: 0..<4)
  func `are those that examining every record of the list gives, each once, by the day they were due`(
    seed: UInt64
  ) throws {
    var history = try DatedHistory(seed: seed &+ 300)
    for _ in 0..<160 { try history.write(Self.types) }
    let (store, day) = (history.store, Day(milliseconds: DatedHistory.start))
    var count = 0
    for type in Self.types {
      for now in [day.end, day.adding(days: 60).start, Day.last.end] {
        for list in Self.lists where list.isOpen == nil || type.lifecycle != nil {
          let wanted = try defined(list, type, now: now, store)
          count += wanted.count
          var orders: Set<[String]> = []
          for (way, size) in zip(Self.ways + Self.ways, [100, 100, 100, 1, 3, 2]) {
            var list = list
            list.count = size
            let found = try pages(list, type, now: now, store, by: way)
            #expect(found.sorted() == wanted.keys.sorted(), "\(type.name) by \(way)")
            let days = found.map { wanted[$0] ?? 0 }
            #expect(days == days.sorted())
            orders.insert(found)
          }
          #expect(orders.count == 1, "\(type.name): every way has one order")
          try compareCounts(list, type, now: now, store, wanted.keys.sorted())
        }
      }
    }
    #expect(count > 50)
  }

  /// Sorted otherwise and counted they are the same records.
  private func compareCounts(
    _ list: RecordList, _ type: RecordType, now: Int64, _ store: Store, _ wanted: [String]
  ) throws {
    try store.read { reader in
      var list = list
      list.overdue = try StandingDeadlines(reader, catalog: store.catalog).past(of: type, now: now)
      (list.count, list.order) = (RecordFilter.countMax, ListOrder(.changed, isDescending: true))
      let page = try reader.page(list, type: type)
      #expect(page.records.map(Self.name).sorted() == wanted)
      let times = page.records.map(\.state.changed.milliseconds)
      #expect(times == times.sorted(by: >))
      let counts = try reader.counts(of: list, by: [.area(Place.city)], type: type)
      #expect(counts[0].groups.reduce(0) { $0 + $1.count } == wanted.count)
    }
  }

  @Test func `a place is one of its own list`() throws {
    let type = try #require(Self.types.first { $0.name == "hazard" })
    let field = try #require(type.field(named: "severity"))
    var lists = [RecordList](repeating: RecordList(), count: 9)
    lists[1].area = Place.community
    lists[2].statuses = ["reported", "ordered"]
    lists[3].isOpen = true
    lists[4].hasConflicts = true
    lists[5].changedFrom = 1
    lists[6].changedBefore = 1
    lists[7].fields = [.init(field, .any([.int(1)]))]
    lists[8].fields = [.init(field, .range(.int(1), .int(1)))]
    #expect(Set(lists.map { $0.mark(type) }).count == lists.count)
    #expect(try RecordList().mark(type) != RecordList().mark(#require(Self.types.last { $0.name != "hazard" })))
    var same = lists[2]
    (same.statuses, same.order, same.count, same.after) = (
      ["ordered", "reported"], .newest, 7, ListPlace(.null, row: 1)
    )
    #expect(same.mark(type) == lists[2].mark(type))
  }

  @Test(arguments: ["", "1", "1.2.3.4", "9999.1.1.1.1", "p00"])
  func `a place that no page gave is none`(text: String) throws {
    let store = try DatedHistory(seed: 1).store
    let type = try #require(Self.types.first { $0.name == "hazard" })
    let page = try store.read {
      try StandingDeadlines($0, catalog: store.catalog).records(RecordList(), type: type, now: 0, after: text)
    }
    #expect(page == nil)
  }

  /// From outside come numbers of any size.
  @Test func `a place at the ends of numbers is behind or before all`() throws {
    var history = try DatedHistory(seed: 2)
    for _ in 0..<60 { try history.write(Self.types) }
    let store = history.store
    for type in Self.types {
      for kind in try store.read({ _ in MomentKind.all(of: store.catalog) }) where kind.kept.type == type.name {
        for number in Int64.extremes where kind.view == .deadline {
          for way in Self.ways {
            let numbers = "\(kind.number).\(number).\(number).\(number).\(number)"
            let place = RecordList().mark(type).put(on: numbers)
            let page = try store.read {
              try StandingDeadlines($0, catalog: store.catalog).records(
                RecordList(), type: type, now: DatedHistory.start, after: place, looksMax: way.looks, fewMax: way.few)
            }
            #expect(page != nil)
          }
        }
      }
    }
  }
}
