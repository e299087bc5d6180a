// Where the time of a first sync goes: the same work, stage by stage, in one process without a socket.
import Catalog
import CoreFoundation
import Foundation
import Glibc
import Merge
import Replica
import Store
import Wire

/// Processor seconds of this process so far.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func measure<T>(_ body: () throws -> T) rethrows -> (value: T, wall: Double, processor: Double) {
  let clock = ContinuousClock()
  let (start, before) = (clock.now, processorSeconds())
  let value = try body()
  let wall = (clock.now - start) / .seconds(1)
  return (value, wall, processorSeconds() - before)
}

struct Stages {
  let parent: Store
  let branch: Branch
  let records: Int
  /// Batches in one transaction.
  let group: Int

  /// Serves everything the parent holds to an empty child and prints the cost of each stage for one record.
  func run(child: Store) throws {
    let batches = try report("read and cut") { () throws -> [Batch] in
      var cutter = BatchCutter(from: .zero, branch: branch, link: -1)
      var batches: [Batch] = []
      while let batch = try parent.read({ try cutter.next(in: $0) }) { batches.append(batch) }
      return batches
    }
    let frames = report("deflate") { batches.map(\.frame) }
    let bytes = frames.reduce(0) { $0 + $1.body.count }
    print("bytes on the wire per record: \(bytes / records)")
    let inflated = try report("inflate") { try frames.map { try Batch($0) } }
    try report("scan") { try Self.scan(inflated) { _, _ in } }
    let scanned = report("scan and hash") { inflated.map { ScannedBatch($0) } }
    var replica = Replica(identity: child.identity, catalog: child.catalog, clock: child.clock)
    var refused: [FeedID: UInt64] = [:]
    try report("store, fold, commit") {
      for start in stride(from: 0, to: scanned.count, by: group) {
        try child.write { storage in
          for batch in scanned[start..<min(start + group, scanned.count)] {
            _ = try replica.ingest(
              Delivery(batch, branch: branch, source: 1, now: 2_000_000_000_000), refused: &refused, into: storage)
          }
        }
      }
    }
    let size = try child.read { try $0.summary(types: ["hazard"]) }
    print("disk bytes per record: \(size.fileBytes / records), rows \(size.records)")
  }

  private static func scan(_ batches: [Batch], _ body: (CommitScanner, [UInt8]) -> Void) throws {
    var scanner = CommitScanner()
    for batch in batches {
      var reader = CBORReader(batch.commits)
      while !reader.isAtEnd {
        let place = try reader.byteRange(max: Limits.commitBytesMax)
        var inner = CBORReader(batch.commits, from: place.lowerBound, to: place.upperBound)
        try scanner.scan(&inner)
        body(scanner, batch.commits)
      }
    }
  }

  private func report<T>(_ stage: String, _ body: () throws -> T) rethrows -> T {
    let (value, wall, processor) = try measure(body)
    let perRecord = processor / Double(records) * 1e6
    print(
      String(
        format: "%-34@ %7.3f s wall %7.3f s processor %6.2f µs/record", stage as NSString, wall, processor, perRecord))
    return value
  }
}
