// Reads packed states. Their bytes come from this node's own file, yet every read is checked: a disk can rot.
import Merge

struct PackedReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func fail() -> WireError { WireError(.malformed, "a packed state", at: offset) }

  func expectEnd() throws(WireError) {
    guard offset == bytes.count else { throw fail() }
  }

  mutating func byte() throws(WireError) -> UInt8 {
    guard offset < bytes.count else { throw fail() }
    offset += 1
    return bytes[offset - 1]
  }

  mutating func number() throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 64 else { throw fail() }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  /// A count of things that take at least a byte each.
  mutating func count() throws(WireError) -> Int {
    let value = try number()
    guard value <= UInt64(bytes.count - offset) else { throw fail() }
    return Int(value)
  }

  mutating func bytes16() throws(WireError) -> Bytes16 {
    guard offset + 16 <= bytes.count else { throw fail() }
    offset += 16
    return Bytes16(bytes[(offset - 16)..<offset])
  }

  private mutating func string() throws(WireError) -> String {
    let length = try count()
    offset += length
    return String(decoding: bytes[(offset - length)..<offset], as: UTF8.self)
  }

  mutating func tier() throws(WireError) -> Tier {
    guard let tier = Tier(rawValue: try byte()) else { throw fail() }
    return tier
  }

  mutating func fresh(column: PackedState.Column) throws(WireError) -> RecordState {
    let dot = Dot(feed: FeedID(try bytes16()), seq: try number())
    let time = HybridTime(packed: try number())
    let origin = Origin(dot: dot, time: time, tier: try tier(), user: "")
    var fields: [RecordState.Field] = []
    var next: UInt64 = 1
    for _ in 0..<(try count()) {
      let (gap, length) = (try number(), try number())
      guard gap <= Self.numbersMax, length > 0, length <= Self.numbersMax, next + gap + length <= Self.numbersMax + 1
      else { throw fail() }
      for field in (next + gap)..<(next + gap + length) {
        guard let value = column(Int(field)) else { throw fail() }
        let register = Register(writes: [Write(origin: origin, value: value)], contexts: [])
        fields.append(RecordState.Field(number: Int(field), state: .register(register)))
      }
      next += gap + length
    }
    return RecordState(version: SeenVector([dot]), created: time, changed: time, fields: fields)
  }

  private static let numbersMax = UInt64(Limits.fieldNumberMax)

  mutating func full(column: PackedState.Column) throws(WireError) -> RecordState {
    let feeds = try feeds()
    let version = try vector(feeds)
    let created = HybridTime(packed: try number())
    let changed = HybridTime(packed: try number())
    let tables = PackedTables(feeds: feeds, origins: try origins(feeds), vectors: try vectors(feeds))
    var fields: [RecordState.Field] = []
    for _ in 0..<(try count()) {
      fields.append(try field(column, tables))
    }
    return RecordState(version: version, created: created, changed: changed, fields: fields)
  }

  private mutating func field(
    _ column: PackedState.Column, _ tables: PackedTables
  ) throws(WireError) -> RecordState.Field {
    let number = Int(truncatingIfNeeded: try number())
    let kind = try byte()
    // A register has none.
    let hasGone = kind > PackedState.goneFlag
    let gone = hasGone ? try gone(tables.feeds) : []
    let state = try state(hasGone ? kind ^ PackedState.goneFlag : kind, number, column, tables)
    return RecordState.Field(number: number, state: state, gone: gone)
  }

  private mutating func state(
    _ kind: UInt8, _ number: Int, _ column: PackedState.Column, _ tables: PackedTables
  ) throws(WireError) -> FieldState {
    switch kind {
    case 0: return .register(try register(tables) { column(number) })
    case 1:
      var elements: [ElementSet.Element] = []
      for _ in 0..<(try count()) {
        elements.append(.init(key: try string(), register: try register(tables) { nil }))
      }
      return .set(ElementSet(elements: elements))
    case 2, 5:
      var facts: [Fact] = []
      for _ in 0..<(try count()) { facts.append(try fact(tables, isSigned: kind == 5)) }
      return .steps(Steps(facts: facts))
    case 3: return .counter(Counter(parts: try parts(tables.feeds)))
    case 4: return .counter(Counter(parts: try parts(tables.feeds), named: try named()))
    default: throw fail()
    }
  }

  private mutating func parts(_ feeds: [FeedID]) throws(WireError) -> [Counter.Part] {
    var parts: [Counter.Part] = []
    for _ in 0..<(try count()) {
      parts.append(.init(feed: try feed(feeds), seq: try number(), sum: Int64(bitPattern: try number())))
    }
    return parts
  }

  /// - Throws: when the ids do not ascend: searching and merging rely on it.
  private mutating func named() throws(WireError) -> [Increment] {
    var named: [Increment] = []
    for _ in 0..<(try count()) {
      let increment = Increment(id: IncrementID(try bytes16()), amount: Int64(bitPattern: try number()))
      if let last = named.last, last.id >= increment.id { throw fail() }
      named.append(increment)
    }
    guard !named.isEmpty else { throw fail() }
    return named
  }

  private mutating func fact(_ tables: PackedTables, isSigned: Bool) throws(WireError) -> Fact {
    let origin = try origin(tables)
    let user = try string()
    let actor = isSigned ? try actor() : nil
    var reader = CBORReader(bytes, from: offset)
    let step = try reader.step()
    offset = reader.offset
    let full = Origin(dot: origin.dot, time: origin.time, tier: origin.tier, user: user, actor: actor)
    return Fact(step: step, origin: full)
  }

  /// Who signed a fact, as `PackedWriter` writes it.
  private mutating func actor() throws(WireError) -> Actor? {
    let flags = try byte()
    guard flags & 1 == 1, flags < 8 else {
      guard flags == 0 else { throw fail() }
      return nil
    }
    let role = try string()
    return Actor(role: role, isIssuedAbove: flags & 2 == 2, actingFor: flags & 4 == 4 ? try string() : nil)
  }

  private mutating func register(
    _ tables: PackedTables, column: () -> Value?
  ) throws(WireError) -> Register {
    var writes: [Write] = []
    for _ in 0..<(try count()) {
      let origin = try origin(tables)
      guard try byte() == 1 else {
        guard let value = column() else { throw fail() }
        writes.append(Write(origin: origin, value: value))
        continue
      }
      var reader = CBORReader(bytes, from: offset)
      writes.append(Write(origin: origin, value: try reader.value()))
      offset = reader.offset
    }
    var contexts: [Register.Context] = []
    for _ in 0..<(try count()) { contexts.append(try context(tables)) }
    return Register(writes: writes, contexts: contexts)
  }
}
