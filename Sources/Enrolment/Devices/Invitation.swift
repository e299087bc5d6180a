// What an office hands to a person so that one device of theirs may ask for a pass.
import Crypto
import Foundation
package import Merge
package import Trust

/// A secret for one use, with whose it is and where: on paper, as text or as a QR code.
///
/// It opens nothing by itself: it shows that the request which comes back was made by whoever was handed it, for whatever key it
/// names. So nobody who carries the request, which is not secret, can put another key into it.
/// - Invariant: it never appears in a log or a description; the office keeps what the secret is checked by, and not the secret.
package struct Invitation: Sendable, CustomStringConvertible {
  package static let secretBytes = 16
  /// The longest it holds.
  /// - Units: seconds.
  package static let lifetimeMax: Int64 = 72 * 3_600

  /// 128 random bits.
  private let secret: [UInt8]
  package let account: AccountID
  package let area: Area
  /// - Units: seconds since 1970.
  package let expires: Int64

  private static let version: UInt8 = 1
  private static let checkBytes = 2
  private static let prefix = "GI1"

  /// - Precondition: `secret` has 16 bytes, and `expires` fits 32 bits.
  package init(secret: [UInt8], account: AccountID, area: Area, expires: Int64) {
    precondition(
      secret.count == Self.secretBytes && UInt32(exactly: expires) != nil, "an invitation's parts have fixed sizes")
    (self.secret, self.account, self.area, self.expires) = (secret, account, area, expires)
  }

  /// By what the office finds it, in hexadecimal.
  package var id: String { Self.digest("id", secret).hexadecimal }
  /// By what the office checks a request, in hexadecimal: whoever has it can make one, and cannot tell the secret.
  package var checker: String { Self.digest("check", secret).hexadecimal }

  private static func digest(_ what: String, _ secret: [UInt8]) -> [UInt8] {
    Hashing.sha256(Array("gridward invitation \(what) 1\u{0}".utf8) + secret).bytes
  }

  /// What a request shows, made under an invitation.
  package func mark(_ request: PassRequest) -> String { Self.mark(request, checker: checker) }

  static func mark(_ request: PassRequest, checker: String) -> String {
    let key = SymmetricKey(data: [UInt8](hexadecimal: checker) ?? [])
    let message = Array("gridward invited request 1\u{0}\(request.key)\u{0}\(request.account)".utf8)
    return Array(HMAC<SHA256>.authenticationCode(for: message, using: key)).hexadecimal
  }

  /// Letters and digits in groups of five, with a check against mistyping.
  package var text: String {
    var bytes = [Self.version] + secret + account.raw.bytes
    for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: expires >> Int64(shift))) }
    bytes += area.code.utf8
    bytes += Hashing.sha256(bytes).bytes.prefix(Self.checkBytes)
    let letters = Array(Base32.text(bytes))
    let groups = stride(from: 0, to: letters.count, by: 5).map { String(letters[$0..<min($0 + 5, letters.count)]) }
    return Self.prefix + "-" + groups.joined(separator: "-")
  }

  /// Reads an invitation as it was typed or scanned; nil when it is none, or was mistyped.
  package init?(text: String) {
    let trimmed = text.drop { $0.isWhitespace }
    guard trimmed.utf8.count <= 400, trimmed.prefix(Self.prefix.count).uppercased() == Self.prefix,
      let bytes = Base32.bytes(trimmed.dropFirst(Self.prefix.count))
    else { return nil }
    let (head, accountEnd) = (1 + Self.secretBytes, 1 + Self.secretBytes + 16)
    let timeEnd = accountEnd + 4
    guard bytes.count > timeEnd + Self.checkBytes, bytes[0] == Self.version else { return nil }
    let body = Array(bytes.dropLast(Self.checkBytes))
    guard bytes.suffix(Self.checkBytes).elementsEqual(Hashing.sha256(body).bytes.prefix(Self.checkBytes)),
      let area = Area(String(decoding: body[timeEnd...], as: UTF8.self)),
      let account = RecordID(hex: Array(body[head..<accountEnd]).hexadecimal)
    else { return nil }
    let expires = body[accountEnd..<timeEnd].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    self.init(secret: Array(body[1..<head]), account: AccountID(account.raw), area: area, expires: expires)
  }

  package var description: String { "an invitation to \(area.code)" }
}
