// The vectors of the catalog's own rules: credit codes, and names of one person.
import Catalog
import Foundation
import Testing

@Suite struct `Vectors of the catalog` {
  private struct Case<Input: Decodable>: Decodable {
    let name: String
    let input: Input
    let expected: Bool
  }

  private func cases<Input: Decodable>(_ topic: String, of input: Input.Type) throws -> [Case<Input>] {
    let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    return try JSONDecoder().decode(
      [Case<Input>].self, from: Data(contentsOf: root.appending(path: "protocol/vectors/\(topic).json")))
  }

  @Test func `every case of credit-code`() throws {
    for vector in try cases("credit-code", of: String.self) {
      #expect(CreditCode.isValid(vector.input) == vector.expected, "\(vector.name)")
    }
  }

  @Test func `every case of user-name`() throws {
    for vector in try cases("user-name", of: [String].self) {
      let (left, right) = (UserName(vector.input[0]), UserName(vector.input[1]))
      #expect((left == right) == vector.expected, "\(vector.name)")
      #expect(Set([left, right]).count == (vector.expected ? 1 : 2), "\(vector.name)")
    }
  }
}
