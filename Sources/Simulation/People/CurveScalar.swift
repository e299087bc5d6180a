// Arithmetic modulo the order of the curve P-256: as much as one signature needs.

/// A number of 256 bits, as four words from the least on.
struct CurveScalar: Sendable, Equatable {
  private var words: (UInt64, UInt64, UInt64, UInt64)

  /// The order of the curve's base point.
  /// - Source: SEC 2, version 2.0, section 2.4.2.
  static let order = CurveScalar(
    0xFFFF_FFFF_0000_0000, 0xFFFF_FFFF_FFFF_FFFF, 0xBCE6_FAAD_A717_9E84, 0xF3B9_CAC2_FC63_2551)
  private static let zero = CurveScalar(0, 0, 0, 0)
  private static let one = CurveScalar(0, 0, 0, 1)

  /// From the highest word to the least.
  init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) { words = (fourth, third, second, first) }

  /// From 32 bytes, the highest first.
  init(_ bytes: ArraySlice<UInt8>) {
    var parts: [UInt64] = [0, 0, 0, 0]
    for (index, byte) in bytes.prefix(32).enumerated() { parts[index / 8] = parts[index / 8] << 8 | UInt64(byte) }
    self.init(parts[0], parts[1], parts[2], parts[3])
  }

  var bytes: [UInt8] {
    [words.3, words.2, words.1, words.0].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
  }

  static func == (left: CurveScalar, right: CurveScalar) -> Bool { left.words == right.words }

  /// Less the order, where it is not less than that.
  var reduced: CurveScalar {
    let (rest, isLess) = minus(Self.order)
    return isLess ? self : rest
  }

  /// The sum of two that are less than the order.
  func plus(_ other: CurveScalar) -> CurveScalar {
    let (sum, hasCarried) = adding(other)
    let (rest, isLess) = sum.minus(Self.order)
    return hasCarried || !isLess ? rest : sum
  }

  func times(_ other: CurveScalar) -> CurveScalar {
    var product = Self.zero
    for bit in (0..<256).reversed() {
      product = product.plus(product)
      if other.has(bit) { product = product.plus(self) }
    }
    return product
  }

  /// The number by which it gives 1: its power to the order less 2, which is prime to it.
  var inverse: CurveScalar {
    let exponent = Self.order.minus(CurveScalar(0, 0, 0, 2)).difference
    var power = Self.one
    for bit in (0..<256).reversed() {
      power = power.times(power)
      if exponent.has(bit) { power = power.times(self) }
    }
    return power
  }

  private func has(_ bit: Int) -> Bool {
    let word = bit < 64 ? words.0 : bit < 128 ? words.1 : bit < 192 ? words.2 : words.3
    return word >> UInt64(bit & 63) & 1 == 1
  }

  private func adding(_ other: CurveScalar) -> (sum: CurveScalar, hasCarried: Bool) {
    func add(_ left: UInt64, _ right: UInt64, _ carry: inout Bool) -> UInt64 {
      let (sum, first) = left.addingReportingOverflow(right)
      let (whole, second) = sum.addingReportingOverflow(carry ? 1 : 0)
      carry = first || second
      return whole
    }
    var carry = false
    let least = add(words.0, other.words.0, &carry)
    let second = add(words.1, other.words.1, &carry)
    let third = add(words.2, other.words.2, &carry)
    let highest = add(words.3, other.words.3, &carry)
    return (CurveScalar(highest, third, second, least), carry)
  }

  private func minus(_ other: CurveScalar) -> (difference: CurveScalar, isLess: Bool) {
    func subtract(_ left: UInt64, _ right: UInt64, _ borrow: inout Bool) -> UInt64 {
      let (rest, first) = left.subtractingReportingOverflow(right)
      let (whole, second) = rest.subtractingReportingOverflow(borrow ? 1 : 0)
      borrow = first || second
      return whole
    }
    var borrow = false
    let least = subtract(words.0, other.words.0, &borrow)
    let second = subtract(words.1, other.words.1, &borrow)
    let third = subtract(words.2, other.words.2, &borrow)
    let highest = subtract(words.3, other.words.3, &borrow)
    return (CurveScalar(highest, third, second, least), borrow)
  }
}
