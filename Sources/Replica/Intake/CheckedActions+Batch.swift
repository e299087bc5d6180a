// Action signatures of a batch, verified on the session's own task before the writer has it in hand.
package import Merge
package import Trust
import Wire

extension CheckedActions {
  /// After so many that do not hold the rest is left to the writer.
  private static let failuresMax = 64

  /// Verifies every action signature of a batch whose pass and feed are known, here or in the batch before it.
  /// - Parameters:
  ///   - key: the key of a feed whose first commit is not in the batch; nil when it is not known.
  ///   - pass: a pass that is kept; nil when it is not.
  package init(
    of batch: ScannedBatch, key: (FeedID) throws -> FeedKey?, pass: (PassID) throws -> Pass?
  ) rethrows {
    self.init()
    var (feeds, passes) = ([FeedID: FeedKey](), [PassID: Pass]())
    var failures = 0
    for case .commit(let scan, _) in batch.items where failures < Self.failuresMax {
      if let key = scan.key { feeds[scan.feed] = key }
      let isSigned = scan.actionPlace != nil
      guard isSigned || scan.key != nil || feeds[scan.feed] != nil else { continue }
      let met = feeds[scan.feed]
      guard let feed = try met == nil ? key(scan.feed) : met else { continue }
      feeds[scan.feed] = feed
      if feed.class.name == StatementRecord.peopleClassName {
        for statement in StatementRecord.statements(in: scan, batch.bytes, class: feed.class.name) {
          if case .pass(let pass) = statement.content { passes[statement.passID] = pass }
        }
      }
      guard isSigned, let action = SignedAction(scan, in: batch.bytes, feed: feed) else { continue }
      let id = action.signature.pass
      guard let known = try passes[id] == nil ? pass(id) : passes[id] else { continue }
      passes[id] = known
      if !check(action, under: known) { failures += 1 }
    }
  }
}
