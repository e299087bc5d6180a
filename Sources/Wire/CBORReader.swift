// Reads deterministic CBOR without making anything but numbers and offsets, refusing every other encoding.
package import Merge

/// A cursor over bytes that hold CBOR items.
///
/// Every read checks the bounds, the shortest head and, for text, UTF-8. Nothing is allocated from a length that the bytes
/// themselves do not back.
/// - Throws: `WireError`; the cursor then stands at an unspecified place inside the item.
package struct CBORReader {
  package let bytes: [UInt8]
  package var offset: Int
  package let end: Int
  /// Whether text is checked to be UTF-8.
  private let checksText: Bool

  package init(_ bytes: [UInt8], from offset: Int = 0, to end: Int? = nil) {
    self.bytes = bytes
    self.offset = offset
    self.end = end ?? bytes.count
    checksText = true
    precondition(offset >= 0 && self.end <= bytes.count && offset <= self.end)
  }

  /// Reads what has been read to its end once before, and was found to be right: its texts are not checked again.
  package init(accepted bytes: [UInt8], _ place: Range<Int>) {
    self.bytes = bytes
    (offset, end) = (place.lowerBound, place.upperBound)
    checksText = false
    precondition(offset >= 0 && end <= bytes.count)
  }

  package enum Major: UInt8 { case unsigned, negative, bytes, text, array, map, tag, simple }

  package var isAtEnd: Bool { offset >= end }

  package func fail(_ code: WireError.Code, _ detail: String) -> WireError { WireError(code, detail, at: offset) }

  package func expectEnd() throws(WireError) {
    guard isAtEnd else { throw fail(.malformed, "bytes after the last item") }
  }

  /// The major type of the next item.
  package func peek() throws(WireError) -> Major {
    guard offset < end else { throw fail(.truncated, "an item") }
    return Major(rawValue: bytes[offset] >> 5)!
  }

  /// Reads a head; for a simple value the argument is the value (20 false, 21 true, 22 null).
  @inline(__always)
  package mutating func head() throws(WireError) -> (major: Major, argument: UInt64) {
    guard offset < end else { throw fail(.truncated, "an item") }
    let initial = bytes[offset]
    let low = initial & 31
    let major = Major(rawValue: initial >> 5)!
    offset += 1
    if low < 24 { return (major, UInt64(low)) }
    return (major, try longArgument(low, major))
  }

  private mutating func longArgument(_ low: UInt8, _ major: Major) throws(WireError) -> UInt64 {
    if low == 31, [.bytes, .text, .array, .map].contains(major) { throw fail(.notDeterministic, "a definite length") }
    guard low <= 27 else { throw fail(.malformed, "a head that CBOR defines") }
    guard major != .simple else { throw fail(.malformed, "no floating-point number or unassigned simple value") }
    let width = 1 << (low - 24)
    guard offset + width <= end else { throw fail(.truncated, "a head") }
    var argument: UInt64 = 0
    for index in offset..<(offset + width) { argument = argument << 8 | UInt64(bytes[index]) }
    let least: UInt64 = width == 1 ? 24 : 1 << UInt64(width * 4)
    guard argument >= least else { throw fail(.notDeterministic, "the shortest head") }
    offset += width
    return argument
  }

  package mutating func unsigned() throws(WireError) -> UInt64 {
    let (major, argument) = try head()
    guard major == .unsigned else { throw fail(.malformed, "an unsigned integer") }
    return argument
  }

  /// Reads an unsigned integer of at most `limit`.
  package mutating func count(max limit: Int, _ what: String) throws(WireError) -> Int {
    let value = try unsigned()
    guard value <= UInt64(limit) else { throw fail(.tooLarge, "at most \(limit) \(what)") }
    return Int(value)
  }

  package mutating func int() throws(WireError) -> Int64 {
    let (major, argument) = try head()
    guard argument <= UInt64(Int64.max) else { throw fail(.tooLarge, "an integer of 64 bits") }
    switch major {
    case .unsigned: return Int64(argument)
    case .negative: return ~Int64(argument)
    default: throw fail(.malformed, "an integer")
    }
  }

  package mutating func bool() throws(WireError) -> Bool {
    let (major, argument) = try head()
    guard major == .simple, argument == 20 || argument == 21 else { throw fail(.malformed, "true or false") }
    return argument == 21
  }

  /// Reads null if it is next.
  package mutating func skipNull() -> Bool {
    guard offset < end, bytes[offset] == 0xF6 else { return false }
    offset += 1
    return true
  }

  /// Whether an array is next.
  var isAtArray: Bool { offset < end && bytes[offset] >> 5 == 4 }

  package mutating func array(max limit: Int, _ what: String) throws(WireError) -> Int {
    try container(.array, max: limit, what)
  }

  package mutating func map(max limit: Int, _ what: String) throws(WireError) -> Int {
    try container(.map, max: limit, what)
  }

  private mutating func container(_ kind: Major, max limit: Int, _ what: String) throws(WireError) -> Int {
    let (major, argument) = try head()
    guard major == kind else { throw fail(.malformed, "\(kind == .map ? "a map" : "an array") of \(what)") }
    guard argument <= UInt64(limit) else { throw fail(.tooLarge, "at most \(limit) \(what)") }
    guard Int(argument) <= end - offset else { throw fail(.truncated, what) }
    return Int(argument)
  }

  /// Reads a byte string and returns where its bytes lie.
  package mutating func byteRange(max limit: Int) throws(WireError) -> Range<Int> {
    let (major, argument) = try head()
    guard major == .bytes else { throw fail(.malformed, "a byte string") }
    return try takeBytes(argument, max: limit)
  }

  /// Reads a text string, checks that it is UTF-8, and returns where its bytes lie.
  package mutating func textRange(max limit: Int) throws(WireError) -> Range<Int> {
    let (major, argument) = try head()
    guard major == .text else { throw fail(.malformed, "a text string") }
    let range = try takeBytes(argument, max: limit)
    guard isUTF8(range) else { throw fail(.notText, "UTF-8") }
    return range
  }

  @inline(__always)
  package mutating func takeBytes(_ count: UInt64, max limit: Int) throws(WireError) -> Range<Int> {
    guard count <= UInt64(limit) else { throw fail(.tooLarge, "at most \(limit) bytes") }
    guard Int(count) <= end - offset else { throw fail(.truncated, "\(count) bytes") }
    let range = offset..<(offset + Int(count))
    offset = range.upperBound
    return range
  }

  package func isUTF8(_ range: Range<Int>) -> Bool {
    guard checksText else { return true }
    do {
      _ = try UTF8Span(validating: bytes.span.extracting(range))
      return true
    } catch { return false }
  }

  package func text(in range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  package mutating func text(max limit: Int) throws(WireError) -> String { text(in: try textRange(max: limit)) }

  package mutating func bytes16() throws(WireError) -> Bytes16 {
    let range = try byteRange(max: 16)
    guard range.count == 16 else { throw fail(.malformed, "sixteen bytes") }
    return Bytes16(high: word(at: range.lowerBound), low: word(at: range.lowerBound + 8))
  }

  package mutating func digest() throws(WireError) -> Digest {
    let range = try byteRange(max: 32)
    guard range.count == 32 else { throw fail(.malformed, "thirty-two bytes") }
    let start = range.lowerBound
    return Digest(words: (word(at: start), word(at: start + 8), word(at: start + 16), word(at: start + 24)))
  }

  private func word(at index: Int) -> UInt64 {
    var value: UInt64 = 0
    for position in index..<(index + 8) { value = value << 8 | UInt64(bytes[position]) }
    return value
  }
}
