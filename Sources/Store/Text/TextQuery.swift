// What somebody looks for: text, which is never handed on as a language.
import Merge

/// Words that are to stand in a record's searched fields.
///
/// What stands between blanks is one part; each part is to be found somewhere, as it is written, whatever stands before and
/// behind it. A part that ends in letters or digits also finds what begins with them.
/// - Invariant: at least one part, and no more characters than `charactersMax`.
package struct TextQuery: Hashable, Sendable {
  /// Why a text cannot be looked for.
  package enum Fault: Error, Hashable, Sendable {
    /// It has no letter and no digit.
    case noWords
    /// - Units: Unicode scalar values.
    case tooLong(Int)
  }

  /// The most that is asked in one question, in Unicode scalar values.
  package static let charactersMax = 100

  /// The parts in SQLite's language: words in quotation marks, which they cannot end.
  private let parts: [String]

  package init(_ text: String) throws(Fault) {
    let count = text.unicodeScalars.count
    guard count <= Self.charactersMax else { throw .tooLong(count) }
    let runs = text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
    var parts: [String] = []
    for run in runs {
      let words = SearchWords(String(run))
      guard let last = words.words.last else { continue }
      // A single letter or digit begins too much to be anybody's question.
      let isOpen = words.endsInRun && last.unicodeScalars.count > 1
      let part = "\"\(words.words.joined(separator: " "))\"\(isOpen ? " *" : "")"
      if !parts.contains(part) { parts.append(part) }
    }
    guard !parts.isEmpty else { throw .noWords }
    self.parts = parts
  }

  /// The expression for `MATCH`.
  /// - Parameter area: an area that the records are to lie in.
  func expression(in area: Area?) -> String {
    let text = "text : (\(parts.joined(separator: " AND ")))"
    guard let word = area.flatMap(SearchDocument.word) else { return text }
    return "area : \"\(word)\" AND \(text)"
  }
}
