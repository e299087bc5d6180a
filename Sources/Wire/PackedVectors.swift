// The seen vectors of one record, each once: thousands of its registers may have the same.
import Merge

/// The table of what writers had seen, as it is packed: in the vectors' order, which content alone decides.
struct PackedVectors {
  private(set) var vectors: [SeenVector] = []
  /// By where a vector lies in memory, its place in the table. The state that is packed holds the vectors, so that each stays
  /// where it is.
  private var places: [Int: Int] = [:]

  mutating func collect(_ vector: SeenVector) {
    if places.updateValue(0, forKey: vector.identity) == nil { vectors.append(vector) }
  }

  /// Puts the table in order, when all are collected.
  mutating func sort() {
    let collected = vectors.sorted()
    vectors = []
    for vector in collected {
      // Equal ones may lie in several places, where different changes brought them.
      if vectors.last != vector { vectors.append(vector) }
      places[vector.identity] = vectors.count - 1
    }
  }

  func place(of vector: SeenVector) -> Int {
    guard let place = places[vector.identity] else { preconditionFailure("a seen vector that was not collected") }
    return place
  }
}
