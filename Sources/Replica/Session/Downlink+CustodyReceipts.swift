// The parent's custody receipts: signed once for each answer, over what it has newly taken from the child.
import Merge
package import Trust
package import Wire

extension Downlink {
  /// The receipts of this answer: the parent's own, for the feeds it has taken commits of over the link since the child's
  /// last receipt, and those of tiers above it that the child has not been told. Nothing when there is nothing new.
  ///
  /// Nothing is remembered between answers: a child that did not get an answer names the same place again.
  func custodyReceiptReports(
    _ hello: Hello, link: StoredLink, branch: Branch, now: Int64, in reader: some SessionReading
  ) throws -> [CustodyReceiptReport] {
    guard let signer, var known = hello.receipts else { return [] }
    // What the child knows may be of another store of this node, or of one that has since been set back.
    let mark = try reader.mark()
    if hello.peerStore != identity.store { known = .zero }
    if known.taken > mark { known.taken = 0 }
    let link = LinkBranch(branch, link: link.reference)
    return try Self.custodyReceiptReports(after: known, by: signer, over: link, now: now, in: reader)
  }

  /// The receipts behind a child's place among them, up to a limit; the last report tells the place they reach.
  /// - Parameters:
  ///   - link: the link to the child; what came over it is what it gets receipts of.
  ///   - now: this node's wall clock in milliseconds.
  package static func custodyReceiptReports(
    after known: CustodyReceiptCursor, by signer: SigningKey, over link: LinkBranch, now: Int64,
    in reader: some SessionReading
  ) throws -> [CustodyReceiptReport] {
    let taken = try reader.taken(over: link.link, after: known.taken, count: Limits.receiptHeadsMax)
    let passed = try reader.custodyReceipts(after: known.passed, of: link.branch, count: Limits.receiptsPassedMax)
    var receipts: [CustodyReceipt] = []
    if !taken.heads.isEmpty {
      let time = HybridTime(milliseconds: now)
      receipts = Seal.seals(of: taken.heads, time: time, key: signer, purpose: .custody).map {
        CustodyReceipt(signer: signer.node, seal: $0)
      }
    }
    receipts += passed.receipts
    let upTo = CustodyReceiptCursor(taken: taken.upTo, passed: passed.upTo)
    let skipped = max(upTo.taken &- known.taken, upTo.passed &- known.passed)
    if receipts.isEmpty, skipped < UInt64(custodySkipMax) { return [] }
    return cut(receipts, from: known, to: upTo)
  }

  /// Only the last report moves the child's place: what is cut off before it is sent again.
  private static func cut(
    _ receipts: [CustodyReceipt], from: CustodyReceiptCursor, to: CustodyReceiptCursor
  ) -> [CustodyReceiptReport] {
    var reports: [CustodyReceiptReport] = []
    for start in stride(from: 0, to: max(receipts.count, 1), by: Limits.receiptsMax) {
      let end = min(start + Limits.receiptsMax, receipts.count)
      reports.append(
        CustodyReceiptReport(upTo: end == receipts.count ? to : from, receipts: Array(receipts[start..<end])))
    }
    return reports
  }
}
