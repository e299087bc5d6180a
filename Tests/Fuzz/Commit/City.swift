// The places and nodes of the histories, and the keys that the nodes sign with.
import Merge
import Replica
import Trust

enum City {
  static let whole = Area("370200000000")!
  static let district = Area("370202000000")!
  static let township = Area("370202001000")!
  static let community = Area("370202001001")!
  static let works = Area("370202001001/91350100M000100Y43")!
  static let homes = [community, township, district, whole]
  static let branch = Branch(parent: whole, child: district)!

  static let root = key(0)
  static let signers = [key(1), key(2)]

  /// What lets each node write at each of the places.
  static let grants: [Trust.Statement] = signers.flatMap { signer in
    homes.map { home in
      Statement(
        .grant(Grant(issuer: root.publicKey, subject: signer.publicKey, area: home, issuedAt: 0)), key: root)
    }
  }

  private static func key(_ byte: UInt8) -> SigningKey {
    SigningKey(seed: [UInt8](repeating: byte, count: SigningKey.seedBytes))!
  }
}
