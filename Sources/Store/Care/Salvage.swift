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
  /// What this machine had noted of the store and is not in it; nil where nothing speaks for that.
  package internal(set) var setBack: SetBack?
  /// Who the node is from now on.
  package internal(set) var identity: Identity

  /// One line for each thing that is not there, for the operator.
  package var losses: [String] {
    missing.map { "feed \($0.feed) about \($0.area): numbers \($0.first) to \($0.last)" }
      + nameless.map { "feed number \($0): all of it, since its row could not be read" }
      + tables.map { "table \($0): rows that could not be read" }
      + (hole.map { ["log: frame \($0) is damaged; of what was written last more may be missing than is named"] } ?? [])
      + (setBack.map { ["store: \($0.sentence)"] } ?? [])
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
  ///   - known: how far the machine remembers the damaged store to have come.
  ///   - seconds: since 1970, for the name of the file that is kept.
  /// - Throws: `damaged` when not even the store's own name can be read, `notAStore` and the like for another's file, `diskFull`; then
  ///   everything is as it was.
  package static func run(
    path asked: String, node: NodeID?, incarnation: UInt64, store: StoreID, known: Known? = nil, catalog: Catalog,
    seconds: Int64
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
      // Half a draft would take the room that the next attempt needs.
      defer { removeDrafts(of: path) }
      var room = SalvageRoom(beside: path)
      do {
        var salvage = try save(path, &room) { source in
          remove(path + draftEnding)
          return try Salvager(Salvager.Address(file: source), draft: path + draftEnding, catalog: catalog)
            .run(node: node, incarnation: incarnation, store: store, known: known, seconds: seconds)
        }
        salvage.kept = freeName(path, seconds)
        try salvage.writeReport(beside: path, seconds)
        try Data(salvage.kept.utf8).write(to: URL(filePath: path + draftEnding + ".name"), options: .atomic)
        try Store.makeDurable(path + draftEnding, as: path + readyEnding)
        try move(path)
        return salvage
      } catch { throw room.translated(error) }
    } catch { throw StoreError(error) }
  }

  /// Saves what is whole of the file, or of a copy of it that has in it what the file lacks.
  private static func save(
    _ path: String, _ room: inout SalvageRoom, _ saved: (_ source: String) throws -> Salvage
  ) throws -> Salvage {
    let replay = path + replayEnding
    removeDrafts(of: path)
    let hole = try KeptLog.mend(beside: path)
    if hole != nil { try room.takeCopy() }
    let hasReplay = hole != nil && KeptLog.replay(beside: path, into: replay)
    var salvage: Salvage
    do { salvage = try saved(hasReplay ? replay : path) } catch {
      guard StoreError(error).code == .damaged else { throw error }
      // Without its first page nothing of a file can be read.
      removeDrafts(of: path)
      try room.takeCopy()
      guard try FirstPage.remake(of: path, into: replay, hasHole: hole != nil) else { throw error }
      salvage = try saved(replay)
    }
    salvage.hole = hole
    return salvage
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

  private static func removeDrafts(of path: String) {
    for ending in [draftEnding, replayEnding] { remove(path + ending) }
  }

  private static func remove(_ path: String) {
    for ending in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: path + ending) }
  }
}
