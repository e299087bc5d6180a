// `gridward backup` and `gridward restore`: a copy of a node, and putting it back.
import ArgumentParser
import Enrolment
import Foundation
import Merge
import Node
import Replica
import Store
import Wire

struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the store, as it is at one moment; the node may be running.",
    discussion: """
        gridward backup /backup/home-0712.db --store home/node.db

      Private keys are not in it. Without its key a restored store is nobody's: keep `node.key` apart, once, in a safe, or make \
      the copy --with-key, and guard that copy like the key.
      """)

  @OptionGroup var options: StoreOptions
  @Argument(help: "The file to write.") var file: String
  @Flag(help: "Also copy the node's private keys, to FILE.key and FILE.trust.") var withKey = false

  func run() async throws {
    let settings = try await options.settings()
    let files = try NodeFiles(settings)
    let (identity, mark) = try Store.backUp(path: files.store, to: file)
    Terminal.line("Copied node \(identity.node) at \(identity.area.code), up to arrival \(mark), to \(file)")
    guard withKey else { return }
    _ = try files.key(of: identity)
    try SecretFile.write(try SecretFile.read(files.keyFile.url), to: URL(filePath: file + ".key"))
    if FileManager.default.fileExists(atPath: files.trust.url.path) {
      try FileManager.default.copyItem(at: files.trust.url, to: URL(filePath: file + ".trust"))
    }
    Terminal.line("  and its private keys: guard \(file).key and \(file).trust like the node itself")
  }
}

struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup back, where there is no store.",
    discussion: """
        gridward restore /backup/home-0712.db --store home/node.db

      The node goes on in another incarnation: no number that was given out after the copy was made is given out again. At the \
      first session with its parent it gets back what had been uploaded since; what had not is lost with the old disk.
      """)

  @OptionGroup var options: StoreOptions
  @Argument(help: "The file that `gridward backup` wrote.") var file: String

  func run() async throws {
    let settings = try await options.settings()
    let files = try NodeFiles(settings)
    try? FileManager.default.createDirectory(
      at: URL(filePath: files.store).deletingLastPathComponent(), withIntermediateDirectories: true)
    let store = try Store.restore(
      from: file, to: files.store, incarnation: Node.random16().high, store: StoreID(Node.random16()),
      catalog: try settings.catalog())
    try bringKeys(files)
    let (last, address) = try store.read { (try $0.lastArrival(), try $0.parentAddress()) }
    LineageMarker.ofMachine(store: files.store)?.noteMark(
      .init(store: store.identity.store, arrival: last.number, hash: last.hash))
    Terminal.line(
      "Restored node \(store.identity.node) at \(store.identity.area.code), as it was at arrival \(last.number)")
    Terminal.line("  it goes on as incarnation \(store.identity.incarnation)")
    Terminal.line(
      "  at the first session\(address.map { " with \($0)" } ?? "") it gets back what it had uploaded since")
    try checkKey(files, store)
    try store.close()
  }

  /// Puts back the keys that were copied with the store, where there are none.
  private func bringKeys(_ files: NodeFiles) throws {
    let (key, trust) = (URL(filePath: file + ".key"), URL(filePath: file + ".trust"))
    if !files.keyFile.exists, FileManager.default.fileExists(atPath: key.path) {
      try SecretFile.write(try SecretFile.read(key), to: files.keyFile.url)
    }
    if FileManager.default.fileExists(atPath: trust.path), !FileManager.default.fileExists(atPath: files.trust.url.path)
    {
      try FileManager.default.copyItem(at: trust, to: files.trust.url)
    }
  }

  private func checkKey(_ files: NodeFiles, _ store: Store) throws {
    if files.keyFile.exists {
      _ = try files.key(of: store.identity)
    } else if store.root != nil {
      Terminal.line("Next: put the node's key at \(files.keyFile.url.path)")
      Terminal.line(
        "  without it nobody can write as this node any more: enrol a new one in a new store, and revoke this")
    }
    guard store.root != nil, !files.trust.isEnrolled else { return }
    Terminal.line("Next: put the node's certificates at \(files.trust.url.path), or with its key alone:")
    Terminal.line("  gridward enroll TOKEN --parent URL --store \(files.store)")
  }
}
