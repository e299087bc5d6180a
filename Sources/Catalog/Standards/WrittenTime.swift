// Reads a time as people type it.
package import Merge

/// A day, or a moment, as somebody typed it.
///
/// Days: `2026-06-30`, `2026-6-30`, `2026/6/30`, `2026.6.30`, `20260630`, `2026年6月30日`. A clock after it, divided by `T` or
/// blanks: `20:00`, `20:00:05`, `20:00:05.250`, `20时`, `20时30分`, `20点半`. It is China's unless an offset follows: `Z`, `+08:00`,
/// `+0530`, `+08`. Seen from now: `now`, `+3d`, `-2h`, with `m`, `h`, `d` or `w`. Full-width characters count as their usual forms.
package enum WrittenTime: Hashable, Sendable {
  case day(Day)
  /// - Units: milliseconds since 1970 (UTC).
  case moment(Int64)

  /// - Parameter now: in milliseconds since 1970 (UTC).
  /// - Returns: nil for whatever is no time; also for one beyond 64 bits.
  package init?(_ text: some StringProtocol, now: Int64) {
    let scalars = text.unicodeScalars.map { HalfWidth.form(of: $0) }
    var scanner = Scanner(scalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    if scanner.rest.elementsEqual("now".unicodeScalars) {
      self = .moment(now)
    } else if let span = scanner.span() {
      guard let moment = Int64(exactly: Int128(now) + span) else { return nil }
      self = .moment(moment)
    } else {
      guard let time = Self.calendar(&scanner) else { return nil }
      self = time
    }
  }

  private static func calendar(_ scanner: inout Scanner) -> WrittenTime? {
    guard let (day, isEnded) = scanner.day() else { return nil }
    if scanner.rest.isEmpty { return .day(day) }
    guard scanner.gap() || isEnded, let clock = scanner.clock() else { return nil }
    _ = scanner.gap()
    let offset = scanner.rest.isEmpty ? Day.offsetMilliseconds : scanner.offset()
    guard let offset, scanner.rest.isEmpty else { return nil }
    return .moment(day.start + Day.offsetMilliseconds + clock - offset)
  }

  /// The moment; a day stands for its first millisecond, or for its last.
  package func milliseconds(endOfDay: Bool) -> Int64 {
    switch self {
    case .moment(let moment): moment
    case .day(let day): endOfDay ? day.end : day.start
    }
  }
}

/// Takes a text apart from its beginning; what does not fit takes nothing and gives nil.
private struct Scanner {
  var rest: ArraySlice<Unicode.Scalar>

  init(_ scalars: some Sequence<Unicode.Scalar>) { rest = ArraySlice(scalars) }

  private mutating func take(_ scalars: String) -> Unicode.Scalar? {
    guard let first = rest.first, scalars.unicodeScalars.contains(first) else { return nil }
    rest = rest.dropFirst()
    return first
  }

  /// All digits that follow, when there are as many as that.
  private mutating func number(digits: ClosedRange<Int>) -> Int64? {
    let found = rest.prefix { (48...57).contains($0.value) }
    guard digits.contains(found.count) else { return nil }
    rest = rest.dropFirst(found.count)
    return found.reduce(0) { $0 * 10 + Int64($1.value) - 48 }
  }

  mutating func gap() -> Bool {
    if take("Tt") != nil { return true }
    let blanks = rest.prefix { $0 == " " }.count
    rest = rest.dropFirst(blanks)
    return blanks > 0
  }

  /// `+3d`, in milliseconds.
  mutating func span() -> Int128? {
    let start = rest
    guard let sign = take("+-"), let count = number(digits: 1...18), let unit = take("mhdw"), rest.isEmpty else {
      rest = start
      return nil
    }
    let lengths: [Unicode.Scalar: Int64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000]
    return Int128(count) * Int128(lengths[unit] ?? 0) * (sign == "-" ? -1 : 1)
  }

  /// A day, and whether something closes it, so that a clock may follow at once.
  mutating func day() -> (day: Day, isEnded: Bool)? {
    if let digits = number(digits: 8...8) { return EnteredTime.day(digits: digits).map { ($0, false) } }
    guard let year = number(digits: 4...4), let divider = take("-/.年"),
      let month = number(digits: 1...2), take(divider == "年" ? "月" : String(divider)) != nil,
      let number = number(digits: 1...2), let day = Day(exactly: (Int(year), Int(month), Int(number)))
    else { return nil }
    return (day, divider == "年" && take("日号") != nil)
  }

  /// A time of day in milliseconds; 24:00 is none.
  mutating func clock() -> Int64? {
    guard let hours = number(digits: 1...2), hours < 24 else { return nil }
    if take("时点") != nil { return chineseMinutes().map { (hours * 60 + $0) * 60_000 } }
    guard take(":") != nil, let minutes = number(digits: 2...2), minutes < 60 else { return nil }
    var clock = (hours * 60 + minutes) * 60_000
    if take(":") != nil {
      guard let seconds = number(digits: 2...2), seconds < 60 else { return nil }
      clock += seconds * 1000
      if take(".") != nil {
        guard let fraction = number(digits: 3...3) else { return nil }
        clock += fraction
      }
    }
    return clock
  }

  /// What follows `8时`: nothing, `半`, or minutes, as in `30分`.
  private mutating func chineseMinutes() -> Int64? {
    if take("半") != nil { return 30 }
    guard let minutes = number(digits: 1...2) else { return 0 }
    return minutes < 60 && take("分") != nil ? minutes : nil
  }

  /// How far ahead of UTC, in milliseconds.
  mutating func offset() -> Int64? {
    if take("Zz") != nil { return 0 }
    guard let sign = take("+-") else { return nil }
    let digits = rest.prefix { (48...57).contains($0.value) }.count
    guard let first = number(digits: digits == 4 ? 4...4 : 2...2) else { return nil }
    var (hours, minutes) = digits == 4 ? (first / 100, first % 100) : (first, 0)
    if digits == 2, take(":") != nil {
      guard let more = number(digits: 2...2) else { return nil }
      minutes = more
    }
    guard hours <= 14, minutes < 60 else { return nil }
    if sign == "-" { (hours, minutes) = (-hours, -minutes) }
    return (hours * 60 + minutes) * 60_000
  }
}
