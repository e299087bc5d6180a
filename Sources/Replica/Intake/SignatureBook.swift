// The signatures of one batch, each verified once.
import Merge
import Trust

/// Which signatures hold, as far as that has been looked at. It lives no longer than its batch.
struct SignatureBook {
  /// Seals verified before the writer had the batch in hand.
  let known: CheckedSeals
  /// By the digest of what was signed and the signature.
  private var checked: [Digest: Bool] = [:]
  /// How many signatures were not their author's. Honest ends send none; after so many none of the batch's further seals counts,
  /// so that a peer cannot have a writer verify without end.
  private var forged = 0
  private static let forgedMax = 64

  init(known: CheckedSeals) { self.known = known }

  /// Whether a key made a signature of a message.
  mutating func holds(_ signature: [UInt8], of message: [UInt8], by key: PublicKey) -> Bool {
    let name = Hashing.sha256(message + signature)
    if let known = checked[name] { return known }
    if known.names.contains(name) { return true }
    guard forged < Self.forgedMax else { return false }
    let isSigned = key.verifies(signature, of: message)
    if !isSigned { forged += 1 }
    checked[name] = isSigned
    return isSigned
  }
}
