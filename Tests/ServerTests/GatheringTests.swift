// When the writer leaves a group open for those who have just been answered, and that everybody is answered whatever it does.
import Catalog
import Merge
import Node
import Replica
import Store
import TestSupport
import Testing

@Suite struct `A group that is left open` {
  private static let slow = Duration.milliseconds(6)

  /// The value behind calls that an expectation may make.
  private final class Line {
    private var gathering = Gathering()

    func begin(answered: Int, waiting: Int, after span: Duration, max: Int) -> Duration? {
      gathering.begin(answered: answered, waiting: waiting, after: span, max: max)
    }
    func isWhole(_ waiting: Int) -> Bool { gathering.isWhole(waiting) }
    func end(waiting: Int) -> Bool { gathering.end(waiting: waiting) }
  }

  @Test func `waits a part of what the last took for as many as were answered`() {
    let gathering = Line()
    #expect(gathering.begin(answered: 8, waiting: 8, after: Self.slow, max: 64) == Self.slow / Gathering.share)
    #expect(!gathering.isWhole(15))
    #expect(gathering.isWhole(16))
    #expect(!gathering.isWhole(17), "it is said once")
    #expect(gathering.end(waiting: 17))
    #expect(gathering.begin(answered: 16, waiting: 0, after: .seconds(9), max: 64) == Gathering.waitMax)
  }

  @Test func `is not left open for whoever is alone, for sessions, on a fast disk, or when it is full`() {
    let gathering = Line()
    #expect(gathering.begin(answered: 1, waiting: 0, after: Self.slow, max: 64) == nil)
    #expect(gathering.begin(answered: 0, waiting: 9, after: Self.slow, max: 64) == nil)
    #expect(gathering.begin(answered: 8, waiting: 8, after: Gathering.spanMin - .nanoseconds(1), max: 64) == nil)
    #expect(gathering.begin(answered: 8, waiting: 64, after: Self.slow, max: 64) == nil)
    #expect(gathering.end(waiting: 0), "nobody was waited for")
  }

  @Test func `no more people are waited for than a group has room for`() {
    let gathering = Line()
    #expect(gathering.begin(answered: 64, waiting: 60, after: Self.slow, max: 64) != nil)
    #expect(gathering.isWhole(64))
  }

  @Test func `is not left open for a while when hardly anybody came`() {
    let gathering = Line()
    #expect(gathering.begin(answered: 8, waiting: 1, after: Self.slow, max: 64) != nil)
    #expect(!gathering.end(waiting: 4))
    for _ in 0..<Gathering.pauseMax {
      #expect(gathering.begin(answered: 8, waiting: 1, after: Self.slow, max: 64) == nil)
    }
    #expect(gathering.begin(answered: 8, waiting: 1, after: Self.slow, max: 64) != nil)
    #expect(!gathering.end(waiting: 5))
    #expect(gathering.begin(answered: 8, waiting: 1, after: Self.slow, max: 64) != nil, "half of them came")
  }

  @Test(.timeLimit(.minutes(2))) func `answers everybody who comes again at once, each with their own value`()
    async throws
  {
    let store = try Store.inMemory(identity: .test(1, at: Place.community), catalog: .builtIn)
    let replica = Replica(identity: store.identity, catalog: store.catalog, clock: store.clock)
    let writer = GroupWriter(store: store, replica: replica) { _, _ in }
    let (clients, rounds) = (8, 40)
    let sums = try await withThrowingTaskGroup(of: Int.self) { group in
      for client in 0..<clients {
        group.addTask {
          var sum = 0
          for round in 0..<rounds {
            sum += try await writer.run(isEntry: true) { _, _ in
              // As long as a disk that is slow enough for company.
              let end = ContinuousClock.now + .microseconds(500)
              while ContinuousClock.now < end {}
              return client * 1_000 + round
            }
          }
          return sum
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted()
    }
    #expect(sums == (0..<clients).map { $0 * 1_000 * rounds + (0..<rounds).reduce(0, +) })
  }
}
