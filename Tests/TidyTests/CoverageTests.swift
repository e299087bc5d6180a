// What the table of coverage names exists.
import Testing

@Suite struct CoverageTests {
  /// The rows of the two tables as their cells.
  private static let rows: [[Substring]] = {
    let text = Tree.file("docs/coverage.md")?.text ?? ""
    return text.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| what ") }.map { line in
      line.split(separator: " | ").map { cell in
        cell.drop { $0 == "|" || $0 == " " }
      }
    }
  }()

  private static func names(in cell: Substring) -> [String] {
    cell.matches(of: /`([^`]+)`/).map { String($0.1) }
  }

  @Test func `every row names what carries it and a test`() {
    #expect(Self.rows.count == 72)
    for row in Self.rows {
      #expect(row.count == 4, "\(row)")
      #expect(!Self.names(in: row[3]).isEmpty, "\(row[0])")
    }
  }

  @Test func `every record type named exists, and every type of the catalog is named`() {
    var named: Set<String> = []
    for row in Self.rows {
      for type in Self.names(in: row[1]) {
        named.insert(type)
        #expect(Tree.exists("protocol/catalog/\(type).yaml"), "\(type)")
      }
    }
    let types = Tree.files(in: "protocol/catalog", endings: [".yaml"]).map(\.path)
      .filter { $0.split(separator: "/").count == 3 }.map { $0.split(separator: "/")[2].dropLast(5) }
    // Classes and roles are no types, settings are the rules' own, what is held is an action's, and what is of the classes control, people and watch is the
    // engine's.
    let others = ["classes", "roles", "rule_setting", "held_action", "held_confidential"]
    for type in types where !others.contains(String(type)) {
      let text = Tree.file("protocol/catalog/\(type).yaml")?.text ?? ""
      if ["control", "people", "watch"].contains(where: { text.contains("\nclass: \($0)\n") }) { continue }
      #expect(named.contains(String(type)), "\(type) answers to no row")
    }
  }

  @Test func `every rule, deadline, view and command named exists, and every rule is named`() {
    let sources = Tree.sources.filter { $0.module == "Rules" }.map(\.text).joined()
    let rules = sources.matches(of: /\bRule\(\s*"([a-z_]+)"/).map { String($0.1) }
    #expect(rules.count > 15)
    var named: Set<String> = []
    for name in Self.rows.flatMap({ Self.names(in: $0[2]) }) {
      named.insert(name)
      #expect(Self.exists(name, rules: rules), "\(name)")
    }
    for rule in rules { #expect(named.contains(rule), "\(rule) is in no row") }
  }

  private static func exists(_ name: String, rules: [String]) -> Bool {
    let parts = name.split(separator: ".")
    if name.hasPrefix("gridward ") { return DocumentTests.commands.contains(String(name.dropFirst(9))) }
    // A route is asked of the server itself: `RouteTests`.
    if name.hasPrefix("GET ") { return true }
    if name.contains("/") { return Tree.exists(name) }
    if parts.count == 2, let file = Tree.file("protocol/catalog/\(parts[0]).yaml") {
      return file.text.contains("\ndeadlines:") && file.text.contains("\n  - name: \(parts[1])\n")
    }
    return rules.contains(name)
  }

  @Test func `every test named exists`() {
    let tests = Tree.tests.map(\.text).joined()
    for name in Self.rows.flatMap({ Self.names(in: $0[3]) }) {
      #expect(tests.contains("func `\(name)`("), "\(name)")
    }
  }
}
