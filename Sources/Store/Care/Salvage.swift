// Saving what is whole of a damaged store: a new store beside it, as another lineage, and the old file kept.
package import Catalog
import Foundation
import GRDB
package import Merge
package import Replica
import Trust

/// What became of a damaged store.
package struct Salvage: Sendable {
  /// Numbers of a feed that could not be read, or whose hash was not theirs.
  package struct Missing: Sendable {
    package let feed: FeedID
    package let area: String
    package let first: UInt64
    package let last: UInt64
  }

  /// Numbers of a feed that were saved beside it, since one before them is missing.
  package struct Stranded: Sendable {
    package let feed: FeedID
    package let area: String
    package let first: UInt64
    package let last: UInt64
  }

  /// Where the damaged file is now.
  package internal(set) var kept = ""
  package internal(set) var feeds = 0
  package internal(set) var commits = 0
  package internal(set) var missing: [Missing] = []
  /// Commits behind missing ones: they are put back when these come, or made again when those of this node's own never will.
  package internal(set) var stranded: [Stranded] = []
  /// Tables of which rows could not be read: their rows come anew with the next sessions, or not at all.
  package internal(set) var tables: [String] = []
  /// Feeds by their number in the damaged file of which it cannot be read whose they are: nothing of them is saved.
  package internal(set) var nameless: [Int64] = []
  /// The first damaged frame of a log that held whole work behind it; nil when it was read to its end.
  package internal(set) var hole: UInt32?
  /// Who the node is from now on.
  package internal(set) var identity: Identity

  /// One line for each thing that is not there, for the operator.
  package var losses: [String] {
    missing.map { "feed \($0.feed) about \($0.area): numbers \($0.first) to \($0.last)" }
      + nameless.map { "feed number \($0): all of it, since its row could not be read" }
      + tables.map { "table \($0): rows that could not be read" }
      + (hole.map { ["log: frame \($0) is damaged; of what was written last more may be missing than is named"] } ?? [])
  }

  /// One line for each run of commits that wait for a missing one.
  package var waits: [String] {
    stranded.map { "feed \($0.feed) about \($0.area): numbers \($0.first) to \($0.last), for number \($0.first - 1)" }
  }

  package var strandedCount: Int { stranded.reduce(0) { $0 + Int($1.last - $1.first) + 1 } }
}

extension Salvage {
  /// How many damaged files are kept.
  static let keptMax = 3
  static let draftEnding = ".salvage"
  static let readyEnding = ".salvaged"
  static let reportEnding = ".salvage.txt"
  /// A copy of the damaged file with its log in it, while it is read.
  static let replayEnding = ".salvage.log"

  /// Makes a new store of what is whole in a damaged one and puts it in its place.
  ///
  /// Every commit of the new store is hashed; a feed is taken up to the first that is not there, and
  /// what is whole behind that is kept beside it. The new store has another id and
  /// incarnation, and no cursors: the first session with each neighbour compares everything. Interrupted, it is done again
  /// from the damaged file; once the new store is whole on disk, opening it finishes the work.
  /// - Parameters:
  ///   - node: who the node is, where its key says so; what the store says is compared with it.
  ///   - incarnation: drawn for this.
  ///   - store: likewise.
  ///   - seconds: since 1970, for the name of the file that is kept.
  /// - Throws: `damaged` when not even the store's own name can be read, `notAStore` and the like for another's file, `diskFull`; then
  ///   everything is as it was.
  package static func run(
    path asked: String, node: NodeID?, incarnation: UInt64, store: StoreID, catalog: Catalog, seconds: Int64
  ) throws -> Salvage {
    do {
      try finish(asked)
      let path = StoreFile.place(of: asked)
      guard FileManager.default.fileExists(atPath: path) else { throw StoreFile.isMissing(path) }
      // A file that is none of ours, or of another version, stays as it is.
      do {
        try StoreFile.checkHeader(path, toSalvage: true)
      } catch let error as StoreError where error.code == .damaged {}
      let lock = try StoreLock(path: path)
      defer { lock.release() }
      try lock.hold(path)
      let draft = path + draftEnding
      let replay = path + replayEnding
      for file in [draft, replay] { remove(file) }
      // Half a draft would take the room that the next attempt needs.
      defer { for file in [draft, replay] { remove(file) } }
      var salvage: Salvage
      do {
        let hole = try KeptLog.mend(beside: path)
        let hasReplay = hole != nil && KeptLog.replay(beside: path, into: replay)
        func save(from source: String) throws -> Salvage {
          remove(draft)
          return try Salvager(Salvager.Address(file: source), draft: draft, catalog: catalog)
            .run(node: node, incarnation: incarnation, store: store, seconds: seconds)
        }
        do { salvage = try save(from: hasReplay ? replay : path) } catch {
          guard StoreError(error).code == .damaged else { throw error }
          // Without its first page nothing of a file can be read.
          remove(replay)
          guard FirstPage.remake(of: path, into: replay, hasHole: hole != nil) else { throw error }
          salvage = try save(from: replay)
        }
        salvage.hole = hole
      } catch { throw withRoom(StoreError(error), path) }
      salvage.kept = freeName(path, seconds)
      try salvage.writeReport(beside: path, seconds)
      try Data(salvage.kept.utf8).write(to: URL(filePath: path + draftEnding + ".name"), options: .atomic)
      try Store.makeDurable(draft, as: path + readyEnding)
      try move(path)
      return salvage
    } catch { throw StoreError(error) }
  }

