// What a device signs: the content of a commit without whatever the node that writes it adds or cuts.
package import Merge
package import Wire

/// The content of one action, as the bytes over which its signature goes.
///
/// Their SHA-256 is the action: a signature identifies nothing, and the commit's place is the node's affair.
/// - Source: protocol §16.3.
package struct ActionContent: Hashable, Sendable {
  package let message: [UInt8]
  package var digest: Digest { Hashing.sha256(message) }

  /// Puts together what is signed.
  /// - Parameter changes: encoded like a payload, every feed by its id.
  package init(_ signature: ActionSignature, deviceTime: Int64?, area: Area, class name: String, changes: [UInt8]) {
    var writer = CBORWriter(capacity: changes.count + 128)
    writer.array(8)
    writer.text("gridward action 1")
    writer.id(signature.pass)
    writer.unsigned(signature.number)
    if let deviceTime { writer.int(deviceTime) } else { writer.null() }
    if let account = signature.actingFor { writer.id(account) } else { writer.null() }
    writer.text(area.code)
    writer.text(name)
    writer.bytes += changes
    message = writer.bytes
  }

  /// What must have been signed for the commit just scanned to be the action its header says; nil when it cannot be: its payload
  /// has been removed, a vector it writes is not covered by the one that was signed, or one was signed for no change.
  package init?(_ signature: ActionSignature, of scan: CommitScanner, in bytes: [UInt8], feed key: FeedKey) {
    guard scan.redacted == nil else { return nil }
    var rebuilding = ChangeRebuilding(CBORReader(bytes, from: scan.payload.lowerBound, to: scan.payload.upperBound))
    do throws(WireError) {
      let changes = try rebuilding.changes(feed: scan.feed, signed: signature.seen)
      self.init(signature, deviceTime: scan.deviceTime, area: key.area, class: key.class.name, changes: changes)
    } catch { return nil }
  }
}

extension ActionSignature {
  /// A signed commit as it is written again: the same action in another feed, whole.
  ///
  /// Whatever stands in its changes, known or not, stays; what was signed as seen stands in the signature where less is written.
  /// - Parameter written: what is written as seen, instead of what was.
  /// - Returns: nil for a commit that cannot be what was signed.
  package func rewritten(
    _ scan: CommitScanner, in bytes: [UInt8], to feed: FeedID, _ written: (SeenVector) -> SeenVector
  ) -> (payload: [UInt8], signature: ActionSignature)? {
    guard scan.redacted == nil else { return nil }
    var rebuilding = ChangeRebuilding(CBORReader(bytes, from: scan.payload.lowerBound, to: scan.payload.upperBound))
    var vectors: [Seen] = []
    let payload = try? rebuilding.changes(feed: scan.feed, own: feed) { index, former in
      let signed = seen.first { $0.change == index }?.vector ?? former
      let vector = written(former)
      if vector != signed { vectors.append(Seen(change: index, vector: signed)) }
      return vector
    }
    guard let payload else { return nil }
    let copy = ActionSignature(
      pass: pass, number: number, actingFor: actingFor, signature: signature, seen: vectors)
    return (payload, copy)
  }
}

/// Writes a payload's changes as they were signed: with the seen vectors of the signature, and every feed by its id. Whatever
/// else stands in them, known or not, stays as it is.
private struct ChangeRebuilding {
  private var reader: CBORReader
  private var writer = CBORWriter()

  init(_ reader: CBORReader) { self.reader = reader }

  mutating func changes(feed: FeedID, signed: [ActionSignature.Seen]) throws(WireError) -> [UInt8] {
    let count = try reader.array(max: Limits.changesPerCommitMax, "changes")
    writer = CBORWriter(capacity: reader.end - reader.offset + 64 * signed.count + 64)
    writer.array(count)
    var rest = signed[...]
    for index in 0..<count {
      let vector = rest.first.flatMap { $0.change == index ? $0.vector : nil }
      if vector != nil { rest.removeFirst() }
      try change(feed: feed, own: nil) { written throws(WireError) in
        let seen = vector ?? written
        guard seen.covers(written) else { throw WireError(.malformed, "a vector that covers the written one") }
        return seen
      }
    }
    guard rest.isEmpty else { throw reader.fail(.malformed, "a change for each signed vector") }
    try reader.expectEnd()
    return writer.bytes
  }

  /// The changes as they are written in another feed.
  /// - Parameter vector: what is written of a change's place and what was written as seen.
  mutating func changes(
    feed: FeedID, own: FeedID, _ vector: (Int, SeenVector) -> SeenVector
  ) throws(WireError) -> [UInt8] {
    let count = try reader.array(max: Limits.changesPerCommitMax, "changes")
    writer = CBORWriter(capacity: reader.end - reader.offset + 64)
    writer.array(count)
    for index in 0..<count {
      try change(feed: feed, own: own) { written throws(WireError) in vector(index, written) }
    }
    try reader.expectEnd()
    return writer.bytes
  }

  private mutating func change(
    feed: FeedID, own: FeedID?, _ vector: (SeenVector) throws(WireError) -> SeenVector
  ) throws(WireError) {
    let entries = try reader.map(max: 64, "change entries")
    let start = reader.offset
    for _ in 0..<2 { try entry() }
    let middle = reader.offset
    var written = SeenVector.empty
    if try reader.unsigned() == 2 { written = try reader.seen(own: feed) } else { reader.offset = middle }
    let seen = try vector(written)
    let rest = entries - 2 - (written.isEmpty ? 0 : 1)
    writer.map(2 + (seen.isEmpty ? 0 : 1) + rest)
    writer.bytes += reader.bytes[start..<middle]
    if !seen.isEmpty {
      writer.unsigned(2)
      writer.seen(seen, own: own)
    }
    let restStart = reader.offset
    for _ in 0..<rest { try entry() }
    writer.bytes += reader.bytes[restStart..<reader.offset]
  }

  private mutating func entry() throws(WireError) {
    _ = try reader.unsigned()
    try reader.skip()
  }
}
