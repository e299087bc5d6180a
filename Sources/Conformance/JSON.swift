// JSON documents: what vectors, and the lines of the harness, are written in.
import Foundation
import Merge
import Wire

/// What a case or a line has that its topic has no use for, told to whoever wrote it. It is never a rejection code.
package struct CaseFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// A JSON value with whole numbers only. A stranger may have written it: every accessor throws a `CaseFault` where the
/// value is of another form.
package enum JSON: Decodable, Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  package init(from decoder: any Decoder) throws {
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

  /// Reads one document.
  package init(text: [UInt8]) throws {
    do { self = try JSONDecoder().decode(JSON.self, from: Data(text)) } catch {
      throw CaseFault("this is no JSON with whole numbers of 64 bits")
    }
  }

  package var bool: Bool {
    get throws { if case .bool(let bool) = self { bool } else { throw fault("true or false") } }
  }
  package var string: String { get throws { if case .string(let text) = self { text } else { throw fault("a text") } } }
  package var array: [JSON] { get throws { if case .array(let array) = self { array } else { throw fault("a list") } } }
  package var object: [String: JSON] {
    get throws { if case .object(let object) = self { object } else { throw fault("an object") } }
  }
  package var isNull: Bool { self == .null }

  /// An integer, beyond ±2^53 also as `{"int": "digits"}`.
  package var int: Int64 {
    get throws {
      if case .int(let int) = self { return int }
      guard case .object(let object) = self, object.count == 1, case .string(let digits)? = object["int"],
        let int = Int64(digits)
      else { throw fault("an integer") }
      return int
    }
  }

  package var natural: UInt64 {
    get throws {
      guard let natural = UInt64(exactly: try int) else { throw fault("an integer from 0") }
      return natural
    }
  }

  /// The entry under `key`; null when there is none.
  package subscript(key: String) -> JSON { get throws { try object[key] ?? .null } }

  package subscript(index: Int) -> JSON {
    get throws {
      let items = try array
      guard items.indices.contains(index) else { throw fault("a list of \(index + 1) or more") }
      return items[index]
    }
  }

  /// What `read` makes of this; nil for null.
  package func optional<Result>(_ read: (JSON) throws -> Result) rethrows -> Result? {
    isNull ? nil : try read(self)
  }

  package func fault(_ expected: String) -> CaseFault {
    let text = text
    return CaseFault("\(expected) is expected, not \(text.count > 60 ? text.prefix(60) + "…" : text[...])")
  }
}

extension JSON {
  /// The value in one line, spelled in one way.
  package var text: String { JSONText.string(plain) }

  private var plain: Value {
    switch self {
    case .null: .null
    case .bool(let bool): .bool(bool)
    case .int(let int): .int(int)
    case .string(let string): .text(string)
    case .array(let items): .list(items.map(\.plain))
    case .object(let object): .sorted(object.map { ($0.key, $0.value.plain) })
    }
  }

  /// Whether two answers say the same: an entry left out is null, and an integer may be written in both ways. Texts are
  /// compared by their bytes.
  package func says(_ other: JSON) -> Bool { reduced.text.utf8.elementsEqual(other.reduced.text.utf8) }

  private var reduced: JSON {
    switch self {
    case .array(let items): return .array(items.map(\.reduced))
    case .object(let object):
      if object.count == 1, object["int"] != nil, let int = try? int { return .int(int) }
      // To write null is an edit, and no entry that is left out.
      return .object(object.filter { $0.key == "write" || !$0.value.isNull }.mapValues(\.reduced))
    default: return self
    }
  }
}