  /// Says how much room saving takes where it was that which was missing.
  private static func withRoom(_ error: StoreError, _ path: String) -> StoreError {
    guard error.code == .diskFull else { return error }
    let size = ["", "-wal"].compactMap {
      try? FileManager.default.attributesOfItem(atPath: path + $0)[.size] as? Int
    }.reduce(0, +)
    return StoreError(
      .diskFull, "there is no room for a new store of what is whole in \(path)",
      hint:
        "It takes about \(max(1, size >> 20)) MiB beside that file. Free so much and run it again; the damaged file is as it was.",
      cause: error.cause)
  }

  /// Nothing that has been kept before is written over.
  private static func freeName(_ path: String, _ seconds: Int64) -> String {
    let names = (seconds...).lazy.map { "\(path).damaged-\($0)" }
    return names.first { !FileManager.default.fileExists(atPath: $0) } ?? path + ".damaged-0"
  }

  /// Puts a new store that is whole in the place of the damaged one, if a crash came between.
  static func finish(_ asked: String) throws {
    let place = StoreFile.place(of: asked)
    guard FileManager.default.fileExists(atPath: place + readyEnding) else { return }
    let lock = try StoreLock(path: place)
    defer { lock.release() }
    try move(place)
  }

  /// The log and then the file get the kept name, and the new store theirs. Each step may have been done already.
  private static func move(_ path: String) throws {
    let note = URL(filePath: path + draftEnding + ".name")
    let kept = (try? String(contentsOf: note, encoding: .utf8)) ?? path + ".damaged-0"
    try? FileManager.default.removeItem(atPath: path + "-shm")
    for ending in ["-wal", ""] where FileManager.default.fileExists(atPath: path + ending) {
      guard rename(path + ending, kept + ending) == 0 else {
        throw StoreError(.inputOutput, "\(path) cannot be moved", hint: "Check the folder's permissions.")
      }
    }
    try Store.makeDurable(path + readyEnding, as: path)
    try? FileManager.default.removeItem(at: note)
    dropOldest(beside: path)
  }

  private static func dropOldest(beside path: String) {
    let url = URL(filePath: path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)) ?? []
    let kept = names.filter { $0.hasPrefix(url.lastPathComponent + ".damaged-") && !$0.hasSuffix("-wal") }.sorted()
    // The first holds what later ones may lack.
    for name in kept.dropFirst().dropLast(keptMax - 1) {
      remove(url.deletingLastPathComponent().appending(path: name).path)
    }
  }

  private static func remove(_ path: String) {
    for ending in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: path + ending) }
  }

  private static let heading = "Salvage of "
  /// What came before is kept as far as this.
  private static let reportBytesMax = 1 << 20

  /// Appends what this salvage tells to what the earlier ones have told.
  private func writeReport(beside path: String, _ seconds: Int64) throws {
    let log = hole == nil ? "" : ", its log \(kept)-wal"
    let head = "\(commits) commits in \(feeds) feeds were saved; the damaged file is \(kept)\(log)"
    let lines =
      [Self.heading + Date(timeIntervalSince1970: Double(seconds)).ISO8601Format(), head]
      + (losses.isEmpty ? ["nothing is missing"] : losses.map { "missing: \($0)" })
      + waits.map { "waiting: \($0)" }
    let file = URL(filePath: path + Self.reportEnding)
    let before = (try? Data(contentsOf: file))?.suffix(Self.reportBytesMax) ?? Data()
    let text = (before.isEmpty ? "" : "\n") + lines.joined(separator: "\n") + "\n"
    try (before + Data(text.utf8)).write(to: file, options: .atomic)
  }

  /// What the last salvage of the store at a path told; empty when there was none.
  package static func report(of path: String) -> [String] {
    guard let data = try? Data(contentsOf: URL(filePath: path + reportEnding)) else { return [] }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    let last = lines.lastIndex { $0.hasPrefix(heading) }
    return Array(lines[(last.map { $0 + 1 } ?? 0)...])
  }
}
