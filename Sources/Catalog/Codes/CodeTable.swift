// A code table: one version of the values a field may have, kept as data that replicates.
package import Merge

/// One code and what it stands for.
package struct CodeEntry: Hashable, Sendable {
  package let code: String
  /// `zh`, `en` and whatever else the table says of a code, such as `parent` or `days`.
  package let meaning: Value

  package var title: Title { Title(zh: meaning["zh"]?.text ?? code, en: meaning["en"]?.text ?? code) }
}

/// One version of one table of codes.
///
/// Tables travel as records of the type `code_table`, so that a city can issue a new version without a new program and old
/// records keep the meaning they were written with. The program carries some, which a node loads as such records.
/// - Invariant: `entries` is sorted by code, each code once.
/// - Source: catalog README §9.
package struct CodeTable: Hashable, Sendable {
  package let name: String
  package let version: String
  package let title: Title
  package let source: String
  package let validFrom: Day?
  /// The first day on which it is no longer in force.
  package let validTo: Day?
  package let entries: [CodeEntry]

  /// The record type whose records are code tables.
  package static let recordType = "code_table"

  init(
    name: String, version: String, title: Title, source: String, validFrom: Day?, validTo: Day?,
    entries: [CodeEntry]
  ) {
    self.name = name
    self.version = version
    self.title = title
    self.source = source
    self.validFrom = validFrom
    self.validTo = validTo
    self.entries = entries.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
  }

  /// - Complexity: O(log n).
  package subscript(code: String) -> CodeEntry? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].code.utf8.lexicographicallyPrecedes(code.utf8) { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && Value.isSame(entries[low].code, code) ? entries[low] : nil
  }

  package func isInForce(on day: Day) -> Bool {
    (validFrom.map { $0 <= day } ?? true) && (validTo.map { day < $0 } ?? true)
  }
}

extension CodeTable {
  /// Reads what a record of the type shows; nil when its name or version is missing.
  package init?(_ shown: (String) -> Value) {
    guard let name = shown("name").text, let version = shown("version").text else { return nil }
    var entries: [CodeEntry] = []
    if case .list(let items) = shown("entries") {
      for item in items {
        if let code = item["key"]?.text { entries.append(CodeEntry(code: code, meaning: item["value"] ?? .null)) }
      }
    }
    let zh = shown("name_zh").text ?? name
    self.init(
      name: name, version: version, title: Title(zh: zh, en: shown("name_en").text ?? zh),
      source: shown("source").text ?? "", validFrom: shown("valid_from").int.map { Day(milliseconds: $0) },
      validTo: shown("valid_to").int.map { Day(milliseconds: $0) }, entries: entries)
  }

  /// The fields of a record of the type, by name: what the records API takes.
  package var fields: [(name: String, value: Value)] {
    var fields: [(name: String, value: Value)] = [
      ("name", .text(name)), ("version", .text(version)), ("name_zh", .text(title.zh)), ("name_en", .text(title.en)),
      ("source", .text(source)), ("entries", .sorted(entries.map { ($0.code, $0.meaning) })),
    ]
    if let validFrom { fields.append(("valid_from", .int(validFrom.start))) }
    if let validTo { fields.append(("valid_to", .int(validTo.start))) }
    return fields
  }
}

/// The versions of the tables that a node holds.
package struct CodeTables: Sendable {
  package let versions: [CodeTable]

  package static let none = CodeTables([])

  package init(_ versions: [CodeTable]) { self.versions = versions }

  /// The versions of a table that count on a day: those in force, or all when none is.
  package func versions(of name: String, on day: Day) -> [CodeTable] {
    let all = versions.filter { Value.isSame($0.name, name) }
    let inForce = all.filter { $0.isInForce(on: day) }
    return inForce.isEmpty ? all : inForce
  }

  /// What a code stands for, in the first version that has it.
  package func entry(_ code: String, in name: String, on day: Day) -> CodeEntry? {
    versions(of: name, on: day).lazy.compactMap { $0[code] }.first
  }

  /// Whether a code may be entered: a table that nobody has issued forbids nothing.
  package func permits(_ code: String, in name: String, on day: Day) -> Bool {
    var (isIssued, isInForce, isKnown) = (false, false, false)
    for place in versions.indices where Value.isSame(versions[place].name, name) {
      isIssued = true
      let counts = versions[place].isInForce(on: day)
      // Those that are not in force count where none is.
      if isInForce, !counts { continue }
      let isHere = versions[place][code] != nil
      if counts, isHere { return true }
      isInForce = isInForce || counts
      isKnown = isKnown || isHere
    }
    return !isIssued || (!isInForce && isKnown)
  }
}
