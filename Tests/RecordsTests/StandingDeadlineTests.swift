// What is kept of deadlines is at any moment what looking at every record gives, whatever the calendar, the day and the page.
import Catalog
import FlightRecorder
import GRDB
import Merge
import Records
import Replica
import Rules
import Store
import TestSupport
import Testing

@Suite struct `Standing deadlines` {
  private static let types = Catalog.builtIn.types.filter { !$0.deadlines.isEmpty }
  private static let calendars = CodeTable.builtIn.filter { $0.name == WorkCalendar.table }

  /// One deadline as a line: whose, which, when due, how it stands.
  private static func line(_ type: String, _ id: RecordID, _ area: Area, _ standing: DeadlineStanding) -> String {
    let state = "\(standing.state) \(standing.isCertain) \(standing.done ?? -1)"
    return "\(type) \(id) \(area) \(standing.deadline.name) \(standing.due) \(state)"
  }

  /// All deadlines by the definition: every record is examined.
  private func defined(_ store: Store, now: Int64, in area: Area) throws -> [(
    state: DeadlineStanding.State, line: String
  )] {
    try store.read { reader in
      let calendar = WorkCalendar(try reader.codeTables([WorkCalendar.table], store.catalog))
      return try reader.examinedRecords(Self.types.map(\.name), catalog: store.catalog).flatMap { record in
        guard area.contains(record.area) else { return [(state: DeadlineStanding.State, line: String)]() }
        return (store.catalog.type(named: record.type)?.deadlines ?? []).compactMap { deadline in
          deadline.standing(of: record, calendar: calendar, now: now).map { standing in
            (standing.state, Self.line(record.type, record.id, record.area, standing))
          }
        }
      }
    }
  }

