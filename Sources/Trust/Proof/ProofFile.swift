// A proof file: what was done to one record, with everything needed to check it far from the network.
package import Merge
package import Wire

/// The commits of a record, each feed's chain from its first commit to a sealed head, and the statements that say whose word
/// counts.
///
/// Commits of the same feeds that are about other records stand there as their header and the digest of their payload: the
/// chain needs no more, and nothing else becomes known.
/// - Source: protocol §12.
package struct ProofFile: Hashable, Sendable {
  /// The root key of the city whose nodes wrote it; whoever checks must have it from elsewhere.
  package let root: PublicKey
  package let type: String
  package let record: RecordID
  /// Ascending by feed.
  package let feeds: [FeedProof]
  /// Grants, revocations and redactions, as they were signed; ascending by digest.
  package let statements: [Statement]

  package static let magic = "gridward proof 1"
  package static let bytesMax = 256 << 20
  package static let feedsMax = 4_096
  package static let statementsMax = 65_536

  package init(root: PublicKey, type: String, record: RecordID, feeds: [FeedProof], statements: [Statement]) {
    self.root = root
    self.type = type
    self.record = record
    self.feeds = feeds.sorted { $0.seal.feed < $1.seal.feed }
    self.statements = statements.sorted { $0.digest.first16 < $1.digest.first16 }
  }

  package var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 4_096)
    writer.array(5)
    writer.text(Self.magic)
    writer.digest(root.raw)
    writer.array(2)
    writer.text(type)
    writer.id(record)
    writer.array(feeds.count)
    for feed in feeds { feed.write(to: &writer) }
    writer.array(statements.count)
    for statement in statements { writer.bytes(statement.encoded) }
    return writer.bytes
  }

  /// Reads a file; the signatures of its statements are checked, the rest is `check`'s.
  package init(encoded bytes: [UInt8]) throws(WireError) {
    guard bytes.count <= Self.bytesMax else { throw WireError(.tooLarge, "a proof of 256 MiB") }
    var reader = CBORReader(bytes)
    guard try reader.array(max: 5, "parts of a proof") == 5, try reader.text(max: 64) == Self.magic else {
      throw reader.fail(.malformed, "a proof file")
    }
    root = PublicKey(try reader.digest())
    guard try reader.array(max: 2, "type and record") == 2 else { throw reader.fail(.malformed, "type and record") }
    type = try reader.text(max: Limits.nameBytesMax)
    record = RecordID(try reader.bytes16())
    var feeds: [FeedProof] = []
    for _ in 0..<(try reader.array(max: Self.feedsMax, "feeds")) { feeds.append(try FeedProof(&reader)) }
    var statements: [Statement] = []
    for _ in 0..<(try reader.array(max: Self.statementsMax, "statements")) {
      let place = try reader.byteRange(max: Statement.bytesMax)
      statements.append(try Statement(encoded: Array(bytes[place])))
    }
    try reader.expectEnd()
    (self.feeds, self.statements) = (feeds, statements)
  }
}

/// One feed's part of a proof.
package struct FeedProof: Hashable, Sendable {
  /// Every commit from the first to the sealed one, in order.
  package let commits: [[UInt8]]
  package let seal: Seal
  /// Of tiers above, ascending by signer.
  package let receipts: [CustodyReceipt]

  package init(commits: [[UInt8]], seal: Seal, receipts: [CustodyReceipt]) {
    self.commits = commits
    self.seal = seal
    self.receipts = receipts.sorted { $0.signer < $1.signer }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.array(commits.count)
    for commit in commits { writer.bytes(commit) }
    writer.bytes += seal.encoded
    writer.array(receipts.count)
    for receipt in receipts { receipt.write(to: &writer) }
  }

  init(_ reader: inout CBORReader) throws(WireError) {
    guard try reader.array(max: 3, "parts of a feed") == 3 else { throw reader.fail(.malformed, "a feed's part") }
    var commits: [[UInt8]] = []
    for _ in 0..<(try reader.array(max: ProofFile.bytesMax, "commits")) {
      commits.append(Array(reader.bytes[try reader.byteRange(max: Limits.commitBytesMax)]))
    }
    seal = try Seal(&reader)
    var receipts: [CustodyReceipt] = []
    for _ in 0..<(try reader.array(max: Tier.allCases.count, "receipts")) {
      receipts.append(try CustodyReceipt(&reader))
    }
    (self.commits, self.receipts) = (commits, receipts)
  }
}

extension ProofFile {
  /// A commit as it stands for its place in the chain alone: its header, and the digest of its payload.
  /// - Source: protocol §3.4.
  package static func withoutPayload(_ commit: [UInt8], _ scan: CommitScanner) -> [UInt8] {
    if scan.redacted != nil { return commit }
    var writer = CBORWriter(capacity: scan.header.count + 40)
    writer.array(2)
    writer.bytes += commit[scan.header]
    writer.digest(Hashing.sha256(commit[scan.payload]))
    return writer.bytes
  }
}
