// Whatever a comment or a document refers to is in the repository: sections of the specification, documents, headings.
import Testing

@Suite struct ReferenceTests {
  /// A section that something refers to, with what stands before it in the same sentence.
  private struct Reference {
    let place: TextFile
    let before: String
    let section: String

    /// The references of a file; those of one sentence part are apart from those behind a semicolon.
    static func all(in file: TextFile) -> [Reference] {
      guard file.text.contains("§") else { return [] }
      return file.lines.filter { $0.contains("§") }.flatMap { $0.split(separator: ";") }.flatMap { part in
        part.matches(of: /§([0-9]+(?:\.[0-9]+)*)/).map { match in
          Reference(place: file, before: String(part[..<match.range.lowerBound]), section: String(match.1))
        }
      }
    }

    var isOfCatalog: Bool { before.contains("catalog README") || before.contains("catalog/README.md") }
    var isOfProtocol: Bool { !isOfCatalog && (before.contains("protocol §") || before.hasSuffix("protocol ")) }
  }

  private static let references = (Tree.sources + Tree.tests.filter { !$0.path.hasPrefix("Tests/TidyTests/") })
    .flatMap(Reference.all)

  /// The numbers at the beginning of the lines of a document that are sections of it.
  private static func sections(of path: String) -> Set<String> {
    let numbers = Tree.file(path)?.lines.compactMap { line in
      line.firstMatch(of: #/^(?:\#{2,3} )?([0-9]+(?:\.[0-9]+)*)\.? /#).map { String($0.1) }
    }
    return Set(numbers ?? [])
  }

  @Test func `sections of the protocol and of the catalog's description exist`() {
    let ofProtocol = Self.sections(of: "protocol/README.md")
    let ofCatalog = Self.sections(of: "protocol/catalog/README.md")
    #expect(ofProtocol.contains("10.5") && ofCatalog.contains("3.7"))
    for reference in Self.references {
      if reference.isOfProtocol {
        #expect(ofProtocol.contains(reference.section), "\(reference.place): protocol §\(reference.section)")
      } else if reference.isOfCatalog {
        #expect(ofCatalog.contains(reference.section), "\(reference.place): catalog README §\(reference.section)")
      }
    }
  }

  @Test func `every section referred to is one of a document that everybody can open`() {
    #expect(Self.references.count > 80)
    for reference in Self.references where !reference.isOfProtocol && !reference.isOfCatalog {
      #expect(
        reference.before.contains(/(RFC|ECMA-|GB|ISO) ?[0-9]/),
        "\(reference.place): §\(reference.section) of what?")
    }
  }

  @Test(arguments: Tree.sources + Tree.documents)
  func `every document named exists`(file: TextFile) {
    guard file.text.contains(".md") else { return }
    for match in file.text.matches(of: /(?:[A-Za-z0-9_.-]+\/)*[A-Z][A-Za-z.-]*\.md\b|docs\/[a-z-]+\.md\b/) {
      let name = String(match.0)
      let isThere =
        Tree.exists(name) || Tree.exists(file.folder + name) || Tree.exists("Sources/\(file.module)/\(name)")
      #expect(isThere, "\(file) names \(name)")
    }
  }

  @Test(arguments: Tree.sources + Tree.documents)
  func `every heading named exists`(file: TextFile) {
    guard file.text.contains(" \"") else { return }
    for match in file.text.matches(of: /\b(README|ARCHITECTURE|CONTRIBUTING|DESIGN)(?:\.md)? "([^"\n]+)"/) {
      let path = match.1 == "DESIGN" ? "Sources/\(file.module)/DESIGN.md" : "\(match.1).md"
      let headings = Tree.file(path)?.lines.filter { $0.hasPrefix("#") } ?? []
      #expect(headings.contains { $0.hasSuffix(" \(match.2)") }, "\(file): \(match.0)")
    }
  }
}
