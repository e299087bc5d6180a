// When two names of users are one person's, however they were typed.
import Merge

/// A user's name as it is compared: without what keyboards, programs and habits make different in one person's name.
///
/// Left out are blanks and whatever takes no place on a screen; width and case do not count, nor which of the middle dots stands
/// between the parts of a name; letters made in one piece or of two are the same. Nothing depends on a locale. Instead of all compatibility
/// mappings (NFKC), of which the standard library has no table, it knows those of `HalfWidth`.
/// - Source: catalog README §5.11.
package struct UserName: Hashable, Sendable {
  /// Compared by canonical equivalence, as Swift compares.
  private let folded: String

  package init(_ text: String) {
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      // Nearly every name is of these, and what Unicode says of them need not be looked up.
      case 0x30...0x39, 0x61...0x7A, 0x4E00...0x9FFF: folded.append(scalar)
      default: Self.append(scalar, to: &folded)
      }
    }
    self.folded = String(folded)
  }

  private static func append(_ scalar: Unicode.Scalar, to folded: inout String.UnicodeScalarView) {
    let form = HalfWidth.form(of: scalar)
    if isInvisible(scalar) || form.properties.isWhitespace { return }
    folded.append(contentsOf: isDot(form) ? dot : form.properties.lowercaseMapping.unicodeScalars)
  }

  private static let dot = "\u{B7}".unicodeScalars

  private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00B7, 0x0387, 0x2022, 0x2027, 0x2219, 0x22C5, 0x2E31, 0x2E33, 0x30FB: true
    default: false
    }
  }

  /// Whether a character takes no place: what Unicode calls default ignorable, such as the zero-width space.
  /// - Source: Unicode, DerivedCoreProperties, Default_Ignorable_Code_Point.
  package static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x00AD { return false }
    return switch scalar.value {
    case 0x00AD, 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E,
      0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFF8, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A,
      0xE0000...0xE0FFF:
      true
    default: false
    }
  }
}
