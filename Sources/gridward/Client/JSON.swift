// JSON as a value: what the records API says, and what is sent to it.
import Foundation
import Merge
import Wire

/// A JSON value (RFC 8259).
indirect enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  subscript(key: String) -> JSON { if case .object(let object) = self { object[key] ?? .null } else { .null } }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var int: Int64? { if case .int(let int) = self { int } else { nil } }
  var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  var list: [JSON] { if case .list(let items) = self { items } else { [] } }
  var entries: [(key: String, value: JSON)] {
    if case .object(let object) = self { object.sorted { $0.key < $1.key } } else { [] }
  }
  var isNull: Bool { self == .null }

  /// Compact text, keys sorted.
  var string: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }

  /// Reads JSON text; nil when it is anything else.
  init?(parsing text: some Collection<UInt8>) {
    guard let value = try? JSONDecoder().decode(JSON.self, from: Data(text)) else { return nil }
    self = value
  }

  /// As a person reads it: a text without quotes, nothing for null.
  var shown: String {
    switch self {
    case .null: ""
    case .bool(let flag): flag ? "yes" : "no"
    case .int(let number): String(number)
    case .number(let number): String(number)
    case .text(let text): text
    case .list(let items): items.map(\.shown).joined(separator: ", ")
    case .object: string
    }
  }
}

extension JSON {
  /// A field's value as JSON; bytes in hexadecimal.
  init(_ value: Value) {
    switch value {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .int(number)
    case .text(let text): self = .text(text)
    case .bytes(let bytes): self = .text(Bytes16.hexadecimal(bytes))
    case .list(let items): self = .list(items.map { JSON($0) })
    case .map(let entries): self = .object(Dictionary(entries.map { ($0.key, JSON($0.value)) }) { $1 })
    }
  }
}

extension JSON: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? container.decode(Int64.self) {
      self = .int(number)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let items = try? container.decode([JSON].self) {
      self = .list(items)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let flag): try container.encode(flag)
    case .int(let number): try container.encode(number)
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let items): try container.encode(items)
    case .object(let object): try container.encode(object)
    }
  }
}
