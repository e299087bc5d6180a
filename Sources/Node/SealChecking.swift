// Checking a batch's seals on the task of its session, beside the writer.
import Merge
import Replica
import Store
import Synchronization
import Trust
import Wire

/// What is known of authors and their keys, so that most batches are checked without reading the store.
final class SealChecking: Sendable {
  private struct Known {
    var authors: [FeedID: NodeID] = [:]
    var keys: [NodeID: PublicKey] = [:]
  }

  private static let knownMax = 100_000
  private let state = Mutex(Known())

  /// Checks the seals of a batch as far as their authors' keys are known; the rest is left to the writer.
  func check(_ batch: Batch, at node: Node) -> CheckedSeals {
    guard node.store.root != nil else { return .none }
    var known = state.withLock { $0 }
    if known.authors.count > Self.knownMax || known.keys.count > Self.knownMax { known = Known() }
    let checked = try? node.read { reader in
      try CheckedSeals(of: batch.commits) { feed in
        if let author = known.authors[feed] { return author }
        let author = try reader.feed(feed)?.key.node
        known.authors[feed] = author
        return author
      } key: { author in
        if let key = known.keys[author] { return key }
        let key = try reader.statements(about: author).lazy.compactMap(\.subject).first { $0.node == author }
        known.keys[author] = key
        return key
      }
    }
    state.withLock { $0 = known }
    return checked ?? .none
  }
}

extension Statement {
  /// The key it is about; nil for an order to redact.
  fileprivate var subject: PublicKey? {
    switch content {
    case .grant(let grant): grant.subject
    case .revocation(let revocation): revocation.subject
    case .redaction: nil
    }
  }
}
