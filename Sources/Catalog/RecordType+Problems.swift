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
    /// Not of the standard form that the field asks for.
    case failsCheck(FieldCheck)
    /// None of the codes of the table in force.
    case notInTable(String)
    /// At odds with other fields.
    case contradicts(why: String)
    /// The type has no records of areas of this tier.
    case areaNotPermitted(ClosedRange<Tier>)
    case missing
  }

  /// The field's name.
  package let field: String
  /// The key of the set element at fault.
  package let element: String?
  package let reason: Reason

  package init(field: String, element: String? = nil, reason: Reason) {
    self.field = field
    self.element = element
    self.reason = reason
  }

  /// One of as many words as there are reasons: safe as a metric label or a message key.
  package var code: String {
    switch reason {
    case .wrongType: "wrong-type"
    case .notElements: "not-elements"
    case .notEntered: "not-entered"
    case .unknownCode: "unknown-code"
    case .tooLong: "too-long"
    case .outOfRange: "out-of-range"
    case .failsCheck: "fails-check"
    case .notInTable: "not-in-table"
    case .contradicts: "contradiction"
    case .areaNotPermitted: "area-not-permitted"
    case .missing: "missing"
    }
  }

  package var description: String {
    let place = element.map { "\(field)[\($0)]" } ?? field
    switch reason {
    case .wrongType(let expected): return "\(place): not of type \(expected.rawValue)"
    case .notElements: return "\(place): not a map from element keys to values"
    case .notEntered: return "\(place): steps are taken, not entered"
    case .unknownCode: return "\(place): not one of the field's codes"
    case .tooLong(let max): return "\(place): longer than \(max) characters"
    case .outOfRange(let range): return "\(place): not within \(range.lowerBound) to \(range.upperBound)"
    case .failsCheck(let check): return "\(place): not \(check.form.en)"
    case .notInTable(let table): return "\(place): not a code of the table \(table)"
    case .contradicts(let why): return "\(place): \(why)"
    case .areaNotPermitted(let tiers):
      return "\(place): a \(tiers.upperBound.name) up to a \(tiers.lowerBound.name)"
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
    var problems = entries.flatMap { field, value in field.problems(with: value, isNew: isNew) }
    guard isNew else { return problems }
    for field in fields where field.isRequired && !entries.contains(where: { $0.0.number == field.number }) {
      problems.append(FieldProblem(field: field.name, reason: .missing))
    }
    return problems
  }
}

extension Field {
  fileprivate func problems(with value: Value, isNew: Bool) -> [FieldProblem] {
    switch kind {
    case .register:
      if value.isBlank, isRequired { return [FieldProblem(field: name, reason: .missing)] }
      return value == .null ? [] : fault(in: value).map { [FieldProblem(field: name, reason: $0)] } ?? []
    case .set:
      guard case .map(let elements) = value else { return [FieldProblem(field: name, reason: .notElements)] }
      if elements.isEmpty, isRequired, isNew { return [FieldProblem(field: name, reason: .missing)] }
      return elements.compactMap { element in
        fault(in: element.value).map { FieldProblem(field: name, element: element.key, reason: $0) }
      }
    case .steps: return [FieldProblem(field: name, reason: .notEntered)]
    case .counter: return fault(in: value).map { [FieldProblem(field: name, reason: $0)] } ?? []
    }
  }

  /// What may be entered of integers: times lie on a day of the calendar, whatever the catalog allows beside that.
  private var rangeEntered: ClosedRange<Int64>? {
    guard unit == "ms" else { return limits.range }
    return limits.range?.clamped(to: CivilDay.moments) ?? CivilDay.moments
  }

  private func fault(in entered: Value) -> FieldProblem.Reason? {
    guard value.admits(entered) else { return .wrongType(expected: value) }
    if !codes.isEmpty, title(of: entered) == nil { return .unknownCode }
    if let max = limits.lengthMax, (entered.text?.unicodeScalars.count ?? 0) > max { return .tooLong(max: max) }
    if let range = rangeEntered, let int = entered.int, !range.contains(int) { return .outOfRange(range) }
    if let check, let text = entered.text, !check.passes(text) { return .failsCheck(check) }
    return nil
  }
}

extension ValueKind {
  fileprivate func admits(_ value: Value) -> Bool {
    switch (self, value) {
    case (.any, _), (.text, .text), (.integer, .int), (.boolean, .bool), (.bytes, .bytes): true
    default: false
    }
  }
}

extension Value {
  /// Whether there is nothing in it: null, or an empty text, list, map or run of bytes.
  package var isBlank: Bool {
    switch self {
    case .null: true
    case .bool, .int: false
    case .text(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let items): items.isEmpty
    case .map(let entries): entries.isEmpty
    }
  }
}
