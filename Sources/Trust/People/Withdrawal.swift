// A withdrawal: from a number on, what a device signs counts for nothing.
package import Merge
import Wire

/// Ends what a device may do within an area, by number and not by time: a phone's clock can be set back, its numbers cannot.
/// - Source: protocol §16.2.
package struct Withdrawal: Hashable, Sendable {
  package let issuer: PublicKey
  package let device: DeviceID
  /// The passes it is about are those of areas within this one.
  package let area: Area
  package let at: Int64
  package let reason: String
  /// The last number of the device that still counts; 0 for none.
  package let last: UInt64

  package init(issuer: PublicKey, device: DeviceID, area: Area, at: Int64, reason: String, last: UInt64) {
    precondition(last <= UInt64(Int64.max), "numbers of actions end at 2^63-1")
    self.issuer = issuer
    self.device = device
    self.area = area
    self.at = at
    self.reason = reason
    self.last = last
  }

  var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 128)
    writer.array(7)
    writer.digest(issuer.raw)
    writer.id(device)
    writer.text(area.code)
    writer.int(at)
    writer.text(reason)
    writer.unsigned(last)
    writer.null()
    return writer.bytes
  }

  init(_ reader: inout CBORReader) throws(WireError) {
    guard try reader.array(max: 7, "parts of a withdrawal") == 7 else { throw reader.fail(.malformed, "seven parts") }
    issuer = PublicKey(try reader.digest())
    device = DeviceID(try reader.bytes16())
    area = try reader.area()
    at = try reader.int()
    reason = try reader.text(max: Revocation.reasonBytesMax)
    last = try reader.unsigned()
    guard last <= UInt64(Int64.max) else { throw reader.fail(.tooLarge, "a number of at most 2^63-1") }
    guard reader.skipNull() else { throw reader.fail(.malformed, "null") }
  }
}
