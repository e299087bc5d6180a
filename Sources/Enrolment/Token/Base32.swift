// Bytes as letters and digits that people can read out and type (Crockford's base 32).

/// Crockford's alphabet: no I, L, O, U; what looks alike is read as what was meant.
/// - Source: https://www.crockford.com/base32.html
enum Base32 {
  private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var (buffer, bits) = (0, 0)
    for byte in bytes {
      buffer = (buffer & 0x1F) << 8 | Int(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(letters[buffer >> bits & 0x1F])
      }
    }
    if bits > 0 { text.append(letters[buffer << (5 - bits) & 0x1F]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Steps over hyphens and white space; nil for any other character, or bits left over that are not zero.
  static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (buffer, bits) = (0, 0)
    for letter in text.utf8 where !isSpacing(letter) {
      guard let value = value(of: letter) else { return nil }
      buffer = (buffer & 0x7F) << 5 | value
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(buffer >> bits & 0xFF))
      }
    }
    return bits < 5 && buffer & (1 << bits - 1) == 0 ? bytes : nil
  }

  private static func isSpacing(_ letter: UInt8) -> Bool {
    [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "-")].contains(letter)
  }

  private static func value(of letter: UInt8) -> Int? {
    let upper = UInt8(ascii: "a")...UInt8(ascii: "z") ~= letter ? letter - 32 : letter
    switch upper {
    case UInt8(ascii: "O"): return 0
    case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
    default: return letters.firstIndex(of: upper)
    }
  }
}
