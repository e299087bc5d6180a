// The fingerprint of a set of heads: a sum, so that it follows every change at constant cost.

/// The sum modulo 2^128 of the first sixteen bytes of each head's chain hash, and how many heads there are.
///
/// Equal sets give equal fingerprints. The hashes are SHA-256 over content and place, so unequal sets give equal ones only
/// by accident of about 2^-128; against an adversary the signed heads speak, not this sum.
/// - Source: protocol §6.4.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  package private(set) var sum: Bytes16
  package private(set) var count: Int

  package static let empty = Fingerprint(sum: .zero, count: 0)

  package init(sum: Bytes16, count: Int) {
    self.sum = sum
    self.count = count
  }

  package mutating func add(_ head: Digest) {
    let (low, carry) = sum.low.addingReportingOverflow(head.first16.low)
    sum = Bytes16(high: sum.high &+ head.first16.high &+ (carry ? 1 : 0), low: low)
    count += 1
  }

  package mutating func remove(_ head: Digest) {
    let (low, borrow) = sum.low.subtractingReportingOverflow(head.first16.low)
    sum = Bytes16(high: sum.high &- head.first16.high &- (borrow ? 1 : 0), low: low)
    count -= 1
  }

  package var description: String { "\(count):\(sum.hex)" }
}
