// The edits that are asked for, checked against the catalog.
package import Catalog
package import Merge

/// What to do to the fields of a record, with every field known and every value admissible.
package struct RecordEdits: Sendable {
  /// All but the steps, one for each field.
  package private(set) var fields: [FieldChange] = []
  package let steps: [StepInput]

  /// - Throws: `invalidFields` with everything that is wrong at once.
  package init(_ input: EditInput, type: RecordType, isNew: Bool) throws(EntryRefusal) {
    steps = input.steps
    var faults = Faults()
    let written = faults.known(input.fields, of: type)
    let added = faults.known(input.add, of: type, only: "add")
    let removed = faults.known(input.remove, of: type, only: "remove")
    let counted = faults.counted(input.increment, of: type)
    let entries = (written + added).map { ($0.field, $0.field.entered($0.value)) }
    let amounts = counted.flatMap { field, parts in parts.map { (field, $0.by) } }
    faults.found += type.problems(in: entries + amounts, isNew: isNew).map { .problem($0) }
    var removals: [Int: [String]] = [:]
    for (field, value) in removed { removals[field.number] = faults.keys(value, of: field) }
    faults.repeated((written + added).map(\.field) + counted.map(\.field))
    if !steps.isEmpty, type.lifecycle == nil { faults.found.append(.noSteps(type: type.name)) }
    try faults.check()
    for (field, value) in entries {
      fields.append(FieldChange(field.number, field.edit(value, removing: removals.removeValue(forKey: field.number))))
    }
    for (field, parts) in counted { fields.append(FieldChange(field.number, Self.edit(parts))) }
    for (number, keys) in removals.sorted(by: { $0.key < $1.key }) {
      fields.append(FieldChange(number, .elements(add: [], remove: keys)))
    }
  }

  /// The edit that adds admissible amounts to a counter.
  private static func edit(_ parts: [CountInput.Part]) -> FieldEdit {
    if parts.count == 1, parts[0].id == nil { return .increment(parts[0].by.int ?? 0) }
    return .increments(parts.compactMap { part in part.id.map { Increment(id: $0, amount: part.by.int ?? 0) } })
  }

  /// The fields with an id for each increment that brought none, made from what the request is.
  func fields(identifiedBy mark: RequestMark?) -> [FieldChange] {
    guard let mark else { return fields }
    return fields.map { change in
      guard case .increment(let amount) = change.edit else { return change }
      return FieldChange(change.field, .increments([mark.increment(amount, of: change.field)]))
    }
  }
}

/// What is wrong with the fields, gathered so that a person mends all of it at once.
private struct Faults {
  var found: [EntryFault] = []

  func check() throws(EntryRefusal) {
    if !found.isEmpty { throw .invalidFields(found) }
  }

  /// The entries whose field is known; `section` admits one kind of field alone.
  mutating func known(
    _ entries: [Value.Entry], of type: RecordType, only section: String? = nil
  ) -> [(field: Field, value: Value)] {
    var known: [(field: Field, value: Value)] = []
    for entry in entries {
      guard let field = type.field(named: entry.key) else {
        found.append(.unknownField(entry.key, type: type.name))
        continue
      }
      switch (section, field.kind) {
      case (nil, _), ("add", .set), ("remove", .set): known.append((field, entry.value))
      default: found.append(.wrongSection(field: entry.key, section: section ?? ""))
      }
    }
    return known
  }

  /// What is added to fields that are counters.
  mutating func counted(_ counts: [CountInput], of type: RecordType) -> [(field: Field, parts: [CountInput.Part])] {
    var counted: [(field: Field, parts: [CountInput.Part])] = []
    for count in counts {
      guard let field = type.field(named: count.field) else {
        found.append(.unknownField(count.field, type: type.name))
        continue
      }
      if field.kind == .counter {
        counted.append((field, count.parts))
      } else {
        found.append(.wrongSection(field: count.field, section: "increment"))
      }
    }
    return counted
  }

  mutating func keys(_ value: Value, of field: Field) -> [String] {
    guard case .list(let items) = value, items.allSatisfy({ $0.text != nil }) else {
      found.append(.notElementKeys(field: field.name))
      return []
    }
    return items.compactMap(\.text)
  }

  mutating func repeated(_ fields: [Field]) {
    var seen: Set<Int> = []
    for field in fields where !seen.insert(field.number).inserted {
      found.append(.repeated(field: field.name))
    }
  }
}

extension Field {
  /// What was entered, as the field's kind of value: bytes are said as hexadecimal text.
  fileprivate func entered(_ value: Value) -> Value {
    guard self.value == .bytes else { return value }
    guard case .set = kind, case .map(let elements) = value else { return Self.bytes(value) }
    return .map(elements.map { Value.Entry($0.key, Self.bytes($0.value)) })
  }

  private static func bytes(_ value: Value) -> Value {
    guard case .text(let text) = value, text.utf8.count.isMultiple(of: 2) else { return value }
    var bytes: [UInt8] = []
    var digits = text.utf8.makeIterator()
    while let high = digits.next(), let low = digits.next() {
      guard let byte = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16), high != 43, high != 45 else {
        return value
      }
      bytes.append(byte)
    }
    return .bytes(bytes)
  }

  /// The edit that enters an admissible value.
  fileprivate func edit(_ value: Value, removing keys: [String]?) -> FieldEdit {
    switch (kind, value) {
    case (.set, .map(let elements)): .elements(add: elements, remove: keys ?? [])
    case (.counter, .int(let amount)): .increment(amount)
    default: .write(value)
    }
  }
}
