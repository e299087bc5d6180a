// Numbers that tests try and draw.
package import Merge
package import SeededNumbers

extension Int64 {
  /// Both ends of the range and their neighbours, both sides of zero, and what a JSON number or a float would spoil.
  package static let extremes: [Int64] = [
    .min, .min + 1, -(1 << 53), -1, 0, 1, 1 << 53, 1 << 62, .max - 1, .max,
  ]

  /// The same without the neighbours of the ends, for tests that try each with each.
  package static let extremesApart = extremes.filter { $0 != .min + 1 && $0 != .max - 1 }
}

extension SplitMix64 {
  /// True in `part` of `whole` cases.
  package mutating func chance(_ part: Int, in whole: Int) -> Bool { below(whole) < part }
}

/// A record id made from a small number.
package func recordID(_ number: UInt64) -> RecordID {
  RecordID(milliseconds: 1_760_000_000_000 + Int64(number), random: (number, number))
}

/// 2026-01-02 in seconds: no test looks at the machine's clock to judge a certificate.
package let today: Int64 = 1_767_312_000
