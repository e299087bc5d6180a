// The examples of the protocol's section on enrolment say what the section says of them.
import Certificates
import Enrolment
import Foundation
import Merge
import TestSupport
import Testing

@Suite struct ExampleTests {
  private func example(_ name: String) throws -> Data {
    return try Data(contentsOf: Repository.root.appending(path: "protocol/examples/\(name)"))
  }

  @Test func `the token of the example`() throws {
    let text = String(decoding: try example("token.txt"), as: UTF8.self)
    let token = try #require(EnrolmentToken(text: text))
    #expect(token.secret.hexadecimal == "def2b2970828644eb190b7459b7e336b")
    #expect(token.parent.bytes.hexadecimal == "f8644c80fd4c3128dbd0c76739f6c8992edab2f3d2a62ca0c4aad6bf8e55f3a5")
    #expect(token.area.code == "370202021001/92370202MA3CDEMO1X" && token.expires == 1_796_070_294)
    #expect(token.digest.description == "1eecd5e78c005bacf497ed794c3a5bd8e5fca4ba4178fe3f9e3c33fef952f18d")
  }

  @Test func `the application and the bundle of the example`() async throws {
    let application = try JSONDecoder().decode(EnrolmentApplication.self, from: example("application.json"))
    let checked = try application.checked()
    #expect(application.id == "2933151edae522c4c4dfe8fd161933d6")
    #expect(checked.node.description == "4e85ada790eb3ec132136761a279e604")
    #expect(checked.transport.pin.spoken == "2161 4863 2693 6687")
    let bundle = try JSONDecoder().decode(EnrolmentBundle.self, from: example("bundle.json")).parts()
    #expect(bundle.node == checked.node && bundle.area == checked.area && bundle.authority == nil)
    #expect(bundle.chain.count == 2 && bundle.statements.count == 2)
    let verifier = PeerVerifier(root: bundle.root, area: bundle.area)
    let named = await verifier.nodeAtAnyTime(bundle.chain)
    #expect(named == PeerName(node: bundle.node, area: bundle.area))
  }
}
