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

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
  }
}
