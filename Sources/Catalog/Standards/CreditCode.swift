// The unified social credit code: what identifies an enterprise or another organisation in China.

/// The check character of unified social credit codes.
///
/// Eighteen characters of 31: digits and capital letters without I, O, S, V and Z. The last makes the weighted sum of all a
/// multiple of 31.
/// - Source: GB 32100-2015.
package enum CreditCode {
  package static let length = 18
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
  private static let modulus = alphabet.count
  /// The place of each byte in the alphabet; -1 for none.
  private static let values: [Int8] = (0..<256).map { byte in
    alphabet.firstIndex { Int($0) == byte }.map { Int8($0) } ?? -1
  }

  /// Whether the text is a code with the right check character.
  package static func isValid(_ text: some StringProtocol) -> Bool {
    guard text.utf8.count == length, let check = checkCharacter(of: text.utf8.prefix(length - 1)) else { return false }
    return text.utf8.dropFirst(length - 1).first == check
  }

  /// The check character of the first seventeen; nil when one of them is not of the alphabet.
  package static func checkCharacter(of body: some Collection<UInt8>) -> UInt8? {
    var sum = 0
    // The weight of the i-th character is 3 to the power of i - 1, modulo 31.
    var weight = 1
    for character in body {
      guard values[Int(character)] >= 0 else { return nil }
      let value = Int(values[Int(character)])
      sum = (sum + value * weight) % modulus
      weight = weight * 3 % modulus
    }
    return alphabet[(modulus - sum) % modulus]
  }
}
