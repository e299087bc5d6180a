// Custody receipts: a tier's signed word that it holds feeds on disk, and the frame they travel in.
package import Merge
package import Wire

/// The word of one node that it holds a feed durably up to a head: a seal whose purpose is custody.
///
/// Where the signer stands is not said in it: its grant says so.
/// - Source: protocol §5.6.
package struct CustodyReceipt: Hashable, Sendable {
  package let signer: NodeID
  package let seal: Seal

  package init(signer: NodeID, seal: Seal) {
    self.signer = signer
    self.seal = seal
  }

  /// Whether the key signed that it holds the feed up to a commit with this hash.
  package func holds(for hash: Digest, by key: PublicKey) -> Bool {
    signer == key.node && seal.holds(for: hash, by: key, .custody)
  }

  package func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.id(signer)
    writer.bytes += seal.encoded
  }

  package init(_ reader: inout CBORReader) throws(WireError) {
    guard try reader.array(max: 2, "parts of a receipt") == 2 else { throw reader.fail(.malformed, "signer and seal") }
    signer = NodeID(try reader.bytes16())
    seal = try Seal(&reader)
  }

  package var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 144 + 32 * seal.path.count)
    write(to: &writer)
    return writer.bytes
  }

  package init(encoded bytes: [UInt8]) throws(WireError) {
    var reader = CBORReader(bytes)
    try self.init(&reader)
    try reader.expectEnd()
  }
}

/// Receipts a parent hands down: its own for what it has just taken from the child, and those of tiers above it.
/// - Source: protocol §5.6.
package struct CustodyReceiptReport: Hashable, Sendable {
  /// Up to where the child has the receipts once it has taken this report.
  package let upTo: CustodyReceiptCursor
  package let receipts: [CustodyReceipt]

  package init(upTo: CustodyReceiptCursor, receipts: [CustodyReceipt]) {
    self.upTo = upTo
    self.receipts = receipts
  }

  package var frame: Frame {
    var writer = CBORWriter(capacity: 32 + receipts.reduce(0) { $0 + 144 + 32 * $1.seal.path.count })
    writer.array(3)
    writer.unsigned(upTo.taken)
    writer.unsigned(upTo.passed)
    writer.array(receipts.count)
    for receipt in receipts { receipt.write(to: &writer) }
    return Frame(.receipts, writer.bytes)
  }

  package init(_ frame: Frame) throws(WireError) {
    var reader = CBORReader(frame.body)
    guard try reader.array(max: 3, "parts") == 3 else { throw reader.fail(.malformed, "two numbers and receipts") }
    upTo = try CustodyReceiptCursor(&reader)
    var receipts: [CustodyReceipt] = []
    for _ in 0..<(try reader.array(max: Limits.receiptsMax, "receipts")) {
      receipts.append(try CustodyReceipt(&reader))
    }
    try reader.expectEnd()
    self.receipts = receipts
  }
}
