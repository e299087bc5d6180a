// Custody receipts that arrive from above: each is checked against its signer's grants before it is kept.
import Merge
package import Trust
package import Wire

extension Replica {
  /// Keeps the receipts of a report and the custody they prove, and how far the link now has them.
  ///
  /// A receipt counts when its signer has a grant for a place above this node that holds the feed, has not been revoked, and
  /// signed the hash this node holds under that number. Those of a signer that is not known yet come again once a grant for
  /// a place above this node has arrived (`LinkWork.applyBatch`).
  /// - Parameter told: the place the parent was told; when the link's place has since been taken back it stays there. Nil when
  ///   nothing asked for the report.
  package func noteCustodyReceipts(
    _ report: CustodyReceiptReport, told: CustodyReceiptCursor?, link: inout StoredLink, in storage: some Storage
  ) throws {
    guard let root else { return }
    var authority = Authority(root: root)
    var checked: [[UInt8]: Bool] = [:]
    for receipt in report.receipts {
      guard let feed = try storage.feed(receipt.seal.feed),
        let hash = try storage.hash(of: feed.id, at: receipt.seal.seq)
      else { continue }
      let grants = try authority.validGrants(of: receipt.signer, in: storage)
      guard let grant = grants.first(where: { stands($0, above: feed.key) }),
        try authority.validRevocations(of: receipt.signer, in: storage).isEmpty,
        Self.isSigned(receipt, hash: hash, by: grant.subject, &checked)
      else { continue }
      try storage.keepCustodyReceipt(receipt, of: feed, tier: grant.area.tier)
      try storage.recordCustody([CustodyMark(feed: feed.id, tier: grant.area.tier, seq: receipt.seal.seq)])
    }
    guard told == nil || told == link.receipts else { return }
    link.receipts = report.upTo
    try storage.saveLink(link)
  }

  private func stands(_ grant: Grant, above key: FeedKey) -> Bool {
    grant.area.contains(identity.area) && grant.area != identity.area && key.isHeld(at: grant.area)
  }

  /// Receipts of one signature are verified once.
  private static func isSigned(
    _ receipt: CustodyReceipt, hash: Digest, by key: PublicKey, _ checked: inout [[UInt8]: Bool]
  ) -> Bool {
    guard let message = receipt.seal.message(.custody, signer: receipt.signer, hash: hash) else { return false }
    let name = message + receipt.seal.signature
    if let known = checked[name] { return known }
    let isSigned = key.verifies(receipt.seal.signature, of: message)
    checked[name] = isSigned
    return isSigned
  }
}
