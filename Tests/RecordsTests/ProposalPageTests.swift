// Pages of proposals together have what the rules find among all records: by no rule more, by none less.
import Catalog
import GRDB
import Merge
import Records
import Replica
import Rules
import Store
import TestSupport
import Testing

@Suite struct `Pages of proposals` {
  private static let types = Rule.types(read: Rule.all).filter { $0 != RuleParameters.recordType }
    .compactMap { Catalog.builtIn.type(named: $0) }

  private static func line(_ rule: Rule, _ proposal: Proposal) -> String {
    "\(rule.name) \(proposal.area) \(proposal.id) \(proposal.type) \(proposal.fields) \(proposal.grounds)"
  }

  /// What the rules find by their definition: every record of every type they read is at hand.
  private func defined(_ store: Store, home: Area, as asked: AskedDay) throws -> [String] {
    let branch = try store.read { reader in
      ExaminedBranch(
        home: home, asked: asked, catalog: store.catalog,
        tables: try reader.codeTables(ExaminedBranch.codeTables, store.catalog),
        records: try reader.examinedRecords(Rule.types(read: Rule.all), catalog: store.catalog))
    }
    return Rule.all.flatMap { rule in rule.proposals(in: branch).map { Self.line(rule, $0) } }
  }

  private func paged(
    _ store: Store, home: Area, as asked: AskedDay, by count: Int, bytesMax: Int = ListPage.bytesMax
  ) throws -> [String] {
    var (lines, after, pages) = ([String](), String?.none, 0)
    repeat {
      let page = try store.read { reader in
        try ProposalPages(reader, catalog: store.catalog, home: home, asked: asked)
          .page(of: Rule.all, after: after, count: count, bytesMax: bytesMax)
      }
      let found = try #require(page)
      #expect(found.rows.count <= (bytesMax == 1 ? 1 : count) && found.leftOut.isEmpty)
      #expect(found.next != after || after == nil, "it goes on")
      lines += found.rows.map { Self.line($0.rule, $0.proposal) }
      after = found.next
      pages += 1
    } while after != nil && pages < 5_000
    return lines
  }

  private func compare(_ store: Store, home: Area, as asked: AskedDay) throws -> Set<String> {
    let wanted = try defined(store, home: home, as: asked)
    for count in [2, 1_000] {
      let found = try paged(store, home: home, as: asked, by: count)
      #expect(found.sorted() == wanted.sorted(), "at \(home) on \(asked) by \(count)")
    }
    return Set(wanted.map { String($0.prefix { $0 != " " }) })
  }

  @Test func `together they are what the rules find among all records, at each tier and on each day`() throws {
    let days = [-20, 40, 800].map { Day(milliseconds: DatedHistory.start).adding(days: $0) }
    // Of a day the end, and a moment of it where it is today.
    let asked = days.map { AskedDay($0, now: 0) } + days.map { AskedDay(nil, now: $0.start + 36_000_001) }
    var met: Set<String> = []
    for seed in UInt64(0)..<3 {
      var history = try DatedHistory(seed: seed &+ 40)
      if seed % 2 == 1 {
        try history.set("long_lead", "silence", 0)
        try history.set("accidents_in_short_time", "window", 200)
        try history.set("certificate_ending", "ahead", 1_000_000_000)
      }
      for _ in 0..<240 { try history.write(Self.types) }
      for home in [Place.city, Place.district, Place.township, DatedHistory.works] {
        for asked in asked { met.formUnion(try compare(history.store, home: home, as: asked)) }
      }
      for day in [Day.first, Day.last] {
        met.formUnion(try compare(history.store, home: Place.city, as: AskedDay(day, now: 0)))
      }
      #expect(try history.store.verify().faults == [])
    }
    #expect(met.count >= 8, "few rules have found anything: \(met.sorted())")
  }

  @Test func `a page ends with the proposal that makes what they keep too much, and none is lost`() throws {
    var history = try DatedHistory(seed: 41)
    for _ in 0..<200 { try history.write(Self.types) }
    let (store, asked) = (history.store, AskedDay(Day(milliseconds: DatedHistory.start).adding(days: 130), now: 0))
    let whole = try paged(store, home: Place.city, as: asked, by: 1_000)
    let found = try paged(store, home: Place.city, as: asked, by: 1_000, bytesMax: 1)
    #expect(whole.count > 1 && found.sorted() == whole.sorted())
  }

