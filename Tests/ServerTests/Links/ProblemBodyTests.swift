// What a child makes of the body of a refusal: it is read as the document that it is, or not at all.
import Certificates
import Enrolment
import Hummingbird
import HummingbirdTesting
import NIOCore
import Node
import Server
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct `The body of a refusal` {
  private static let uri = "urn:gridward:problem:certificate-expired"

  private func failure(_ body: String, status: Int = 403) -> LinkFailure {
    .status(status, detail: body, retryAfter: nil)
  }

  @Test(arguments: [
    #"{"type":"\#(uri)","title":"t","status":403,"detail":"d"}"#,
    // Another order of members, white space, members that nobody knows.
    "{ \"detail\" : \"d\",\n\t\"more\" : [{\"type\": 1}], \"status\":403,\r\n\"type\"  :  \"\(uri)\" }\n",
    // Characters may be escaped, in names as well.
    #"{"type":"urn:gridward:problem:certificate\u002dexpired"}"#,
    #"{"\u0074ype":"urn\u003agridward:problem:certificate-expired"}"#,
    // The type behind more than fits a line of the log.
    #"{"detail":"\#(String(repeating: "长", count: 1_000))","type":"\#(uri)"}"#,
  ])
  func `is a problem document however it is written`(body: String) {
    #expect(failure(body).problem == .certificateExpired)
    #expect(failure(body).refusal == .expired && failure(body).isAboutDates)
    #expect(failure(body).shortDescription == "certificate-expired")
  }

  @Test(arguments: [
    "", "null", "403", "\"\(uri)\"", "[\"\(uri)\"]", "{", "{}", #"{"type":null}"#, #"{"type":403}"#,
    #"{"type":["\#(uri)"]}"#, #"{"Type":"\#(uri)"}"#,
    // A page of a proxy that quotes what it was given, and one document after another.
    #"<html><body><pre>{"type":"\#(uri)"}</pre></body></html>"#, #"{"type":"\#(uri)"}{}"#,
    // Cut off.
    #"{"type":"\#(uri)","detail":"The certif"#,
    // The type stands elsewhere than where a type stands.
    #"{"type":"about:blank","instance":"\#(uri)"}"#, #"{"problem":{"type":"\#(uri)"}}"#,
    // Not known here, or not the whole of one.
    "{\"type\":\"\(uri)-long-ago\"}", #"{"type":"urn:gridward:problem:certificate-renamed"}"#,
    #"{"type":"urn:gridward:problem:"}"#, #"{"type":"certificate-expired"}"#,
    #"{"type":"https://example.org/urn:gridward:problem:certificate-expired"}"#,
    // Nesting without an end, and more than is read.
    String(repeating: "[", count: 4_000),
    #"{"type":"\#(uri)","detail":"\#(String(repeating: "d", count: ProblemType.documentBytesMax))"}"#,
  ])
  func `that is anything else says nothing but its status`(body: String) {
    #expect(failure(body).problem == nil && failure(body).refusal == nil && !failure(body).isAboutDates)
    #expect(failure(body).shortDescription == "status-403")
    #expect("\(failure(body))".utf8.count < 600)
  }

  @Test func `with another status or about another thing is no refusal of a certificate`() {
    let document = #"{"type":"\#(Self.uri)"}"#
    #expect(failure(document, status: 500).problem == .certificateExpired)
    #expect(failure(document, status: 500).refusal == nil)
    #expect(failure(document, status: 500).shortDescription == "status-500")
    let busy = failure(#"{"type":"urn:gridward:problem:not-ready"}"#, status: 503)
    #expect(busy.problem == .notReady && busy.refusal == nil)
  }

  @Test func `has a type for every refusal of a certificate and of an application`() {
    for name in CertificateRefusal.allCases.map(\.rawValue) + EnrolmentRefusal.allCases.map(\.rawValue) {
      #expect(ProblemType(rawValue: name) != nil, "\(name)")
    }
    for type in ProblemType.allCases { #expect(ProblemType(uri: type.uri) == type) }
  }

  @Test func `is read from what a parent answers, and so is when to try again`() async throws {
    let body =
      #"{"detail":"\#(String(repeating: "d", count: 900))","type":"urn:gridward:problem:certificate\u002drevoked"}"#
    let router = Router()
    router.post("/sync/v1") { _, _ in
      Response(
        status: .forbidden, headers: [.contentType: "application/problem+json", .retryAfter: "7"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
    let parent = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)), logger: quiet)
    let node = try nodeInMemory(Place.community)
    try await parent.test(.live) { client in
      let port = try #require(client.port)
      let http = try newClient()
      var asking = Asking(node: node, client: http, parent: "http://127.0.0.1:\(port)")
      let failure = await #expect(throws: LinkFailure.self) { try await asking.round(wait: .zero) }
      #expect(failure?.refusal == .revoked)
      #expect(failure?.retryAfter == .seconds(7))
      await http.shutdown()
    }
  }
}
