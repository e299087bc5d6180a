// A store on a disk of the caller's: a file system known to SQLite by name, which may fail as disks do.
package import Catalog
import GRDB
package import Merge
package import Replica
package import Trust

extension Store {
  /// Makes a new store on the file system that SQLite knows as `disk`.
  ///
  /// The tables, the write-ahead log and the flushes are those of a store in a file; one connection reads and writes.
  /// - Parameter run: what its changes are numbered under, drawn for this opening.
  package static func create(
    onDisk disk: String, identity: Identity, catalog: Catalog, root: PublicKey? = nil, run: RunMark = .drawn()
  ) throws -> Store {
    do {
      let queue = try durableQueue(disk)
      try initialize(queue, identity: identity, catalog: catalog, root: root)
      return try Store(path: uri(disk), pool: queue, catalog: catalog, lock: nil, run: run)
    } catch { throw StoreError(error) }
  }

  /// Opens the store on the file system that SQLite knows as `disk`.
  /// - Parameter run: what its changes are numbered under, drawn for this opening.
  /// - Throws: `notAStore` when there is none or none that is whole; `damaged`.
  package static func open(onDisk disk: String, catalog: Catalog, run: RunMark = .drawn()) throws -> Store {
    do {
      let queue = try durableQueue(disk)
      do {
        try queue.read { try checkFormat($0, path: uri(disk)) }
        try queue.writeWithoutTransaction { try RecoveredLog.makeDurable($0) }
        return try Store(path: uri(disk), pool: queue, catalog: catalog, lock: nil, run: run)
      } catch {
        try? queue.close()
        throw error
      }
    } catch { throw StoreError(error) }
  }

  /// Makes a new store of what is whole in the damaged one on a disk (`Salvage`), on another disk, and closes it.
  /// - Throws: `damaged` when not even the store's own name can be read.
  package static func salvage(
    onDisk disk: String, to draft: String, node: NodeID, incarnation: UInt64, store: StoreID, catalog: Catalog
  ) throws -> Salvage {
    do {
      return try Salvager(Salvager.Address(uri: uri(disk)), draft: uri(draft), catalog: catalog)
        .run(node: node, incarnation: incarnation, store: store)
    } catch { throw StoreError(error) }
  }

  private static func uri(_ disk: String) -> String { "file:/node.db?vfs=\(disk)" }

  private static func durableQueue(_ disk: String) throws -> DatabaseQueue {
    var configuration = configuration()
    configuration.journalMode = .wal
    let queue = try DatabaseQueue(path: uri(disk), configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return queue
  }
}
