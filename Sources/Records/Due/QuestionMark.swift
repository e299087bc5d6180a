// What a place in a list is a place of: one that another question's answer gave would skip what this one asks for.
package import Catalog
import Merge
import Rules
package import Store
import Trust
import Wire

/// A mark of what is asked and of the place, as the place's last number: by it a place of another question is known, and one that
/// was mistyped.
package struct QuestionMark: Hashable, Sendable {
  private let words: String

  /// - Parameter words: what decides which rows there are, and in which order.
  init(_ words: [String]) {
    self.words = words.joined(separator: " ")
  }

  private func mark(of place: some StringProtocol) -> UInt32 {
    Hashing.sha256(Array("\(words) \(place)".utf8)).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  package func put(on place: String) -> String { "\(place).\(mark(of: place))" }

  /// The place that stands before the mark; nil where none, or another one, stands behind it.
  package func taken(from text: String) -> String? {
    guard let dot = text.lastIndex(of: ".") else { return nil }
    let place = text[..<dot]
    return text[text.index(after: dot)...] == "\(mark(of: place))" ? String(place) : nil
  }
}

extension DeadlineQuestion {
  func mark(_ state: DeadlineStanding.State?) -> QuestionMark {
    QuestionMark([state?.rawValue ?? "", area.code] + types.map(\.name))
  }
}

extension RecordList {
  /// What of a type the list is narrowed to. In which order it comes, how long its pages are and which moment it is decides no more
  /// than where a place lies.
  package func mark(_ type: RecordType) -> QuestionMark {
    let flags = [isOpen, hasConflicts].map { $0.map(String.init) ?? "" }
    let moments = [changedFrom, changedBefore].map { $0.map(String.init) ?? "" }
    let statuses = statuses.map { $0.sorted().joined(separator: ",") } ?? ""
    return QuestionMark(
      ["overdue", type.name, area?.code ?? "", statuses] + flags + moments + fields.map(\.word).sorted())
  }
}

extension RecordList.FieldTest {
  /// The field and what it has to show, as one word.
  fileprivate var word: String {
    let asked: [Value] =
      switch test {
      case .any(let values): [.text("any")] + values
      case .range(let low, let high): [.text("range"), low ?? .null, high ?? .null]
      case .empty: [.text("empty")]
      case .given: [.text("given")]
      }
    var writer = CBORWriter()
    writer.value(.list([.text(field.name)] + asked))
    return Bytes16.hexadecimal(writer.bytes)
  }
}

extension RecordView {
  /// Of a place in its history.
  package var historyMark: QuestionMark { QuestionMark(["history", type.name, id.description, area.code]) }
}

extension Proposal {
  /// How much it keeps: what it quotes of records is as long as whoever wrote them wanted.
  var byteCount: Int {
    let grounds = grounds.reduce(0) { $0 + $1.type.utf8.count + 16 }
    return why.zh.utf8.count + why.en.utf8.count + grounds + fields.reduce(0) { $0 + $1.byteCount }
  }
}

extension Value.Entry {
  fileprivate var byteCount: Int { key.utf8.count + value.byteCount }
}

extension Value {
  fileprivate var byteCount: Int {
    switch self {
    case .null, .bool, .int: 8
    case .text(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    case .list(let values): values.reduce(0) { $0 + $1.byteCount }
    case .map(let entries): entries.reduce(0) { $0 + $1.byteCount }
    }
  }
}
