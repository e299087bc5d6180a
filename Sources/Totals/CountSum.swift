// The sum of contributions: how many, how much, and a digest that says of what, whatever order they came in.
package import Merge

/// What has been counted.
///
/// Sums of disjoint sets add up, and equal sets have equal sums: `digest` is the sum modulo 2^128 of the contributions'
/// digests, as a branch's fingerprint is of its heads'. Unequal sets have equal digests only by accident of about 2^-128;
/// against an adversary the signed commits speak, not this sum.
///
/// Amounts, and what others state, may be any number of 64 bits. They are added up in 128 bits and cut to 64 only when they are
/// read, so that a sum does not depend on the order, and what is taken out again leaves no trace.
package struct CountSum: Sendable {
  private var exactCount: Int128 = 0
  private var exactAmount: Int128 = 0
  package private(set) var digest = Bytes16.zero

  /// How many; at the end of the range where there are more than it holds. Likewise `amount`.
  package var count: Int64 { Int64(clamping: exactCount) }
  package var amount: Int64 { Int64(clamping: exactAmount) }

  package init() {}

  package init(count: Int64, amount: Int64, digest: Bytes16) {
    self.init(count: count, exactAmount: Int128(amount), digest: digest)
  }

  /// - Parameter exactAmount: a sum of amounts (`AmountLanes`).
  package init(count: Int64, exactAmount: Int128, digest: Bytes16) {
    exactCount = Int128(count)
    self.exactAmount = exactAmount
    self.digest = digest
  }

  package var isEmpty: Bool { self == CountSum() }

  package mutating func add(_ contribution: Contribution) {
    self += CountSum(count: 1, amount: contribution.amount, digest: contribution.digest)
  }

  package static func += (left: inout CountSum, right: CountSum) {
    left.exactCount += right.exactCount
    left.exactAmount += right.exactAmount
    let (low, carry) = left.digest.low.addingReportingOverflow(right.digest.low)
    left.digest = Bytes16(high: left.digest.high &+ right.digest.high &+ (carry ? 1 : 0), low: low)
  }

  package static func - (left: CountSum, right: CountSum) -> CountSum {
    let (low, borrow) = left.digest.low.subtractingReportingOverflow(right.digest.low)
    let high = left.digest.high &- right.digest.high &- (borrow ? 1 : 0)
    var difference = CountSum()
    difference.exactCount = left.exactCount - right.exactCount
    difference.exactAmount = left.exactAmount - right.exactAmount
    difference.digest = Bytes16(high: high, low: low)
    return difference
  }
}

/// Sums are the same when they read the same: a roll-up can say no more than that.
extension CountSum: Hashable {
  package static func == (left: CountSum, right: CountSum) -> Bool {
    left.count == right.count && left.amount == right.amount && left.digest == right.digest
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(amount)
    hasher.combine(digest)
  }
}

/// An amount as two columns, its low 32 bits as a number from 0 and the signed rest, that a database adds up each by itself.
///
/// Sums of columns stay exact for 2^31 contributions of any amount; a sum of amounts in one column would overflow with two.
package enum AmountLanes {
  package static func split(_ amount: Int64) -> SIMD2<Int64> { SIMD2(amount >> 32, amount & 0xFFFF_FFFF) }

  package static func join(high: Int64, low: Int64) -> Int128 { Int128(high) << 32 + Int128(low) }
}

/// A digest as four columns of 32 bits, most significant first, that a database adds up each by itself.
///
/// Sums of columns stay exact for 2^31 contributions; carrying over when they are read gives the sum modulo 2^128.
package enum DigestLanes {
  package static let count = 4

  package static func split(_ digest: Bytes16) -> SIMD4<Int64> {
    SIMD4(
      Int64(digest.high >> 32), Int64(digest.high & 0xFFFF_FFFF), Int64(digest.low >> 32),
      Int64(digest.low & 0xFFFF_FFFF))
  }

  /// - Precondition: four sums.
  package static func join(_ sums: [Int64]) -> Bytes16 {
    precondition(sums.count == count, "a digest has four lanes")
    var lanes = [UInt64](repeating: 0, count: count)
    // Columns that nobody of this program has written may say any number.
    var carry: Int128 = 0
    for index in sums.indices.reversed() {
      let total = Int128(sums[index]) + carry
      lanes[index] = UInt64(total & 0xFFFF_FFFF)
      carry = total >> 32
    }
    return Bytes16(high: lanes[0] << 32 | lanes[1], low: lanes[2] << 32 | lanes[3])
  }
}
