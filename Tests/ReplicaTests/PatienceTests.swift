// A session's patience: what counts as getting somewhere, and after how much of the other it ends.
import Merge
import Replica
import Testing
import Wire

@Suite struct `Patience of a session` {
  private static func cursor(_ number: UInt64) -> Cursor { Cursor(lanes: [number, number, number]) }
  private static func fingerprint(_ count: Int) -> Fingerprint { Fingerprint(sum: .zero, count: count) }

  private var begun: Patience {
    var patience = Patience()
    patience.begin(own: Self.cursor(5), acknowledged: Self.cursor(3))
    return patience
  }

  /// How many more rounds of one kind it takes until no further one is worth making; nil when they are without end.
  private func rounds(_ patience: Patience, _ end: (inout Patience, UInt64) -> Void) -> Int? {
    var patience = patience
    for round in 0..<100 {
      if patience.isIdle { return round }
      end(&patience, UInt64(round))
    }
    return nil
  }

  @Test func `a session has begun when it is known how far the two ends had come`() {
    #expect(!Patience().hasBegun && begun.hasBegun && !begun.isIdle)
  }

  @Test func `rounds that move nothing end a session at the limit`() {
    let count = rounds(begun) { patience, _ in
      patience.endRound(own: Self.cursor(5), acknowledged: Self.cursor(3), hasFilled: false)
    }
    #expect(count == Patience.idleRoundsMax)
  }

  @Test func `rounds that move either end go on`() {
    let own = rounds(begun) { patience, round in
      patience.endRound(own: Self.cursor(6 + round), acknowledged: Self.cursor(3), hasFilled: false)
    }
    let acknowledged = rounds(begun) { patience, round in
      patience.endRound(own: Self.cursor(5), acknowledged: Self.cursor(4 + round), hasFilled: false)
    }
    #expect(own == nil && acknowledged == nil)
  }

  @Test func `one round that moves something begins the count anew`() {
    var patience = begun
    for _ in 1..<Patience.idleRoundsMax {
      patience.endRound(own: Self.cursor(5), acknowledged: Self.cursor(3), hasFilled: false)
    }
    #expect(!patience.isIdle)
    patience.endRound(own: Self.cursor(5), acknowledged: Self.cursor(4), hasFilled: false)
    let count = rounds(patience) { patience, _ in
      patience.endRound(own: Self.cursor(5), acknowledged: Self.cursor(4), hasFilled: false)
    }
    #expect(count == Patience.idleRoundsMax)
  }

  @Test func `filling what a comparison found is not counted`() {
    let count = rounds(begun) { patience, _ in
      patience.endRound(own: Self.cursor(5), acknowledged: Self.cursor(3), hasFilled: true)
    }
    #expect(count == nil)
  }

  @Test func `fetching what is not taken in counts for so many rounds in a row`() {
    var patience = begun
    let fetch = { (patience: inout Patience) in patience.mayFetchOn() }
    let all = answers(Patience.fetchedOnMax + 1, of: &patience, to: fetch)
    #expect(all.firstIndex(of: false) == Patience.fetchedOnMax)
    patience.endRound(own: Self.cursor(6), acknowledged: Self.cursor(3), hasFilled: false)
    #expect(answers(1, of: &patience, to: fetch) == [true])
  }

  @Test func `a parent whose acknowledgement goes to and fro gets nowhere`() {
    let count = rounds(begun) { patience, round in
      let lanes: [UInt64] = round.isMultiple(of: 2) ? [9, 0, 0] : [0, 9, 0]
      patience.endRound(own: Self.cursor(5), acknowledged: Cursor(lanes: lanes), hasFilled: false)
    }
    // The first of each kind moved a lane further than it had been.
    #expect(count == Patience.idleRoundsMax + 2)
  }

  /// The answers to one question, asked so many times.
  private func answers(_ times: Int, of patience: inout Patience, to question: (inout Patience) -> Bool) -> [Bool] {
    (0..<times).map { _ in question(&patience) }
  }

  private func compareSame(_ patience: inout Patience) -> Bool {
    patience.mayCompare(Self.fingerprint(1), with: Self.fingerprint(2))
  }

  private func goOnDiffering(_ patience: inout Patience) -> Bool { patience.mayGoOnDiffering() }

  private func tell(_ patience: inout Patience) -> Bool { patience.mayTell() }

  @Test func `the same is not compared again and again`() {
    var patience = Patience()
    // The first comparison is of something new.
    #expect(answers(4, of: &patience, to: compareSame) == [true, true, true, false])
  }

  @Test func `a comparison of something else is always worth it`() {
    var patience = Patience()
    var count = 0
    let answers = answers(50, of: &patience) { patience in
      count += 1
      return patience.mayCompare(Self.fingerprint(count), with: Self.fingerprint(0))
    }
    #expect(answers.allSatisfy { $0 })
  }

  @Test func `equality between two comparisons begins the count anew`() {
    var patience = Patience()
    #expect(answers(3, of: &patience, to: compareSame) == [true, true, true])
    patience.foundEqual()
    #expect(answers(4, of: &patience, to: compareSame) == [true, true, true, false])
  }

  @Test func `differing without an explanation is borne twice and no more`() {
    var patience = Patience()
    #expect(answers(3, of: &patience, to: goOnDiffering) == [true, true, false])
    patience.foundEqual()
    #expect(answers(3, of: &patience, to: goOnDiffering) == [true, true, false])
  }

  @Test func `a mismatch and the comparison of the same that follows count as two`() {
    var patience = Patience()
    let questions = [compareSame, goOnDiffering, compareSame, goOnDiffering]
    #expect(questions.map { $0(&patience) } == [true, true, true, false])
  }

  @Test func `a parent is told twice that it holds everything`() {
    var patience = Patience()
    #expect(answers(3, of: &patience, to: tell) == [true, true, false])
    // Equality says nothing about what the parent acknowledges.
    patience.foundEqual()
    #expect(answers(1, of: &patience, to: tell) == [false])
  }
}
