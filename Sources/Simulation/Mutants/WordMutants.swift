// Mutants that believe whoever speaks: of what a node has lost, and of what only it can say.
import Catalog
import Merge
import Replica
import Store
import Trust
import Wire

extension Mutant {
  /// The batch as a node takes it that believes to have written whatever bears its name: each such commit is put under a seal
  /// that the node makes for it, since the shipped code asks for one.
  func owning(_ batch: Batch, at node: SimulatedNode) throws -> Batch {
    guard self == .believesUnsealedLoss else { return batch }
    var items = CBORReader(batch.commits)
    var scanner = CommitScanner()
    var commits: [UInt8] = []
    while !items.isAtEnd {
      let item = Array(batch.commits[try items.byteRange(max: Limits.batchBytesMax)])
      CommitSequence.append(item, to: &commits)
      var reader = CBORReader(item)
      guard item.first != Seal.firstByte, (try? scanner.scan(&reader)) != nil, try isNew(scanner, at: node) else {
        continue
      }
      let hash = Hashing.chain(item, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
      let head = Head(seq: scanner.seq, hash: hash)
      let seal = Seal.seals(of: [(scanner.feed, head)], time: scanner.time, key: node.signer)[0]
      CommitSequence.append(seal.encoded, to: &commits)
    }
    return Batch(span: batch.span, commits: commits)
  }

  private func isNew(_ scan: CommitScanner, at node: SimulatedNode) throws -> Bool {
    let feed = try node.read { _, store in try store.feed(scan.feed) }
    guard let key = feed?.key ?? scan.key, key.node == node.identity.node else { return false }
    return scan.seq > feed?.head.seq ?? 0
  }
}

/// A writer to which a feed is the feed of whoever stands at its area.
struct WordBeliever: PassingStorage {
  let place: MutantPlace
  /// Whether it takes records of a type in a feed for written by those at the area.
  let believes: (RecordType, FeedKey) -> Bool

  func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    let isBelieved = scan.changes.contains { change in
      node.catalog.type(named: String(decoding: bytes[change.type], as: UTF8.self)).map { believes($0, feed.key) }
        ?? false
    }
    guard isBelieved else { return try inner.fold(scan, in: bytes, feed: feed) }
    let key = FeedKey(
      node: feed.key.node, incarnation: feed.key.incarnation, home: feed.key.area, area: feed.key.area,
      class: feed.key.class)
    let believed = StoredFeed(
      reference: feed.reference, id: feed.id, key: key, head: feed.head, sealed: feed.sealed, effective: feed.effective)
    try inner.fold(scan, in: bytes, feed: believed)
  }
}
