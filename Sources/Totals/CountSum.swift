// The sum of contributions: how many, how much, and a digest that says of what, whatever order they came in.
package import Merge

/// What has been counted.
///
/// Sums of disjoint sets add up, and equal sets have equal sums: `digest` is the sum modulo 2^128 of the contributions'
/// digests, as a branch's fingerprint is of its heads'. Unequal sets have equal digests only by accident of about 2^-128;
/// against an adversary the signed commits speak, not this sum.
package struct CountSum: Hashable, Sendable {
  package private(set) var count: Int64 = 0
  package private(set) var amount: Int64 = 0
  package private(set) var digest = Bytes16.zero

  package init() {}

  package init(count: Int64, amount: Int64, digest: Bytes16) {
    self.count = count
    self.amount = amount
    self.digest = digest
  }

  package var isEmpty: Bool { self == CountSum() }

  package mutating func add(_ contribution: Contribution) {
    self += CountSum(count: 1, amount: contribution.amount, digest: contribution.digest)
  }

  package static func += (left: inout CountSum, right: CountSum) {
    left.count += right.count
    left.amount += right.amount
    let (low, carry) = left.digest.low.addingReportingOverflow(right.digest.low)
    left.digest = Bytes16(high: left.digest.high &+ right.digest.high &+ (carry ? 1 : 0), low: low)
  }

  package static func - (left: CountSum, right: CountSum) -> CountSum {
    let (low, borrow) = left.digest.low.subtractingReportingOverflow(right.digest.low)
    let high = left.digest.high &- right.digest.high &- (borrow ? 1 : 0)
    return CountSum(
      count: left.count - right.count, amount: left.amount - right.amount, digest: Bytes16(high: high, low: low))
  }
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
    var carry: Int64 = 0
    for index in sums.indices.reversed() {
      let total = sums[index] + carry
      lanes[index] = UInt64(total & 0xFFFF_FFFF)
      carry = total >> 32
    }
    return Bytes16(high: lanes[0] << 32 | lanes[1], low: lanes[2] << 32 | lanes[3])
  }
}