  /// A row of `proposal` says that a rule may have to look, never that it will find anything; without it the rule sees nothing.
  @Test func `a record that is withdrawn or closed has no row any more`() throws {
    let node = try EnteringNode(at: Place.city)
    let place = node.place("hazard", 1)
    var fields = hazard().filter { $0.key != "severity" }
    fields += [Value.Entry("severity", .int(1)), Value.Entry("deadline", .int(node.now + 86_400_000))]
    _ = try node.enter(node.creation(place, fields))
    let rows = { try ["deadline", "proposal"].map { try node.store.count("SELECT count(*) FROM \($0)") } }
    #expect(try rows() == [1, 1])
    _ = try node.enter(
      node.editing(place) { input in
        input.fields = [Value.Entry("severity", .int(0))]
      })
    #expect(try rows() == [1, 0], "it is no longer a major one")
    _ = try node.enter(node.editing(place) { $0.fields = [Value.Entry("severity", .int(1))] })
    #expect(try rows() == [1, 1])
    let type = node.type("hazard")
    let step = Step(
      id: StepID(Bytes16(high: 5, low: 5)), kind: "withdrawn", round: 1, details: .sorted([("reason", .text("误报"))]))
    try node.write([
      Intent(
        type: "hazard", record: place.id, area: Place.community, seen: .empty,
        fields: [FieldChange(type.lifecycle!.fieldNumber, .steps([step]))])
    ])
    #expect(try rows() == [0, 0])
    #expect(try node.store.verify().faults == [])
  }

  @Test(arguments: [
    "", "0", "1.2", "x.0.0", "99.0.0", "-1.0.0", "0.-1.0", "0.0.-1", "1.1.1.1.1.1.1.1", "0.0.99999999999",
  ])
  func `a place that no page gave is none`(text: String) throws {
    let store = try DatedHistory(seed: 1).store
    let page = try store.read { reader in
      try ProposalPages(reader, catalog: store.catalog, home: Place.city, asked: AskedDay(.first, now: 0))
        .page(of: Rule.all, after: text, count: 10)
    }
    #expect(page == nil)
  }

  @Test func `a rule that is left out is told, and the others are asked`() throws {
    var history = try DatedHistory(seed: 41)
    for _ in 0..<200 { try history.write(Self.types) }
    let (store, asked) = (history.store, AskedDay(Day(milliseconds: DatedHistory.start).adding(days: 130), now: 0))
    let whole = try paged(store, home: Place.city, as: asked, by: 1_000)
    let page = try store.read { reader in
      try ProposalPages(reader, catalog: store.catalog, home: Place.city, asked: asked)
        .page(of: [.blindSpot, .stockShort], after: nil, count: 1_000) { rule, look in
          if rule.name == "blind_spot" { return false }
          try look()
          return true
        }
    }
    #expect(page?.leftOut == ["blind_spot"] && page?.next == nil)
    let lines = (page?.rows ?? []).map { Self.line($0.rule, $0.proposal) }
    #expect(lines.sorted() == whole.filter { $0.hasPrefix("stock_short ") }.sorted())
  }

  @Test func `what is looked up has an index, and what lies in a place is found by its division`() throws {
    let store = try DatedHistory(seed: 1).store
    func plan(_ sql: String) throws -> String {
      try store.read { reader in
        let statement = try reader.db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
        statement.setUncheckedArguments(StatementArguments())
        return try Row.fetchAll(statement).map { $0["detail"] as String }.joined(separator: "; ")
      }
    }
    for (name, field) in RuleReading.lookedUp {
      let type = try #require(store.catalog.type(named: name))
      for text in ["x", nil] {
        let condition = StoreReader.seeking(type, showing: [(field, text)], in: Place.city, latest: nil)
        let plan = try plan("SELECT * FROM \"\(name)\" WHERE \(condition)")
        // What shows something is found by the index of lists where there is one.
        let isListed = type.field(named: field)?.listed == .byValue
        let index = "\(name)_\(isListed && text != nil ? "by" : "looked_up_by")_\(field) "
        #expect(plan.contains("INDEX \(index)") && !plan.contains("SCAN"), "\(plan)")
      }
    }
    for name in ["hazard", "inspection", "enterprise"] {
      let type = try #require(store.catalog.type(named: name))
      for home in [Place.city, DatedHistory.works] {
        let changes = try plan(StoreReader.seekingChanges(type, of: home))
        let sought = "_division=? AND changed_at>? AND changed_at<?)"
        #expect(changes.contains(sought) && !changes.contains("TEMP B-TREE"), "\(changes)")
        let next = try plan(StoreReader.seekingDivision(of: type, in: home))
        #expect(next.contains("_division>? AND _division<?)") && !next.contains("TEMP B-TREE"), "\(next)")
        for isLast in [true, false] {
          let edge = try plan(StoreReader.seekingEdge(type, of: home, isLast: isLast))
          #expect(edge.contains("INDEX \(name)_by__place (") && edge.contains("_division=?"), "\(edge)")
        }
      }
    }
  }
}
