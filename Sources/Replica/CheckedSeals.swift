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

  /// Takes note of the author of a commit whose header has been scanned, and looks for keys among its statements.
  fileprivate mutating func meet(_ scan: CommitScanner, in commits: [UInt8]) {
    if let key = scan.key, authors.count < Self.countMax || authors[scan.feed] != nil { authors[scan.feed] = key.node }
    if scan.key?.class.name == StatementRecord.className, feeds.count < Self.countMax { feeds.insert(scan.feed) }
    guard feeds.contains(scan.feed) else { return }
    var reader = CBORReader(commits, from: scan.whole.lowerBound, to: scan.whole.upperBound)
    var whole = CommitScanner()
    guard (try? whole.scan(&reader)) != nil else { return }
    for key in StatementRecord.subjects(in: whole, commits) { meet(key) }
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
  ///   - commits: a commit sequence.
  ///   - met: the keys the session has come across; added to.
  ///   - author: who writes a feed whose first commit is not in the sequence; nil when that is not known.
  ///   - key: an author's key; nil when it is not known.
  package init(
    of commits: [UInt8], met: inout MetKeys, author: (FeedID) throws -> NodeID?, key: (NodeID) throws -> PublicKey?
  ) rethrows {
    var names: Set<Digest> = []
    var failures = 0
    var scanner = CommitScanner()
    var last: (feed: FeedID, seq: UInt64)?
    var items = CBORReader(commits)
    while failures < Self.failuresMax, !items.isAtEnd, let place = try? items.byteRange(max: Limits.batchBytesMax) {
      guard commits[place].first == Seal.firstByte else {
        var reader = CBORReader(commits, from: place.lowerBound, to: place.upperBound)
        last = (try? scanner.scanHeader(ofCommitIn: &reader)) == nil ? nil : (scanner.feed, scanner.seq)
        if last == nil { continue }
        met.meet(scanner, in: commits)
        continue
      }
      guard let last, let seal = try? Seal(encoded: Array(commits[place])), seal.feed == last.feed,
        seal.seq == last.seq, let writer = try met.author(of: seal.feed, else: author),
        let key = try met.key(of: writer, else: key)
      else { continue }
      // The scanner still stands at the commit the seal stands behind.
      let hash = Hashing.chain(
        commits, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
      guard let message = seal.message(signer: writer, hash: hash), key.node == writer else { continue }
      // All heads of one push stand under one signature.
      let name = Hashing.sha256(message + seal.signature)
      if names.contains(name) { continue }
      if key.verifies(seal.signature, of: message) { names.insert(name) } else { failures += 1 }
    }
    self.names = names
  }
}
