// What a simulated device signs with: ECDSA whose signatures are the same in every process.
import Crypto
import Merge
import Trust

/// A P-256 key that signs the same message with the same bytes, always.
///
/// The library's own signatures are drawn anew each time, so that no run would be repeated. Here every signature is made with one
/// known nonce: two of them give the key away, which nobody in a world tries.
struct DeviceSigner: Sendable {
  let key: DeviceKey
  private let scalar: CurveScalar

  init(_ draw: inout Draw) {
    var found: (CurveScalar, [UInt8])?
    while found == nil {
      let words = (0..<4).map { _ in draw.next() }
      let scalar = CurveScalar(words[0], words[1], words[2], words[3])
      found = Self.point(scalar).map { (scalar, $0) }
    }
    guard let (scalar, point) = found, let key = try? DeviceKey([DeviceKey.ecdsaP256] + point) else {
      preconditionFailure("a point of the curve is a key")
    }
    (self.scalar, self.key) = (scalar, key)
  }

  /// The point of a scalar, uncompressed; nil for a scalar that is no key.
  private static func point(_ scalar: CurveScalar) -> [UInt8]? {
    (try? P256.Signing.PrivateKey(rawRepresentation: scalar.bytes)).map { Array($0.publicKey.x963Representation) }
  }

  /// The nonce's own part of every signature, and its inverse.
  private static let nonce: (r: CurveScalar, inverse: CurveScalar) = {
    let nonce = CurveScalar(0x4772_6964_7761_7264, 0x2073_696d_756c_6174, 0x6564_206e_6f6e_6365, 1)
    guard let point = point(nonce) else { preconditionFailure("the nonce is less than the order") }
    return (CurveScalar(point[1..<33]).reduced, nonce.inverse)
  }()

  func sign(_ message: [UInt8]) -> [UInt8] {
    let (r, inverse) = Self.nonce
    let digest = CurveScalar(Hashing.sha256(message).bytes[...]).reduced
    return r.bytes + inverse.times(digest.plus(r.times(scalar))).bytes
  }
}
