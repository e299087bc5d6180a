// The vectors of names in certificates.
import Certificates
import Foundation
import Merge
import Testing

@Suite struct `Vectors of names in certificates` {
  private struct Case: Decodable {
    let name: String
    let input: String
    let expected: String
  }

  @Test func `every case of dns-name`() throws {
    let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let file = root.appending(path: "protocol/vectors/dns-name.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    #expect(!cases.isEmpty)
    for vector in cases {
      let area = try #require(Area(vector.input))
      #expect(AreaName.dnsName(of: area) == vector.expected, "\(vector.name)")
    }
  }
}
