// Where a page begins: the last record of the page before, as a text that only the node reads.
import Enrolment
import Merge
import Store
import Trust

/// A place in a list that is sorted in one way. In the order of arrival it is the number of the record's row.
struct ListCursor {
  /// The order it is a place in, as a question says it.
  let sort: String
  let place: ListPlace

  init(_ place: ListPlace, in order: ListOrder) { (sort, self.place) = (order.text, place) }

  /// Nil for what no answer has said.
  init?(_ text: String) {
    if let row = Int64(text) {
      // Digit for digit as an answer says it: neither with a sign nor with zeros before it.
      guard row >= 0, String(row) == text else { return nil }
      (sort, place) = ("arrival", ListPlace(.null, row: row))
      return
    }
    guard text.hasPrefix(Self.mark), let bytes = [UInt8](hexadecimal: text.dropFirst(Self.mark.count)) else {
      return nil
    }
    // By the last bytes one that was mistyped is known: another number is a place as well.
    let content = bytes.dropLast(Self.checkBytes)
    guard Self.check(of: content) == Array(bytes.suffix(Self.checkBytes)) else { return nil }
    let parts = content.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 3, let row = Int64(parts[1]), let value = Self.value(parts[2]) else { return nil }
    (sort, place) = (parts[0], ListPlace(value, row: row))
  }

  private static let mark = "p"
  private static let checkBytes = 4

  private static func check(of content: some Collection<UInt8>) -> [UInt8] {
    Array(Hashing.sha256(Array(content)).bytes.prefix(checkBytes))
  }

  /// As an answer says it: a number for the order of arrival.
  var json: JSON {
    if sort == "arrival" { return .int(place.row) }
    let value =
      switch place.value {
      case .int(let number): "i\(number)"
      case .text(let text): "t\(text)"
      default: "n"
      }
    // The value is last: a text may hold any character.
    let content = Array("\(sort)\u{0}\(place.row)\u{0}\(value)".utf8)
    return .text(Self.mark + Bytes16.hexadecimal(content + Self.check(of: content)))
  }

  private static func value(_ text: String) -> Value? {
    switch text.first {
    case "i": Int64(text.dropFirst()).map { .int($0) }
    case "t": .text(String(text.dropFirst()))
    case "n": .null
    default: nil
    }
  }
}
