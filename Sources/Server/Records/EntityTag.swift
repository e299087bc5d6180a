// Entity tags: the version of a record that a client has seen.
import Hummingbird
import Merge
import Node
import Records
import Wire

/// A record's version as a strong entity tag.
struct EntityTag: Hashable, Sendable {
  let version: SeenVector

  init(_ version: SeenVector) { self.version = version }

  package var text: String { "\"\(version.text)\"" }

  private init?(_ text: some StringProtocol) {
    guard text.utf8.count >= 2, text.first == "\"", text.last == "\"" else { return nil }
    guard let version = SeenVector(text: text.dropFirst().dropLast()) else { return nil }
    self.version = version
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

  static func isNoneMatch(_ request: Request, tag: EntityTag) throws(Problem) -> Bool {
    guard let field = request.headers[.ifNoneMatch] else { return false }
    if field == "*" { return true }
    return field.split(separator: ",").contains { part in
      let text = part.drop { $0 == " " }
      return (text.hasPrefix("W/") ? text.dropFirst(2) : text) == tag.text
    }
  }
}
