// Comparing by ranges finds exactly the difference of two sets of heads, whatever they are.
import Merge
import Replica
import SeededNumbers
import Testing
import Wire

@Suite struct `Comparing by ranges` {
  private static func head(_ number: UInt64, seq: UInt64, branch: UInt64 = 0) -> BranchHead {
    var random = SplitMix64(seed: number &* 1_000_003 &+ seq &* 7 &+ branch &* 13)
    let digest = Digest(words: (random.next(), random.next(), random.next(), random.next()))
    var ids = SplitMix64(seed: number)
    let area = Area([Place.southVillage, Place.otherVillage, Place.southTown, Place.works][Int(number % 4)])!
    let feed = FeedID(Bytes16(high: ids.next(), low: number))
    return BranchHead(area: area, feed: feed, head: Head(seq: seq, hash: digest))
  }

  private static func sorted(_ heads: [BranchHead]) -> [BranchHead] {
    heads.sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  /// Plays a comparison in which `theirs` opens; messages go through their wire form.
  private static func play(mine: [BranchHead], theirs: [BranchHead]) throws -> (found: Reconciler, messages: Int) {
    var reconciler = Reconciler()
    var message = try RangesMessage(Reconciler.opening(theirs).frame)
    var messages = 1
    while let next = reconciler.next(message, heads: mine) {
      message = try RangesMessage(Reconciler.answer(RangesMessage(next.frame), heads: theirs).frame)
      messages += 2
      #expect(messages < 30)
    }
    return (reconciler, messages)
  }

  @Test(arguments: 0..<40)
  func `it finds what either end lacks and nothing else`(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let count = [0, 1, 5, 17, 60, 300, 1_500][random.below(7)]
    let share = [2, 10, 100][random.below(3)]
    var (mine, theirs): ([BranchHead], [BranchHead]) = ([], [])
    var (wants, gives): ([Dot], [Dot]) = ([], [])
    for number in 0..<UInt64(count) {
      let (left, right) = (UInt64(random.below(4)), UInt64(random.below(4)))
      let (own, other) = random.below(share) == 0 ? (left, right) : (2, 2)
      if own > 0 { mine.append(Self.head(number, seq: own)) }
      if other > 0 { theirs.append(Self.head(number, seq: other)) }
      let feed = Self.head(number, seq: 1).feed
      if own < other { wants.append(Dot(feed: feed, seq: own + 1)) }
      if own > other { gives.append(Dot(feed: feed, seq: other + 1)) }
    }
    let found = try Self.play(mine: Self.sorted(mine), theirs: Self.sorted(theirs)).found
    #expect(found.wants.sorted() == wants.sorted())
    #expect(found.gives.sorted() == gives.sorted())
  }

  @Test func `a feed of one length and two contents is wanted from its start`() throws {
    let mine = Self.sorted((0..<50).map { Self.head($0, seq: 3) })
    let theirs = Self.sorted((0..<50).map { Self.head($0, seq: 3, branch: $0 == 9 ? 1 : 0) })
    let found = try Self.play(mine: mine, theirs: theirs).found
    #expect(found.wants == [Dot(feed: Self.head(9, seq: 3).feed, seq: 1)] && found.gives.isEmpty)
  }

  @Test func `a comparison of many heads that all differ stays within its frames`() throws {
    let heads = Self.sorted((0..<66_000).map { Self.head($0, seq: 1) })
    let bounds = stride(from: 16, to: heads.count, by: 16).map { heads[$0].key }
    let ranges = (bounds + [[]]).map { HeadRange(bound: $0, content: .sum(1)) }
    let answer = Reconciler.answer(RangesMessage(ranges: ranges), heads: heads)
    #expect(answer.frame.body.count <= Limits.frameBytesMax)
    #expect(try RangesMessage(answer.frame) == answer)
  }
}
