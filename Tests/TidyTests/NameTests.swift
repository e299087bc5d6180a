// What the documents about the program name in back-ticks is there: files, types, and words of the sources.
import Testing

@Suite struct NameTests {
  static let documents = Tree.designs + ["ARCHITECTURE.md"].compactMap(Tree.file)

  @Test(arguments: documents)
  func `every file, type and member named exists`(document: TextFile) {
    for match in document.text.matches(of: /`([^`\n]+)`/) {
      #expect(Self.exists(match.1, in: document.folder), "\(document) names `\(match.1)`")
    }
  }

  @Test func `the documents are there to be looked through`() {
    #expect(Self.documents.count > 8)
    #expect(Self.vocabulary.types.contains("FeedKey") && Self.vocabulary.words.contains("writeGroup"))
    #expect(!Self.exists("FeedKeyring", in: "") && !Self.exists("Store/Nowhere.swift", in: ""))
  }

  /// Commands, addresses and whatever else is no single name are left to other tests.
  private static func exists(_ name: Substring, in folder: String) -> Bool {
    if name.hasPrefix("/") || name.contains(where: { !isOfName($0) }) { return true }
    if name.contains("/") { return ["", "Sources/", folder].contains { Tree.exists("\($0)\(name)") } }
    if name.wholeMatch(of: /[A-Za-z0-9_+-]+\.(swift|md|yaml|c|h)/) != nil { return fileNames.contains(String(name)) }
    if Manifest.modules[String(name)] != nil || Tree.exists("Tests/\(name)") { return true }
    return name.split { $0 == "." || $0 == "-" }.map(String.init).allSatisfy { part in
      part.wholeMatch(of: /[A-Z][A-Z0-9]*[a-z][A-Za-z0-9]*/) == nil
        ? vocabulary.words.contains(part) : vocabulary.types.contains(part)
    }
  }

  private static func isOfName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "_.+-/".contains(character))
  }

  private static let files = Tree.sources + Tree.cSources

  private static let fileNames: Set<String> = {
    let paths = (files + Tree.tests + Tree.documents).map(\.path)
    return Set(paths.compactMap { $0.split(separator: "/").last.map(String.init) })
  }()

  /// Every word of the code, and those of them that name a type.
  private static let vocabulary: (words: Set<String>, types: Set<String>) = {
    let kinds: Set<String> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    var (words, types): (Set<String>, Set<String>) = ([], [])
    for line in files.flatMap(\.code) {
      var before = ""
      for part in line.utf8.split(whereSeparator: { !isOfWord($0) }) {
        let word = String(Substring(part))
        words.insert(word)
        if kinds.contains(before) { types.insert(word) }
        before = word
      }
    }
    return (words, types)
  }()

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }
}
