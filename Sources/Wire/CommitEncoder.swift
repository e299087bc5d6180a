// Encodes a commit once: header and payload as deterministic CBOR, side by side in one array.
package import Merge

/// A commit's bytes with the parts the chain hash needs.
package struct EncodedCommit: Sendable {
  /// The whole commit: an array of header and payload.
  package let bytes: [UInt8]
  package let header: Range<Int>
  package let payload: Range<Int>
}

package enum CommitEncoder {
  /// Encodes changes as a payload: sorted by record id, since a commit changes a record at most once.
  /// - Parameter feed: the feed of the commit; nil where its id stands like any other's, as in what a device signs.
  /// - Precondition: no two changes are of one record.
  package static func payload(_ changes: [Change], feed: FeedID?) -> [UInt8] {
    var writer = CBORWriter(capacity: 512 * changes.count)
    writer.array(changes.count)
    for change in changes.sorted(by: { $0.record < $1.record }) { writer.change(change, feed: feed) }
    return writer.bytes
  }

  /// Puts header and payload together.
  package static func commit(_ header: CommitHeader, payload: [UInt8]) -> EncodedCommit {
    var writer = CBORWriter(capacity: payload.count + 192)
    writer.array(2)
    let start = writer.bytes.count
    writer.header(header)
    let middle = writer.bytes.count
    writer.bytes += payload
    return EncodedCommit(bytes: writer.bytes, header: start..<middle, payload: middle..<writer.bytes.count)
  }

  /// The commit with the digest of its payload in the payload's place: header, hash and place in the chain stay.
  /// - Parameter header: where the header lies in `bytes`.
  /// - Source: protocol §3.4.
  package static func redacted(_ bytes: [UInt8], header: Range<Int>, payload: Digest) -> [UInt8] {
    var writer = CBORWriter(capacity: header.count + 40)
    writer.array(2)
    writer.bytes += bytes[header]
    writer.digest(payload)
    return writer.bytes
  }
}

extension CBORWriter {
  mutating func header(_ header: CommitHeader) {
    map(6 + [header.deviceTime != nil, header.key != nil, header.action != nil].count { $0 })
    unsigned(HeaderKey.version)
    unsigned(CommitHeader.version)
    unsigned(HeaderKey.feed)
    id(header.feed)
    unsigned(HeaderKey.seq)
    unsigned(header.seq)
    unsigned(HeaderKey.previous)
    digest(header.previous)
    unsigned(HeaderKey.time)
    unsigned(header.time.packed)
    if let deviceTime = header.deviceTime {
      unsigned(HeaderKey.deviceTime)
      int(deviceTime)
    }
    unsigned(HeaderKey.user)
    text(header.user)
    if let key = header.key {
      unsigned(HeaderKey.key)
      bytes += key.encoded
    }
    if let action = header.action {
      unsigned(HeaderKey.action)
      bytes += action
    }
  }

  /// Writes a seen vector.
  /// - Parameter own: the writer's own feed, the most common one, which is written as 0; nil where every feed has its id.
  package mutating func seen(_ seen: SeenVector, own: FeedID?) {
    array(seen.dots.count)
    for dot in seen.dots {
      array(2)
      if dot.feed == own { unsigned(0) } else { id(dot.feed) }
      unsigned(dot.seq)
    }
  }

  mutating func change(_ change: Change, feed: FeedID?) {
    map(change.seen.isEmpty ? 3 : 4)
    unsigned(0)
    text(change.type)
    unsigned(1)
    id(change.record)
    if !change.seen.isEmpty {
      unsigned(2)
      seen(change.seen, own: feed)
    }
    unsigned(3)
    map(change.fields.count)
    for field in change.fields {
      unsigned(UInt64(field.field))
      edit(field.edit)
    }
  }

  private mutating func edit(_ edit: FieldEdit) {
    switch edit {
    case .write(let value): write(value)
    case .elements(let add, let remove):
      array(3)
      unsigned(1)
      array(add.count)
      for entry in add {
        array(2)
        text(entry.key)
        value(entry.value)
      }
      array(remove.count)
      for key in remove { text(key) }
    case .steps(let steps):
      array(2)
      unsigned(2)
      array(steps.count)
      for step in steps { self.step(step) }
    case .increment(let amount):
      array(2)
      unsigned(3)
      int(amount)
    case .increments(let increments):
      array(2)
      unsigned(4)
      array(increments.count)
      for increment in increments {
        array(2)
        id(increment.id)
        int(increment.amount)
      }
    }
  }

  /// A scalar stands for itself; a list or map is wrapped, since a bare array is an edit of another kind.
  private mutating func write(_ value: Value) {
    switch value {
    case .list, .map:
      array(2)
      unsigned(0)
      self.value(value)
    default: self.value(value)
    }
  }

  mutating func step(_ step: Step) {
    array(4)
    id(step.id)
    text(step.kind)
    int(step.round)
    value(step.details)
  }
}
