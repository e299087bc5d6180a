// Signatures checked before the writer has a batch in hand, so that it need not wait for them.
package import Merge
package import Trust
import Wire

/// The authors of feeds, and their keys, that a session has come across, on disk yet or not.
///
/// A key proves itself, since its node id is its digest: whether what was said of it counts makes no difference here. Nor does
/// it matter whether a feed is accepted: a seal that holds under the key of another author holds for nothing.
package struct MetKeys: Sendable {
  private var keys: [NodeID: PublicKey] = [:]
  private var authors: [FeedID: NodeID] = [:]
  /// The feeds that statements have been looked for in.
  private var feeds: Set<FeedID> = []
  package var people = MetPeople()
  /// Beyond, they are looked up again for each seal.
  private static let countMax = 16_384

  package init() {}

  fileprivate mutating func author(of feed: FeedID, else find: (FeedID) throws -> NodeID?) rethrows -> NodeID? {
    if let author = authors[feed] { return author }
    guard let author = try find(feed) else { return nil }
    if authors.count < Self.countMax { authors[feed] = author }
    return author
  }

  fileprivate mutating func key(of node: NodeID, else find: (NodeID) throws -> PublicKey?) rethrows -> PublicKey? {
    if let key = keys[node] { return key }
    guard let key = try find(node) else { return nil }
    meet(key)
    return key
  }

  /// Takes note of the author of a commit, and looks for keys among its statements.
  fileprivate mutating func meet(_ scan: CommitScanner, in commits: [UInt8]) {
    if let key = scan.key, authors.count < Self.countMax || authors[scan.feed] != nil { authors[scan.feed] = key.node }
    if scan.key?.class.name == StatementRecord.className, feeds.count < Self.countMax { feeds.insert(scan.feed) }
    guard feeds.contains(scan.feed) else { return }
    for key in StatementRecord.subjects(in: scan, commits) { meet(key) }
  }

  private mutating func meet(_ key: PublicKey) { if keys.count < Self.countMax { keys[key.node] = key } }
}

/// Which of a batch's seals were found to be their authors'.
///
/// That a key signed a message is the same wherever it is found out: what is checked here on the session's own task is
/// not checked again inside the transaction. Whether the key may say anything is decided there alone.
package struct CheckedSeals: Sendable {
  /// By the digest of what was signed and the signature.
  let names: Set<Digest>

  /// How many were found to hold.
  package var count: Int { names.count }

  package static let none = CheckedSeals(names: [])
  /// After so many that do not hold the rest is left to the writer, which has a limit of its own.
  private static let failuresMax = 8

  private init(names: Set<Digest>) { self.names = names }

  /// Checks every seal that stands directly behind its commit, each signature once.
  /// - Parameters:
  ///   - met: the keys the session has come across; added to.
  ///   - author: who writes a feed whose first commit is not in the batch; nil when that is not known.
  ///   - key: an author's key; nil when it is not known.
  package init(
    of batch: ScannedBatch, met: inout MetKeys, author: (FeedID) throws -> NodeID?, key: (NodeID) throws -> PublicKey?
  ) rethrows {
    var names: Set<Digest> = []
    var failures = 0
    var last: (dot: Dot, hash: Digest)?
    for item in batch.items where failures < Self.failuresMax {
      switch item {
      case .commit(let scan, let hash):
        last = (Dot(feed: scan.feed, seq: scan.seq), hash)
        met.meet(scan, in: batch.bytes)
      case .faulty, .unreadable: last = nil
      case .seal(let place):
        guard let last, let seal = try? Seal(encoded: Array(batch.bytes[place])),
          Dot(feed: seal.feed, seq: seal.seq) == last.dot, let writer = try met.author(of: seal.feed, else: author),
          let key = try met.key(of: writer, else: key), key.node == writer,
          let message = seal.message(signer: writer, hash: last.hash)
        else { continue }
        // All heads of one push stand under one signature.
        let name = Hashing.sha256(message + seal.signature)
        if names.contains(name) { continue }
        if key.verifies(seal.signature, of: message) { names.insert(name) } else { failures += 1 }
      }
    }
    self.names = names
  }
}
