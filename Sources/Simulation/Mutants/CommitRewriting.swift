// Taking commits apart and putting them together otherwise, for mutants that fold something else than what was stored.
import Merge
import Replica
import Wire

extension CommitScanner {
  /// The commit's changes.
  func allChanges(in bytes: [UInt8]) -> [Change] { changes.indices.map { change($0, in: bytes) } }
}

/// A commit with other changes than its author made.
enum Rewriting {
  /// - Parameter place: where the commit says it stands; nil for its own place.
  static func commit(
    _ scan: CommitScanner, in bytes: [UInt8], key: FeedKey, place: Dot? = nil, changes: [Change]
  ) throws -> (scan: CommitScanner, bytes: [UInt8]) {
    let place = place ?? Dot(feed: scan.feed, seq: scan.seq)
    let user = String(decoding: bytes[scan.user], as: UTF8.self)
    let header = CommitHeader(
      feed: place.feed, seq: place.seq, previous: scan.previous, time: scan.time, deviceTime: scan.deviceTime,
      user: user, key: place.seq == 1 ? key : nil)
    let commit = CommitEncoder.commit(header, payload: CommitEncoder.payload(changes, feed: place.feed))
    var scanner = CommitScanner()
    var reader = CBORReader(commit.bytes)
    try scanner.scan(&reader)
    return (scanner, commit.bytes)
  }
}

/// The commits of a batch, one by one.
struct CommitList {
  let scans: [(scan: CommitScanner, bytes: [UInt8])]

  init(_ sequence: [UInt8]) throws {
    var reader = CBORReader(sequence)
    var scans: [(CommitScanner, [UInt8])] = []
    while !reader.isAtEnd {
      let bytes = Array(sequence[try reader.byteRange(max: Limits.batchBytesMax)])
      var scanner = CommitScanner()
      var commit = CBORReader(bytes)
      try scanner.scan(&commit)
      scans.append((scanner, bytes))
    }
    self.scans = scans
  }

  /// The commits that pass, as a sequence.
  func sequence(where isKept: (CommitScanner, [UInt8]) throws -> Bool) rethrows -> [UInt8] {
    var kept: [UInt8] = []
    for (scan, bytes) in scans where try isKept(scan, bytes) { CommitSequence.append(bytes, to: &kept) }
    return kept
  }
}
