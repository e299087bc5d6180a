// Mutants that trust wrongly: seals, statements, and what a fork or a set-back store calls for.
import Merge
import Replica
import Store
import Trust
import Wire

extension Mutant {
  /// The batch as a node takes it that believes every seal: what does not hold holds all the same, for the commit it stands
  /// behind. Its author signs it anew, since the shipped code checks.
  func believing(_ batch: Batch, in world: World) throws -> Batch {
    guard self == .believesAnySeal else { return batch }
    var items = CBORReader(batch.commits)
    var scanner = CommitScanner()
    var heads: [FeedID: Head] = [:]
    var commits: [UInt8] = []
    while !items.isAtEnd {
      let item = Array(batch.commits[try items.byteRange(max: Limits.batchBytesMax)])
      var reader = CBORReader(item)
      if item.first == Seal.firstByte, let seal = try? Seal(encoded: item) {
        CommitSequence.append(resigned(seal, heads[seal.feed], in: world)?.encoded ?? item, to: &commits)
        continue
      }
      if (try? scanner.scan(&reader)) != nil {
        let hash = Hashing.chain(item, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
        heads[scanner.feed] = Head(seq: scanner.seq, hash: hash)
      }
      CommitSequence.append(item, to: &commits)
    }
    return Batch(span: batch.span, commits: commits)
  }

  private func resigned(_ seal: Seal, _ head: Head?, in world: World) -> Seal? {
    guard let head, head.seq == seal.seq, let author = world.ledger.key(of: seal.feed)?.node,
      let key = world.nodes.first(where: { $0.signer.node == author })?.signer,
      !seal.holds(for: head.hash, by: key.publicKey)
    else { return nil }
    return Seal.seals(of: [(seal.feed, head)], time: seal.time, key: key).first
  }
}

/// A writer whose commits have their effect as soon as they are there.
struct UnsealedFolder: PassingStorage {
  let place: MutantPlace

  func insert(
    _ commit: ScannedCommit, to feed: inout StoredFeed, from source: Int64, isEffective: Bool
  ) throws -> UInt64 {
    let arrival = try inner.insert(commit, to: &feed, from: source, isEffective: true)
    try inner.fold(commit.scan, in: commit.buffer, feed: feed)
    return arrival
  }
}

struct SealForgetter: PassingStorage {
  let place: MutantPlace

  func keepSeal(_ seal: Seal, of feed: StoredFeed) throws {
    if feed.key.node == node.identity.node { try inner.keepSeal(seal, of: feed) }
  }
}

struct StatementForgetter: PassingStorage {
  let place: MutantPlace

  func keepStatement(_ statement: Statement) throws -> Bool {
    if case .grant(let grant) = statement.content, grant.subject.node == node.identity.node {
      return try inner.keepStatement(statement)
    }
    return false
  }
}

struct BranchKeeper: PassingStorage {
  let place: MutantPlace

  func evidence(of feed: StoredFeed, at seq: UInt64) throws -> [Evidence] { [] }
}

struct DisplacedDropper: PassingStorage {
  let place: MutantPlace

  func cut(_ feed: inout StoredFeed, to seq: UInt64) throws -> [[UInt8]] {
    _ = try inner.cut(&feed, to: seq)
    return []
  }
}

struct EffectKeeper: PassingStorage {
  let place: MutantPlace

  func refold() throws {}
}

struct LineageForgetter: PassingStorage {
  let place: MutantPlace

  func saveLineage(of identity: Identity) throws {}
}
