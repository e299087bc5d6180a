// Entity tags: the version of a record that a client has seen.
import Enrolment
import HTTPTypes
import Hummingbird
import Merge
import NIOCore
import Node
import Records
import Trust
import Wire

/// A strong entity tag: a record's version, and a check of the answer that shows it.
///
/// What was seen of a record is its version alone. What an answer says of it also hangs on names of places, code tables, other
/// records, the catalog and the program, all of which change without it.
struct EntityTag: Hashable, Sendable {
  let version: SeenVector
  /// Empty where a tag says none: nobody has an answer with such a tag.
  let check: String

  /// - Parameter body: the bytes of the answer.
  init(_ version: SeenVector, of body: [UInt8]) {
    (self.version, check) = (version, Bytes16.hexadecimal(Array(Hashing.sha256(body).bytes.prefix(Self.checkBytes))))
  }

  package var text: String { "\"\(version.carried().text)\(Self.separator)\(check)\"" }

  private static let separator: Character = "/"
  private static let checkBytes = 8

  private init?(_ text: some StringProtocol) {
    guard text.utf8.count >= 2, text.first == "\"", text.last == "\"" else { return nil }
    let parts = text.dropFirst().dropLast().split(
      separator: Self.separator, maxSplits: 1, omittingEmptySubsequences: false)
    guard let version = SeenVector(text: parts[0]) else { return nil }
    // A tag as it was given has a check; what was seen alone, as answers say it in `version`, has none.
    if parts.count > 1 {
      guard [UInt8](hexadecimal: parts[1])?.count == Self.checkBytes else { return nil }
    }
    (self.version, check) = (version, parts.count > 1 ? String(parts[1]) : "")
  }

  /// What `If-Match` says was seen; nil without one.
  static func seen(by request: Request) throws(Problem) -> Seen? {
    guard let field = request.headers[.ifMatch] else { return nil }
    if field == "*" { return .whatIsHeld }
    guard let tag = EntityTag(field) else {
      throw Problem(.badRequest, "If-Match carries one ETag of this record as it was given, or *.")
    }
    return .version(tag.version)
  }

  /// Whether the asker has an answer already, by its tag.
  static func isNoneMatch(_ request: Request, tag: String) -> Bool {
    guard let field = request.headers[.ifNoneMatch] else { return false }
    if field == "*" { return true }
    return field.split(separator: ",").contains { part in
      let text = part.drop { $0 == " " }
      return (text.hasPrefix("W/") ? text.dropFirst(2) : text) == tag
    }
  }
}

extension JSON {
  /// An answer that shows a record in a version, with its tag.
  func response(
    of version: SeenVector, _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) -> Response {
    let body = bytes
    var headers = headers
    headers[.contentType] = "application/json"
    headers[.eTag] = EntityTag(version, of: body).text
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
