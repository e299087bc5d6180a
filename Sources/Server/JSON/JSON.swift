// JSON on its way out: built in the order in which people read it, and written in one way.
import Hummingbird
package import Merge
import Wire

/// A JSON value to be written. Object members stay in the order they were given.
package enum JSON: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case text(String)
  case list([JSON])
  case object([(String, JSON)])
  /// A field's value, as the catalog and the wire know it.
  case value(Merge.Value)
  /// What is written already: the bytes of one JSON value.
  case written([UInt8])

  /// Null for nil.
  package static func text(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }
  static func int(_ int: Int64?) -> JSON { int.map { .int($0) } ?? .null }
  package static func count(_ count: Int) -> JSON { .int(Int64(count)) }

  package func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: JSONText.append(plain: "null", to: &bytes)
    case .bool(let flag): JSONText.append(plain: flag ? "true" : "false", to: &bytes)
    case .int(let number): JSONText.append(number, to: &bytes)
    case .text(let text): JSONText.append(text, to: &bytes)
    case .value(let value): JSONText.append(value, to: &bytes)
    case .written(let written): bytes += written
    case .list(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        item.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.append(member, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Appends a member of an object: its name and its value.
  static func append(_ member: (name: String, value: JSON), to bytes: inout [UInt8]) {
    JSONText.append(member.name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    member.value.append(to: &bytes)
  }

  /// The whole text, with the line end that terminals like.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(writtenCount + 2_048)
    append(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// How many bytes of it are written already, in it or in a member.
  private var writtenCount: Int {
    switch self {
    case .written(let written): written.count
    case .object(let members): members.reduce(0) { $0 + $1.1.writtenCount }
    default: 0
    }
  }

  func response(
    _ status: HTTPResponse.Status = .ok, type: String = "application/json", headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
  package init(arrayLiteral elements: JSON...) { self = .list(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements) }
}
