// An edit of one field, drawn so that concurrent ones often meet.
import Catalog
import Merge

enum Edit {
  /// An edit that fits the field.
  static func draw(_ field: Field, _ draw: inout Draw) -> FieldEdit {
    switch field.kind {
    case .counter: count(Int64(draw.within(-3...9)))
    case .set(let isGrowOnly): elements(isGrowOnly: isGrowOnly, &draw)
    case .steps: .steps([])
    case .register: .write(value(field, &draw))
    }
  }

  /// Odd amounts name themselves, with ids that everybody shares: the same ones meet again and again, now and then with another
  /// amount under one.
  private static func count(_ amount: Int64) -> FieldEdit {
    if amount.isMultiple(of: 2) { return .increment(amount) }
    let id = IncrementID(Bytes16(high: 4, low: UInt64(bitPattern: amount / 4)))
    return .increments([Increment(id: id, amount: amount)])
  }

  private static func elements(isGrowOnly: Bool, _ draw: inout Draw) -> FieldEdit {
    let key = "k\(draw.below(6))"
    if !isGrowOnly, draw.chance(300) { return .elements(add: [], remove: [key]) }
    return .elements(add: [Value.Entry(key, .int(Int64(draw.below(100))))], remove: [])
  }

  private static func value(_ field: Field, _ draw: inout Draw) -> Value {
    if draw.chance(40) { return .null }
    return switch field.value {
    case .text: .text(draw.pick(["消防通道堵塞", "配电箱无门", "灭火器过期", "临边无防护", "特种作业无证"]) + "\(draw.below(1_000))")
    case .integer: .int(Int64(draw.below(5)))
    case .boolean: .bool(draw.chance(500))
    case .bytes: .bytes([UInt8(draw.below(256))])
    case .any: .list([.int(Int64(draw.below(9)))])
    }
  }
}
