// A seeded history of records that have deadlines and that rules look at, written by offices of four tiers into one store.
import Catalog
import Merge
import Records
import Replica
import Rules
import SeededNumbers
import Store
import TestSupport

struct DatedHistory {
  let store: Store
  private var replicas: [(home: Area, replica: Replica)]
  private var random: SplitMix64
  private var now: Int64
  private var count = 0

  /// 2026-03-01.
  static let start: Int64 = 1_772_294_400_000
  static let day: Int64 = 86_400_000
  static let works = Area("370202001001/91350100M000100Y43")!
  private static let areas = [
    Place.city, Place.district, Place.township, Place.community, Place.otherCommunity, works,
    Area("370203001001")!,
  ]
  static let units = ["91350100M000100Y43", "91370200MA3CB12345", ""]
  private static let small: Set = [
    "severity", "grade", "dead", "level", "listing", "risk_colour", "stock", "daily_use",
  ]
  private static let texts = [
    "operating", "shut", "slight", "grave", "funds", "order_defied", "2026-Q1", "2025-Q4", "",
  ]

  init(seed: UInt64) throws {
    store = try Store.inMemory(identity: .test(1, at: Place.city), catalog: .builtIn)
    random = SplitMix64(seed: seed)
    now = Self.start
    let homes = [Place.city, Place.district, Place.township, Place.community]
    replicas = homes.enumerated().map { [store] number, home in
      let identity = Identity.test(UInt64(number + 1), at: home)
      return (home, Replica(identity: identity, catalog: store.catalog, clock: HybridClock(last: .zero)))
    }
  }

  /// Writes some of the fields of one of a few records of a type, and now and then a step.
  mutating func write(_ types: [RecordType]) throws {
    let type = random.pick(types)
    let home = random.below(replicas.count)
    // What does not rise to the writer the writer could neither keep nor relay.
    guard let highest = type.class.rises, highest <= replicas[home].home.tier else { return }
    let area = random.pick(
      Self.areas.filter { area in
        replicas[home].home.contains(area) && (area.tier != .terminal || type.class.falls == .terminal)
      })
    count += 1
    now += Int64(random.below(20)) * 3_600_000
    let id = recordID(UInt64(1 + random.below(5)))
    let held = try store.read { try $0.records(id, type: type).first { $0.area == area } }
    var fields = type.fields.compactMap { field(of: $0) }
    if let lifecycle = type.lifecycle, random.chance(2, in: 3) { fields.append(step(lifecycle, held?.standing)) }
    fields.sort { $0.field < $1.field }
    if fields.isEmpty { return }
    let seen = random.chance(3, in: 4) ? held?.state.version ?? .empty : .empty
    let intent = Intent(type: type.name, record: id, area: area, seen: seen, fields: fields)
    try store.write { writer in
      _ = try replicas[home].replica.commit([intent], user: "user \(random.below(3))", now: now, into: writer)
    }
  }

  private mutating func field(of field: Field) -> FieldChange? {
    guard case .register = field.kind, random.chance(1, in: 2) else { return nil }
    switch field.value {
    case .integer: return FieldChange(field.number, .write(integer(field.name)))
    case .text: return FieldChange(field.number, .write(.text(text(field.name))))
    default: return nil
    }
  }

  private mutating func text(_ field: String) -> String {
    switch field {
    case "unit", "credit_code": random.pick(Self.units + [recordID(1).description])
    case "rule": "duty_report_missing"
    case "every": random.pick(["month", "quarter", "year"])
    case "hazard", "obligation": recordID(UInt64(1 + random.below(3))).description
    default: random.pick(Self.texts)
    }
  }

  /// Small numbers, days, moments, now and then the ends of the range, and null.
  private mutating func integer(_ field: String) -> Value {
    if Self.small.contains(field), random.chance(7, in: 8) { return .int(Int64(random.below(4))) }
    return switch random.below(12) {
    case 0: .int(random.pick(Int64.extremes))
    case 1: .null
    case 2, 3, 4: .int(Int64(random.below(5)))
    case 5: .int(Self.start + Int64(random.below(2_000)) * 3_600_000)
    default: .int(Day(milliseconds: Self.start).adding(days: Int64(random.below(160) - 80)).start)
    }
  }

  private mutating func step(_ lifecycle: Lifecycle, _ standing: Standing?) -> FieldChange {
    let kind = random.pick(lifecycle.steps)
    let details = Value.sorted(kind.needsDetails.map { ($0, .text("x")) })
    let round = random.chance(4, in: 5) ? standing?.openRound ?? 1 : Int64(1 + random.below(3))
    let id = StepID(Bytes16(high: 7, low: UInt64(count)))
    let step = Step(id: id, kind: kind.name, round: round, details: details)
    return FieldChange(lifecycle.fieldNumber, .steps([step]))
  }

  /// Sets a parameter of a rule for the whole city.
  mutating func set(_ rule: String, _ parameter: String, _ value: Int64) throws {
    let type = store.catalog.type(named: RuleParameters.recordType)!
    let values: [(String, Value)] = [("rule", .text(rule)), ("parameter", .text(parameter)), ("value", .int(value))]
    let fields = values.map { FieldChange(type.field(named: $0)!.number, .write($1)) }.sorted { $0.field < $1.field }
    count += 1
    let intent = Intent(
      type: type.name, record: recordID(900 + UInt64(count)), area: Place.city, seen: .empty, fields: fields)
    try store.write { writer in
      _ = try replicas[0].replica.commit([intent], user: "city", now: now, into: writer)
    }
  }

  /// Enters a table of holidays as it would come from the city.
  mutating func enter(_ table: CodeTable) throws {
    let type = store.catalog.type(named: CodeTable.recordType)!
    let fields = table.fields.compactMap { name, value -> FieldChange? in
      guard let field = type.field(named: name) else { return nil }
      guard case .map(let entries) = value else { return FieldChange(field.number, .write(value)) }
      return FieldChange(field.number, .elements(add: entries, remove: []))
    }.sorted { $0.field < $1.field }
    count += 1
    let intent = Intent(
      type: type.name, record: recordID(900 + UInt64(count)), area: Place.city, seen: .empty, fields: fields)
    try store.write { writer in
      _ = try replicas[0].replica.commit([intent], user: "city", now: now, into: writer)
    }
  }
}
