// How much a function of the replica is told: who needs more than a few things is a type that owns them.
import Testing

@Suite struct ParameterTests {
  static let countMax = 5

  @Test(arguments: Tree.sources.filter { $0.module == "Replica" })
  func `a function has at most five parameters`(file: TextFile) {
    for function in Self.functions(in: file.code.joined(separator: "\n")) {
      #expect(function.parameters <= Self.countMax, "\(file): \(function.name) has \(function.parameters)")
    }
  }

  @Test func `parameters are counted, and not what stands inside their types and defaults`() {
    let code = """
      func none() {}
      func one(_ body: (Int, [Int: String]) -> Void = { _, _ in }) {}
      mutating func three<A, B>(_ pair: (A, B), of map: Pair<A, B>, by body: (A) throws -> B) rethrows -> B
      init(a: Int, b: Int, c: Int, d: Int, e: Int, f: Int) {}
      static func < (one: Self, other: Self) -> Bool
      """
    let found = Self.functions(in: code)
    #expect(found.map(\.name) == ["none", "one", "three", "<"])
    #expect(found.map(\.parameters) == [0, 1, 3, 2])
  }

  @Test func `the functions of the replica are found`() {
    let names = Tree.sources.filter { $0.module == "Replica" }
      .flatMap { Self.functions(in: $0.code.joined(separator: "\n")).map(\.name) }
    #expect(names.count > 200 && names.contains("ingest"))
  }

  /// The functions declared in a text, each with the number of its parameters; initialisers of values are not among them.
  private static func functions(in code: String) -> [(name: String, parameters: Int)] {
    code.matches(of: /\bfunc\s+([^\s(<]+|<)\s*(?:<[^(]*>)?\s*\(/).map { match in
      (String(match.1), parameters(in: code[match.range.upperBound...]))
    }
  }

  /// How many parameters stand in a list from behind its opening bracket to its closing one.
  private static func parameters(in text: Substring) -> Int {
    var (depth, commas, isEmpty) = (1, 0, true)
    var before: Character = " "
    for character in text {
      switch character {
      case "(", "[", "{", "<": depth += 1
      case ")", "]", "}": depth -= 1
      case ">" where before != "-": depth -= 1
      case "," where depth == 1: commas += 1
      default: break
      }
      if depth == 0 { break }
      if !character.isWhitespace { isEmpty = false }
      before = character
    }
    return isEmpty ? 0 : commas + 1
  }
}
