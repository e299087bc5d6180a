// A pass: an office's word that a device acts for an account in a post.
package import Merge
import Wire

/// Certifies a device's key for an account, at an area and in a role. There is no personal data in it.
/// - Source: protocol §16.2.
package struct Pass: Hashable, Sendable {
  package let issuer: PublicKey
  package let key: DeviceKey
  package let account: AccountID
  /// Where the post is: its tier is the authority of what the device signs, and nothing outside it is.
  package let area: Area
  package let role: String
  /// A code of the table `department`; nil where the post is of none.
  package let agency: String?
  /// The record that says who holds the post.
  package let post: RecordID
  /// When it was issued, and its last moment, in milliseconds.
  package let issuedAt: Int64
  package let notAfter: Int64

  package static let roleBytesMax = 63
  package static let agencyBytesMax = 128
  /// How long after the last moment commits with actions made before it still come in: sixty days.
  package static let lateMilliseconds: Int64 = 60 * 24 * 60 * 60 * 1000

  package init(
    issuer: PublicKey, key: DeviceKey, account: AccountID, area: Area, role: String, agency: String? = nil,
    post: RecordID, issuedAt: Int64, notAfter: Int64
  ) {
    self.issuer = issuer
    self.key = key
    self.account = account
    self.area = area
    self.role = role
    self.agency = agency
    self.post = post
    self.issuedAt = issuedAt
    self.notAfter = notAfter
  }

  package var device: DeviceID { key.device }

  /// Whether a commit of this time comes too late for an action under the pass.
  package func isOver(at time: HybridTime) -> Bool {
    time.milliseconds > notAfter.addingSaturated(Self.lateMilliseconds)
  }

  var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 224)
    writer.array(7)
    writer.digest(issuer.raw)
    writer.bytes(key.encoded)
    writer.id(account)
    writer.text(area.code)
    writer.array(3)
    writer.text(role)
    if let agency { writer.text(agency) } else { writer.null() }
    writer.id(post)
    writer.int(issuedAt)
    writer.int(notAfter)
    return writer.bytes
  }

  init(_ reader: inout CBORReader) throws(WireError) {
    guard try reader.array(max: 7, "parts of a pass") == 7 else { throw reader.fail(.malformed, "seven parts") }
    issuer = PublicKey(try reader.digest())
    key = try DeviceKey(Array(reader.bytes[try reader.byteRange(max: DeviceKey.bytesMax)]))
    account = AccountID(try reader.bytes16())
    area = try reader.area()
    guard try reader.array(max: 3, "parts of a post") == 3 else { throw reader.fail(.malformed, "three parts") }
    role = try reader.text(max: Self.roleBytesMax)
    guard Self.isName(role) else { throw reader.fail(.malformed, "the name of a role") }
    agency = reader.skipNull() ? nil : try reader.text(max: Self.agencyBytesMax)
    guard agency?.isEmpty != true else { throw reader.fail(.malformed, "the code of an agency, or null") }
    post = RecordID(try reader.bytes16())
    issuedAt = try reader.int()
    notAfter = try reader.int()
  }

  /// Whether a text is a name as the catalog has them: `a-z`, `0-9` and `_`, a letter first.
  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (97...122).contains(first) else { return false }
    return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }
}

extension Statement {
  /// What actions name a pass by: the first sixteen bytes of its digest.
  package var passID: PassID { PassID(digest.first16) }
}
