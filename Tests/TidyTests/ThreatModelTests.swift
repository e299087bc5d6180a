// The threat model names a test for each attack, and each of them exists.
import Testing

@Suite struct ThreatModelTests {
  private struct Row {
    let number: String
    let cells: [String]
    let tests: [String]
  }

  private static let rows: [Row] = {
    guard let document = Tree.file("docs/threat-model.md") else { return [] }
    return document.lines.compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
        .map { $0.split(separator: " ").joined(separator: " ") }
      guard let number = cells.first, number.wholeMatch(of: #/[A-Z][0-9]+/#) != nil, cells.count == 5 else {
        return nil
      }
      return Row(number: number, cells: cells, tests: cells[3].matches(of: #/`([^`]+)`/#).map { String($0.1) })
    }
  }()

  private static let names: Set<String> = {
    var names: Set<String> = []
    for file in Tree.tests {
      for match in file.text.matches(of: #/func `([^`]+)`/#) { names.insert(String(match.1)) }
    }
    return names
  }()

  @Test func `every attack has a test that exists`() {
    #expect(Self.rows.count >= 25)
    for row in Self.rows {
      #expect(!row.tests.isEmpty, "\(row.number) names no test")
      for test in row.tests { #expect(Self.names.contains(test), "\(row.number): there is no test `\(test)`") }
      #expect(row.cells.allSatisfy { !$0.isEmpty }, "\(row.number) has an empty cell")
    }
  }

  @Test func `every attack has a number of its own`() {
    #expect(Set(Self.rows.map(\.number)).count == Self.rows.count)
  }
}
