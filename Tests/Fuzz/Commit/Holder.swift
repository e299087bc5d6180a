// A node that takes what arrives, and everything that is read of it.
import Catalog
import GRDB
import Merge
import Replica
import Reports
import Rules
import Store
import Totals
import Trust
import Wire

/// A store in memory with the replica that writes it.
final class Holder {
  let store: Store
  private var replica: Replica
  private static let now: Int64 = 1_760_000_000_000

  /// - Parameter isEnrolled: whether it knows the city's root key, so that commits count once they are sealed.
  init(_ catalog: Catalog, isEnrolled: Bool = false) throws {
    let identity = Identity(
      node: NodeID(Bytes16(high: 0xA0, low: 1)), incarnation: 1, store: StoreID(Bytes16(high: 1, low: 1)),
      area: City.district)
    store = try Store.inMemory(
      identity: identity, catalog: catalog, root: isEnrolled ? City.root.publicKey : nil)
    replica = Replica(identity: identity, catalog: catalog, clock: store.clock, root: store.root)
    if isEnrolled { try store.write { try replica.learn(City.grants, in: $0) } }
  }

  /// Takes commits and seals as they come over a link.
  func receive(_ commits: [[UInt8]]) throws -> Ingested {
    var bytes: [UInt8] = []
    for commit in commits { CommitSequence.append(commit, to: &bytes) }
    var refused: [FeedID: UInt64] = [:]
    return try store.write {
      try replica.ingest(
        Delivery(ScannedBatch(commits: bytes), branch: City.branch, source: 1, now: Self.now), refused: &refused,
        into: $0)
    }
  }

  /// The rows of one view, in an order that content alone decides.
  struct Table: Equatable {
    let name: String
    let rows: [Row]

    /// Every row with every byte of it, where the library's own description tells of bytes only how many.
    var lines: [String] {
      rows.map { row in
        let columns = row.map { column, value in
          if case .blob(let bytes) = value.storage { return "\(column)=x\([UInt8](bytes))" }
          return "\(column)=\(value)"
        }
        return "\(name): \(columns.joined(separator: " "))"
      }
    }
  }

  func rows() throws -> [Table] {
    let tables = store.catalog.types.map { ($0.name, "id, area") }
    let views =
      tables + [
        ("concurrent", "type, record, area, field, feed, seq"),
        ("tally", "indicator, day, area, sector, campaign, unit"),
      ]
    return try store.read { reader in
      try views.map { name, order in
        // All but the numbers of changes, which tell in which order a store came to be.
        let columns = try reader.db.columns(in: name).map(\.name).filter { $0 != "change" }
        let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        return Table(
          name: name, rows: try Row.fetchAll(reader.db, sql: "SELECT \(list) FROM \"\(name)\" ORDER BY \(order)"))
      }
    }
  }

  // MARK: Reading

  func readAll(_ records: Set<History.RecordKey>) throws {
    try store.read { reader in
      for key in records {
        guard let type = store.catalog.type(named: key.type) else { continue }
        for view in try reader.records(key.id, type: type) { _ = (view.values, view.concurrent, view.standing) }
      }
      for type in Set(records.map(\.type)) { try list(type, reader) }
      try totals(reader)
      try rules(Set(records.map(\.type)), reader)
    }
  }

  /// Makes every shown record's proof. A record is not shown while nothing that is written of it counts, as a statement
  /// of totals by somebody else than the place they are of.
  func proofs(_ records: Set<History.RecordKey>) throws -> [MadeProof] {
    try store.read { reader in
      try records.compactMap { key in
        guard let type = store.catalog.type(named: key.type) else { return nil }
        return try reader.records(key.id, type: type).isEmpty ? nil : reader.proof(of: key.id, type: type)
      }
    }
  }

  private func list(_ name: String, _ reader: StoreReader) throws {
    guard let type = store.catalog.type(named: name) else { return }
    for after: Int64 in [0, .max] {
      var filter = RecordFilter(type: name)
      filter.after = after
      filter.changedFrom = after
      _ = try reader.records(filter, type: type)
    }
  }

  private func totals(_ reader: StoreReader) throws {
    let totals = TotalsReader(catalog: store.catalog, home: City.district, reader: reader)
    for text in ["0001", "0001-W01", "2026-01", "2025-10", "9999", "9999-12-31"] {
      for axis in [nil, "area", "community", "sector", "day"] {
        let query = try TotalsQuery(period: text, area: nil, indicators: nil, by: axis, catalog: store.catalog)
        _ = try query.answer(totals)
      }
    }
    for text in ["0001-W01", "2026-01", "9999-12-31"] {
      _ = try TotalsCheck(period: text, indicators: nil, catalog: store.catalog).answer(totals)
    }
    let rollUps = RollUps(catalog: store.catalog, area: City.district)
    _ = try rollUps.intents(for: RollUps.due(try reader.changedDays(), today: nil), now: 0, in: reader)
    for text in ["2026-01", "9999"] {
      guard let period = Period(text) else { continue }
      let figures = try NoticeReader(catalog: store.catalog, home: City.district, reader: reader, period: period)
        .figures()
      let head = NoticeHead(organisation: "", number: "", date: .last)
      let writer = NoticeWriter(figures, head: head, catalog: store.catalog)
      _ = (MarkdownText.text(writer.document()), HTMLPage.text(writer.document()), Scoreboard.page(writer, title: ""))
    }
  }

  private func rules(_ types: Set<String>, _ reader: StoreReader) throws {
    var records: [ExaminedRecord] = []
    for type in store.catalog.types where types.contains(type.name) {
      records += try reader.records(RecordFilter(type: type.name), type: type).records.map { ExaminedRecord($0) }
    }
    for text in ["0001-01-01", "2026-03-01", "9999-12-31"] {
      guard let day = Day(text) else { continue }
      let branch = ExaminedBranch(
        home: City.district, asked: AskedDay(day, now: 0), catalog: store.catalog, tables: .none, records: records)
      for rule in Rule.all { _ = rule.proposals(in: branch) }
      for record in records {
        for deadline in store.catalog.type(named: record.type)?.deadlines ?? [] {
          _ = deadline.standing(of: record, calendar: branch.calendar, now: branch.now)
        }
      }
    }
  }
}

extension ExaminedRecord {
  init(_ record: RecordView) {
    var facts: [Fact] = []
    if let lifecycle = record.type.lifecycle, case .steps(let steps)? = record.state[lifecycle.fieldNumber] {
      facts = steps.chronological
    }
    self.init(
      type: record.type.name, id: record.id, area: record.area, created: record.state.created.milliseconds,
      changed: record.state.changed.milliseconds, shown: record.values.map { ($0.field.name, $0.value) },
      standing: record.standing, facts: facts)
  }
}
