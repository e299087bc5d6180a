// What is kept of records for the rules, so that they find those that may call for something among all the others.
import Catalog
import Merge

extension Rule {
  /// The names of the moments, by what a record is that has one.
  enum Kept {
    /// A major hazard that is open, by the time it is to be rectified; one without such a time comes last.
    static let grave = "grave"
    /// Something long that is not done.
    static let longLead = "long_lead"
    /// An order that is not complied with, by its time.
    static let unfinished = "unfinished"
    /// A certificate, by its end.
    static let ending = "ending"
    /// An accident, by when it occurred.
    static let occurred = "occurred"
    /// A listing, by when it was listed.
    static let listed = "listed"
    /// Something with a deadline that is not done, by the first of these.
    static let standing = "standing"
  }

  /// What is kept for the rules, of the types and fields that a catalog has.
  ///
  /// Each names every record that its rule could propose something about; that the rule looks at a few more does no harm.
  static func kept(of catalog: Catalog) -> [KeptMoment] {
    func type(_ name: String) -> KeptType? { catalog.type(named: name).map { KeptType(type: $0) } }
    return [
      type("hazard")?.deadlines(
        Kept.grave, orNeverAt: openStatuses, where: "severity", .among([.int(1)])),
      type("hazard")?.anyTime(
        Kept.longLead, at: openStatuses, where: "delay_reason", .noneOf([.null, .text("")])),
      type("rectification_order")?.field(Kept.unfinished, "deadline", statuses: .noneOf(["complied", "closed"])),
      type("certificate")?.field(Kept.ending, "valid_until", statuses: .noneOf(["counterfeit", "expired"])),
      type("accident")?.field(Kept.occurred, "occurred_at"), type("listing")?.field(Kept.listed, "listed_at"),
      type("listing")?.deadlines(Kept.standing), type("audit_finding")?.deadlines(Kept.standing),
    ].compactMap(\.self)
  }
}

/// A type of which moments are kept; each is nil where the type does not have the field.
private struct KeptType {
  let type: RecordType

  private var dated: [DatedDeadline] { type.deadlines.compactMap { DatedDeadline($0, of: type) } }

  func field(_ name: String, _ field: String, statuses: KeptMoment.Statuses = .all) -> KeptMoment? {
    guard let number = type.field(named: field)?.number else { return nil }
    return KeptMoment(name, of: type.name, entryFields: [number], statuses: statuses, source: .field(number))
  }

  func anyTime(
    _ name: String, at statuses: [String], where field: String, _ test: Indicator.Condition.Test
  ) -> KeptMoment? {
    guard let number = type.field(named: field)?.number else { return nil }
    return KeptMoment(
      name, of: type.name, entryFields: [number], conditions: [Indicator.Condition(field: number, test: test)],
      statuses: .among(statuses), source: .anyTime)
  }

  func deadlines(
    _ name: String, orNeverAt statuses: [String], where field: String, _ test: Indicator.Condition.Test
  ) -> KeptMoment? {
    guard let number = type.field(named: field)?.number else { return nil }
    return KeptMoment(
      name, of: type.name, entryFields: [number], conditions: [Indicator.Condition(field: number, test: test)],
      statuses: .among(statuses), source: .deadlinesOrNever(dated))
  }

  func deadlines(_ name: String) -> KeptMoment? {
    KeptMoment(name, of: type.name, entryFields: dated.compactMap(\.startField), source: .deadlines(dated))
  }
}
