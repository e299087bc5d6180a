// What a place in a list is a place of: one that another question's answer gave would skip what this one asks for.
import Catalog
import Merge
import Rules
import Trust

/// A mark of what is asked, as the last number of a place.
struct QuestionMark: Hashable {
  private let mark: UInt32

  /// - Parameter words: what decides which rows there are, and in which order.
  init(_ words: [String]) {
    mark = Hashing.sha256(Array(words.joined(separator: " ").utf8)).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  func put(on place: String) -> String { "\(place).\(mark)" }

  /// The place that stands before the mark; nil where none, or another one, stands behind it.
  func taken(from text: String) -> String? {
    guard let dot = text.lastIndex(of: "."), UInt32(text[text.index(after: dot)...]) == mark else { return nil }
    return String(text[..<dot])
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
