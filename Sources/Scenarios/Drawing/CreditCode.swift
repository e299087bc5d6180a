// Unified social credit codes that no enterprise has, with both of their check characters right.

enum CreditCode {
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  /// The code of a made-up enterprise registered in a district.
  /// - Source: GB 32100-2015 for the whole, GB 11714-1997 for the nine characters of the organisation code.
  static func made(district: some StringProtocol, number: Int) -> String {
    let digits = String(number)
    let organisation = "MA" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    let code = "91\(district.prefix(6))\(organisation.prefix(8))" + String(organisationCheck(organisation.prefix(8)))
    return code + String(check(code))
  }

  private static func organisationCheck(_ text: some StringProtocol) -> Character {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(text.utf8, weights).reduce(0) { sum, item in
      sum + item.1 * Int(item.0 < 65 ? item.0 - 48 : item.0 - 55)
    }
    let rest = 11 - sum % 11
    return rest == 10 ? "X" : rest == 11 ? "0" : Character(String(rest))
  }

  private static func check(_ text: String) -> Character {
    var weight = 1
    var sum = 0
    for byte in text.utf8 {
      sum += weight * (alphabet.firstIndex(of: byte) ?? 0)
      weight = weight * 3 % 31
    }
    return Character(UnicodeScalar(alphabet[(31 - sum % 31) % 31]))
  }
}
