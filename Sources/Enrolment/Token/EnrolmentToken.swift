// What a parent hands to somebody who will set up a node below it: on paper, as text and as a QR code.
package import Certificates
package import Merge
import Trust

/// A single-use permission to apply as the node of one area, which also says how to recognise the parent.
///
/// Whoever has it can apply; for anything but a terminal a person at the parent still decides.
/// - Invariant: it never appears in a log or a description; the parent keeps only the digest of its secret.
/// - Source: protocol §11.3.
package struct EnrolmentToken: Sendable, CustomStringConvertible {
  package static let secretBytes = 16
  /// The longest a token holds.
  /// - Units: seconds.
  package static let lifetimeMax: Int64 = 72 * 3_600

  /// 128 random bits.
  package let secret: [UInt8]
  /// Of the parent's transport key.
  package let parent: KeyPin
  package let area: Area
  /// - Units: seconds since 1970.
  package let expires: Int64

  private static let version: UInt8 = 1
  private static let checkBytes = 2
  private static let prefix = "GW1"

  /// - Precondition: `secret` has 16 bytes, and `expires` fits 32 bits.
  package init(secret: [UInt8], parent: KeyPin, area: Area, expires: Int64) {
    precondition(
      secret.count == Self.secretBytes && UInt32(exactly: expires) != nil, "a token's parts have fixed sizes")
    (self.secret, self.parent, self.area, self.expires) = (secret, parent, area, expires)
  }

  /// What the parent keeps of the secret: 32 bytes.
  package var digest: Digest { Self.digest(ofSecret: secret) }

  package static func digest(ofSecret secret: [UInt8]) -> Digest {
    Hashing.sha256(Array("gridward token 1".utf8) + secret)
  }

  /// Letters and digits in groups of five, with a check against mistyping.
  package var text: String {
    var bytes = [Self.version] + secret + parent.bytes
    for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: expires >> Int64(shift))) }
    bytes += area.code.utf8
    bytes += Hashing.sha256(bytes).bytes.prefix(Self.checkBytes)
    let letters = Array(Base32.text(bytes))
    let groups = stride(from: 0, to: letters.count, by: 5).map { String(letters[$0..<min($0 + 5, letters.count)]) }
    return Self.prefix + "-" + groups.joined(separator: "-")
  }

  /// Reads a token as it was typed or scanned; nil when it is none, or was mistyped.
  package init?(text: String) {
    let trimmed = text.drop { $0.isWhitespace }
    guard trimmed.utf8.count <= 400, trimmed.prefix(Self.prefix.count).uppercased() == Self.prefix,
      let bytes = Base32.bytes(trimmed.dropFirst(Self.prefix.count))
    else { return nil }
    let (head, keyEnd, timeEnd) = (1 + Self.secretBytes, 1 + Self.secretBytes + 32, 1 + Self.secretBytes + 36)
    guard bytes.count > timeEnd + Self.checkBytes, bytes[0] == Self.version else { return nil }
    let body = Array(bytes.dropLast(Self.checkBytes))
    guard bytes.suffix(Self.checkBytes).elementsEqual(Hashing.sha256(body).bytes.prefix(Self.checkBytes)),
      let pin = KeyPin(bytes: body[head..<keyEnd]), let area = Area(String(decoding: body[timeEnd...], as: UTF8.self))
    else { return nil }
    let expires = body[keyEnd..<timeEnd].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    self.init(secret: Array(body[1..<head]), parent: pin, area: area, expires: expires)
  }

  package var description: String { "a token for \(area.code)" }
}
