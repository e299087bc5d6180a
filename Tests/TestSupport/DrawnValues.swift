// Values of fields as anybody may have written them: right ones, wrong ones, empty ones, and such as are hard to write down.
package import Catalog
package import Merge
package import SeededNumbers

/// Draws what fields of any record type show, and changes that make them show it.
package struct DrawnValues {
  package var random: SplitMix64

  private static let texts = [
    "", " ", "\u{3000}", "消防安全", "a \"quoted\" \\ text\n\u{0}\u{1F}\u{7F}", "é", "e\u{301}", "🚒", "0123456",
    "01234567", "01234567\"", "91350100M000100Y43", "91350100M000100Y44", "370202001001", "370202001001001",
    "370202001001/91350100M000100Y43", "2026-03-01", "2026-02-30", "2026-Q1", "9999-12-31", "0001-01-01",
    "0198c000-0000-7000-8000-000000000017", "GCJ-02", "WGS84", "矿山", "危险化学品", "1", "01",
    String(repeating: "长", count: 3_000),
  ]

  /// Texts that may be an element's key: at most 128 bytes.
  private static let keys = texts.filter { $0.utf8.count <= 128 }

  package init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// A value of any kind.
  package mutating func value() -> Value {
    switch random.below(12) {
    case 0: .null
    case 1: .bool(random.below(2) == 0)
    case 2: .int(random.pick(Int64.extremes))
    case 3: .bytes([0, 255, 34])
    case 4: .list([.text(random.pick(Self.texts)), .null, .list([])])
    case 5: .sorted([("zh", .text(random.pick(Self.texts))), ("b\"", .int(1)), ("n", .null)])
    default: .text(random.pick(Self.texts))
    }
  }

  /// A value that a field may show or be entered with, and sometimes any other.
  package mutating func value(of field: Field) -> Value {
    if random.below(8) == 0 { return value() }
    if random.below(5) == 0 { return .null }
    if !field.codes.isEmpty, random.below(3) > 0 { return random.pick(field.codes).value }
    switch field.value {
    case .integer: return .int(random.pick(Int64.extremes + [2, 3, 1_767_225_600_000, 1_767_225_600, 20_260_630]))
    case .boolean: return .bool(random.below(2) == 0)
    case .bytes: return .bytes([1, 2])
    case .text: return .text(random.pick(Self.texts))
    case .any: return value()
    }
  }

  /// What a row shows of a field; sometimes what none would.
  package mutating func shown(of field: Field) -> Value {
    switch field.kind {
    case .register: return value(of: field)
    case .set:
      if random.below(9) == 0 { return value() }
      var items: [Value] = []
      for _ in 0..<random.below(4) {
        items.append(.sorted([("key", .text(random.pick(Self.texts))), ("value", value(of: field))]))
      }
      if random.below(9) == 0 { items.append(value()) }
      return .list(items)
    case .steps: return .list([])
    case .counter: return .int(random.pick(Int64.extremes))
    }
  }

  /// A change of a field.
  package mutating func edit(of field: Field, steps: [String]) -> FieldEdit {
    switch field.kind {
    case .register: return .write(value(of: field))
    case .set:
      var entries: [(String, Value)] = []
      for _ in 0..<random.below(4) { entries.append((random.pick(Self.keys), value(of: field))) }
      guard case .map(let added) = Value.sorted(entries) else { return .elements(add: [], remove: ["1"]) }
      return .elements(add: added, remove: [])
    case .steps:
      let kinds = steps + ["nobody knows it"]
      return .steps(
        (0..<random.below(4)).map { _ in
          let id = StepID(Bytes16(high: random.next(), low: random.next()))
          let details = random.below(3) == 0 ? .null : Value.sorted([("note", value()), ("n", value())])
          return Step(id: id, kind: random.pick(kinds), round: Int64(1 + random.below(3)), details: details)
        })
    case .counter:
      if random.below(2) == 0 { return .increment(random.pick([-1, 1, 1 << 53, 1 << 60])) }
      return .increments([Increment(id: IncrementID(Bytes16(high: 1, low: random.next())), amount: 5)])
    }
  }
}
