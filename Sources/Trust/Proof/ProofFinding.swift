// What checking a proof file found, and what it fails with.
package import Merge
package import Wire

/// What a proof file proves.
package struct ProofFinding: Hashable, Sendable {
  package let type: String
  package let record: RecordID
  /// What was done to the record, in the order of its times.
  package let commits: [ProvedCommit]
  /// How many other commits of the same feeds are there as digests alone.
  package let digestsOnly: Int
  /// Commits to this record that a shown one had seen by its own account, and that are not shown.
  package let notShown: [Dot]
}

/// One commit to the record, proved to be its author's.
package struct ProvedCommit: Hashable, Sendable {
  package let dot: Dot
  package let hash: Digest
  package let key: FeedKey
  package let time: HybridTime
  /// The device's own clock in milliseconds, when it was not the node's.
  package let deviceTime: Int64?
  package let user: String
  package let change: Change
  /// The grants it rests on, from the root key's down to the author's own.
  package let grants: [Grant]
  /// Whether the grants cover it, no revocation takes its effect away, and what a person signed counts.
  package let isEffective: Bool
  /// Whose device has signed it; nil for what a node wrote in its own name.
  package let signer: ProvedSigner?
  /// Who signed that it held the commit, highest tier first.
  package let holders: [ProvedHolder]
}

/// The person behind a commit: whose device signed it, under which pass, and what that is worth.
package struct ProvedSigner: Hashable, Sendable {
  package let pass: PassID
  /// Nil where the file does not have the pass: then nobody is proved.
  package let statement: Pass?
  /// The grants on which the pass rests, from the root key's down to its issuer's; none for one that the root key issued, or that
  /// does not count.
  package let grants: [Grant]
  /// The device's own number of the action.
  package let number: UInt64
  /// As far as the statements and the other commits of the file tell.
  package let verdict: ActionVerdict

  /// With what authority the action counts; nil where it does not.
  package var authority: ActionAuthority? {
    switch verdict {
    case .counts(let authority), .repeats(_, let authority): authority
    case .hasNoEffect: nil
    }
  }
}

/// A tier that signed a receipt.
package struct ProvedHolder: Hashable, Sendable {
  package let node: NodeID
  package let area: Area
  /// By its own clock.
  package let time: HybridTime
}

/// Why a file proves nothing.
/// - Source: protocol §12.3.
package enum ProofFault: Error, Hashable, Sendable, CustomStringConvertible {
  case unreadable(WireError)
  /// It was made under another root key.
  case otherRoot(PublicKey)
  case outOfOrder(String)
  /// The commit is not what follows the one before it, or not its feed's.
  case brokenChain(FeedID, UInt64)
  /// The author did not sign this head.
  case badSeal(FeedID)
  /// No chain of grants leads from the root key to the node.
  case noGrant(NodeID)
  /// The signer did not sign this, or does not hold the feed.
  case badReceipt(FeedID, NodeID)
  /// A payload is shown that is not about the record.
  case foreignPayload(FeedID, UInt64)
  /// A feed, or the whole file, shows nothing about the record.
  case nothingShown

  package var description: String {
    switch self {
    case .unreadable(let error): "it cannot be read: \(error)"
    case .otherRoot(let key): "it was made under another root key, \(key)"
    case .outOfOrder(let what): "\(what) are not in order, each once"
    case .brokenChain(let feed, let seq): "the chain of feed \(feed) is broken at number \(seq)"
    case .badSeal(let feed): "the author of feed \(feed) has not signed its head"
    case .noGrant(let node): "no grants lead from the root key to node \(node)"
    case .badReceipt(let feed, let node): "the receipt of node \(node) for feed \(feed) is not its own"
    case .foreignPayload(let feed, let seq): "number \(seq) of feed \(feed) is shown and is not about the record"
    case .nothingShown: "it shows nothing about the record"
    }
  }
}
