// The values a field can hold. There is no floating-point number: measures are integers in the catalog's unit.

/// A field's value, or the value of a set element or a step's detail.
package indirect enum Value: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case text(String)
  case bytes([UInt8])
  case list([Value])
  /// - Invariant: sorted by the keys' encoded form (shorter first, then bytewise), each key once.
  case map([Entry])

  /// One key of a map with its value.
  package struct Entry: Hashable, Sendable {
    package let key: String
    package let value: Value

    package init(_ key: String, _ value: Value) {
      self.key = key
      self.value = value
    }

    package static func == (left: Entry, right: Entry) -> Bool {
      isSame(left.key, right.key) && left.value == right.value
    }
  }

  /// A map with its entries put in canonical order; of equal keys the last stays.
  package static func sorted(_ entries: [(String, Value)]) -> Value {
    let places = entries.indices.sorted { left, right in
      let (key, other) = (entries[left].0, entries[right].0)
      return precedes(key, other) || (isSame(key, other) && left < right)
    }
    var kept: [Entry] = []
    for place in places {
      let (key, value) = entries[place]
      if let last = kept.last, isSame(last.key, key) { kept.removeLast() }
      kept.append(Entry(key, value))
    }
    return .map(kept)
  }

  /// The order of map keys in deterministic CBOR: shorter first, then bytewise.
  package static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count
      ? left.utf8.lexicographicallyPrecedes(right.utf8) : left.utf8.count < right.utf8.count
  }

  /// Whether two texts are the same bytes. Swift's own equality takes two spellings of one letter for one text, which no
  /// other language does and the wire does not.
  package static func isSame(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
  }

  /// The value under `key` of a map; nil for anything else.
  package subscript(key: String) -> Value? {
    guard case .map(let entries) = self else { return nil }
    return entries.first { Value.isSame($0.key, key) }?.value
  }

  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var int: Int64? { if case .int(let int) = self { int } else { nil } }
}

extension Value: Comparable {
  /// Equal in every byte of its encoding.
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.int(let left), .int(let right)): left == right
    case (.text(let left), .text(let right)): isSame(left, right)
    case (.bytes(let left), .bytes(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    case (.map(let left), .map(let right)): left == right
    default: false
    }
  }

  /// A total order: by kind, then numbers by size, texts and bytes bytewise, lists and maps by their elements.
  package static func < (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.bool(let left), .bool(let right)): !left && right
    case (.int(let left), .int(let right)): left < right
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
    case (.list(let left), .list(let right)): left.lexicographicallyPrecedes(right)
    case (.map(let left), .map(let right)):
      left.lexicographicallyPrecedes(right) {
        isSame($0.key, $1.key) ? $0.value < $1.value : precedes($0.key, $1.key)
      }
    default: left.rank < right.rank
    }
  }

  private var rank: Int {
    switch self {
    case .null: 0
    case .bool: 1
    case .int: 2
    case .text: 3
    case .bytes: 4
    case .list: 5
    case .map: 6
    }
  }
}
