// One signature over many heads: each can be shown by itself, and nothing else passes for it.
import Merge
import TestSupport
import Testing
import Trust

@Suite struct SealTests {
  private static let key = SigningKey.test(7)
  private static let other = SigningKey.test(8)

  private static func heads(_ count: Int) -> [(feed: FeedID, head: Head)] {
    (0..<UInt64(count)).map { number in
      let hash = Hashing.sha256([UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)])
      return (FeedID(Bytes16(high: 1, low: number)), Head(seq: number + 1, hash: hash))
    }
  }

  @Test func `every head of every list up to forty is sealed by itself`() throws {
    for count in 1...40 {
      let heads = Self.heads(count)
      let seals = Seal.seals(of: heads, time: HybridTime(milliseconds: 5), key: Self.key)
      #expect(Set(seals.map(\.signature)).count == 1)
      for (seal, head) in zip(seals, heads) {
        let read = try Seal(encoded: seal.encoded)
        #expect(read == seal && read.holds(for: head.head.hash, by: Self.key.publicKey))
        #expect(!read.holds(for: Hashing.sha256([9]), by: Self.key.publicKey))
        #expect(!read.holds(for: head.head.hash, by: Self.other.publicKey))
        #expect(!read.holds(for: head.head.hash, by: Self.key.publicKey, .custody), "a seal is no receipt")
      }
    }
  }

  @Test func `a seal with any byte changed holds for nothing`() throws {
    let heads = Self.heads(5)
    let seal = Seal.seals(of: heads, time: HybridTime(milliseconds: 5), key: Self.key)[3]
    for place in seal.encoded.indices {
      var changed = seal.encoded
      changed[place] ^= 0x01
      guard let read = try? Seal(encoded: changed) else { continue }
      // A seal of another feed is looked at against that feed's head, which this hash is not.
      let isTaken = read.feed == seal.feed && read.seq == seal.seq
      #expect(!isTaken || !read.holds(for: heads[3].head.hash, by: Self.key.publicKey), "byte \(place)")
    }
  }

  @Test func `a path that leads elsewhere leads nowhere`() {
    let leaves = (0..<9).map { MerkleTree.leaf([UInt8($0)]) }
    let (root, paths) = MerkleTree.rootAndPaths(leaves[...])
    for index in leaves.indices {
      let path = paths[index]
      #expect(MerkleTree.root(from: leaves[index], at: index, of: 9, path: path) == root)
      #expect(MerkleTree.root(from: leaves[index], at: (index + 1) % 9, of: 9, path: path) != root)
      #expect(MerkleTree.root(from: leaves[index], at: index, of: 9, path: path + [root]) == nil)
      #expect(MerkleTree.root(from: leaves[index], at: index, of: 9, path: Array(path.dropLast())) != root)
    }
    #expect(MerkleTree.root(from: leaves[0], at: 9, of: 9, path: []) == nil)
  }
}
