// What the group writer does with work that nobody waits for.
import Catalog
import Merge
import Node
import Replica
import Store
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Work that nobody waits for` {
  @Test func `is written soon, though nothing follows it`() async throws {
    let identity = Identity(
      node: NodeID(Bytes16(high: 1, low: 1)), incarnation: 1, store: StoreID(Bytes16(high: 1, low: 2)),
      area: Area("370202001001")!)
    let store = try Store.inMemory(identity: identity, catalog: .builtIn)
    let (transactions, written) = AsyncStream<Void>.makeStream()
    let replica = Replica(identity: identity, catalog: .builtIn, clock: store.clock)
    let writer = GroupWriter(store: store, replica: replica) { _, _ in written.yield() }
    let count = Mutex(0)
    for _ in 0..<3 { writer.leave { _, _ in count.withLock { $0 += 1 } } }
    for await _ in transactions { break }
    #expect(count.withLock { $0 } == 3)
  }
}
