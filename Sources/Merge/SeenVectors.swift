// What the writers of one authority had seen: the largest of their vectors, apart.
//
// Why it is as good as their join. A join covers a dot exactly when one of the vectors does, since its number for a feed is
// one of theirs. Leaving out a vector that another covers changes nothing of that; and which vectors of a set no other one
// covers is a function of the set, whatever the order in which they came and however often. So the laws of the join hold.
//
// Why they are kept apart. Each element of a set is a register, and each has what its own writers had seen. Joins of other
// vectors are other vectors: thousands of elements that one change writes would each keep a thousand feeds of their own. Kept
// apart, a vector is in memory once, and on disk once for each record, however many registers name it: a state is no larger
// than what was written.

/// The seen vectors of writers that no other vector among them covers.
/// - Invariant: `vectors` ascend; none is empty and none covers another.
package struct SeenVectors: Hashable, Sendable {
  package private(set) var vectors: [SeenVector]

  /// Restores them from their stored parts.
  package init(_ vectors: [SeenVector]) { self.vectors = vectors }

  /// Whether one of the writers had seen it.
  package func covers(_ dot: Dot) -> Bool { vectors.contains { $0.covers(dot) } }

  /// Takes in what one more writer had seen.
  /// - Returns: false when somebody here had seen all of it.
  mutating func include(_ arriving: inout ArrivingVector) -> Bool {
    var (place, covered) = (0, 0)
    for vector in vectors {
      switch arriving.relation(to: vector) {
      case .covered: return false
      case .covers: covered += 1
      case .after: place += 1
      case .before: break
      }
    }
    if covered == vectors.count {
      self = arriving.alone
      return true
    }
    if covered > 0 { vectors.removeAll { arriving.relation(to: $0) == .covers } }
    vectors.insert(arriving.seen, at: place)
    return true
  }
}

/// What one change had seen, on its way into the registers that the change writes.
///
/// A change may write thousands of elements that have all been written by the same hundreds of changes before: of two vectors
/// it is found out once how they stand to each other.
struct ArrivingVector {
  let seen: SeenVector
  /// The vector with no other beside it, one for all registers.
  let alone: SeenVectors
  /// By the place of its dots, each longer vector that was met. It is held here, so that the place stays its own.
  private var met: [Int: (vector: SeenVector, relation: SeenVector.Relation)] = [:]

  /// As many dots are compared sooner than they are looked up.
  private static let shortMax = 16

  init(_ seen: SeenVector) {
    self.seen = seen
    alone = SeenVectors(seen.isEmpty ? [] : [seen])
  }

  mutating func relation(to other: SeenVector) -> SeenVector.Relation {
    if seen.dots.count + other.dots.count <= Self.shortMax { return seen.relation(to: other) }
    let identity = other.identity
    if let known = met[identity] { return known.relation }
    let relation = seen.relation(to: other)
    met[identity] = (other, relation)
    return relation
  }
}
