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

/// A strong entity tag: a record's version, or its digest where the version is long, and a check of the answer that shows it.
///
/// What was seen of a record is its version alone. What an answer says of it also hangs on names of places, code tables, other
/// records, the catalog and the program, all of which change without it.
struct EntityTag: Hashable, Sendable {
  let seen: Seen
  /// Empty where a tag says none: nobody has an answer with such a tag.
  let check: String
  /// The version or its digest.
  private let name: String

  /// How long a version may be in a tag: proxies and clients take heads of a few kilobytes.
  private static let versionBytesMax = 1_024

  /// - Parameter body: the bytes of the answer.
  init(_ version: SeenVector, of body: [UInt8]) {
    check = Bytes16.hexadecimal(Array(Hashing.sha256(body).bytes.prefix(Self.checkBytes)))
    let text = version.text
    let isLong = text.utf8.count > Self.versionBytesMax
    seen = isLong ? .held(version.digest) : .version(version)
    name = isLong ? "\(Self.digestMark)\(version.digest)" : text
  }

  package var text: String { "\"\(name)\(Self.separator)\(check)\"" }

  private static let separator: Character = "/"
  private static let checkBytes = 8
  /// What no version begins with.
  private static let digestMark = "sha256-"

  private init?(_ text: some StringProtocol) {
    guard text.utf8.count >= 2, text.first == "\"", text.last == "\"" else { return nil }
    let parts = text.dropFirst().dropLast().split(
      separator: Self.separator, maxSplits: 1, omittingEmptySubsequences: false)
    // Whoever edits a record has seen some version of it: no answer shows one without.
    guard !parts[0].isEmpty, let seen = Self.seen(parts[0]) else { return nil }
    // A tag as it was given has a check; what was seen alone, as answers say it in `version`, has none.
    if parts.count > 1 {
      guard [UInt8](hexadecimal: parts[1])?.count == Self.checkBytes else { return nil }
    }
    (self.seen, name, check) = (seen, String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
  }

  /// What a version or a digest says was seen; nil for anything else.
  private static func seen(_ text: some StringProtocol) -> Seen? {
    guard text.hasPrefix(digestMark) else { return SeenVector(text: text).map { .version($0) } }
    guard let bytes = [UInt8](hexadecimal: text.dropFirst(digestMark.count)), bytes.count == 32 else { return nil }
    return .held(Digest(bytes))
  }

  /// What `If-Match` says was seen; nil without one.
  static func seen(by request: Request) throws(Problem) -> Seen? {
    guard let field = request.headers[.ifMatch] else { return nil }
    if field == "*" { return .whatIsHeld }
    guard let tag = EntityTag(field) else {
      throw Problem(
        .badRequest, "If-Match carries one ETag of this record as it was given, or *; an empty one is none.")
    }
    return tag.seen
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
