// Records of which everything is listed, made from a seed, and what a list of them is by looking at all.
import Catalog
import Merge
import Replica
import SeededNumbers
import Store

struct ListedRecords {
  static let catalog: Catalog = {
    let classes = """
      classes:
        - { name: work, title: { zh: 业务, en: Work }, rises: city, falls: terminal, priority: normal }

      """
    let task = """
      type: task
      class: work
      title: { zh: 任务, en: Task }
      fields:
        - { number: 1, name: kind, kind: register, value: text, listed: by_place, title: { zh: 类, en: Kind } }
        - { number: 2, name: grade, kind: register, value: integer, listed: by_place, title: { zh: 级, en: Grade } }
        - { number: 3, name: due, kind: register, value: integer, unit: ms, listed: by_place, title: { zh: 期, en: Due } }
        - { number: 4, name: unit, kind: register, value: text, listed: by_value, title: { zh: 单位, en: Unit } }
        - { number: 5, name: helpers, kind: set, value: any, listed: by_value, title: { zh: 人, en: Helpers } }
        - { number: 6, name: steps, kind: steps, title: { zh: 过程, en: Steps } }
        - { number: 7, name: note, kind: register, value: text, title: { zh: 注, en: Note } }
        - { number: 8, name: is_new, kind: register, value: boolean, listed: by_place, title: { zh: 新, en: New } }
      lifecycle:
        field: steps
        initial: made
        at_rest: [done]
        statuses:
          - { name: made, title: { zh: 已记, en: Made } }
          - { name: done, title: { zh: 已办, en: Done } }
          - { name: begun, title: { zh: 在办, en: Begun } }
        steps:
          - { name: begun, title: { zh: 始, en: Begin }, status: begun }
          - { name: done, title: { zh: 办, en: Do }, status: done }

      """
    do {
      return try Catalog(files: [("classes.yaml", Array(classes.utf8)), ("task.yaml", Array(task.utf8))])
    } catch { preconditionFailure("a catalog of a test: \(error)") }
  }()
  static let type = catalog.type(named: "task")!
  static let areas = [
    "370200000000", "370202000000", "370202001000", "370202001001", "370202001001/91370200MA3C000001", "370202001002",
    "370203001001",
  ].map { Area($0)! }

  let store: WrittenStore
  private var random: SplitMix64

  /// - Parameter store: an empty one of the city, with this catalog; nil for one in memory.
  init(seed: UInt64, count: Int = 90, in store: WrittenStore? = nil) throws {
    random = SplitMix64(seed: seed)
    self.store = try store ?? WrittenStore(9, at: Self.areas[0], catalog: Self.catalog)
    for number in 0..<count { try write(UInt64(number), in: random.pick(Self.areas)) }
    for record in try all() where random.below(3) == 0 {
      self.store.now += Int64(random.below(5)) * 1_000
      try edit(record)
    }
  }

  mutating func write(_ number: UInt64, in area: Area) throws {
    var fields: [FieldChange] = []
    if random.below(5) > 0 { fields.append(.text(1, random.pick(["", "甲", "乙", "丙"]))) }
    fields.append(.int(2, Int64(random.below(3))))
    if random.below(3) > 0 { fields.append(.int(3, Int64(random.below(12)))) }
    if random.below(2) == 0 { fields.append(.text(4, "u\(random.below(9))")) }
    if random.below(4) == 0 {
      let keys = Value.sorted([("li", .bool(true)), ("王\(random.below(3))", .null)])
      if case .map(let entries) = keys { fields.append(FieldChange(5, .elements(add: entries, remove: []))) }
    }
    if random.below(2) == 0 { fields.append(FieldChange(8, .write(.bool(random.below(2) == 0)))) }
    try store.write("task", number, in: area, fields.sorted { $0.field < $1.field })
  }

  /// A step, a set's key that goes, or a value that somebody writes who has not seen the last one.
  mutating func edit(_ record: RecordView) throws {
    // Without the bits that say what kind of id it is.
    let number = record.id.raw.low & 0xFFFF_FFFF
    switch random.below(4) {
    case 0: try step("begun", number, record.area)
    case 1: try step("done", number, record.area)
    case 2: try store.write("task", number, in: record.area, [FieldChange(5, .elements(add: [], remove: ["li"]))])
    default: try store.write("task", number, in: record.area, [.int(2, Int64(random.below(4)))], isInformed: false)
    }
  }

  private mutating func step(_ kind: String, _ number: UInt64, _ area: Area) throws {
    let step = Step(id: StepID(Bytes16(high: 7, low: random.next())), kind: kind, round: 1, details: .null)
    try store.write("task", number, in: area, [FieldChange(6, .steps([step]))])
  }

  /// Every record, in the order of arrival.
  func all() throws -> [RecordView] {
    var filter = RecordFilter(type: "task")
    filter.count = RecordFilter.countMax
    return try store.store.read { try $0.records(filter, type: Self.type).records }
  }

  // MARK: Questions

