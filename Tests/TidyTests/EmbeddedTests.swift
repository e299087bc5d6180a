// What the program carries of the repository's files is all of their folder: the lists in C are written by hand.
import Foundation
import Testing

@Suite struct EmbeddedTests {
  /// A list of a C source: what the files are called there, and the files it embeds, in their order.
  private struct Embedded {
    let names: [String]
    let paths: [String]

    /// - Parameter list: the name of the array.
    init(_ list: String, in file: TextFile) throws {
      let text = try #require(file.text.components(separatedBy: " \(list)[] = {\n").dropFirst().first)
      let body = try #require(text.components(separatedBy: "\n};").first)
      names = body.matches(of: /FILE\("([^"]+)"\)/).map { String($0.1) }
      paths = body.matches(of: /#embed "..\/..\/([^"]+)"/).map { String($0.1) }
    }
  }

  @Test(arguments: [(list: "catalog", folder: "protocol/catalog"), (list: "codes", folder: "protocol/catalog/codes")])
  func `every file of the catalog is embedded under its name`(place: (list: String, folder: String)) throws {
    let file = try #require(Tree.file("Sources/CEmbedded/embedded.c"))
    let embedded = try Embedded(place.list, in: file)
    let folder = Tree.root.appending(path: place.folder).path
    let there = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
    #expect(there.count > 10)
    #expect(embedded.names == there, "\(file) is not \(place.folder)")
    #expect(embedded.paths == there.map { "\(place.folder)/\($0)" }, "\(file) is not \(place.folder)")
  }

  @Test func `every list of places is embedded for the scenarios`() throws {
    let file = try #require(Tree.file("Sources/CDivisions/divisions.c"))
    let embedded = file.text.matches(of: /#embed "..\/..\/ops\/data\/([^"]+)"/).map { String($0.1) }
    let there = try FileManager.default.contentsOfDirectory(atPath: Tree.root.appending(path: "ops/data").path)
    #expect(embedded == there.filter { $0.hasSuffix(".tsv") }.sorted())
  }
}
