// What the group writer does with work: that nobody waits for, that is held, and that fails beside others.
import Catalog
import Merge
import Node
import Replica
import Store
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Work that nobody waits for` {
  @Test func `is written soon, though nothing follows it`() async throws {
    let (transactions, written) = AsyncStream<Void>.makeStream()
    let writer = try writer { written.yield() }
    let count = Mutex(0)
    for _ in 0..<3 { writer.leave { _, _ in count.withLock { $0 += 1 } } }
    for await _ in transactions { break }
    #expect(count.withLock { $0 } == 3)
    withExtendedLifetime(writer) {}
  }
}

/// A writer over a store in memory.
/// - Parameter didCommit: called after each transaction.
private func writer(isLineageSure: Bool = true, _ didCommit: @escaping @Sendable () -> Void = {}) throws -> GroupWriter
{
  let identity = Identity(
    node: NodeID(Bytes16(high: 1, low: 1)), incarnation: 1, store: StoreID(Bytes16(high: 1, low: 2)),
    area: Area("370202001001")!)
  let store = try Store.inMemory(identity: identity, catalog: .builtIn)
  let replica = Replica(identity: identity, catalog: .builtIn, clock: store.clock, isLineageSure: isLineageSure)
  return GroupWriter(store: store, replica: replica) { _, _ in didCommit() }
}

@Suite(.timeLimit(.minutes(1))) struct `Work of several in one transaction` {
  private struct Refused: Error, Equatable { let number: Int }

  @Test func `is answered each with its own value, or its own error when another fails too`() async throws {
    let transactions = Mutex(0)
    let writer = try writer { transactions.withLock { $0 += 1 } }
    let number = writer.hold { _, _ in 1 }
    let second: Ticket<[String]> = writer.hold { _, _ in throw Refused(number: 2) }
    let third: Ticket<Void> = writer.hold { _, _ in throw Refused(number: 3) }
    let word = try await writer.run { _, _ in "four" }
    #expect(try await number.value == 1 && word == "four")
    await #expect(throws: Refused(number: 2)) { try await second.value }
    await #expect(throws: Refused(number: 3)) { try await third.value }
    #expect(transactions.withLock { $0 } == 1)
  }

  @Test func `runs again after one of them has thrown, and is answered with the run that counts`() async throws {
    let writer = try writer()
    let runs = Mutex([0, 0, 0])
    @Sendable func count(_ place: Int) -> Int {
      runs.withLock { runs in
        runs[place] += 1
        return runs[place]
      }
    }
    let before = writer.hold { _, _ in count(0) }
    let failing: Ticket<Int> = writer.hold { _, _ in throw Refused(number: count(1)) }
    let after = writer.hold { _, _ in count(2) }
    #expect(try await after.value == 1)
    #expect(try await before.value == 2)
    await #expect(throws: Refused(number: 2)) { try await failing.value }
  }

  @Test func `of a sequence is not done behind what failed, in the same transaction or later`() async throws {
    let writer = try writer()
    let done = Mutex([String]())
    @Sendable func note(_ word: String) { done.withLock { $0.append(word) } }
    let (sequence, other) = (WorkSequence(), WorkSequence())
    let before = writer.hold(in: sequence) { _, _ in 1 }
    let failing: Ticket<Int> = writer.hold(in: sequence) { _, _ in throw Refused(number: 2) }
    let behind: Ticket<Void> = writer.hold(in: sequence) { _, _ in note("behind") }
    let beside: Ticket<Void> = writer.hold(in: other) { _, _ in note("beside") }
    #expect(try await before.value == 1)
    await #expect(throws: Refused(number: 2)) { try await failing.value }
    await #expect(throws: Refused(number: 2)) { try await behind.value }
    try await beside.value
    await #expect(throws: Refused(number: 2)) { try await writer.run(in: sequence) { _, _ in note("later") } }
    #expect(done.withLock { $0 } == ["beside"])
  }

  @Test func `moves the replica for the work that follows, and for whoever asks who the node is`() async throws {
    let writer = try writer(isLineageSure: false)
    let first = writer.hold { replica, storage in try replica.renewIncarnation(after: .zero, now: 1, in: storage) }
    let second = writer.hold { replica, _ in replica.identity }
    #expect(writer.identity.incarnation == 1 && !writer.isLineageSure)
    try await first.value
    let identity = try await second.value
    #expect(identity.incarnation != 1 && writer.identity == identity && writer.isLineageSure)
  }

  @Test func `begins when somebody waits, and tells all who do`() async throws {
    let writer = try writer()
    let ticket = writer.hold { _, _ in 7 }
    async let one = ticket.value
    async let other = ticket.value
    #expect(try await (one, other) == (7, 7))
    withExtendedLifetime(writer) {}
  }

  @Test func `begins by itself when a whole group is held`() async throws {
    let (transactions, written) = AsyncStream<Void>.makeStream()
    let writer = try writer { written.yield() }
    let count = Mutex(0)
    for _ in 0..<64 { _ = writer.hold { _, _ in count.withLock { $0 += 1 } } }
    for await _ in transactions { break }
    #expect(count.withLock { $0 } == 64)
    withExtendedLifetime(writer) {}
  }
}
