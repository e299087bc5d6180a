// Talking to a running node over its records API.
import Enrolment
import Foundation
import Node
import Transport
import Trust

/// What a node answered.
struct Answer {
  let status: Int
  let body: [UInt8]
  /// The version a record was read at.
  let tag: String?

  var json: JSON { JSON(parsing: body) ?? .null }
}

/// A client of one node's records API; refusals become failures a person can act on.
struct NodeClient {
  let server: String
  /// The header in which the node is told who asks; nil when the body says it.
  private let userHeader: String?
  private let settings: Settings
  private let client: HTTPClient

  private static let bodyBytesMax = 64 << 20
  /// The version of a record that a thousand feeds have written takes 36 kB.
  private static let headerBytesMax = 64 << 10

  init(_ settings: Settings) throws {
    let host = settings.host == "0.0.0.0" ? "127.0.0.1" : settings.host
    let address = settings.server ?? "http://\(host):\(settings.port)"
    server = address.hasSuffix("/") ? String(address.dropLast()) : address
    userHeader = settings.userHeader
    self.settings = settings
    client = try HTTPClient(configuration: .init(userAgent: "gridward/\(Help.version)"))
  }

  func get(_ path: String, query: [(String, String?)] = []) async throws -> Answer {
    try await send(.get, Self.target(path, query))
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, body: JSON? = nil, headers: [(name: String, value: String)] = []
  ) async throws -> Answer {
    if let device = settings.device, let body, let write = SignedWrite(method, path, body: body, headers: headers),
      let answer = try await write.sign(with: device, settings, handingTo: self)
    {
      return answer
    }
    var request = HTTPRequest(
      url: server + path, method: method, maxHeaderBytes: Self.headerBytesMax, maxBodyBytes: Self.bodyBytesMax)
    request.headers = headers
    if method != .get, let token = try token() { request.headers.append(("Authorization", "Bearer \(token)")) }
    if let body {
      request.headers.append(("Content-Type", "application/json"))
      request.body = Array(body.string.utf8)
      if let userHeader, let user = body["user"].text { request.headers.append((userHeader, Self.encoded(user))) }
    }
    let answer = try await exchange(request)
    guard (200..<300).contains(answer.status) else { throw refusal(answer) }
    return answer
  }

  /// Hands in actions with the passes that they are under.
  /// - Returns: what came of each, in order.
  func hand(_ file: ActionFile) async throws -> [JSON] {
    var request = HTTPRequest(
      url: server + "/actions", method: .post, maxHeaderBytes: Self.headerBytesMax, maxBodyBytes: Self.bodyBytesMax)
    request.headers = [("Content-Type", "application/cbor")]
    request.body = file.encoded
    let answer = try await exchange(request)
    guard (200..<300).contains(answer.status) else { throw refusal(answer) }
    return answer.json["actions"].list
  }

  /// The token that the settings give, or that lies beside their store; nil where there is none: the node says what it asks for.
  private func token() throws -> String? {
    if let token = settings.token { return token }
    if let path = settings.tokenFile {
      let file = NodeTokenFile(URL(filePath: path))
      guard file.exists else { throw Failure(.notFound, "there is no token at \(path)", hint: Self.tokenHint) }
      return try file.read().text
    }
    let beside = settings.store.map { NodeTokenFile(store: $0) }
    return try beside.flatMap { file in file.exists ? try file.read().text : nil }
  }

  private func exchange(_ request: HTTPRequest) async throws -> Answer {
    do throws(TransportError) {
      let response = try await client.send(request)
      let body = try await response.collect(limit: Self.bodyBytesMax)
      return Answer(status: response.status, body: body, tag: response.header("ETag"))
    } catch {
      throw Failure(
        .unreachable, "no answer from \(server): \(error)",
        hint: "Is the node running? `gridward serve` starts it; --server names another.")
    }
  }

  private static let tokenHint =
    "Give --token-file with the token beside that node's store, or run this where gridward.yaml names the store."

  /// Translates a problem (RFC 9457) the node told.
  private func refusal(_ answer: Answer) -> Failure {
    let problem = answer.json
    let words = [problem["title"].text, problem["detail"].text].compactMap(\.self).joined(separator: ": ")
    let faults = problem["errors"].list.map { "\n  \($0["message"].shown)" }.joined()
    let text = words.isEmpty ? String(decoding: answer.body.prefix(300), as: UTF8.self) : words
    let status: ExitStatus =
      switch answer.status {
      case 404: .notFound
      case 409 where problem["type"].text == ProblemType.idInUse.uri: .exists
      case 429, 503: .busy
      case 500...: .internalFault
      default: .refused
      }
    let areas = problem["areas"].list.map(\.shown).joined(separator: ", ")
    let isAmbiguous = problem["type"].text == ProblemType.ambiguousRecord.uri
    let needsToken = problem["type"].text == ProblemType.tokenNeeded.uri
    let hint = isAmbiguous ? "Name one with --area: \(areas)." : needsToken ? Self.tokenHint : ""
    var failure = Failure(
      status, Terminal.harmless("\(text) (\(answer.status))") + faults, hint: Terminal.harmless(hint))
    failure.reason = problem["reason"].text
    return failure
  }

  private static func target(_ path: String, _ query: [(String, String?)]) -> String {
    let parts = query.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
    return parts.isEmpty ? path : "\(path)?\(parts.joined(separator: "&"))"
  }

  /// Percent-encodes all but the unreserved characters of RFC 3986.
  static func encoded(_ text: String) -> String {
    let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }
}
