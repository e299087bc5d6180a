// Version vectors: a join, and a test of what it covers.
import Merge
import Testing

@Suite struct `Seen vector` {
  /// Every vector over two feeds with numbers up to two.
  private let all = choices([[0, 1, 2], [0, 1, 2]]).map { numbers in
    SeenVector(zip([UInt64(1), 2], numbers).filter { $0.1 > 0 }.map { dot($0.0, UInt64($0.1)) })
  }

  private func join(_ left: SeenVector, _ right: SeenVector) -> SeenVector {
    var joined = left
    joined.formUnion(right)
    return joined
  }

  @Test func `joining commutes, associates and is idempotent`() {
    for left in all {
      #expect(join(left, left) == left)
      #expect(join(left, .empty) == left)
      for right in all {
        #expect(join(left, right) == join(right, left))
        for third in all where join(join(left, right), third) != join(left, join(right, third)) {
          Issue.record("\(left) \(right) \(third)")
        }
      }
    }
  }

  @Test func `one covers another exactly when joining it changes nothing`() {
    for left in all {
      for right in all { #expect(left.covers(right) == (join(left, right) == left)) }
    }
  }

  @Test func `it covers every commit up to its number and no other`() {
    let vector = seen(dot(1, 2), dot(3, 1))
    let covered = choices([[1, 2, 3, 4], [1, 2, 3]]).filter { vector.covers(dot(UInt64($0[0]), UInt64($0[1]))) }
    #expect(covered == [[1, 1], [1, 2], [3, 1]])
    #expect(vector[feed(1)] == 2)
    #expect(vector[feed(2)] == 0)
    #expect(!SeenVector.empty.covers(dot(1, 1)))
  }

  @Test func `it stays sorted with one number for each feed, whatever the order`() {
    let dots = [dot(3, 1), dot(1, 2), dot(3, 4), dot(2, 1), dot(1, 1)]
    for order in interleavings(dots.map { [$0] }) {
      #expect(SeenVector(order).dots == [dot(1, 2), dot(2, 1), dot(3, 4)])
    }
  }

  @Test func `very many dots are put in order, and of one feed the largest number stays`() {
    let count: UInt64 = 60_000
    let vector = SeenVector((1...count).reversed().map { dot($0, 2) } + (1...count).map { dot($0, $0 % 3 + 1) })
    #expect(vector.dots == (1...count).map { dot($0, max(2, $0 % 3 + 1)) })
  }

  @Test func `dots that stand in order are taken as they are, and no others`() {
    #expect(SeenVector(sorted: []) == .empty)
    #expect(SeenVector(sorted: [dot(1, 2), dot(2, 1)]) == seen(dot(1, 2), dot(2, 1)))
    for dots in [[dot(2, 1), dot(1, 1)], [dot(1, 1), dot(1, 2)], [dot(1, 0)]] {
      #expect(SeenVector(sorted: dots) == nil)
    }
  }
}
