// Copies of a store: made while it is in use, and put back as another lineage.
package import Catalog
import Foundation
import GRDB
package import Merge
package import Replica

extension Store {
  /// Copies a store, as it is at one moment, to a file that is not there yet. The node may be running over it.
  ///
  /// The copy has no free pages: what was removed from the store is not in it. It appears under its name when it is whole and
  /// on disk.
  /// - Throws: `alreadyExists`, or what the disk says; then there is no copy.
  package static func backUp(path: String, to target: String) throws -> (identity: Identity, mark: UInt64) {
    guard !FileManager.default.fileExists(atPath: target) else {
      throw StoreError(.alreadyExists, "there is a file at \(target)", hint: "Choose another name.")
    }
    let draft = target + ".part"
    removeDraft(draft)
    defer { removeDraft(draft) }
    do {
      try inspect(path: path) { _, _ in }
      var configuration = configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: try StoreFile(path).path, configuration: configuration)
      let address = URL(filePath: draft).absoluteString + "?sums=1"
      try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [address]) }
      try queue.close()
      let found = try checked(draft)
      try makeDurable(draft, as: target)
      return found
    } catch {
      throw StoreError(error).damaged("the store at \(path) is damaged", hint: StoreError.salvageHint(for: path))
    }
  }

  /// What a copy that has just been made holds.
  /// - Throws: `inputOutput` when pages of it are not what was written, which says nothing of the store; `damaged` when a commit is not
  ///   what its author made, since the store holds the same.
  private static func checked(_ draft: String) throws -> (identity: Identity, mark: UInt64) {
    try inspect(path: draft) { reader, identity in
      do { try checkPages(reader.db, path: draft) } catch {
        let error = StoreError(error)
        throw StoreError(
          .inputOutput, "the copy is not what was written", hint: "Check the disk it is on.",
          cause: [error.message, error.cause].compactMap(\.self).joined(separator: "; "))
      }
      try ChainCheck.all(reader.db)
      return (identity, try reader.mark())
    }
  }

  /// Puts a copy where there is no store, as another incarnation of its node: numbers that were given out after the copy was
  /// made are not given out again. What the copy lacks comes back at the first session.
  /// - Parameters:
  ///   - incarnation: drawn for this restoration.
  ///   - store: likewise.
  /// - Throws: `alreadyExists`, `notAStore`, `damaged`, or what the disk says; then there is no store.
  package static func restore(
    from source: String, to path: String, incarnation: UInt64, store: StoreID, catalog: Catalog
  ) throws -> Store {
    for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
      throw StoreError(.alreadyExists, "there is a file at \(path + ending)", hint: "Move it away first; keep it.")
    }
    guard FileManager.default.fileExists(atPath: source) else {
      throw StoreError(.notFound, "there is no backup at \(source)", hint: "Check the path.")
    }
    let draft = path + ".part"
    removeDraft(draft)
    defer { removeDraft(draft) }
    do {
      try StoreFile.checkHeader(source)
      try FileManager.default.copyItem(atPath: source, toPath: draft)
      chmod(draft, 0o600)
      try renewLineage(of: draft, incarnation: incarnation, store: store)
      try makeDurable(draft, as: path)
      return try open(path: path, catalog: catalog)
    } catch {
      throw StoreError(error).damaged(
        "the backup at \(source) is damaged",
        hint: "Use another one; if there is none, copy it to \(path) and run `gridward salvage --store \(path)`.")
    }
  }

  /// Gives a copy another lineage before it has its name: a copy that is cut short is never taken for a store.
  private static func renewLineage(of path: String, incarnation: UInt64, store: StoreID) throws {
    let queue = try DatabaseQueue(path: path, configuration: configuration())
    try queue.write { db in
      try checkFormat(db, path: path)
      try checkPages(db, path: path)
      try ChainCheck.all(db)
      try db.execute(
        sql: "UPDATE meta SET value = ? WHERE key = 'incarnation'", arguments: [Int64(bitPattern: incarnation)])
      try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'store'", arguments: [Data(store.raw.bytes)])
      try db.execute(sql: "DELETE FROM meta WHERE key = 'retired'")
    }
    try queue.close()
  }

  /// What SQLite knows of its own tables, and the sum of every page.
  private static func checkPages(_ db: Database, path: String) throws {
    let faults = try String.fetchAll(db, sql: "PRAGMA quick_check").filter { $0 != "ok" }
    guard let first = try faults.first ?? damagedPage(db).map({ "page \($0) is not what was written" }) else { return }
    throw StoreError(.damaged, "\(path) is damaged: \(first)", hint: "Use another copy.")
  }

  /// Takes away what has not got its name, and what SQLite left beside it.
  private static func removeDraft(_ path: String) {
    for ending in ["", "-journal", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
  }

  /// Flushes a file and gives it its name.
  static func makeDurable(_ draft: String, as target: String) throws {
    let folder = URL(filePath: target).deletingLastPathComponent().path
    for (path, isFolder) in [(draft, false), (folder, true)] {
      if isFolder, rename(draft, target) != 0 { throw inputOutput(target) }
      let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw inputOutput(path) }
      defer { _ = Glibc.close(descriptor) }
      guard fsync(descriptor) == 0 else { throw inputOutput(path) }
    }
  }

  private static func inputOutput(_ path: String) -> StoreError {
    StoreError(.inputOutput, "\(path) cannot be written", hint: "Is there room on it?")
  }
}
