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

  /// Null for nil.
  package static func text(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }
  static func int(_ int: Int64?) -> JSON { int.map { .int($0) } ?? .null }
  package static func count(_ count: Int) -> JSON { .int(Int64(count)) }

  package func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: JSONText.append(.null, to: &bytes)
    case .bool(let flag): JSONText.append(.bool(flag), to: &bytes)
    case .int(let number): JSONText.append(.int(number), to: &bytes)
    case .text(let text): JSONText.append(.text(text), to: &bytes)
    case .value(let value): JSONText.append(value, to: &bytes)
    case .list(let items): Self.append(items, between: "[", and: "]", to: &bytes) { $0.append(to: &$1) }
    case .object(let members):
      Self.append(members, between: "{", and: "}", to: &bytes) { member, bytes in
        JSONText.append(.text(member.0), to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.1.append(to: &bytes)
      }
    }
  }

  private static func append<Item>(
    _ items: [Item], between open: String, and close: String, to bytes: inout [UInt8],
    _ body: (Item, inout [UInt8]) -> Void
  ) {
    bytes += open.utf8
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      body(item, &bytes)
    }
    bytes += close.utf8
  }

  /// The whole text, with the line end that terminals like.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2_048)
    append(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
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
