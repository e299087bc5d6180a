// How far a counter goes where people enter it.
import Merge

extension Field {
  /// What may be added to a counter at once, and what it may then show.
  ///
  /// No number of the built-in catalog goes further. A counter's sum wraps at 64 bits (protocol §4.4): what people enter stays a
  /// thousand times below that, and below 2^53, up to which JavaScript reads integers exactly.
  /// - Source: catalog README §4.7.
  package static let counterRange: ClosedRange<Int64> = -9_000_000_000_000_000...9_000_000_000_000_000

  /// What is wrong with adding to a counter; nil when nothing is.
  ///
  /// One that shows more already, of what has arrived, can be brought back.
  /// - Parameters:
  ///   - amounts: what is added, without what has counted before.
  ///   - shown: what the counter shows.
  package func problem(adding amounts: [Int64], to shown: Int64) -> FieldProblem? {
    let range = Self.counterRange
    guard amounts.allSatisfy({ range.contains($0) }) else {
      return FieldProblem(field: name, reason: .outOfRange(range))
    }
    let sum = amounts.reduce(Int128(shown)) { $0 + Int128($1) }
    if sum.magnitude <= range.upperBound.magnitude || sum.magnitude < shown.magnitude { return nil }
    return FieldProblem(
      field: name, reason: .outOfRange(range), remedy: "it shows \(shown) and would show \(sum)")
  }

  /// What is told of a counter that has come further than people may enter.
  func problem(counting shown: Value) -> FieldProblem? {
    guard let total = shown.int, !Self.counterRange.contains(total) else { return nil }
    return FieldProblem(field: name, reason: .outOfRange(Self.counterRange))
  }
}
