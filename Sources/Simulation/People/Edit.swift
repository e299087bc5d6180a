// An edit of fields as a person makes it: what the catalog admits, drawn so that concurrent ones often meet.
import Catalog
import Merge
import Store

enum Edit {
  /// Edits that fit the fields. What goes together is entered together, whichever of it was picked.
  /// - Parameters:
  ///   - record: what the node shows; nil for a record that is to be made.
  ///   - isFull: whether no register is emptied.
  static func draw(
    _ fields: [Field], of record: RecordView?, type: RecordType, isFull: Bool = false, _ draw: inout Draw
  ) -> [(String, FieldEdit)] {
    var edits: [(String, FieldEdit)] = []
    for field in fields where !edits.contains(where: { $0.0 == field.name }) {
      if let together = type.together(with: field) {
        edits += group(together, of: type, isFull: isFull, &draw)
      } else {
        edits.append((field.name, edit(field, of: record, isFull: isFull, &draw)))
      }
    }
    return edits
  }

  /// A point is entered whole or taken out whole; of two fields that stand for one another one is given.
  private static func group(
    _ check: RecordCheck, of type: RecordType, isFull: Bool, _ draw: inout Draw
  ) -> [(String, FieldEdit)] {
    let isBlank = !isFull && draw.chance(blankPermille)
    let given = draw.chance(700) ? 0 : 1
    return check.fields.enumerated().compactMap { place, name in
      guard let field = type.field(named: name) else { return nil }
      let isGiven = if case .either = check { place == given } else { !isBlank }
      return (name, .write(isGiven ? value(field, &draw) : .null))
    }
  }

  private static let blankPermille = 40

  private static func edit(
    _ field: Field, of record: RecordView?, isFull: Bool, _ draw: inout Draw
  ) -> FieldEdit {
    switch field.kind {
    case .counter: return count(field, of: record, &draw)
    case .set(let isGrowOnly): return elements(field, isGrowOnly: isGrowOnly, of: record, &draw)
    case .steps: return .steps([])
    case .register:
      let isBlank = draw.chance(blankPermille) && !isFull && !field.isRequired
      return .write(isBlank ? .null : value(field, &draw))
    }
  }

  /// Much of what comes in or goes out has a note with a number, under which it counts once, wherever it is entered: the same few notes
  /// meet again and again. Now and then somebody misreads the amount, or enters what the node shows to be counted.
  private static func count(_ field: Field, of record: RecordView?, _ draw: inout Draw) -> FieldEdit {
    let amount = Int64(draw.within(-3...9))
    let note = draw.below(4)
    let id = IncrementID(Bytes16(high: 4, low: UInt64(note)))
    let (hasNote, isMisread, isCareless) = (draw.chance(450), draw.chance(120), draw.chance(100))
    var isCounted = false
    if case .counter(let counter)? = record?.state[field.number] { isCounted = counter.amount(of: id) != nil }
    guard hasNote, !isCounted || isCareless else { return .increment(amount) }
    return .increments([Increment(id: id, amount: Int64(2 * note - 3) + (isMisread ? 1 : 0))])
  }

  /// An element added or, where the node shows any, taken out.
  private static func elements(
    _ field: Field, isGrowOnly: Bool, of record: RecordView?, _ draw: inout Draw
  ) -> FieldEdit {
    let key = "k\(draw.below(6))"
    if draw.chance(300), !isGrowOnly, case .set(let set)? = record?.state[field.number], !set.present.isEmpty {
      return .elements(add: [], remove: [draw.pick(set.present).key])
    }
    let element = field.value == .any ? .int(Int64(draw.below(100))) : value(field, &draw)
    return .elements(add: [Value.Entry(key, element)], remove: [])
  }

  private static func value(_ field: Field, _ draw: inout Draw) -> Value {
    if !field.codes.isEmpty { return draw.pick(field.codes).value }
    return switch field.value {
    case .text: .text(text(field.check, &draw))
    case .integer: .int(integer(field, &draw))
    case .boolean: .bool(draw.chance(500))
    case .bytes: .bytes([UInt8(draw.below(256))])
    case .any: .list([.int(Int64(draw.below(9)))])
    }
  }

  private static func integer(_ field: Field, _ draw: inout Draw) -> Int64 {
    let number = Int64(draw.below(5))
    if field.unit == "ms" { return time(number, isEnd: field.isEndOfDay) }
    return field.limits.range.map { min(max(number, $0.lowerBound), $0.upperBound) } ?? number
  }

  /// What was begun, found or issued lies before the run, what is due or ended after it: whoever enters one of the two contradicts
  /// nobody who has entered the other. People know the day, whatever their node's clock says.
  private static func time(_ number: Int64, isEnd: Bool) -> Int64 {
    let day = Day.milliseconds
    return World.beginning + (isEnd ? (number + 9) * 10 * day : -number * 10 * day)
  }

  private static func text(_ check: FieldCheck?, _ draw: inout Draw) -> String {
    let number = draw.below(9) + 1
    return switch check {
    case .uscc, .unit: creditCode(number)
    case .division, .area: "370202001000"
    case .grid: "37020200100100\(number)"
    case .record: RecordID(Bytes16(high: 0x7000, low: UInt64(number))).description
    case .date: "2026-01-0\(number)"
    case .period: "2026-0\(number)"
    case .sha256: String(repeating: "\(number)", count: 64)
    case .name: "n\(number)"
    case nil:
      draw.pick(["消防通道堵塞", "配电箱无门", "灭火器过期", "临边无防护", "特种作业无证"]) + "\(draw.below(1_000))"
    }
  }

  /// A credit code of the district's with its check character.
  static func creditCode(_ number: Int) -> String {
    let digits = String(number)
    let body = "91370200MA3" + String(repeating: "0", count: 6 - digits.count) + digits
    guard let check = CreditCode.checkCharacter(of: body.utf8) else {
      preconditionFailure("\(body) is of the alphabet")
    }
    return body + String(UnicodeScalar(check))
  }
}

extension RecordType {
  /// The rule by which a field is entered together with others.
  fileprivate func together(with field: Field) -> RecordCheck? {
    checks.first { check in
      switch check {
      case .coordinates, .either: check.fields.contains(field.name)
      default: false
      }
    }
  }
}
