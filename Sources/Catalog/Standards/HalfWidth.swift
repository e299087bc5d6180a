// Full-width and half-width characters, as Chinese and Japanese keyboards make them, in their usual form.

/// The usual forms of characters that stand in Unicode a second time for their width alone.
///
/// The core has no table of all compatibility mappings (NFKC): of these it knows the full-width ASCII characters, the half-width
/// katakana and the blanks, which is what keyboards of the region make. Swift's own comparison of texts does the rest, canonical
/// equivalence.
/// - Source: Unicode, block Halfwidth and Fullwidth Forms; catalog README §5.11.
package enum HalfWidth {
  /// The usual form of a character; most are that already.
  package static func form(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    case 0xFF61...0xFF9F: katakana[Int(scalar.value - 0xFF61)]
    case 0x00A0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: " "
    default: scalar
    }
  }

  /// The forms of U+FF61 to U+FF9F.
  private static let katakana = Array(
    "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}"
      .unicodeScalars)
}
