// Skipping and decoding whole values, with a limit on nesting and checked key order.
package import Merge

extension CBORReader {
  /// Checks the next item, whatever it is, and steps over it.
  package mutating func skip(depth: Int = 0) throws(WireError) {
    guard depth <= Limits.nestingMax else { throw fail(.tooDeep, "at most \(Limits.nestingMax) levels") }
    let (major, argument) = try head()
    switch major {
    case .unsigned, .negative:
      guard argument <= UInt64(Int64.max) || major == .unsigned else { throw fail(.tooLarge, "64 bits") }
    case .bytes: _ = try takeBytes(argument, max: Limits.commitBytesMax)
    case .text:
      let range = try takeBytes(argument, max: Limits.commitBytesMax)
      guard isUTF8(range) else { throw fail(.notText, "UTF-8") }
    case .array:
      guard argument <= UInt64(end - offset) else { throw fail(.truncated, "array items") }
      for _ in 0..<argument { try skip(depth: depth + 1) }
    case .map:
      guard argument <= UInt64(end - offset) else { throw fail(.truncated, "map entries") }
      var previous: Range<Int>?
      for _ in 0..<argument {
        try skipKey(after: &previous)
        try skip(depth: depth + 1)
      }
    case .tag: throw fail(.malformed, "no tag")
    case .simple:
      guard (20...22).contains(argument) else { throw fail(.malformed, "true, false or null") }
    }
  }

  /// Steps over a map key, checking that its encoding follows the previous one's bytewise.
  package mutating func skipKey(after previous: inout Range<Int>?) throws(WireError) {
    let start = offset
    let (major, argument) = try head()
    switch major {
    case .unsigned: break
    case .text:
      let range = try takeBytes(argument, max: Limits.nameBytesMax)
      guard isUTF8(range) else { throw fail(.notText, "UTF-8") }
    default: throw fail(.malformed, "a key that is an unsigned integer or a text")
    }
    let key = start..<offset
    if let previous {
      guard bytes[previous].lexicographicallyPrecedes(bytes[key]) else {
        throw fail(.notDeterministic, "map keys in order, each once")
      }
    }
    previous = key
  }

  /// Decodes the next item as a value.
  package mutating func value(depth: Int = 0) throws(WireError) -> Value {
    guard depth <= Limits.nestingMax else { throw fail(.tooDeep, "at most \(Limits.nestingMax) levels") }
    switch try peek() {
    case .unsigned, .negative: return .int(try int())
    case .bytes:
      let range = try byteRange(max: Limits.commitBytesMax)
      return .bytes(Array(bytes[range]))
    case .text: return .text(try text(max: Limits.commitBytesMax))
    case .array:
      var items: [Value] = []
      for _ in 0..<(try array(max: Limits.commitBytesMax, "items")) { items.append(try value(depth: depth + 1)) }
      return .list(items)
    case .map: return .map(try entries(depth: depth))
    case .simple: return skipNull() ? .null : .bool(try bool())
    case .tag: throw fail(.malformed, "no tag")
    }
  }

  private mutating func entries(depth: Int) throws(WireError) -> [Value.Entry] {
    var entries: [Value.Entry] = []
    for _ in 0..<(try map(max: Limits.commitBytesMax, "entries")) {
      let key = try text(max: Limits.nameBytesMax)
      if let last = entries.last, !Value.precedes(last.key, key) {
        throw fail(.notDeterministic, "map keys in order, each once")
      }
      entries.append(Value.Entry(key, try value(depth: depth + 1)))
    }
    return entries
  }
}
