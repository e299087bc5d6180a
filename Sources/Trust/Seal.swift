// The seal of a feed's head: the author's signature, which covers every commit up to it by the chain.
package import Merge
package import Wire

/// What an author signs whenever it makes commits: one signature over the heads of all feeds it then moved. Each feed
/// carries the signature with its place in that list, so that whoever holds one of the feeds can check it.
/// - Source: protocol §10.2.
package struct Seal: Hashable, Sendable {
  package let feed: FeedID
  /// The sealed head's number.
  package let seq: UInt64
  /// The author's clock when it sealed; not before the time of the sealed commit.
  package let time: HybridTime
  /// How many heads the signature covers, and which of them this is, from 0.
  package let count: Int
  package let index: Int
  package let path: [Digest]
  package let signature: [UInt8]

  package init(
    feed: FeedID, seq: UInt64, time: HybridTime, count: Int, index: Int, path: [Digest], signature: [UInt8]
  ) {
    self.feed = feed
    self.seq = seq
    self.time = time
    self.count = count
    self.index = index
    self.path = path
    self.signature = signature
  }

  /// One signature covers at most this many heads.
  package static let headsMax = 1 << 16

  /// A head's leaf in the signed tree.
  package static func leaf(_ feed: FeedID, _ head: Head) -> Digest {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(56)
    feed.raw.append(to: &bytes)
    append(head.seq, to: &bytes)
    head.hash.append(to: &bytes)
    return MerkleTree.leaf(bytes)
  }

  /// What a signature over heads says.
  package enum Purpose: String, Sendable {
    /// "I wrote everything up to here."
    case authorship = "gridward seal 1"
    /// "I hold everything up to here on disk": a custody receipt.
    case custody = "gridward receipt 1"
  }

  /// The bytes that are signed: the purpose, a zero byte, the node, the time, the count and the root.
  static func message(_ purpose: Purpose, node: NodeID, time: HybridTime, count: Int, root: Digest) -> [UInt8] {
    var bytes = Array(purpose.rawValue.utf8) + [0]
    node.raw.append(to: &bytes)
    append(time.packed, to: &bytes)
    append(UInt64(count), to: &bytes)
    root.append(to: &bytes)
    return bytes
  }

  private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  /// Seals heads with one signature.
  /// - Precondition: there is at least one head, and at most `headsMax`.
  package static func seals(
    of heads: [(feed: FeedID, head: Head)], time: HybridTime, key: SigningKey, purpose: Purpose = .authorship
  ) -> [Seal] {
    precondition((1...headsMax).contains(heads.count))
    let leaves = heads.map { leaf($0.feed, $0.head) }
    let (root, paths) = MerkleTree.rootAndPaths(leaves[...])
    let signature = key.sign(message(purpose, node: key.node, time: time, count: leaves.count, root: root))
    return heads.enumerated().map { index, head in
      Seal(
        feed: head.feed, seq: head.head.seq, time: time, count: leaves.count, index: index,
        path: paths[index], signature: signature)
    }
  }

  /// What must be signed for the seal to hold for a head with this hash; nil when its path leads nowhere.
  package func message(_ purpose: Purpose = .authorship, signer: NodeID, hash: Digest) -> [UInt8]? {
    let leaf = Self.leaf(feed, Head(seq: seq, hash: hash))
    guard let root = MerkleTree.root(from: leaf, at: index, of: count, path: path) else { return nil }
    return Self.message(purpose, node: signer, time: time, count: count, root: root)
  }

  /// Whether the key signed a head with this hash.
  package func holds(for hash: Digest, by key: PublicKey, _ purpose: Purpose = .authorship) -> Bool {
    message(purpose, signer: key.node, hash: hash).map { key.verifies(signature, of: $0) } ?? false
  }
}

// MARK: Encoding

extension Seal {
  /// The first byte of an encoded seal: an array of seven. A commit, an array of two, begins with another.
  package static let firstByte: UInt8 = 0x87

  package var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 112 + 32 * path.count)
    writer.array(7)
    writer.id(feed)
    writer.unsigned(seq)
    writer.unsigned(time.packed)
    writer.unsigned(UInt64(count))
    writer.unsigned(UInt64(index))
    writer.bytes(path.flatMap(\.bytes))
    writer.bytes(signature)
    return writer.bytes
  }

  package init(_ reader: inout CBORReader) throws(WireError) {
    guard try reader.array(max: 7, "parts of a seal") == 7 else { throw reader.fail(.malformed, "seven parts") }
    feed = FeedID(try reader.bytes16())
    seq = try reader.unsigned()
    guard (1...UInt64(Int64.max)).contains(seq) else { throw reader.fail(.malformed, "a number from 1") }
    time = HybridTime(packed: try reader.unsigned())
    count = try reader.count(max: Self.headsMax, "heads of a seal")
    index = try reader.count(max: Self.headsMax, "place of a head")
    let hashes = try reader.byteRange(max: 32 * 16)
    guard hashes.count % 32 == 0 else { throw reader.fail(.malformed, "whole hashes") }
    path = stride(from: hashes.lowerBound, to: hashes.upperBound, by: 32).map { [bytes = reader.bytes] in
      Digest(bytes[$0..<$0 + 32])
    }
    let place = try reader.byteRange(max: SigningKey.signatureBytes)
    signature = Array(reader.bytes[place])
  }

  package init(encoded bytes: [UInt8]) throws(WireError) {
    var reader = CBORReader(bytes)
    try self.init(&reader)
    try reader.expectEnd()
  }
}
