// The fingerprint as a sum: an abelian group over heads.
import Merge
import SeededNumbers
import Testing

@Suite struct `Fingerprints` {
  private func digests(_ count: Int, seed: UInt64) -> [Digest] {
    var numbers = SplitMix64(seed: seed)
    return (0..<count).map { _ in Digest(words: (numbers.next(), numbers.next(), numbers.next(), numbers.next())) }
  }

  private func sum(_ heads: some Sequence<Digest>) -> Fingerprint {
    var fingerprint = Fingerprint.empty
    for head in heads { fingerprint.add(head) }
    return fingerprint
  }

  @Test func `the order of heads does not matter`() {
    let heads = digests(40, seed: 1)
    #expect(sum(heads) == sum(heads.reversed()))
    #expect(sum(heads) == sum(heads[20...] + heads[..<20]))
    #expect(sum(heads).count == 40)
  }

  @Test func `removing undoes adding, through every carry and borrow`() {
    var heads = digests(20, seed: 2)
    heads.append(Digest(words: (.max, .max, 0, 0)))
    heads.append(Digest(words: (0, .max, 0, 0)))
    heads.append(Digest(words: (0, 1, 0, 0)))
    for head in heads {
      for other in heads {
        var fingerprint = sum([other])
        fingerprint.add(head)
        fingerprint.remove(other)
        #expect(fingerprint == sum([head]))
      }
    }
  }

  @Test func `it is the sum modulo 2^128 of the first sixteen bytes`() {
    let expected = digests(200, seed: 3).reduce(UInt128(0)) { $0 &+ (UInt128($1.words.0) << 64 | UInt128($1.words.1)) }
    let sum = sum(digests(200, seed: 3)).sum
    #expect(UInt128(sum.high) << 64 | UInt128(sum.low) == expected)
  }

  @Test func `a head moved on is a head removed and another added`() {
    let heads = digests(3, seed: 4)
    var fingerprint = sum(heads[..<2])
    fingerprint.remove(heads[1])
    fingerprint.add(heads[2])
    #expect(fingerprint == sum([heads[0], heads[2]]))
    #expect(fingerprint != sum(heads[..<2]))
    #expect(fingerprint.description == "2:" + fingerprint.sum.hex)
  }
}