  mutating func list() -> RecordList {
    var list = RecordList()
    if random.below(3) == 0 { list.area = random.pick(Self.areas) }
    if random.below(4) == 0 { list.statuses = [["made"], ["done", "begun"], ["begun"]][random.below(3)] }
    if random.below(4) == 0 { list.isOpen = random.below(2) == 0 }
    if random.below(5) == 0 { list.hasConflicts = random.below(2) == 0 }
    if random.below(6) == 0 { list.changedFrom = 1_760_000_000_000 + Int64(random.below(150)) * 1_000 }
    if random.below(8) == 0 { list.changedBefore = 1_760_000_000_000 + Int64(random.below(150)) * 1_000 }
    list.fields = Self.type.fields.filter { $0.listed != nil && random.below(6) == 0 }.map { field in
      RecordList.FieldTest(field, test(of: field))
    }
    list.order = ListOrder(order(), isDescending: random.below(2) == 0)
    list.count = 1 + random.below(30)
    return list
  }

  private mutating func order() -> ListOrder.Key {
    let keys: [ListOrder.Key] = [
      .arrival, .changed, .created, .field("kind"), .field("grade"), .field("due"), .field("unit"), .field("is_new"),
    ]
    return random.pick(keys)
  }

  private mutating func test(of field: Field) -> RecordList.Test {
    switch random.below(4) {
    case 0: return .empty
    case 1: return .given
    case 2 where field.value == .integer:
      let low = Int64(random.below(8))
      return .range(random.below(3) == 0 ? nil : .int(low), random.below(3) == 0 ? nil : .int(low + 3))
    default:
      let values: [Value]
      switch field.name {
      case "kind": values = ["甲", "乙", "丁", ""].map { .text($0) }
      case "unit": values = (0..<10).map { .text("u\($0)") }
      case "helpers": values = ["li", "王0", "王2", "zhao"].map { .text($0) }
      case "is_new": values = [.bool(true), .bool(false)]
      default: values = (0..<12).map { .int($0) }
      }
      return .any(Array(values.shuffled(using: &random).prefix(1 + random.below(3))))
    }
  }
}

/// What a list is, by looking at every record.
struct NaiveList {
  let list: RecordList
  private let records: [(record: RecordView, row: Int64)]

  /// - Parameter records: all, in the order of arrival.
  init(_ list: RecordList, of records: [RecordView]) {
    self.list = list
    self.records = zip(records, 1...).filter { Self.fits($0.0, list) }.map { (record: $0.0, row: Int64($0.1)) }
  }

  var ids: [RecordID] { records.sorted { isBefore($0, $1) }.map(\.record.id) }

  func count(by value: (RecordView) -> Value) -> [Value: Int] {
    records.reduce(into: [:]) { $0[value($1.record), default: 0] += 1 }
  }

  private static func shown(_ record: RecordView, _ name: String) -> Value {
    record.values.first { $0.field.name == name }?.value ?? .null
  }

  private static func fits(_ record: RecordView, _ list: RecordList) -> Bool {
    let status = record.standing?.status ?? ""
    let changed = record.state.changed.milliseconds
    if let area = list.area, !area.contains(record.area) { return false }
    if let statuses = list.statuses, !statuses.contains(status) { return false }
    if let isOpen = list.isOpen, isOpen != (status != "done") { return false }
    if let from = list.changedFrom, changed < from { return false }
    if let before = list.changedBefore, changed >= before { return false }
    if let hasConflicts = list.hasConflicts, hasConflicts == record.concurrent.isEmpty { return false }
    return list.fields.allSatisfy { fits(shown(record, $0.field.name), $0) }
  }

  private static func fits(_ value: Value, _ test: RecordList.FieldTest) -> Bool {
    var keys: [Value] = []
    if case .list(let items) = value { keys = items.compactMap { $0["key"] } }
    let isEmpty = test.field.isSet ? keys.isEmpty : value == .null || value == .text("")
    return switch test.test {
    case .any(let values): test.field.isSet ? keys.contains(where: values.contains) : values.contains(value)
    case .range(let low, let high):
      value != .null && (low.map { value >= $0 } ?? true) && (high.map { value <= $0 } ?? true)
    case .empty: isEmpty
    case .given: !isEmpty
    }
  }

  private func key(_ record: RecordView) -> Value {
    switch list.order.key {
    case .arrival: .null
    case .changed: .int(record.state.changed.milliseconds)
    case .created: .int(record.state.created.milliseconds)
    case .field(let name): Self.shown(record, name)
    }
  }

  private func isBefore(_ left: (record: RecordView, row: Int64), _ right: (record: RecordView, row: Int64)) -> Bool {
    let (leftKey, rightKey) = (key(left.record), key(right.record))
    if (leftKey == .null) != (rightKey == .null) { return rightKey == .null }
    let isLess = leftKey == rightKey ? left.row < right.row : leftKey < rightKey
    return list.order.isDescending ? !isLess : isLess
  }
}
