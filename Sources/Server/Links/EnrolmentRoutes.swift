// Enrolment over the network: applications, how they stand, renewals, and the time.
import Certificates
import Enrolment
import Foundation
import Hummingbird
import Logging
import Merge
import NIOCore
import Node

/// The routes of the enrolment desk. Applying, asking how it stands and asking the time need no certificate.
struct EnrolmentRoutes: Sendable {
  private static let bodyBytesMax = 2 * EnrolmentApplication.bytesMax

  let gate: LinkGate
  let logger: Logger
  private var identity: LinkIdentity { gate.identity }
  private var desk: EnrolmentDesk { EnrolmentDesk(identity.folder) }

  init(gate: LinkGate, logger: Logger) { (self.gate, self.logger) = (gate, logger) }

  var routes: [Route] {
    [
      Route(
        .post, "\(ParentService.path)/applications", "Apply to be enrolled", access: .tokenHolder, query: .ignored,
        body: .json, answers: [.ok, .accepted, .forbidden, .unprocessableContent, .tooManyRequests]
      ) { try await applyForEnrolment($0, $1) },
      Route(
        .get, "\(ParentService.path)/applications/:id", "How an application stands", access: .applicant,
        query: .ignored, answers: [.ok, .accepted, .forbidden, .notFound, .tooManyRequests]
      ) { _, context in try standing(context) },
      Route(
        .post, "\(ParentService.path)/renewals", "New certificates for the keys a node has", access: .renewingChild,
        query: .ignored, body: .json, answers: [.ok, .forbidden, .notFound, .unprocessableContent, .tooManyRequests]
      ) { try await renew($0, $1) },
      Route(
        .get, ParentService.timePath, "The time, signed", access: .anybody, query: .reads(["nonce"]),
        answers: [.ok, .badRequest, .tooManyRequests]
      ) { request, _ in try time(request) },
    ]
  }

  private func applyForEnrolment(_ request: Request, _ context: GridwardContext) async throws -> Response {
    let posted: ParentService.Posted = try await body(of: request)
    let now = identity.clock.seconds
    do {
      guard let secret = [UInt8](hexadecimal: posted.token) else { throw EnrolmentRefusal.tokenUnknown }
      let issuer = identity.issuer
      let entry = try desk.change { state in
        let entry = try state.receive(posted.application, secret: secret, now: now)
        guard let issuer, state.takeFromQuota(entry) else { return entry }
        let admitted = try issuer.admit(
          try posted.application.checked(), name: posted.application.name, now: now)
        try state.approve(entry.id, bundle: admitted.bundle, member: admitted.member)
        return state.entry(entry.id) ?? entry
      }
      logger.notice("An application was received", metadata: Self.words(entry, context))
      return try answer(entry)
    } catch let refusal as EnrolmentRefusal {
      // Neither the secret nor anything it could be guessed from is written down.
      logger.warning(
        "An application was refused",
        metadata: [
          "reason": "\(refusal.rawValue)", "area": "\(posted.application.area.prefix(31))",
          "address": "\(context.address)",
        ])
      throw refusal
    }
  }

  private static func words(_ entry: DeskState.Entry, _ context: GridwardContext) -> Logger.Metadata {
    [
      "application": "\(entry.id.prefix(8))", "area": "\(entry.application.area)", "name": "\(entry.application.name)",
      "decision": "\(entry.decision.rawValue)", "address": "\(context.address)",
    ]
  }

  private func standing(_ context: GridwardContext) throws -> Response {
    guard let id = context.parameters.get("id"), let entry = try desk.look().entry(id) else {
      throw EnrolmentRefusal.unknown
    }
    return try answer(entry)
  }

  private func answer(_ entry: DeskState.Entry) throws -> Response {
    if entry.decision == .refused { throw EnrolmentRefusal.refused }
    let standing = ParentService.Standing(id: entry.id, decision: entry.decision, bundle: entry.bundle)
    return try Self.response(standing, entry.decision == .waiting ? .accepted : .ok)
  }

  /// New certificates for the keys a node already has: the certificate of the connection says who asks.
  private func renew(_ request: Request, _ context: GridwardContext) async throws -> Response {
    let name = try await gate.renewable(context)
    let application: EnrolmentApplication = try await body(of: request)
    let checked = try application.checked()
    guard PeerName(node: checked.node, area: checked.area) == name else {
      throw gate.refuse(.mismatch, name, context)
    }
    guard let issuer = identity.issuer else { throw Problem(.notFound, "This node is no office and renews nothing.") }
    let renewed = try issuer.certificates(for: checked, now: identity.clock.seconds)
    try desk.change { $0.renewed(name.node, serial: renewed.chain[0].serialText, ends: renewed.chain[0].ends) }
    logger.info("A certificate was renewed", metadata: ["peer": "\(name)"])
    return try Self.response(
      ParentService.Renewed(
        chain: try CertificateText.pem(renewed.chain),
        authority: try renewed.authority.map { try CertificateText.pem($0) }))
  }

  private func time(_ request: Request) throws -> Response {
    guard let text = request.uri.queryParameters.get("nonce"), let nonce = [UInt8](hexadecimal: text),
      nonce.count == SignedTime.nonceBytes
    else {
      throw Problem(.badRequest, "The time is asked for with `nonce`, \(2 * SignedTime.nonceBytes) hexadecimal digits.")
    }
    return try Self.response(
      SignedTime(
        nonce: nonce, time: identity.clock.milliseconds, key: identity.key, chain: identity.credentials.bundle.chain))
  }

  /// Reads a document within the limits that hold for all JSON here.
  private func body<Document: Decodable>(of request: Request) async throws -> Document {
    let bytes = try await request.bytes(upTo: Self.bodyBytesMax)
    _ = try JSONReader.value(of: bytes)
    do { return try JSONDecoder().decode(Document.self, from: Data(bytes)) } catch {
      throw EnrolmentRefusal.invalid
    }
  }

  private static func response(_ document: some Encodable, _ status: HTTPResponse.Status = .ok) throws -> Response {
    let data = try JSONEncoder().encode(document)
    return Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: Array(data))))
  }
}
