// A Merkle tree over the heads of one push, so that one signature covers all of them and each can be shown by itself.
package import Merge

/// The tree hash of RFC 9162 §2.1: leaves and inner nodes are hashed apart, and a list of any length has one root.
package enum MerkleTree {
  package static func leaf(_ bytes: [UInt8]) -> Digest { Hashing.sha256([0] + bytes) }

  private static func join(_ left: Digest, _ right: Digest) -> Digest {
    var bytes: [UInt8] = [1]
    bytes.reserveCapacity(65)
    left.append(to: &bytes)
    right.append(to: &bytes)
    return Hashing.sha256(bytes)
  }

  /// The root of leaf hashes.
  /// - Precondition: there is at least one.
  package static func root(_ leaves: ArraySlice<Digest>) -> Digest {
    if leaves.count == 1, let only = leaves.first { return only }
    let middle = leaves.startIndex + split(leaves.count)
    return join(root(leaves[..<middle]), root(leaves[middle...]))
  }

  /// The root of leaf hashes and, for each leaf, the hashes that lead from it to the root, from the bottom up.
  /// - Complexity: each inner node is hashed once.
  /// - Precondition: there is at least one leaf.
  package static func rootAndPaths(_ leaves: ArraySlice<Digest>) -> (root: Digest, paths: [[Digest]]) {
    if leaves.count == 1, let only = leaves.first { return (only, [[]]) }
    let middle = leaves.startIndex + split(leaves.count)
    let (left, right) = (rootAndPaths(leaves[..<middle]), rootAndPaths(leaves[middle...]))
    let paths = left.paths.map { $0 + [right.root] } + right.paths.map { $0 + [left.root] }
    return (join(left.root, right.root), paths)
  }

  /// The largest power of two below `count`.
  private static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }

  /// The root that a leaf, its place and its path lead to; nil when the path does not fit a tree of `count` leaves.
  /// - Source: RFC 9162 §2.1.3.2.
  package static func root(from leaf: Digest, at index: Int, of count: Int, path: [Digest]) -> Digest? {
    guard index >= 0, index < count else { return nil }
    var (place, last, hash) = (index, count - 1, leaf)
    for step in path {
      if last == 0 { return nil }
      if place & 1 == 1 || place == last {
        hash = join(step, hash)
        while place & 1 == 0 && place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        hash = join(hash, step)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 ? hash : nil
  }
}
