// docs/roles.md says what the catalog says.
import Access
import Catalog
import Foundation
import Merge
import TestSupport
import Testing

@Suite struct `Document of roles` {
  private let tables = RoleTables(catalog: Sample.catalog, permissions: Sample.permissions)

  private func lines() throws -> [String] {
    let text = try String(contentsOf: Repository.root.appending(path: "docs/roles.md"), encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The table below a heading.
  private func table(below heading: String) throws -> [String] {
    let lines = try lines()
    let place = try #require(lines.firstIndex(of: "## \(heading)"), "docs/roles.md has no heading '\(heading)'")
    return Array(lines[place...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") })
  }

  @Test func `its tables are those of the catalog`() throws {
    for (heading, expected) in [
      ("The roles", tables.roles), ("How far a post reads", tables.scope), ("What a post may", tables.rights),
    ] {
      #expect(try table(below: heading) == expected, "put this in:\n\(expected.joined(separator: "\n"))")
    }
  }

  private static func names(in cell: Substring) -> [String] { cell.matches(of: /`([^`]+)`/).map { String($0.1) } }

  @Test func `every step with by has its row there, with its roles and why`() throws {
    var told: Set<String> = []
    for row in try table(below: "Steps that want a signature").dropFirst(2) {
      let cells = row.split(separator: "|").map { $0.drop { $0 == " " } }
      try #require(cells.count == 4, "\(row)")
      #expect(cells[3].contains { $0.isLetter }, "\(row) does not say why")
      let steps = Self.names(in: cells[0])
      try #require(steps.count == 1, "\(row)")
      for type in Self.names(in: cells[1]) {
        let step = "\(type).\(steps[0]) \(Self.names(in: cells[2]).joined(separator: ","))"
        #expect(told.insert(step).inserted, "\(step) is told twice")
      }
    }
    let there = Sample.catalog.types.flatMap { type in
      (type.lifecycle?.steps ?? []).filter { !$0.by.isEmpty }.map { step in
        "\(type.name).\(step.name) \(step.by.joined(separator: ","))"
      }
    }
    #expect(told == Set(there), "not told: \(Set(there).subtracting(told)); not there: \(told.subtracting(there))")
  }
}
