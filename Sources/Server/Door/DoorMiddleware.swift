// Turns away what a page of another site has made a browser ask, before anything is read or written.
import Certificates
import HTTPTypes
import Hummingbird
import Node

/// Checks host, origin and the kind of body of every request of a listener.
struct DoorMiddleware: RouterMiddleware {
  typealias Context = GridwardContext

  let door: Door
  /// Knows who has shown a certificate; nil where nobody shows one.
  var gate: LinkGate?

  func handle(
    _ request: Request, context: GridwardContext, next: (Request, GridwardContext) async throws -> Response
  ) async throws -> Response {
    try await checkHost(request, context)
    try checkOrigin(request)
    if let path = context.endpointPath { try Self.checkBody(request, at: path) }
    return try await next(request, context)
  }

  /// No browser shows a certificate of the city's, so a node may know its parent by whatever name leads there, and one whose certificate
  /// does not serve any more is told that.
  private func checkHost(_ request: Request, _ context: GridwardContext) async throws {
    // A second Host names somebody else to whoever reads that one.
    if request.headers[values: Self.host].isEmpty, request.head.authority.map({ door.isOwn($0) }) ?? true { return }
    switch try await gate?.verdict(context) {
    case .accepted?, .inGrace?: return
    case .refused(let refusal)? where refusal != .missing && refusal != .untrusted: return
    case .refused?, nil: break
    }
    throw Problem(
      .foreignHost,
      "This node does not go by the name it was asked under. `names` in its configuration lists names; addresses and localhost need none."
    )
  }

  private static let host = HTTPField.Name("Host")!

  private func checkOrigin(_ request: Request) throws(Problem) {
    for origin in request.headers[values: .origin] where !door.admits(origin: origin, at: request.head.authority) {
      throw Problem(
        .foreignOrigin,
        "A page of another site asks. Pages that may are served under this node's own address or under one of its `names`."
      )
    }
  }

  /// A form of any site can send text, fields and files, but nothing else without being asked for leave first.
  private static func checkBody(_ request: Request, at path: String) throws(Problem) {
    guard request.method != .get, request.method != .head else { return }
    let type = MediaType(request)
    let isSync = path == SyncBinding.path
    if path == ActionRoutes.path { return try checkActions(request, type) }
    guard isSync ? type.name == SyncBinding.contentType : type.isJSON else {
      let what = isSync ? "A sync request is \(SyncBinding.contentType)" : "A request that writes is application/json"
      throw Problem(.unsupportedMediaType, "\(what); say so in Content-Type.")
    }
    guard isSync || type.isUTF8 && [nil, "identity"].contains(request.headers[.contentEncoding]) else {
      throw Problem(.unsupportedMediaType, "A body is JSON in UTF-8 and not compressed.")
    }
  }
}

extension DoorMiddleware {
  /// No form can send this kind of body either.
  private static func checkActions(_ request: Request, _ type: MediaType) throws(Problem) {
    guard type.name == "application/cbor" || type.isJSON && type.isUTF8,
      [nil, "identity"].contains(request.headers[.contentEncoding])
    else {
      throw Problem(
        .unsupportedMediaType,
        "Actions are application/cbor or application/json, not compressed; say so in Content-Type.")
    }
  }
}

/// What a request says its body is.
struct MediaType {
  /// Type and subtype in small letters; empty when nothing is said.
  let name: String
  /// Whether it names no other set of characters.
  let isUTF8: Bool

  init(_ request: Request) {
    let text = request.headers[.contentType] ?? ""
    // As nearly every program says it.
    if text == Self.json {
      (name, isUTF8) = (text, true)
      return
    }
    let parts = text.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" && $0 != "\"" }.lowercased() }
    name = parts.first ?? ""
    isUTF8 = parts.allSatisfy { !$0.hasPrefix("charset=") || $0 == "charset=utf-8" || $0 == "charset=utf8" }
  }

  /// A type that is written in JSON and means something else, such as a patch of RFC 7396, is not what is read here.
  var isJSON: Bool { name == Self.json }

  private static let json = "application/json"
}

/// Says of every answer that it is for the one who asked alone: most carry names of people and places.
/// - Source: RFC 9111 §5.2.2.5; https://fetch.spec.whatwg.org/#x-content-type-options-header
struct AnswerMiddleware: RouterMiddleware {
  typealias Context = GridwardContext

  func handle(
    _ request: Request, context: GridwardContext, next: (Request, GridwardContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    guard response.headers[.contentType] != SyncBinding.contentType else { return response }
    response.headers[.cacheControl] = "no-store"
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.crossOriginResourcePolicy] = "same-origin"
    return response
  }
}
