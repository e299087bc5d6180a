// Stores filled with the benchmark's records: one for each author, and a parent that holds them all.
import Catalog
import Foundation
import Merge
import Replica
import Store
import Trust
import Wire

enum Fixture {
  static let city = Area("370200000000")!
  static let district = Area("370211000000")!

  static func identity(_ number: UInt64, area: Area) -> Identity {
    Identity(
      node: NodeID(Bytes16(high: 0x6265_6E63, low: number)), incarnation: number,
      store: StoreID(Bytes16(high: 0x7374_6F72, low: number)), area: area)
  }

  static func store(_ path: String, number: UInt64, area: Area, root: PublicKey? = nil) throws -> Store {
    for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    return try Store.create(path: path, identity: identity(number, area: area), catalog: .builtIn, root: root)
  }

  /// Fills a store at the city with what all authors wrote, as if each had sent it.
  static func parent(_ path: String, commits: [BenchCommit]) throws -> Store {
    let parent = try store(path, number: 1_000, area: city)
    let authors = Set(commits.map(\.author)).sorted()
    var writers: [Int: Replica] = [:]
    for author in authors {
      let identity = identity(UInt64(author), area: Records.home(of: author))
      writers[author] = Replica(identity: identity, catalog: .builtIn, clock: HybridClock())
    }
    try write(commits, by: &writers, into: parent)
    return parent
  }

  /// Writes commits into a store as their authors make them.
  static func write(_ commits: [BenchCommit], by writers: inout [Int: Replica], into parent: Store) throws {
    for slice in stride(from: 0, to: commits.count, by: 2_000) {
      try parent.write { storage in
        for commit in commits[slice..<min(slice + 2_000, commits.count)] {
          _ = try writers[commit.author]!.commit(
            commit.intents, user: "patroller", now: 1_900_000_000_000, into: storage)
        }
      }
    }
  }

  /// Writes edits into the parent's store as their authors would have sent them, each in a commit of its own.
  static func edit(
    _ parent: Store, _ edits: [(author: Int, record: RecordID, area: Area, fields: [FieldChange])]
  ) throws {
    let type = Catalog.builtIn.type(named: "hazard")!
    try parent.write { storage in
      let reader = StoreReader(storage.db)
      for edit in edits {
        guard let record = try reader.records(edit.record, type: type).first else { continue }
        let identity = identity(UInt64(edit.author), area: Records.home(of: edit.author))
        var writer = Replica(identity: identity, catalog: .builtIn, clock: HybridClock())
        let intent = Intent(
          type: "hazard", record: edit.record, area: edit.area, seen: record.state.version, fields: edit.fields)
        _ = try writer.commit([intent], user: "inspector", now: 1_900_001_000_000, into: storage)
      }
    }
  }

  /// Fills a store with `count` records: the same ones again and again under other ids.
  /// - Returns: how many were written.
  static func fill(_ path: String, area: Area = city, commits: [BenchCommit], count: Int) throws -> Int {
    let parent = try store(path, number: area == city ? 1_002 : 2_002, area: area)
    var writers: [Int: Replica] = [:]
    for author in Set(commits.map(\.author)) {
      let identity = identity(UInt64(author), area: Records.home(of: author))
      writers[author] = Replica(identity: identity, catalog: .builtIn, clock: HybridClock())
    }
    var written = 0
    var round: UInt64 = 0
    while written < count {
      for slice in stride(from: 0, to: commits.count, by: 2_000) where written < count {
        try parent.write { storage in
          for commit in commits[slice..<min(slice + 2_000, commits.count)] where written < count {
            let intents = commit.intents.prefix(count - written).map { again($0, round: round) }
            _ = try writers[commit.author]!.commit(intents, user: "patroller", now: 1_900_000_000_000, into: storage)
            written += intents.count
          }
        }
      }
      round += 1
    }
    try parent.close()
    return written
  }

  private static func again(_ intent: Intent, round: UInt64) -> Intent {
    let raw = Bytes16(high: intent.record.raw.high, low: intent.record.raw.low ^ round)
    return Intent(
      type: intent.type, record: RecordID(raw), area: intent.area, seen: intent.seen, fields: intent.fields)
  }
}
