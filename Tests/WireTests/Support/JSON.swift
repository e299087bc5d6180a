// JSON documents of test vectors, read whole.
import Foundation

/// A JSON value. A vector that lacks what its topic needs is a fault of the file: the accessors trap.
enum JSON: Decodable, Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let string = try? container.decode(String.self) {
      self = .string(string)
    } else if let bool = try? container.decode(Bool.self) {
      self = .bool(bool)
    } else if let int = try? container.decode(Int64.self) {
      self = .int(int)
    } else if let array = try? container.decode([JSON].self) {
      self = .array(array)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  static func read(_ file: URL) throws -> JSON { try JSONDecoder().decode(JSON.self, from: Data(contentsOf: file)) }

  var bool: Bool { if case .bool(let bool) = self { bool } else { wrong("a truth value") } }
  var int: Int64 { if case .int(let int) = self { int } else { wrong("an integer") } }
  var natural: UInt64 { UInt64(int) }
  var string: String { if case .string(let string) = self { string } else { wrong("a string") } }
  var array: [JSON] { if case .array(let array) = self { array } else { wrong("an array") } }
  var object: [String: JSON] { if case .object(let object) = self { object } else { wrong("an object") } }
  var isNull: Bool { self == .null }
  var bytes: [UInt8] { WireTests.bytes(string) }

  /// The entry under `key`; null when there is none.
  subscript(key: String) -> JSON { object[key] ?? .null }
  subscript(index: Int) -> JSON { array[index] }

  /// What `read` makes of this; nil for null.
  func optional<Result>(_ read: (JSON) -> Result) -> Result? { isNull ? nil : read(self) }

  private func wrong(_ expected: String) -> Never { preconditionFailure("\(expected), not \(self)") }
}
