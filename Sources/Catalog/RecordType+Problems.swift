// Checks what a person enters. Nothing here is ever asked of a commit that arrives from another node.
package import Merge

/// What is wrong with a value somebody wants to enter.
package struct FieldProblem: Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    case wrongType(expected: ValueKind)
    /// The elements of a set are entered as a map from key to value.
    case notElements
    /// Steps are taken, not entered.
    case notEntered
    case unknownCode
    /// - Units: Unicode scalar values.
    case tooLong(max: Int)
    case outOfRange(ClosedRange<Int64>)
    /// A number that is no time in milliseconds, such as one of seconds.
    case noTime(Int64)
    /// Not of the standard form that the field asks for.
    case failsCheck(FieldCheck)
    /// None of the codes of the table in force.
    case notInTable(String)
    /// At odds with other fields.
    case contradicts(why: String)
    /// Another record of the type in the division shows the same value.
    case notUnique(RecordID)
    /// The type has no records of areas of this tier.
    case areaNotPermitted(ClosedRange<Tier>)
    case missing
  }

  /// The field's name.
  package let field: String
  /// The key of the set element at fault.
  package let element: String?
  package let reason: Reason
  /// What would be right, for the person; nil where the reason says it.
  package let remedy: String?

  package init(field: String, element: String? = nil, reason: Reason, remedy: String? = nil) {
    self.field = field
    self.element = element
    self.reason = reason
    self.remedy = remedy
  }

  /// One of as many words as there are reasons: safe as a metric label or a message key.
  package var code: String {
    switch reason {
    case .wrongType: "wrong-type"
    case .notElements: "not-elements"
    case .notEntered: "not-entered"
    case .unknownCode: "unknown-code"
    case .tooLong: "too-long"
    case .outOfRange, .noTime: "out-of-range"
    case .failsCheck: "fails-check"
    case .notInTable: "not-in-table"
    case .contradicts: "contradiction"
    case .notUnique: "not-unique"
    case .areaNotPermitted: "area-not-permitted"
    case .missing: "missing"
    }
  }

  package var description: String { remedy.map { "\(fault); \($0)" } ?? fault }

  private var fault: String {
    let place = element.map { "\(field)[\($0)]" } ?? field
    switch reason {
    case .wrongType(let expected): return "\(place): not of type \(expected.rawValue)"
    case .notElements: return "\(place): not a map from element keys to values"
    case .notEntered: return "\(place): steps are taken, not entered"
    case .unknownCode: return "\(place): not one of the field's codes"
    case .tooLong(let max): return "\(place): longer than \(max) characters"
    case .outOfRange(let range): return "\(place): not within \(range.lowerBound) to \(range.upperBound)"
    case .noTime(let number): return "\(place): \(number) is no time; \(EnteredTime.remedy(for: number))"
    case .failsCheck(let check): return "\(place): not \(check.form.en)"
    case .notInTable(let table):
      return "\(place): not a code of the table \(table); `gridward codes show \(table)` has them"
    case .contradicts(let why): return "\(place): \(why)"
    case .notUnique(let other): return "\(place): the record \(other) has the same"
    case .areaNotPermitted(let tiers):
      let names = Tier.allCases.filter { tiers.contains($0) }.reversed().map(\.name)
      return "\(place): such a record belongs to a \(names.joined(separator: " or "))"
    case .missing: return "\(place): required"
    }
  }
}

