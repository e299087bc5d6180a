// Checking a batch's seals on the task of its session, beside the writer.
import Merge
import Replica
import Store
import Trust
import Wire

extension Node {
  /// Checks the seals of a batch as far as their authors' keys are in the store; the rest is left to the writer, and all of
  /// it when the store cannot be read now.
  func check(_ batch: Batch) -> CheckedSeals {
    guard store.root != nil else { return .none }
    var keys: [NodeID: PublicKey] = [:]
    let checked = try? read { reader in
      try CheckedSeals(of: batch.commits) {
        try reader.feed($0)?.key.node
      } key: { author in
        if let key = keys[author] { return key }
        keys[author] = try reader.statements(about: author).lazy.compactMap(\.subject).first { $0.node == author }
        return keys[author]
      }
    }
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
