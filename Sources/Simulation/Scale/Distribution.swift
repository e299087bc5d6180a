// A collection of measured times, and its percentiles.

/// Times in microseconds.
package struct Distribution: Sendable {
  private var values: [Int64] = []
  private var isSorted = true

  package var count: Int { values.count }

  mutating func add(_ value: Int64) {
    values.append(value)
    isSorted = false
  }

  /// The value that so many of a thousand do not exceed; nil when there is none.
  package mutating func permille(_ permille: Int) -> Int64? {
    if values.isEmpty { return nil }
    if !isSorted { values.sort() }
    isSorted = true
    return values[Swift.min(values.count - 1, Swift.max(0, (values.count * permille + 999) / 1_000 - 1))]
  }

  package mutating func max() -> Int64? { permille(1_000) }
}
