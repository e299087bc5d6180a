// A record type: its fields, its class and its lifecycle, looked up by the numbers and names that commits and people use.
package import Merge

/// What the catalog says about one kind of record.
/// - Invariant: `fields` is sorted by number; numbers and names are unique.
/// - Source: catalog README §3.
package struct RecordType: Sendable {
  package let name: String
  package let title: Title
  package let help: Title?
  package let `class`: FeedClass
  /// Who writes its records.
  package let origin: RecordOrigin
  /// From where they are written.
  package let writers: RecordWriters
  package let fields: [Field]
  package let lifecycle: Lifecycle?
  /// What is counted of its records.
  package let indicators: [Indicator]
  /// The tiers whose areas its records may be entered for, from the highest to the lowest.
  package let areas: ClosedRange<Tier>
  /// What is asked of several fields together where they are entered.
  package let checks: [RecordCheck]
  package let deadlines: [Deadline]
  /// The text registers in which words are looked for, in the order in which the catalog names them; empty where none are.
  package let searched: [Field]

  /// The place in `fields` of each number below `tableCountMax`, -1 for none.
  private let table: [Int16]
  private let positions: [String: Int]

  /// Numbers beyond are found by search, so that one large number does not cost a large table in every type.
  private static let tableCountMax = 256

  /// - Precondition: `fields` is sorted by number; numbers and names are unique.
  init(
    name: String, title: Title, help: Title?, class: FeedClass, origin: RecordOrigin, writers: RecordWriters,
    fields: [Field], lifecycle: Lifecycle?, areas: ClosedRange<Tier>, checks: [RecordCheck], deadlines: [Deadline],
    indicators: [Indicator], searched: [Field]
  ) {
    self.name = name
    self.title = title
    self.help = help
    self.class = `class`
    self.origin = origin
    self.writers = writers
    self.fields = fields
    self.lifecycle = lifecycle
    self.indicators = indicators
    self.areas = areas
    self.checks = checks
    self.deadlines = deadlines
    self.searched = searched
    let count = min(Self.tableCountMax, (fields.last?.number ?? 0) + 1)
    var table = [Int16](repeating: -1, count: count)
    for (position, field) in fields.enumerated() where field.number < count { table[field.number] = Int16(position) }
    self.table = table
    positions = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($0.element.name, $0.offset) })
  }

  /// How the field with this number merges; nil when this catalog does not know the number.
  /// - Complexity: O(1) for the numbers of every built-in type, O(log n) beyond 255.
  package func kind(of number: Int) -> MergeKind? { position(of: number).map { fields[$0].kind } }

  package func field(numbered number: Int) -> Field? { position(of: number).map { fields[$0] } }

  /// Whether its records are shown to those alone who ask for the type by its name.
  /// - Source: catalog README §6.6.
  package var isConfidential: Bool { `class`.name == "confidential" }

  package func field(named name: String) -> Field? { positions[name].map { fields[$0] } }

  /// The place in `fields` of the field with this name.
  func position(named name: String) -> Int? { positions[name] }

  private func position(of number: Int) -> Int? {
    if number < 0 { return nil }
    if number < table.count { return table[number] < 0 ? nil : Int(table[number]) }
    var low = 0
    var high = fields.count
    while low < high {
      let middle = (low + high) / 2
      if fields[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < fields.count && fields[low].number == number ? low : nil
  }
}