  /// All pages of a question, and what they say of how many there are.
  private func pages(
    _ store: Store, now: Int64, in area: Area, state: DeadlineStanding.State?, by count: Int
  ) throws -> (lines: [String], dues: [Int64], count: Int?) {
    var (lines, dues, counted, after) = ([String](), [Int64](), Int?.none, String?.none)
    repeat {
      let question = DeadlineQuestion(area: area, types: Self.types, now: now, after: after, count: count)
      let page = try store.read { reader in
        if let state, state == .met || state == .late {
          return try DoneDeadlines(reader, catalog: store.catalog).page(question, state: state)
        }
        return try StandingDeadlines(reader, catalog: store.catalog).page(question, state: state)
      }
      let found = try #require(page)
      if state != .met && state != .late { #expect(found.rows.count <= count) }
      lines += found.rows.map { Self.line($0.type, $0.id, $0.area, $0.standing) }
      dues += found.rows.map(\.standing.due)
      if after == nil, found.isCountExact { counted = found.count }
      after = found.next
    } while after != nil
    return (lines, dues, counted)
  }

  private func compare(_ store: Store, now: Int64, in area: Area = Place.city) throws {
    let all = try defined(store, now: now, in: area)
    for state in DeadlineStanding.State.allCases.map(Optional.some) + [nil] {
      let wanted = all.filter { $0.state == state || (state == nil && ($0.state == .open || $0.state == .overdue)) }
      for count in [2, 1_000] {
        let found = try pages(store, now: now, in: area, state: state, by: count)
        #expect(found.lines.sorted() == wanted.map(\.line).sorted(), "\(state as Any) in \(area) by \(count)")
        if state != .met && state != .late {
          #expect(found.count == wanted.count)
          let days = found.dues.map { Day.numberUnbounded(milliseconds: $0) }
          #expect(days == days.sorted(), "by the day on which they are due")
        }
      }
    }
  }

  private var moments: [Int64] {
    let first = Day(milliseconds: DatedHistory.start)
    let hours = [1, 31].map { first.adding(days: $0).start + 36_000_001 }
    return [-40, 0, 31, 90].map { first.adding(days: $0).end } + [Day.first.start, Day.last.end] + hours
  }

  @Test(arguments: 0..<4)
  func `the table is what examining every record gives, and a rebuild and verify agree`(seed: UInt64) throws {
    var history = try DatedHistory(seed: seed)
    for round in 0..<120 {
      try history.write(Self.types)
      if round % 40 == 39 { try compare(history.store, now: moments[1]) }
    }
    for moment in moments { try compare(history.store, now: moment) }
    for area in [Place.district, Place.township, Place.community, DatedHistory.works] {
      try compare(history.store, now: moments[2], in: area)
    }
    #expect(try history.store.count("SELECT count(*) FROM deadline") > 5)
    #expect(try history.store.verify().faults == [])
    let kept = try history.store.lines("SELECT * FROM deadline")
    try history.store.rebuild()
    #expect(try history.store.lines("SELECT * FROM deadline") == kept)
    #expect(try history.store.verify().faults == [])
  }

  @Test(arguments: 0..<2)
  func `a calendar that arrives late changes when things are due, and no row`(seed: UInt64) throws {
    var history = try DatedHistory(seed: seed &+ 100)
    let types = Self.types.filter { $0.deadlines.contains(where: \.countsWorkingDays) }
    #expect(!types.isEmpty)
    for _ in 0..<80 { try history.write(types) }
    try compare(history.store, now: moments[1])
    let before = try history.store.lines("SELECT * FROM deadline")
    let dues = try pages(history.store, now: moments[1], in: Place.city, state: nil, by: 50).lines
    for calendar in Self.calendars { try history.enter(calendar) }
    #expect(try history.store.lines("SELECT * FROM deadline") == before)
    #expect(try pages(history.store, now: moments[1], in: Place.city, state: nil, by: 50).lines != dues)
    for moment in moments { try compare(history.store, now: moment) }
  }

  @Test func `a row that is missing, too many, or about another record is found`() throws {
    for spoil in [
      "DELETE FROM deadline WHERE moment = (SELECT min(moment) FROM deadline)",
      "INSERT INTO deadline (kind, day, division, moment, record) VALUES (9999, 1, 1, 1, 1)",
      "UPDATE deadline SET record = record + 1000 WHERE moment = (SELECT min(moment) FROM deadline)",
      "UPDATE moment_kind SET name = 'other' WHERE kind = 0",
    ] {
      var history = try DatedHistory(seed: 5)
      for _ in 0..<60 { try history.write(Self.types) }
      #expect(try history.store.verify().faults == [])
      try history.store.execute(spoil)
      let verification = try history.store.verify()
      #expect(!verification.isSound && verification.areOnlyViewsUnsound, "\(spoil)")
      try history.store.rebuild()
      #expect(try history.store.verify().faults == [])
    }
  }

  @Test(arguments: [
    "", "1", "x", "1.2.3.4", "1.2.3.4.5.6", "9999.1.1.1.1", "1.2.3.4.99999999999999999999", "-1.-1.-1.-1.-1",
  ])
  func `a place that no page gave is none`(text: String) throws {
    let store = try DatedHistory(seed: 1).store
    let question = DeadlineQuestion(area: Place.city, types: Self.types, now: 0, after: text, count: 10)
    let pages = try store.read { reader in
      [
        try StandingDeadlines(reader, catalog: store.catalog).page(question, state: nil),
        try DoneDeadlines(reader, catalog: store.catalog).page(question, state: .late),
      ]
    }
    #expect(pages == [nil, nil])
  }

  @Test func `a record that is not shown is not counted either`() throws {
    var shelf = Shelf()
    shelf.records = [RecordID(Bytes16(high: 0x0199, low: 2))]
    let node = try EnteringNode(at: Place.city, shelf: shelf)
    let type = node.type("hazard")
    let deadline = try #require(type.field(named: "deadline"))
    for number in UInt64(1)...3 {
      try node.write([
        Intent(
          type: type.name, record: node.place("hazard", number).id, area: Place.community, seen: .empty,
          fields: [FieldChange(deadline.number, .write(.int(node.now)))])
      ])
    }
    let found = try pages(node.store, now: .max, in: Place.city, state: .overdue, by: 10)
    #expect(found.lines.count == 2 && found.count == 2)
  }

  @Test func `pages are read along the table's one tree, and nothing is sorted`() throws {
    let store = try DatedHistory(seed: 1).store
    for view in MomentView.allCases {
      let plan = try store.read { reader in
        try Row.fetchAll(
          reader.db, sql: "EXPLAIN QUERY PLAN " + StoreReader.seekingMoments(view), arguments: [1, 1, 1, 1, 1]
        ).map { $0["detail"] as String }
      }
      #expect(plan.count == 1 && plan[0].hasPrefix("SEARCH \(view.rawValue) USING PRIMARY KEY (kind=? AND"), "\(plan)")
    }
  }
}
