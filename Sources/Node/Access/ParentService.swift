// What a node asks a parent beside sessions: to be enrolled, to be renewed, and the time.
package import Enrolment
import Foundation
package import Transport

/// The parent's enrolment endpoints, as a child calls them.
package struct ParentService: Sendable {
  package static let path = "/enrolment/v1"
  package static let timePath = "/time/v1"

  private let client: HTTPClient
  private let parent: String

  package init(client: HTTPClient, parent: String) {
    self.client = client
    self.parent = parent.hasSuffix("/") ? String(parent.dropLast()) : parent
  }

  /// What is posted to apply.
  package struct Posted: Codable, Sendable {
    package let token: String
    package let application: EnrolmentApplication
  }

  /// How an application stands.
  package struct Standing: Codable, Sendable {
    package let id: String
    package let decision: DeskState.Decision
    package let bundle: EnrolmentBundle?

    package init(id: String, decision: DeskState.Decision, bundle: EnrolmentBundle?) {
      (self.id, self.decision, self.bundle) = (id, decision, bundle)
    }
  }

  /// New certificates for old keys, as PEM.
  package struct Renewed: Codable, Sendable {
    package let chain: String
    package let authority: String?

    package init(chain: String, authority: String?) { (self.chain, self.authority) = (chain, authority) }
  }

  package func applyForEnrolment(_ application: EnrolmentApplication, token: EnrolmentToken) async throws -> Standing {
    try await post("\(Self.path)/applications", Posted(token: token.secret.hexadecimal, application: application))
  }

  package func standing(of id: String) async throws -> Standing {
    try await exchange(HTTPRequest(url: "\(parent)\(Self.path)/applications/\(id)", maxBodyBytes: bodyBytesMax))
  }

  package func renew(_ application: EnrolmentApplication) async throws -> Renewed {
    try await post("\(Self.path)/renewals", application)
  }

  package func time(nonce: [UInt8]) async throws -> SignedTime {
    try await exchange(
      HTTPRequest(url: "\(parent)\(Self.timePath)?nonce=\(nonce.hexadecimal)", maxBodyBytes: SignedTime.bytesMax))
  }

  private var bodyBytesMax: Int { EnrolmentBundle.bytesMax }

  private func post<Answer: Decodable>(_ path: String, _ body: some Encodable) async throws -> Answer {
    var request = HTTPRequest(url: parent + path, method: .post, maxBodyBytes: bodyBytesMax)
    request.headers = [("Content-Type", "application/json")]
    request.body = Array(try JSONEncoder().encode(body))
    return try await exchange(request)
  }

  private func exchange<Answer: Decodable>(_ request: HTTPRequest) async throws -> Answer {
    var request = request
    request.timeouts.total = .seconds(30)
    do {
      let response = try await client.send(request)
      let body = try await response.collect(limit: bodyBytesMax)
      guard (200..<300).contains(response.status) else { throw LinkFailure.refused(response, body: body) }
      guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
        throw LinkFailure.otherContent(response.header("Content-Type") ?? "")
      }
      return answer
    } catch let error as TransportError { throw LinkFailure.transport(error) }
  }
}

/// Fresh random bytes that no two questions share.
package enum Nonce {
  package static func make() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<SignedTime.nonceBytes).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }
}
