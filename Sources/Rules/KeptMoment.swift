// The moments of a record that a store keeps beside its row, so that what is due is found without reading what is not.
package import Catalog
package import Merge

/// A record as far as its deadlines and the rules ask it, whether it stands in a table or has just come in.
package protocol DatedRecord {
  /// Nil for a type without a lifecycle.
  var status: String? { get }
  /// What a register shows.
  /// - Parameter field: its number.
  func value(of field: Int) -> Value
  /// When the earliest effective step of one of the kinds was taken in the round the record stands in, in milliseconds.
  func first(_ kinds: [String]) -> Int64?
}

/// One moment that is kept of each record of a type that has it: a deadline that stands to be done, or the time from which a
/// rule looks at it.
///
/// It is a function of the record alone: neither the day, the calendar of working days nor a setting of the rules changes it.
/// A reference, since it is asked of every record that is written.
package final class KeptMoment: Sendable {
  /// The type of the record.
  package let type: String
  /// The deadline's name, or the rule's.
  package let name: String
  /// The deadline; nil where a rule has it kept.
  package let deadline: Deadline?
  package let isDeadline: Bool
  /// The registers of which a record that has just been entered shows one if it has the moment; none where a step has to be
  /// taken first.
  package let entryFields: [Int]
  private let conditions: [Indicator.Condition]
  private let statuses: Statuses
  private let source: Source

  /// At which statuses a record has the moment; a withdrawn one never has.
  enum Statuses: Hashable, Sendable {
    case all
    case among([String])
    case noneOf([String])

    func admits(_ status: String?) -> Bool {
      switch self {
      case .all: true
      case .among(let names): status.map { names.contains($0) } ?? false
      case .noneOf(let names): status.map { !names.contains($0) } ?? true
      }
    }
  }

  enum Source: Sendable {
    /// The earliest of these deadlines that is not done; a record without one has no moment.
    case deadlines([DatedDeadline])
    /// The same, but a record without one has the last moment there is.
    case deadlinesOrNever([DatedDeadline])
    /// A register.
    case field(Int)
    /// None in particular.
    case anyTime
  }

  init(
    _ name: String, of type: String, deadline: Deadline? = nil, entryFields: [Int],
    conditions: [Indicator.Condition] = [],
    statuses: Statuses = .all, source: Source
  ) {
    (self.type, self.name, self.deadline, self.entryFields) = (type, name, deadline, entryFields)
    isDeadline = deadline != nil
    (self.conditions, self.statuses, self.source) = (conditions, statuses, source)
  }

  /// The moment; nil for a record that does not have it.
  /// - Returns: milliseconds since 1970; of a deadline what `Deadline.kept` says.
  package func moment(of record: some DatedRecord) -> Int64? {
    if record.status == ExaminedRecord.withdrawn { return nil }
    guard conditions.allSatisfy({ $0.admits(record.value(of: $0.field)) }) else { return nil }
    switch source {
    case .deadlines(let deadlines):
      return statuses.admits(record.status) ? earliest(deadlines, of: record) : nil
    case .deadlinesOrNever(let deadlines):
      return earliest(deadlines, of: record) ?? (statuses.admits(record.status) ? .max : nil)
    case .field(let field): return statuses.admits(record.status) ? record.value(of: field).int : nil
    case .anyTime: return statuses.admits(record.status) ? 0 : nil
    }
  }

  private func earliest(_ deadlines: [DatedDeadline], of record: some DatedRecord) -> Int64? {
    if isDeadline { return deadlines.first?.kept(of: record) }
    return deadlines.compactMap { dated in dated.kept(of: record).map { dated.deadline.earliest(ofKept: $0) } }.min()
  }

  /// Every moment that is kept of a catalog's records: deadlines in the order of types, then what the rules look at.
  package static func all(of catalog: Catalog) -> [KeptMoment] {
    let deadlines = catalog.types.flatMap { type in
      type.deadlines.compactMap { deadline in
        DatedDeadline(deadline, of: type).map { dated in
          KeptMoment(
            deadline.name, of: type.name, deadline: deadline, entryFields: [dated.startField].compactMap(\.self),
            source: .deadlines([dated]))
        }
      }
    }
    return deadlines + Rule.kept(of: catalog)
  }
}

/// A deadline with its registers by number.
///
/// A reference, since it is handed around for every record that is written.
final class DatedDeadline: Sendable {
  let deadline: Deadline
  /// Nil where a step starts it.
  let startField: Int?
  private let endField: Int?
  private let whenField: Int?
  // Parts of the deadline that each record is asked about: asking the deadline would copy it.
  private let startSteps: [String]
  private let endSteps: [String]
  private let whenValues: [Value]
  private let span: Deadline.Span?
  private let isBefore: Bool

  /// - Returns: nil where the type does not have what it names.
  init?(_ deadline: Deadline, of type: RecordType) {
    func number(_ name: String?) -> Int? { name.flatMap { type.field(named: $0)?.number } }
    self.deadline = deadline
    startField = number(deadline.start.field)
    endField = number(deadline.end.field)
    whenField = number(deadline.when?.field)
    startSteps = deadline.start.steps
    endSteps = deadline.end.steps
    whenValues = deadline.when?.values ?? []
    (span, isBefore) = (deadline.span, deadline.isBefore)
    let isWhole =
      (startField == nil) == (deadline.start.field == nil) && (endField == nil) == (deadline.end.field == nil)
      && (whenField == nil) == (deadline.when == nil)
    if !isWhole { return nil }
  }

  /// What is kept of it; nil where it does not hold, has not begun or is done.
  func kept(of record: some DatedRecord) -> Int64? {
    if let whenField, !whenValues.contains(record.value(of: whenField)) { return nil }
    guard let start = moment(of: record, field: startField, steps: startSteps) else { return nil }
    if moment(of: record, field: endField, steps: endSteps) != nil { return nil }
    return Deadline.kept(from: start, span: span, isBefore: isBefore)
  }

  private func moment(of record: some DatedRecord, field: Int?, steps: [String]) -> Int64? {
    if let field { record.value(of: field).int } else { record.first(steps) }
  }
}

extension Deadline.Start {
  fileprivate var field: String? { if case .field(let name) = self { name } else { nil } }
  fileprivate var steps: [String] { if case .step(let step) = self { [step] } else { [] } }
}

extension Deadline.End {
  fileprivate var field: String? { if case .field(let name) = self { name } else { nil } }
  fileprivate var steps: [String] { if case .steps(let steps) = self { steps } else { [] } }
}
