// What the rules look at: the records of a node's branch, a day, and the moment as of which it is asked about.
package import Catalog
package import Merge

/// A node's branch on a day: rules that count days ask for the day, and deadlines stand as of a moment of it.
package struct ExaminedBranch: Sendable {
  /// The area of the node that asks.
  package let home: Area
  package let day: Day
  /// As of when deadlines stand, in milliseconds since 1970.
  package let now: Int64
  package let catalog: Catalog
  package let tables: CodeTables
  package let calendar: WorkCalendar
  package let parameters: RuleParameters
  private let byType: [String: [ExaminedRecord]]
  /// Those that proposals are about; nil where they are all there are.
  private let subjects: [String: [ExaminedRecord]]?

  /// The code table that has the days between inspections for each risk colour.
  static let intervalTable = "inspection_interval"
  /// The code tables that rules and deadlines read.
  package static let codeTables: Set<String> = [WorkCalendar.table, intervalTable]

  /// - Parameter records: of the types that the rules asked read; those the node holds, in any order.
  package init(home: Area, asked: AskedDay, catalog: Catalog, tables: CodeTables, records: [ExaminedRecord]) {
    self.init(home: home, asked: asked, catalog: catalog, tables: tables, records: records, checking: {})
  }

  /// - Parameter checking: called again and again while the records are put in order; what it throws ends that.
  package init(
    home: Area, asked: AskedDay, catalog: Catalog, tables: CodeTables, records: [ExaminedRecord],
    checking: () throws -> Void
  ) rethrows {
    self.home = home
    (day, now) = (asked.day, asked.moment)
    self.catalog = catalog
    self.tables = tables
    calendar = WorkCalendar(tables)
    let sorted = try records.sorted {
      try checking()
      return $0.id == $1.id ? $0.area < $1.area : $0.id < $1.id
    }
    byType = Dictionary(grouping: sorted, by: \.type)
    subjects = nil
    parameters = RuleParameters(byType[RuleParameters.recordType] ?? [], home: home)
  }

  /// The same branch, day and moment with some of its records.
  /// - Parameters:
  ///   - subjects: those that proposals are to be about.
  ///   - others: those that a rule has to see beside them, each once.
  package init(_ whole: ExaminedBranch, subjects: [ExaminedRecord], beside others: [ExaminedRecord]) {
    (home, day, now) = (whole.home, whole.day, whole.now)
    (catalog, tables) = (whole.catalog, whole.tables)
    (calendar, parameters) = (whole.calendar, whole.parameters)
    func byType(_ records: [ExaminedRecord]) -> [String: [ExaminedRecord]] {
      Dictionary(grouping: records.sorted { ($0.id, $0.area) < ($1.id, $1.area) }, by: \.type)
    }
    self.subjects = byType(subjects)
    self.byType = byType(subjects + others)
  }

  /// The records of a type in the node's area, without those withdrawn, by id.
  package func records(_ type: String) -> [ExaminedRecord] {
    (byType[type] ?? []).filter { !$0.isWithdrawn && home.contains($0.area) }
  }

  /// Those of them that proposals are to be about.
  func subjects(_ type: String) -> [ExaminedRecord] {
    guard let subjects else { return records(type) }
    return (subjects[type] ?? []).filter { !$0.isWithdrawn && home.contains($0.area) }
  }

  /// The ids of the branch's records of a type, of those withdrawn as well.
  func ids(_ type: String) -> Set<RecordID> { Set((byType[type] ?? []).map(\.id)) }

  /// The tier that the home reports about and warns: the next below it that is a government's.
  var subjectTier: Tier? {
    switch home.tier {
    case .country, .province: .city
    case .city: .district
    case .district: .township
    case .township, .community, .terminal: nil
    }
  }

  /// The records by the subject they lie in, subjects in the order of their codes; records above all subjects are left out.
  func bySubject(_ records: [ExaminedRecord]) -> [(subject: Area, records: [ExaminedRecord])] {
    guard let tier = subjectTier else { return [] }
    let placed = records.compactMap { record in record.area.ancestor(at: tier).map { (subject: $0, record: record) } }
    let groups = Dictionary(grouping: placed, by: \.subject)
    return groups.keys.sorted().map { ($0, (groups[$0] ?? []).map(\.record)) }
  }

  /// The file of a unit, by its credit code or its id.
  func files() -> [String: ExaminedRecord] {
    let files = (records("enterprise") + records("target")).flatMap { file in
      [file.text("credit_code"), file.id.description].compactMap(\.self).map { ($0, file) }
    }
    return Dictionary(files) { first, _ in first }
  }
}
