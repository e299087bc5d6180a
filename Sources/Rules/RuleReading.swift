// How a rule finds what it looks at where not all records are at hand: what it goes through, and what it looks up.
package import Merge

/// What has to be read so that a rule finds all that it would find among all records.
package struct RuleReading: Sendable {
  /// Records that a rule goes through.
  package enum Source: Hashable, Sendable {
    /// Each record of a type.
    case all(String)
    /// Those of a type of which a moment with this name is kept, within a range; both ends inclusive.
    case kept(String, of: String, ClosedRange<Int64>)
    /// The one of a type with the earliest moment of this name.
    case earliest(String, of: String)
    /// One record of a type in each area of a tier that has any that is not withdrawn.
    case oneInEach(Tier, of: String)
    /// Of each community of which nothing has been heard since a moment, what was heard last and what was there first.
    case silent(Silence)
  }

  /// Communities that have been silent.
  package struct Silence: Hashable, Sendable {
    /// The types whose changes are heard.
    package let signs: [String]
    /// The types whose records say that a community is there.
    package let foundations: [String]
    /// What changed in this range is heard; what changed later is not looked at. In milliseconds since 1970.
    package let heard: ClosedRange<Int64>
  }

  /// Records of a type that show these texts, nil for a blank one; or of this id.
  package struct Lookup: Hashable, Sendable {
    package let type: String
    package var fields: [Shown] = []
    package var id: RecordID?
    /// Only the one with the largest value of this register.
    package var latest: String?

    package struct Shown: Hashable, Sendable {
      package let field: String
      package let text: String?
    }
  }

  /// What one of its calls asks: the branch's day and settings, and the value of a parameter.
  struct Asked {
    let branch: ExaminedBranch
    let value: (String) -> Int64
    var day: Day { branch.day }
  }

  private let sources: @Sendable (Asked) -> [Source]
  private let lookups: @Sendable (ExaminedRecord, Asked) -> [Lookup]
  /// Whether what it proposes depends on several records together, so that all have to be read before it is asked.
  package let isTogether: Bool

  init(
    together isTogether: Bool = false, _ sources: @escaping @Sendable (Asked) -> [Source],
    beside lookups: @escaping @Sendable (ExaminedRecord, Asked) -> [Lookup] = { _, _ in [] }
  ) {
    (self.sources, self.lookups, self.isTogether) = (sources, lookups, isTogether)
  }

  /// What is gone through on the branch's day.
  /// - Parameter branch: its records are not asked.
  package func sources(of rule: Rule, in branch: ExaminedBranch) -> [Source] {
    sources(Asked(branch: branch) { rule.value($0, in: branch) })
  }

  /// What has to be looked up beside a record.
  package func lookups(for record: ExaminedRecord, of rule: Rule, in branch: ExaminedBranch) -> [Lookup] {
    lookups(record, Asked(branch: branch) { rule.value($0, in: branch) })
  }

  /// The types and registers that are looked up, which a store finds by an index.
  package static let lookedUp: [(type: String, field: String)] = [
    ("accident", "unit"), ("assignment", "unit"), ("certificate", "holder"), ("duty_report", "unit"),
    ("enterprise", "credit_code"), ("fulfilment", "obligation"), ("inspection", "unit"), ("listing", "hazard"),
    ("risk_assessment", "unit"),
  ]
}

extension RuleReading.Lookup {
  /// - Precondition: the first field is one of `RuleReading.lookedUp`.
  init(_ type: String, _ field: String, _ text: String?, latest: String? = nil) {
    self.init(type: type, fields: [Shown(field: field, text: text)], latest: latest)
  }

  func and(_ field: String, _ text: String?) -> Self {
    var both = self
    both.fields.append(Shown(field: field, text: text))
    return both
  }

  /// The files of a unit, by its credit code or its id. A target has no credit code.
  static func files(of unit: String?) -> [Self] {
    guard let unit else { return [] }
    let named = RecordID(hex: unit).map { id in ["enterprise", "target"].map { Self(type: $0, id: id) } } ?? []
    return [Self("enterprise", "credit_code", unit)] + named
  }
}
