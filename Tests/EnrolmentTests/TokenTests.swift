// Enrolment tokens as text.
import Certificates
import Enrolment
import Merge
import TestSupport
import Testing

@Suite struct TokenTests {
  private let token = EnrolmentToken(
    secret: Array(1...16), parent: TransportKey().pin, area: Place.shop, expires: today + 3_600)

  @Test func `a token is what its text says, however it was typed`() throws {
    let text = token.text
    for typed in [text, text.lowercased(), "  \(text)\n", text.replacing("-", with: " ")] {
      let read = try #require(EnrolmentToken(text: typed), "\(typed)")
      #expect(read.secret == token.secret && read.parent == token.parent)
      #expect(read.area == token.area && read.expires == token.expires)
    }
  }

  @Test func `a token with any one letter changed is none`() throws {
    let letters = Array(token.text)
    for place in letters.indices where letters[place] != "-" {
      var changed = letters
      changed[place] = letters[place] == "7" ? "8" : "7"
      #expect(EnrolmentToken(text: String(changed)) == nil, "letter \(place)")
    }
    for text in ["", "GW1", "GW1-", "GW1-00000", String(token.text.dropLast(3)), "GW2\(token.text.dropFirst(3))"] {
      #expect(EnrolmentToken(text: text) == nil)
    }
  }

  @Test func `what is shown of a token is not the token`() {
    #expect(!"\(token)".contains(token.secret.hexadecimal) && !"\(token)".contains(token.text))
    #expect(!token.digest.description.contains(token.secret.hexadecimal))
  }
}
