// What a device puts on an action, and how a commit's header carries it.
package import Merge
package import Wire

/// The entry under header key 9 of a commit.
/// - Source: protocol §16.3.
package struct ActionSignature: Hashable, Sendable {
  /// What the device had seen of the record of one change, where the node has written less.
  package struct Seen: Hashable, Sendable {
    /// The change's place in the payload, from 0.
    package let change: Int
    package let vector: SeenVector

    package init(change: Int, vector: SeenVector) {
      self.change = change
      self.vector = vector
    }
  }

  package let pass: PassID
  /// The device's own number of the action, from 1.
  package let number: UInt64
  /// The account for which the person acts besides.
  package let actingFor: AccountID?
  package let signature: [UInt8]
  /// Ascending by change; empty where every vector is written as it was signed.
  package let seen: [Seen]

  package init(pass: PassID, number: UInt64, actingFor: AccountID? = nil, signature: [UInt8], seen: [Seen] = []) {
    self.pass = pass
    self.number = number
    self.actingFor = actingFor
    self.signature = signature
    self.seen = seen.sorted { $0.change < $1.change }
  }

  package var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 128)
    writer.array(seen.isEmpty ? 4 : 5)
    writer.id(pass)
    writer.unsigned(number)
    if let actingFor { writer.id(actingFor) } else { writer.null() }
    writer.bytes(signature)
    if seen.isEmpty { return writer.bytes }
    writer.array(seen.count)
    for item in seen {
      writer.array(2)
      writer.unsigned(UInt64(item.change))
      writer.seen(item.vector, own: nil)
    }
    return writer.bytes
  }

  package init(encoded bytes: [UInt8]) throws(WireError) {
    var reader = CBORReader(bytes)
    try self.init(&reader)
    try reader.expectEnd()
  }

  package init(_ reader: inout CBORReader) throws(WireError) {
    let parts = try reader.array(max: 5, "parts of an action signature")
    guard parts >= 4 else { throw reader.fail(.malformed, "four parts, or five") }
    pass = PassID(try reader.bytes16())
    number = try reader.unsigned()
    guard (1...UInt64(Int64.max)).contains(number) else { throw reader.fail(.malformed, "a number from 1") }
    actingFor = reader.skipNull() ? nil : AccountID(try reader.bytes16())
    let place = try reader.byteRange(max: DeviceKey.signatureBytes)
    guard place.count == DeviceKey.signatureBytes else { throw reader.fail(.malformed, "64 bytes") }
    signature = Array(reader.bytes[place])
    seen = parts == 5 ? try Self.seen(&reader) : []
  }

  private static func seen(_ reader: inout CBORReader) throws(WireError) -> [Seen] {
    let count = try reader.array(max: Limits.changesPerCommitMax, "signed seen vectors")
    guard count > 0 else { throw reader.fail(.malformed, "a signed seen vector, or four parts") }
    var seen: [Seen] = []
    for _ in 0..<count {
      guard try reader.array(max: 2, "change and vector") == 2 else { throw reader.fail(.malformed, "two parts") }
      let change = try reader.count(max: Limits.changesPerCommitMax - 1, "as the place of a change")
      guard seen.last.map({ $0.change < change }) ?? true else { throw reader.fail(.malformed, "places, ascending") }
      seen.append(Seen(change: change, vector: try vector(&reader)))
    }
    return seen
  }

  private static func vector(_ reader: inout CBORReader) throws(WireError) -> SeenVector {
    let count = try reader.array(max: Limits.seenFeedsMax, "seen feeds")
    guard count > 0 else { throw reader.fail(.malformed, "no empty seen vector") }
    var dots: [Dot] = []
    for _ in 0..<count {
      guard try reader.array(max: 2, "feed and number") == 2 else { throw reader.fail(.malformed, "two parts") }
      let dot = Dot(feed: FeedID(try reader.bytes16()), seq: try reader.unsigned())
      guard (1...UInt64(Int64.max)).contains(dot.seq) else { throw reader.fail(.malformed, "a number from 1") }
      dots.append(dot)
    }
    guard let vector = SeenVector(sorted: dots) else { throw reader.fail(.malformed, "seen feeds in order, each once") }
    return vector
  }
}

/// What a commit's header says of whose action it is.
package enum ActionMark: Hashable, Sendable {
  /// A node's or a program's own: it has the authority of its home.
  case unsigned
  /// Something stands under key 9 that is no action signature: the commit is an unsigned one, and told as such.
  case unreadable
  case signed(ActionSignature)

  /// Reads it from the commit just scanned; whatever is there refuses nothing.
  package init(_ scan: CommitScanner, in bytes: [UInt8]) {
    guard let place = scan.actionPlace else {
      self = .unsigned
      return
    }
    do throws(WireError) { self = .signed(try ActionSignature(encoded: Array(bytes[place]))) } catch {
      self = .unreadable
    }
  }
}
