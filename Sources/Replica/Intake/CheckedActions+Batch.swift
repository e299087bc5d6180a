// Action signatures of a batch, verified on the session's own task before the writer has it in hand.
package import Merge
package import Trust
import Wire

/// The passes and feeds that a session has met: what came in a batch before this one is not in the store yet.
package struct MetPeople: Sendable {
  private var feeds: [FeedID: FeedKey] = [:]
  private var passes: [PassID: Pass] = [:]
  /// Beyond, they are looked up again for each action.
  private static let countMax = 4_096

  package init() {}

  /// Takes note of the feed that a commit begins.
  fileprivate mutating func meet(_ key: FeedKey, of feed: FeedID) {
    if feeds.count < Self.countMax { feeds[feed] = key }
  }

  fileprivate mutating func meet(_ pass: Pass, under id: PassID) {
    if passes.count < Self.countMax { passes[id] = pass }
  }

  fileprivate mutating func feed(_ id: FeedID, else find: (FeedID) throws -> FeedKey?) rethrows -> FeedKey? {
    if let key = feeds[id] { return key }
    guard let key = try find(id) else { return nil }
    meet(key, of: id)
    return key
  }

  fileprivate mutating func pass(_ id: PassID, else find: (PassID) throws -> Pass?) rethrows -> Pass? {
    if let pass = passes[id] { return pass }
    guard let pass = try find(id) else { return nil }
    meet(pass, under: id)
    return pass
  }
}

extension CheckedActions {
  /// After so many that do not hold the rest is left to the writer.
  private static let failuresMax = 64

  /// Verifies every action signature of a batch whose pass and feed are known, here or in the batches before it.
  /// - Parameters:
  ///   - met: what the batches of the session have brought so far.
  ///   - key: the key of a feed whose first commit was not among them; nil when it is not known.
  ///   - pass: a pass that is kept; nil when it is not.
  package init(
    of batch: ScannedBatch, met: inout MetPeople, key: (FeedID) throws -> FeedKey?, pass: (PassID) throws -> Pass?
  ) rethrows {
    self.init()
    var failures = 0
    for case .commit(let scan, _) in batch.items where failures < Self.failuresMax {
      if let key = scan.key { met.meet(key, of: scan.feed) }
      guard let feed = try met.feed(scan.feed, else: key) else { continue }
      if feed.class.name == StatementRecord.peopleClassName {
        for statement in StatementRecord.statements(in: scan, batch.bytes, class: feed.class.name) {
          if case .pass(let pass) = statement.content { met.meet(pass, under: statement.passID) }
        }
      }
      guard scan.actionPlace != nil, let action = SignedAction(scan, in: batch.bytes, feed: feed),
        let known = try met.pass(action.signature.pass, else: pass)
      else { continue }
      if !check(action, under: known) { failures += 1 }
    }
  }
}
