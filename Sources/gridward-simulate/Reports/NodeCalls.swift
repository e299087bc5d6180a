// What a report asks of a running node, over its HTTP API.
import Foundation
import Merge
import Transport

/// One node as the scenario's people reach it.
struct NodeCalls: Sendable {
  let server: String
  /// What the node asks of whoever writes.
  let token: String
  let client: HTTPClient

  private static let bodyBytesMax = 8 << 20

  private struct TotalsAnswer: Decodable {
    struct Line: Decodable { let figure: Int64 }
    let totals: [Line]
  }

  private struct CheckAnswer: Decodable { let holds: Bool }

  func send(_ entry: EntryRequest) async throws {
    // Whoever changes a record has seen what the node holds of it.
    let headers = entry.isNew ? [] : [(name: "If-Match", value: "*")]
    _ = try await exchange(entry.isNew ? .post : .patch, entry.path, body: entry.body, headers: headers)
  }

  /// States what has been counted in the periods that have ended.
  func state() async throws { _ = try await exchange(.post, "/totals/roll-ups?ended=true", body: Array("{}".utf8)) }

  /// An indicator's figure for the node's area; nil where nothing is counted.
  func figure(of indicator: String, in period: Period) async throws -> Int64? {
    let body = try await exchange(.get, "/totals?period=\(period)&indicator=\(indicator)")
    return try JSONDecoder().decode(TotalsAnswer.self, from: Data(body)).totals.first?.figure
  }

  /// Whether the totals of a period are what is stated below.
  func holds(in period: String) async throws -> Bool {
    let body = try await exchange(.get, "/totals/check?period=\(period)")
    return try JSONDecoder().decode(CheckAnswer.self, from: Data(body)).holds
  }

  private func exchange(
    _ method: HTTPRequest.Method, _ path: String, body: [UInt8] = [], headers: [(name: String, value: String)] = []
  ) async throws -> [UInt8] {
    var request = HTTPRequest(url: server + path, method: method, maxBodyBytes: Self.bodyBytesMax)
    request.headers = headers
    if method != .get { request.headers.append(("Authorization", "Bearer \(token)")) }
    if !body.isEmpty {
      request.headers.append(("Content-Type", "application/json"))
      request.body = body
    }
    let response = try await client.send(request)
    let answer = try await response.collect(limit: Self.bodyBytesMax)
    guard (200..<300).contains(response.status) else {
      let words = String(decoding: answer.prefix(500), as: UTF8.self)
      throw ReportFailure(description: "\(method.rawValue) \(path): \(response.status) \(words)")
    }
    return answer
  }
}