extension RecordType {
  /// What is wrong with `entries`, in their order, then the required fields that a new record lacks, by number.
  ///
  /// A register's value is what is to be written, null to empty it; a set's is a map of the elements to be added; a
  /// counter's is the integer to be added.
  package func problems(in entries: [(Field, Value)], isNew: Bool) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    for (field, value) in entries { append(problemsWith: value, in: field, isNew: isNew, to: &problems) }
    guard isNew else { return problems }
    for field in fields where field.isRequired && !entries.contains(where: { $0.0.number == field.number }) {
      problems.append(FieldProblem(field: field.name, reason: .missing))
    }
    return problems
  }

  /// Appends what is wrong with one entry.
  func append(problemsWith value: Value, in field: Field, isNew: Bool, to problems: inout [FieldProblem]) {
    let found = field.problems(with: value, isNew: isNew)
    if found.isEmpty { return }
    problems += found.map { instead(of: field, told: $0) }
  }

  /// Where another field may say why there is no such value, a person is told so.
  private func instead(of field: Field, told problem: FieldProblem) -> FieldProblem {
    guard case .failsCheck = problem.reason else { return problem }
    for case .either(field.name, let other) in checks {
      return FieldProblem(
        field: problem.field, element: problem.element, reason: problem.reason,
        remedy: "where there is none, \(other) says why")
    }
    return problem
  }
}

extension Field {
  fileprivate func problems(with value: Value, isNew: Bool) -> [FieldProblem] {
    switch kind {
    case .register:
      if isRequired, value.isBlank || value.text?.allSatisfy(\.isWhitespace) == true {
        return [FieldProblem(field: name, reason: .missing)]
      }
      return value == .null ? [] : problem(with: value).map { [$0] } ?? []
    case .set:
      guard case .map(let elements) = value else { return [FieldProblem(field: name, reason: .notElements)] }
      if elements.isEmpty, isRequired, isNew { return [FieldProblem(field: name, reason: .missing)] }
      return elements.compactMap { problem(with: $0.value, element: $0.key) }
    case .steps: return [FieldProblem(field: name, reason: .notEntered)]
    case .counter: return problem(with: value).map { [$0] } ?? []
    }
  }

  private func problem(with entered: Value, element: String? = nil) -> FieldProblem? {
    fault(in: entered).map { FieldProblem(field: name, element: element, reason: $0, remedy: remedy(for: $0)) }
  }

  /// What is right, where the reason alone does not say it: the codes, or the unit.
  private func remedy(for reason: FieldProblem.Reason) -> String? {
    switch reason {
    case .wrongType, .unknownCode:
      if !codes.isEmpty {
        let known = codes.map { "\($0.value.int.map(String.init) ?? $0.value.text ?? "") (\($0.title.zh))" }
        return "the codes are \(known.joined(separator: ", "))"
      }
      return unit.map { $0 == "ms" ? EnteredTime.form : "it is counted in \($0)" }
    case .outOfRange: return unit.map { "it is counted in \($0)" }
    default: return nil
    }
  }

  /// Times lie on a day of the calendar and not before 2000, unless the catalog has the field begin before 1970: whatever else is
  /// counted from 1970 is a small number, or a large one.
  private func fault(inRange number: Int64) -> FieldProblem.Reason? {
    guard unit == "ms" else {
      return limits.range.flatMap { $0.contains(number) ? nil : .outOfRange($0) }
    }
    let moments = (limits.range?.lowerBound ?? 0) < 0 ? Day.moments : EnteredTime.moments
    guard moments.contains(number) else { return .noTime(number) }
    return limits.range.flatMap { $0.contains(number) ? nil : .outOfRange($0) }
  }

  private func fault(in entered: Value) -> FieldProblem.Reason? {
    guard value.admits(entered) else { return .wrongType(expected: value) }
    if !codes.isEmpty, !isCode(entered) { return .unknownCode }
    if let max = limits.lengthMax, entered.text?.isLonger(than: max) == true { return .tooLong(max: max) }
    if let int = entered.int, let reason = fault(inRange: int) { return reason }
    if let check, let text = entered.text, !check.passes(text) { return .failsCheck(check) }
    return nil
  }
}

extension String {
  /// Whether it has more Unicode scalar values; a text has no more of them than bytes.
  fileprivate func isLonger(than max: Int) -> Bool { utf8.count > max && unicodeScalars.count > max }
}

extension ValueKind {
  fileprivate func admits(_ value: Value) -> Bool {
    switch (self, value) {
    case (.any, _), (.text, .text), (.integer, .int), (.boolean, .bool), (.bytes, .bytes): true
    default: false
    }
  }
}
