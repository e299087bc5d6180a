// The records API as a test speaks it.
import Enrolment
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Merge
import NIOCore
import Node
import Server
import TestSupport
import Testing

/// An answer with its JSON read.
struct Answer {
  let status: HTTPResponse.Status
  let headers: HTTPFields
  let text: String
  let json: Value

  var tag: String? { headers[.eTag] }
  /// The last part of a problem's type.
  var problem: String? { json["type"]?.text.flatMap { $0.split(separator: ":").last.map(String.init) } }
  subscript(key: String) -> Value? { json[key] }
}

extension Value {
  var items: [Value] { if case .list(let items) = self { items } else { [] } }
}

struct API {
  let client: any TestClientProtocol
  /// What is served: each answer is held against what its route says of itself. None where that is not asked.
  var routes: [Route] = []

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: HTTPFields = [:]
  ) async throws -> Answer {
    var headers = headers
    if body != nil, headers[.contentType] == nil {
      let isSigned = routes.contains { $0.serves(method, path) && $0.body == .cbor }
      headers[.contentType] = isSigned ? "application/cbor" : "application/json"
    }
    let isWriting = method != .get && method != .head
    if isWriting, headers[.authorization] == nil { headers[.authorization] = "Bearer \(knownToken.text)" }
    let response = try await client.executeRequest(
      uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    let text = String(buffer: response.body)
    let json = (try? JSONReader.value(of: Array(text.utf8))) ?? .null
    if let route = routes.first(where: { $0.serves(method, path) }) {
      let isSaid = (route.answers + Route.everywhere).contains(response.status)
      #expect(isSaid, "\(method) \(route.path) does not say that it answers \(response.status.code): \(text)")
    }
    return Answer(status: response.status, headers: response.headers, text: text, json: json)
  }

  /// Hands in a file of actions.
  func hand(_ bytes: [UInt8], type: String = "application/cbor") async throws -> Answer {
    let response = try await client.executeRequest(
      uri: "/actions", method: .post, headers: [.contentType: type], body: ByteBuffer(bytes: bytes))
    let text = String(buffer: response.body)
    let json = (try? JSONReader.value(of: Array(text.utf8))) ?? .null
    return Answer(status: response.status, headers: response.headers, text: text, json: json)
  }

  func get(_ path: String, headers: HTTPFields = [:]) async throws -> Answer {
    try await send(.get, path, headers: headers)
  }

  func post(_ path: String, _ body: String) async throws -> Answer { try await send(.post, path, body) }

  func patch(_ path: String, _ body: String, seen: String?) async throws -> Answer {
    try await send(.patch, path, body, headers: seen.map { [.ifMatch: $0] } ?? [:])
  }

  /// Makes a hazard, in the community unless another area is named, and returns the answer.
  func hazard(
    id: String? = nil, area: Area = Place.community, description: String = "疏散通道堵塞", user: String = "张伟"
  ) async throws -> Answer {
    let fields = #"{"category": "消防安全", "description": "\#(description)", "severity": 0, "found_at": 1767225600000}"#
    let id = id.map { #""id": "\#($0)", "# } ?? ""
    return try await post(
      "/records/hazard", #"{\#(id)"area": "\#(area.code)", "user": "\#(user)", "fields": \#(fields)}"#)
  }
}

extension Route {
  /// Whether a request is the route's.
  func serves(_ method: HTTPRequest.Method, _ path: String) -> Bool {
    let asked = path.prefix { $0 != "?" }.split(separator: "/")
    let parts = self.path.split(separator: "/")
    return method == self.method && asked.count == parts.count
      && zip(parts, asked).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
  }
}

extension Answer {
  /// Where the record that was made can be read.
  var path: String { headers[.location] ?? "" }
}

/// The token of every node that a test serves.
let knownToken = NodeToken(secret: [UInt8](repeating: 7, count: NodeToken.bytes))

/// Settings of a node whose token the API of the tests shows.
func knownSettings(host: String = "127.0.0.1", port: Int = 8370) -> ServerSettings {
  var settings = ServerSettings(host: host, port: port)
  settings.token = knownToken
  return settings
}

/// Runs `body` with the API of a node, in process.
func withAPI(of node: Node, _ body: @escaping @Sendable (API) async throws -> Void) async throws {
  let server = GridwardServer(node: node, settings: knownSettings(), logger: quiet)
  try await server.application().test(.router) { try await body(API(client: $0, routes: server.routes)) }
}
