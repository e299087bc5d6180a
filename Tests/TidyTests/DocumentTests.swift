// What the documents say exists, and what exists is in the documents.
import Testing

@Suite struct DocumentTests {
  @Test(arguments: [
    (file: "Sources/Wire/WireError.swift", name: "Code"), (file: "Sources/Wire/Hello.swift", name: "RejectionCode"),
  ])
  func `every rejection code is in the protocol`(place: (file: String, name: String)) throws {
    let specification = try #require(Tree.file("protocol/README.md"), "protocol/README.md is missing")
    let source = try #require(Tree.file(place.file))
    let codes = Self.rawValues(ofEnum: place.name, in: source)
    #expect(codes.count > 3)
    for code in codes { #expect(specification.text.contains("`\(code)`"), "\(code) is not in protocol/README.md") }
  }

  /// The raw values of an enum's cases, read from its source.
  static func rawValues(ofEnum name: String, in file: TextFile) -> [String] {
    var values: [String] = []
    var isInside = false
    for line in file.code {
      let words = line.split(separator: " ")
      if words.contains("enum"), words.contains(where: { $0.hasPrefix("\(name):") }) { isInside = true }
      if isInside, words.first == "}" { return values }
      guard isInside, words.first == "case", words.count > 1 else { continue }
      let quoted = line.split(separator: "\"", omittingEmptySubsequences: false)
      values.append(quoted.count > 1 ? String(quoted[1]) : String(words[1]))
    }
    return values
  }

  /// The names of the program's commands and those below them.
  static let commands: Set<String> = {
    var names: Set<String> = []
    for file in Tree.sources where file.module == "gridward" {
      for line in file.lines {
        if let name = line.firstMatch(of: /commandName: "([a-z-]+)"/) { names.insert(String(name.1)) }
        if let name = line.firstMatch(of: /^struct ([A-Za-z]+): (Async)?ParsableCommand/) {
          names.insert(name.1.lowercased())
        }
      }
    }
    return names
  }()

  @Test(arguments: Tree.documents)
  func `every command a document shows exists`(document: TextFile) {
    for match in document.text.matches(of: /(?:^|[`\n|] *)(?:sudo )?gridward ([a-z]+)\b(?! 1\b)/) {
      #expect(Self.commands.contains(String(match.1)), "\(document) shows `gridward \(match.1)`")
    }
    for match in document.text.matches(of: /(?:^|[`\n] *)(?:\.\/)?(ops\/[a-z][a-z-]*)/) {
      #expect(Tree.exists(String(match.1)), "\(document) shows `\(match.1)`")
    }
  }
  @Test func `the plan of the house can be read in one go`() throws {
    let plan = try #require(Tree.file("ARCHITECTURE.md"))
    #expect(plan.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().count <= 110)
  }

  /// Tables and what stands between fences are as long as they are, and so is where a link leads.
  @Test(arguments: Tree.prose)
  func `prose has lines of at most 120 characters`(document: TextFile) {
    var isCode = false
    for (number, line) in document.lines.enumerated() {
      if line.hasPrefix("```") { isCode.toggle() }
      if isCode || line.hasPrefix("|") || line.count <= 120 { continue }
      let shown = line.replacing(/\]\([^)]*\)/, with: "]")
      #expect(shown.count <= 120, "\(document) line \(number + 1)")
    }
  }
}
