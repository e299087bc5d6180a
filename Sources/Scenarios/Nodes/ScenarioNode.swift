// One node of a scenario: the shipped store in memory and the shipped replica, written by whoever plays its people.
import Catalog
package import Merge
import Records
package import Replica
import SeededNumbers
package import Store
import Synchronization

package final class ScenarioNode: Sendable {
  package let store: Store
  let replica: Mutex<Replica>
  let catalogDigest: Bytes16

  package var identity: Identity { store.identity }
  package var area: Area { store.identity.area }

  init(area: Area, seed: UInt64, catalog: Catalog) throws {
    var draw = Draw(seed: seed, stream: "node \(area)")
    let identity = Identity(
      node: NodeID(Bytes16(high: draw.next(), low: draw.next())), incarnation: 1,
      store: StoreID(Bytes16(high: draw.next(), low: draw.next())), area: area)
    // Most pages of a small store are empty, and there are thousands of such stores.
    store = try Store.inMemory(identity: identity, catalog: catalog, pageBytes: area.tier < .community ? nil : 1_024)
    let replica = Replica(identity: identity, catalog: catalog, clock: store.clock)
    catalogDigest = replica.catalogDigest.first16
    self.replica = Mutex(replica)
  }

  /// Makes the commits of entries in their order, in one transaction, as people make them: under the rules of entry.
  /// - Returns: how many were made.
  /// - Throws: `ScenarioFailure` where people could not have entered that here and then; nothing is written.
  @discardableResult
  package func enter(_ entries: [Entry]) throws -> Int {
    if entries.isEmpty { return 0 }
    return try write { replica, writer in
      var made = 0
      for entry in entries {
        let intents = try intents(of: entry, in: writer.reader)
        made += try replica.commit(intents, user: entry.user, now: entry.time, into: writer).count
      }
      return made
    }
  }

  private func intents(of entry: Entry, in reader: StoreReader) throws -> [Intent] {
    do {
      return try entry.plans(at: area, catalog: store.catalog).flatMap { try $0.intents(in: reader) }
    } catch let refusal as EntryRefusal {
      throw ScenarioFailure(description: "\(entry.user) cannot enter this at \(area): \(refusal)")
    }
  }

  func write<T: Sendable>(_ work: (inout Replica, StoreWriter) throws -> T) throws -> T {
    try replica.withLock { replica in try store.write { try work(&replica, $0) } }
  }
}
