// Arithmetic on numbers from outside: what would leave the range stays at its end.

/// Sums and differences that any two numbers have.
///
/// Merging takes every integer of 64 bits, so a number that another node wrote may be the largest there is. Whoever only wants
/// to know how far, how late or how much is answered with the end of the range; what must come out right again when a number
/// is taken back is added up in 128 bits and cut when it is read (`CountSum`).
extension Int64 {
  package func addingSaturated(_ other: Int64) -> Int64 {
    let (sum, isBeyond) = addingReportingOverflow(other)
    return isBeyond ? (other < 0 ? .min : .max) : sum
  }

  package func subtractingSaturated(_ other: Int64) -> Int64 {
    let (difference, isBeyond) = subtractingReportingOverflow(other)
    return isBeyond ? (other < 0 ? .max : .min) : difference
  }

  package func multipliedSaturated(by other: Int64) -> Int64 {
    let (product, isBeyond) = multipliedReportingOverflow(by: other)
    return isBeyond ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}
