// The name of a user as somebody typed it, made what is written down.
import Catalog
import Foundation
import Wire

/// Checks the names of users where they are entered.
package enum EnteredName {
  /// Why a name is not taken, for the person.
  package struct Fault: Error {
    package let message: String
  }

  /// - Parameter place: where the name stood, for the message.
  /// - Returns: one line of at most `Limits.userBytesMax` bytes in its usual characters (NFKC), without blanks around it.
  package static func checked(_ text: String, _ place: String) throws(Fault) -> String {
    if isPlain(text) { return text }
    guard !text.unicodeScalars.contains(where: { isControl($0) }) else {
      throw Fault(message: "\(place) is one line of text without control characters.")
    }
    guard !text.unicodeScalars.contains("\u{FFFD}") else {
      throw Fault(message: "\(place) is not UTF-8, or has lost characters on the way; is it GBK?")
    }
    if let scalar = text.unicodeScalars.first(where: { UserName.isInvisible($0) }) {
      let code = String(scalar.value, radix: 16, uppercase: true)
      throw Fault(
        message: "\(place) has a character that nobody sees (U+\(code)); type the name again without it.")
    }
    let user = text.precomposedStringWithCompatibilityMapping.trimmingCharacters(in: .whitespaces)
    guard !user.isEmpty, user.utf8.count <= Limits.userBytesMax else {
      throw Fault(
        message: "\(place) says who did it, in 1 to \(Limits.userBytesMax) bytes, which are 42 Chinese characters.")
    }
    return user
  }

  /// Whether nothing below would be refused or changed, as in nearly every name: of ASCII's letters and the characters of Chinese that
  /// every input method gives, NFKC leaves each as it is, whatever stands beside it.
  private static func isPlain(_ text: String) -> Bool {
    guard (1...Limits.userBytesMax).contains(text.utf8.count), text.utf8.first != 0x20, text.utf8.last != 0x20 else {
      return false
    }
    return text.unicodeScalars.allSatisfy { scalar in
      (0x20...0x7E).contains(scalar.value) || (0x4E00...0x9FFF).contains(scalar.value)
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
  }
}
