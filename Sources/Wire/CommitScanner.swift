// Scans a commit in one pass: everything is checked, nothing is copied; fields are left as places in the bytes.
package import Merge

/// One field of a scanned change: a scalar by its value or its place, anything else by its place alone. It takes 24 bytes, since
/// a batch has many.
package struct ScannedField: Sendable {
  package enum Kind: UInt8, Sendable { case null, bool, int, text, bytes, edit }

  package let kind: Kind
  @usableFromInline package let storedNumber: UInt32
  @usableFromInline package let begin: UInt32
  @usableFromInline package let end: UInt32
  /// The value of an integer; 0 or 1 for a truth value.
  package let int: Int64

  @inlinable package var number: Int { Int(storedNumber) }
  /// Where the content of a text or byte string, or a whole edit, lies.
  @inlinable package var place: Range<Int> { Int(begin)..<Int(end) }

  fileprivate init(number: Int, kind: Kind, place: Range<Int>, int: Int64) {
    (storedNumber, begin, end) = (UInt32(number), UInt32(place.lowerBound), UInt32(place.upperBound))
    (self.kind, self.int) = (kind, int)
  }
}

/// One change of a scanned commit.
package struct ScannedChange: Sendable {
  package let type: Range<Int>
  package let record: RecordID
  /// Where the seen vector lies; nil when the change had seen nothing of the record.
  package let seen: Range<Int>?
  /// Which of the scanner's fields belong to this change.
  package let fields: Range<Int>
}

/// Reads commits one after another, reusing its arrays.
///
/// After `scan` the properties describe the commit just read, as offsets into the reader's bytes.
/// - Source: protocol §3.
package struct CommitScanner: Sendable {
  package private(set) var feed = FeedID(.zero)
  package private(set) var seq: UInt64 = 0
  package private(set) var previous = Digest.zero
  package private(set) var time = HybridTime.zero
  package private(set) var deviceTime: Int64?
  package private(set) var user = 0..<0
  /// The key in a feed's first commit, decoded, and where its encoding lies.
  package private(set) var key: FeedKey?
  package private(set) var keyPlace = 0..<0
  /// Where the action signature lies, whatever it says: none that can be read is refused for it.
  package private(set) var actionPlace: Range<Int>?
  package private(set) var whole = 0..<0
  package private(set) var header = 0..<0
  package private(set) var payload = 0..<0
  /// The digest that stands in for a payload removed by law.
  package private(set) var redacted: Digest?
  package private(set) var changes: [ScannedChange] = []
  package private(set) var fields: [ScannedField] = []

  package init() {}

  /// Reads the header of a commit that ends where the reader does, and finds out where its payload lies, unread.
  /// - Throws: `WireError`.
  package mutating func scanHeader(ofCommitIn reader: inout CBORReader) throws(WireError) {
    whole = reader.offset..<reader.end
    guard try reader.array(max: 2, "commit parts") == 2 else { throw reader.fail(.malformed, "header and payload") }
    let start = reader.offset
    try scanHeader(&reader)
    header = start..<reader.offset
    payload = reader.offset..<reader.end
    redacted = try reader.peek() == .bytes ? reader.digest() : nil
  }

  /// Reads the next commit.
  /// - Throws: `WireError`; `feed` and `seq` then name the commit if its bytes still told, and are zero otherwise.
  package mutating func scan(_ reader: inout CBORReader) throws(WireError) {
    let start = reader.offset
    feed = FeedID(.zero)
    seq = 0
    guard try reader.array(max: 2, "commit parts") == 2 else { throw reader.fail(.malformed, "header and payload") }
    let headerStart = reader.offset
    try scanHeader(&reader)
    header = headerStart..<reader.offset
    changes.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    redacted = nil
    let payloadStart = reader.offset
    if try reader.peek() == .bytes {
      redacted = try reader.digest()
    } else {
      try scanPayload(&reader)
    }
    payload = payloadStart..<reader.offset
    whole = start..<reader.offset
    guard whole.count <= Limits.commitBytesMax else { throw reader.fail(.tooLarge, "a commit of 256 KiB") }
  }

  private mutating func scanHeader(_ reader: inout CBORReader) throws(WireError) {
    let count = try reader.map(max: 64, "header entries")
    guard count >= 6 else { throw reader.fail(.malformed, "a header of at least six entries") }
    try reader.expectKey(HeaderKey.version)
    let version = try reader.unsigned()
    // Version, feed and number stand first in every version, so that one this node does not speak can still be named.
    try reader.expectKey(HeaderKey.feed)
    feed = FeedID(try reader.bytes16())
    try reader.expectKey(HeaderKey.seq)
    let number = try reader.unsigned()
    guard number > 0, number <= UInt64(Int64.max) else { throw reader.fail(.malformed, "a sequence number from 1") }
    seq = number
    guard version == CommitHeader.version else { throw reader.fail(.unsupportedVersion, "commit version 1") }
    try reader.expectKey(HeaderKey.previous)
    previous = try reader.digest()
    try reader.expectKey(HeaderKey.time)
    time = HybridTime(packed: try reader.unsigned())
    try scanOptionalEntries(&reader, count: count - 5)
  }

  private mutating func scanOptionalEntries(_ reader: inout CBORReader, count: Int) throws(WireError) {
    deviceTime = nil
    key = nil
    actionPlace = nil
    var hasUser = false
    var last = HeaderKey.time
    for _ in 0..<count {
      let name = try reader.unsigned()
      guard name > last else { throw reader.fail(.notDeterministic, "header keys in order, each once") }
      last = name
      switch name {
      case HeaderKey.deviceTime: deviceTime = try reader.int()
      case HeaderKey.user:
        user = try reader.textRange(max: Limits.userBytesMax)
        hasUser = true
      case HeaderKey.key:
        let start = reader.offset
        key = try FeedKey(from: &reader)
        keyPlace = start..<reader.offset
      case HeaderKey.action:
        let start = reader.offset
        try reader.skip(depth: 2)
        actionPlace = start..<reader.offset
      default: try reader.skip(depth: 2)
      }
    }
    guard hasUser else { throw reader.fail(.malformed, "the user") }
    guard (key != nil) == (seq == 1) else { throw reader.fail(.malformed, "the feed key in the first commit only") }
  }

  private mutating func scanPayload(_ reader: inout CBORReader) throws(WireError) {
    let count = try reader.array(max: Limits.changesPerCommitMax, "changes")
    guard count > 0 else { throw reader.fail(.malformed, "at least one change") }
    changes.reserveCapacity(count)
    for _ in 0..<count { try scanChange(&reader) }
  }

  private mutating func scanChange(_ reader: inout CBORReader) throws(WireError) {
    let count = try reader.map(max: 64, "change entries")
    guard count >= 3 else { throw reader.fail(.malformed, "type, record and fields") }
    try reader.expectKey(0)
    let type = try reader.textRange(max: Limits.nameBytesMax)
    try reader.expectKey(1)
    let record = RecordID(try reader.bytes16())
    if let last = changes.last, last.record >= record {
      throw reader.fail(.notDeterministic, "changes sorted by record, each record once")
    }
    var seen: Range<Int>?
    var name = try reader.unsigned()
    var rest = count - 3
    if name == 2 {
      let start = reader.offset
      try scanSeen(&reader)
      seen = start..<reader.offset
      name = try reader.unsigned()
      rest -= 1
    }
    guard name == 3, rest >= 0 else { throw reader.fail(.malformed, "the fields") }
    let first = fields.count
    try scanFields(&reader)
    changes.append(ScannedChange(type: type, record: record, seen: seen, fields: first..<fields.count))
    var last: UInt64 = 3
    for _ in 0..<rest {
      let name = try reader.unsigned()
      guard name > last else { throw reader.fail(.notDeterministic, "change keys in order, each once") }
      last = name
      try reader.skip(depth: 4)
    }
  }

  private mutating func scanSeen(_ reader: inout CBORReader) throws(WireError) {
    let count = try reader.array(max: Limits.seenFeedsMax, "seen feeds")
    guard count > 0 else { throw reader.fail(.notDeterministic, "no empty seen vector") }
    var last: FeedID?
    for _ in 0..<count {
      guard try reader.array(max: 2, "feed and number") == 2 else { throw reader.fail(.malformed, "feed and number") }
      let isOwn = try reader.peek() == .unsigned
      if isOwn, try reader.unsigned() != 0 { throw reader.fail(.malformed, "0 for the own feed") }
      let next = isOwn ? feed : FeedID(try reader.bytes16())
      guard isOwn || next != feed else { throw reader.fail(.notDeterministic, "0 for the own feed") }
      if let last, last >= next { throw reader.fail(.notDeterministic, "seen feeds in order, each once") }
      last = next
      let number = try reader.unsigned()
      guard number > 0, number <= UInt64(Int64.max), !isOwn || number < seq else {
        throw reader.fail(.malformed, "a number that can have been seen")
      }
    }
  }
}

