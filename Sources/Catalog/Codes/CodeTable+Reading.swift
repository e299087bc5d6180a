// Reads a code table from its file.
import CEmbedded
import Merge
import Yams

extension CodeTable {
  private static let keys = ["table", "version", "title", "source", "valid_from", "valid_to", "entries"]

  /// Name and text of each file of `protocol/catalog/codes`, sorted by name.
  package static let builtInFiles: [(name: String, text: String)] = (0..<gridward_codes_count()).map {
    Embedded.file(gridward_codes_file($0))
  }

  /// The tables the program carries, in the order of their files' names.
  ///
  /// The files are tested against `protocol/catalog/codes` byte for byte, so a fault in them is a fault of the program.
  package static let builtIn: [CodeTable] = builtInFiles.map { file in
    do { return try CodeTable(file: file.name, bytes: Array(file.text.utf8)) } catch {
      preconditionFailure("a built-in code table: \(error)")
    }
  }

  /// - Throws: the first fault.
  package init(file: String, bytes: [UInt8]) throws(CatalogError) {
    let map = try EntryMap(.document(file: file, bytes: bytes), keys: Self.keys)
    var entries: [CodeEntry] = []
    for item in try map.required("entries").items() {
      let entry = try CodeEntry(item)
      if entries.contains(where: { $0.code == entry.code }) {
        throw item.fail(.duplicate, "the code '\(entry.code)' is given twice", allowed: "each code once")
      }
      entries.append(entry)
    }
    self.init(
      name: try map.required("table").name(), version: try map.required("version").text(), title: try map.title(),
      source: try map.required("source").text(), validFrom: try map["valid_from"]?.date(),
      validTo: try map["valid_to"]?.date(), entries: entries)
  }
}

extension CodeEntry {
  /// A code with its titles; further keys are whole numbers or texts.
  fileprivate init(_ entry: Entry) throws(CatalogError) {
    let map = try EntryMap(entry)
    code = try map.required("code").text()
    var meaning: [(String, Value)] = [
      ("zh", .text(try map.required("zh").text())), ("en", .text(try map.required("en").text())),
    ]
    for (key, value) in map.others(than: ["code", "zh", "en"]) {
      let text = try value.text()
      meaning.append((key, value.isWholeNumber ? Int64(text).map { .int($0) } ?? .text(text) : .text(text)))
    }
    self.meaning = .sorted(meaning)
  }
}

extension Entry {
  fileprivate var isWholeNumber: Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
    return scalar.string.utf8.allSatisfy { (48...57).contains($0) } && !scalar.string.hasPrefix("0")
  }

  fileprivate func date() throws(CatalogError) -> Day {
    guard let date = Day(try text()) else { throw fail(.wrongForm, "not a day", allowed: "such as 2026-03-01") }
    return date
  }
}
