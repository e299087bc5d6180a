// What a place in a list is a place of: one that another question's answer gave would skip what this one asks for.
import Catalog
import Merge
import Rules
import Trust

/// A mark of what is asked and of the place, as the place's last number: by it a place of another question is known, and one that
/// was mistyped.
struct QuestionMark: Hashable {
  private let words: String

  /// - Parameter words: what decides which rows there are, and in which order.
  init(_ words: [String]) {
    self.words = words.joined(separator: " ")
  }

  private func mark(of place: some StringProtocol) -> UInt32 {
    Hashing.sha256(Array("\(words) \(place)".utf8)).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  func put(on place: String) -> String { "\(place).\(mark(of: place))" }

  /// The place that stands before the mark; nil where none, or another one, stands behind it.
  func taken(from text: String) -> String? {
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