extension CommitScanner {
  private mutating func scanFields(_ reader: inout CBORReader) throws(WireError) {
    let count = try reader.map(max: Limits.fieldsPerChangeMax, "fields")
    var last = 0
    for _ in 0..<count {
      let number = try reader.count(max: Limits.fieldNumberMax, "as a field number")
      guard number > last else { throw reader.fail(.notDeterministic, "field numbers from 1 in order, each once") }
      last = number
      try scanField(number, &reader)
    }
  }

  @inline(__always)
  private mutating func scanField(_ number: Int, _ reader: inout CBORReader) throws(WireError) {
    let start = reader.offset
    let (major, argument) = try reader.head()
    switch major {
    case .text:
      let place = try reader.takeBytes(argument, max: Limits.commitBytesMax)
      guard reader.isUTF8(place) else { throw reader.fail(.notText, "UTF-8") }
      fields.append(ScannedField(number: number, kind: .text, place: place, int: 0))
    case .unsigned, .negative:
      guard argument <= UInt64(Int64.max) else { throw reader.fail(.tooLarge, "an integer of 64 bits") }
      let value = major == .unsigned ? Int64(argument) : ~Int64(argument)
      fields.append(ScannedField(number: number, kind: .int, place: start..<reader.offset, int: value))
    case .bytes:
      let place = try reader.takeBytes(argument, max: Limits.commitBytesMax)
      fields.append(ScannedField(number: number, kind: .bytes, place: place, int: 0))
    case .simple:
      guard (20...22).contains(argument) else { throw reader.fail(.malformed, "true, false or null") }
      let kind: ScannedField.Kind = argument == 22 ? .null : .bool
      fields.append(ScannedField(number: number, kind: kind, place: start..<reader.offset, int: argument == 21 ? 1 : 0))
    case .array:
      reader.offset = start
      try reader.skipEdit()
      fields.append(ScannedField(number: number, kind: .edit, place: start..<reader.offset, int: 0))
    case .map, .tag: throw reader.fail(.malformed, "a scalar or an edit")
    }
  }
}
