// Opening a node's store for commands that work on it by themselves.
import Catalog
import Merge
import Replica
import Store
import Trust

enum OpenStore {
  /// Opens the store for writing; while a node runs over it, its lock is held.
  static func writable(_ settings: Settings) throws -> Store {
    try Store.open(path: try settings.requiredStore(), catalog: try settings.catalog())
  }

  /// Looks into the store; a node may be running over it.
  static func looking<T>(_ settings: Settings, _ body: (StoreReader, Identity) throws -> T) throws -> T {
    try Store.inspect(path: try settings.requiredStore(), body)
  }

  /// What nodes tell each other of their catalog.
  static func catalogDigest(_ settings: Settings) throws -> Bytes16 {
    Hashing.sha256(try settings.catalog().canonicalBytes).first16
  }
}
