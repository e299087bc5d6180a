// What trust asks of a store: seals, statements, receipts, and orders to redact.
package import Merge
package import Trust
package import Wire

/// Keeping what is signed, in the same transactions as the commits it is about.
package protocol StatementStoring: PeopleReader {
  /// Keeps a statement.
  /// - Returns: whether it was not there before.
  func keepStatement(_ statement: Statement) throws -> Bool

  /// Takes note of action signatures that were verified beside the writer, for as long as the transaction lasts.
  func noteChecked(_ checked: CheckedActions)
  /// Judges anew which signed actions count, as far as statements that have been kept may be about them.
  func reconsiderActions(after statements: [Statement]) throws
  /// What judging actions has shown since this was asked last, in this transaction.
  func takeActionNotices() -> [ActionNotice]

  /// The latest seal of a feed that is kept, verified or not.
  func seal(of feed: StoredFeed) throws -> Seal?
  func keepSeal(_ seal: Seal, of feed: StoredFeed) throws
  /// Forgets a seal that turned out not to be the author's, so that the right one is asked for.
  func dropSeal(of feed: StoredFeed) throws
  /// Keeps a receipt that has been checked, unless the one kept of that tier reaches as far.
  func keepCustodyReceipt(_ receipt: CustodyReceipt, of feed: StoredFeed, tier: Tier) throws

  /// Orders to redact that have not been carried out, in the order of their digests.
  func openRedactions() throws -> [Statement]
  /// Takes note that an order has been carried out.
  func closeRedaction(_ statement: Statement) throws
  /// Replaces a payload by its digest, in the feed, among its stranded commits and in every copy kept as evidence.
  /// - Returns: whether a held commit was changed.
  func removePayload(_ payload: Digest, at seq: UInt64, of feed: StoredFeed) throws -> Bool
  /// Forgets that commits of a feed were refused with this code, on every link: they are compared and fetched again.
  func forgetRefusals(of feed: FeedID, code: RejectionCode) throws
}
