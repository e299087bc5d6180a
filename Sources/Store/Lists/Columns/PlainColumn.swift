// A column of numbers that are nearly all different, in memory: times, and whatever else is measured.

/// What is asked of a number.
struct PlainTest {
  var ranges: [ClosedRange<Int64>]
  var takesNothing = false
}

struct PlainColumn: Sendable {
  private(set) var chunks: [PlainChunk] = []

  /// - Returns: false for a number that it cannot tell from nothing.
  mutating func set(_ value: Int64?, at place: ColumnPlace) -> Bool {
    if value == .min || value == .max { return false }
    while chunks.count <= place.chunk { chunks.append(PlainChunk()) }
    chunks[place.chunk].set(value, at: place.slot)
    return true
  }
}

/// The numbers of the rows of one chunk: as distances from one of them where they lie near one another, as times do that arrived
/// after one another. None where no row shows anything.
struct PlainChunk: Sendable {
  private static let nothing = UInt32.max
  /// What stands for nothing among whole numbers.
  private static let wideNothing = Int64.min

  private var base: Int64 = 0
  private var narrow: [UInt32] = []
  private var wide: [Int64] = []

  private var isEmpty: Bool { narrow.isEmpty && wide.isEmpty }

  mutating func set(_ value: Int64?, at slot: Int) {
    if isEmpty {
      guard let value else { return }
      let (middle, isBelow) = value.subtractingReportingOverflow(1 << 31)
      base = isBelow ? .min : middle
      narrow = [UInt32](repeating: Self.nothing, count: ColumnPlace.chunkRows)
    }
    if wide.isEmpty {
      if let code = code(of: value) {
        narrow[slot] = code
        return
      }
      wide = narrow.map { $0 == Self.nothing ? Self.wideNothing : base + Int64($0) }
      narrow = []
    }
    wide[slot] = value ?? Self.wideNothing
  }

  /// The distance of a number; nil where it is too far away.
  private func code(of value: Int64?) -> UInt32? {
    guard let value else { return Self.nothing }
    let (distance, isFar) = value.subtractingReportingOverflow(base)
    guard !isFar, distance >= 0, distance < Int64(Self.nothing) else { return nil }
    return UInt32(distance)
  }

  /// Leaves in a mask the rows whose numbers fit.
  func keep(_ test: PlainTest, in mask: inout RowMask) {
    let nothing: UInt8 = test.takesNothing ? 1 : 0
    if isEmpty { return nothing == 0 ? mask.clear() : () }
    if wide.isEmpty {
      let ranges = test.ranges.compactMap { distances(of: $0) }
      if ranges.count == 1 {
        let (low, high) = (ranges[0].lowerBound, ranges[0].upperBound)
        mask.keep(narrow) { ($0 >= low && $0 <= high) || ($0 == Self.nothing && nothing == 1) ? 1 : 0 }
      } else {
        mask.keep(narrow) { code in
          code == Self.nothing ? nothing : ranges.contains { $0.contains(code) } ? 1 : 0
        }
      }
    } else {
      let ranges = test.ranges
      mask.keep(wide) { number in
        number == Self.wideNothing ? nothing : ranges.contains { $0.contains(number) } ? 1 : 0
      }
    }
  }

  /// The distances that lie in a range; nil where none does.
  private func distances(of range: ClosedRange<Int64>) -> ClosedRange<UInt32>? {
    let (end, isBeyond) = base.addingReportingOverflow(Int64(Self.nothing) - 1)
    let (low, high) = (max(range.lowerBound, base), min(range.upperBound, isBeyond ? .max : end))
    return low <= high ? UInt32(low - base)...UInt32(high - base) : nil
  }

  /// What each row is sorted by: `none` where it shows nothing.
  func keys(isDescending: Bool, none: Int64, into keys: inout [Int64]) {
    for slot in keys.indices {
      let number =
        if !wide.isEmpty {
          wide[slot]
        } else if narrow.isEmpty || narrow[slot] == Self.nothing {
          Self.wideNothing
        } else {
          base + Int64(narrow[slot])
        }
      keys[slot] = number == Self.wideNothing ? none : isDescending ? ~number : number
    }
  }
}
