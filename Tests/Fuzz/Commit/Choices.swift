// Decisions drawn from a fuzzer's bytes: small numbers, extremes, texts and values.
import Merge

/// What the bytes choose, in order; after the last of them everything is the first choice.
struct Choices {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place >= bytes.count }

  mutating func byte() -> UInt8 {
    defer { place += 1 }
    return place < bytes.count ? bytes[place] : 0
  }

  mutating func below(_ count: Int) -> Int { Int(byte()) % max(1, count) }
  mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }
  mutating func raw() -> UInt64 { (0..<8).reduce(0) { word, _ in word << 8 | UInt64(byte()) } }

  /// An ordinary time, an extreme, a number near one, or any.
  mutating func integer() -> Int64 {
    let extremes: [Int64] = [
      1_760_000_000_000, .min, .max, 0, 1, -1, 1 << 53, -(1 << 53), 1 << 62, -62_135_596_800_000, 253_402_300_799_999,
      4,
    ]
    switch below(8) {
    case 0: return Int64(bitPattern: raw())
    case 1: return pick(extremes) &+ Int64(Int8(bitPattern: byte()))
    default: return pick(extremes)
    }
  }

  mutating func text() -> String {
    let texts = [
      "", "甲", "mine", "2026-01", "9999-12", "0001-W01", "month", "two_years", "91350100M000100Y43", "\u{0}", "a\u{0}b",
      "\u{202E}左", "\u{10FFFF}", "9999-12-31", "hazards_found", "fines", "370202001001", "done", "e\u{301}", "'\"<>",
    ]
    return pick(texts)
  }

  mutating func value(depth: Int = 0) -> Value {
    switch below(depth < 3 ? 9 : 6) {
    case 0, 1: return .int(integer())
    case 2: return .text(text())
    case 3: return .null
    case 4: return .bool(below(2) == 1)
    case 5: return .bytes((0..<below(6)).map { _ in byte() })
    case 6: return .list((0..<below(4)).map { _ in value(depth: depth + 1) })
    case 7: return .sorted((0..<below(4)).map { _ in (text(), value(depth: depth + 1)) })
    default: return .list((0..<below(3)).map { _ in figure() })
    }
  }

  /// A figure of a roll-up or a notice.
  private mutating func figure() -> Value {
    let indicators = ["hazards_found", "fines", "visits", "hazards_rectified", "accidents"]
    return .sorted([
      ("indicator", .text(pick(indicators))), ("area", .text(pick(["370202001000", "370202001001", ""]))),
      ("count", .int(integer())), ("amount", .int(integer())), ("units", .int(integer())),
      ("digest", .text(Bytes16(high: raw(), low: 1).hex)),
    ])
  }
}
