// The extremes of every kind of value, and a record of each type with one of them in each field.
import Catalog
import Merge
import Replica
import TestSupport

enum Extremes {
  static let integers = Int64.extremes

  static let texts = [
    "", "\u{0}", "a\u{0}b", "\u{202E}右到左\u{2066}", "\u{1F6A8}\u{10FFFF}", "e\u{301}", "'; DROP TABLE tally; --",
    "9999-12-31", "0001-01-01", "9999-W52", "0001", "<script>&\"", "\u{1B}[31m", String(repeating: "长", count: 1_000),
  ]

  static let bytes: [[UInt8]] = [[], [0], [UInt8](repeating: 0xFF, count: 4_096)]

  static var nested: Value { (0..<4).reduce(Value.int(.max)) { inner, _ in .list([inner, .sorted([("", inner)])]) } }

  /// What a field of any kind may be given over a link.
  static var values: [Value] {
    integers.map { .int($0) } + texts.map { .text($0) } + bytes.map { .bytes($0) }
      + [.null, .bool(true), .bool(false), .list([]), .sorted([]), nested, .list(integers.map { .int($0) })]
  }

  /// A figure of a roll-up with extremes in it, for every indicator there is.
  static func figures(_ catalog: Catalog, area: Area, _ number: Int64) -> Value {
    .list(
      catalog.indicators.map { _, indicator in
        .sorted([
          ("indicator", .text(indicator.name)), ("area", .text(area.code)), ("count", .int(number)),
          ("amount", .int(number)), ("units", .int(number)), ("digest", .text(Bytes16(high: 1, low: 1).hex)),
        ])
      })
  }
}

/// The edits that put a value into a field, whether or not the field's kind takes it.
extension Field {
  func edits(_ value: Value) -> [FieldEdit] {
    switch kind {
    case .register: [.write(value)]
    case .set:
      [
        .write(value),
        .elements(add: [Value.Entry(String((value.text ?? "k").prefix(32)), value)], remove: ["", "\u{0}"]),
      ]
    case .counter: [.write(value), .increment(value.int ?? 1)]
    case .steps: [.write(value)]
    }
  }

  /// Something that fits, so that the rest of a record counts.
  func ordinary(_ type: RecordType) -> FieldEdit {
    if let code = codes.first { return .write(code.value) }
    switch (kind, value) {
    case (.counter, _): return .increment(1)
    case (.set, _): return .elements(add: [Value.Entry("k", .null)], remove: [])
    case (.steps, _): return .steps([])
    case (_, .integer): return .write(.int(unit == "ms" ? 1_767_225_600_000 : 1))
    case (_, .boolean): return .write(.bool(true))
    case (_, .bytes): return .write(.bytes([1]))
    case (_, .text): return .write(.text(name == "period" ? "2026-01" : "91350100M000100Y43"))
    case (_, .any): return .write(.list([]))
    }
  }
}

/// Every record of the walk, as commits of any node could make them.
struct ExtremeRecords {
  let catalog: Catalog
  let area: Area

  /// A record that is ordinary but for some of its fields.
  private func intent(_ type: RecordType, _ number: inout UInt64, _ odd: [Int: FieldEdit]) -> Intent {
    number += 1
    let fields = type.fields.compactMap { field -> FieldChange? in
      if let edit = odd[field.number] { return FieldChange(field.number, edit) }
      return field.kind == .steps ? nil : FieldChange(field.number, field.ordinary(type))
    }
    return Intent(
      type: type.name, record: RecordID(Bytes16(high: 0x0192_0000_0000_7000, low: 1 << 63 | number)), area: area,
      seen: .empty, fields: fields)
  }

  /// One record for each field and value, one for each value in all fields at once, and one for each extreme of a step.
  func intents(_ type: RecordType, from first: UInt64) -> [Intent] {
    var number = first
    var intents: [Intent] = []
    for value in Extremes.values {
      for field in type.fields {
        for edit in field.edits(value) { intents.append(intent(type, &number, [field.number: edit])) }
      }
      let all = type.fields.filter { $0.kind != .steps }.map { ($0.number, $0.edits(value)[0]) }
      intents.append(intent(type, &number, Dictionary(all) { first, _ in first }))
    }
    intents += steps(type, &number)
    if let figures = type.field(named: "figures"), type.name == "roll_up" {
      for extreme in Extremes.integers {
        let edit = FieldEdit.write(Extremes.figures(catalog, area: area, extreme))
        intents.append(intent(type, &number, [figures.number: edit]))
      }
    }
    return intents
  }

  private func steps(_ type: RecordType, _ number: inout UInt64) -> [Intent] {
    guard let lifecycle = type.lifecycle else { return [] }
    var intents: [Intent] = []
    for extreme in Extremes.integers {
      for round in [1, max(1, extreme)] {
        let steps = lifecycle.steps.enumerated().map { place, kind in
          let details = Value.sorted(kind.needsDetails.map { ($0, .text("x")) } + [("at", .int(extreme))])
          return Step(
            id: StepID(Bytes16(high: UInt64(place + 1), low: number)), kind: kind.name, round: round, details: details)
        }
        intents.append(intent(type, &number, [lifecycle.fieldNumber: .steps(steps)]))
      }
    }
    return intents
  }
}
