// Checking a proof file with nothing but the city's public key.
import Merge
import Wire

extension ProofFile {
  /// Checks everything in the file.
  /// - Throws: the first thing that fails; nothing of the file counts then.
  /// - Source: protocol §12.3.
  package static func check(_ bytes: [UInt8], root: PublicKey) throws(ProofFault) -> ProofFinding {
    let file: ProofFile
    do throws(WireError) { file = try ProofFile(encoded: bytes) } catch { throw .unreadable(error) }
    guard file.root == root else { throw .otherRoot(file.root) }
    try file.checkOrder()
    var check = ProofCheck(file)
    for feed in file.feeds { try check.takeFeed(feed) }
    guard !check.isEmpty else { throw .nothingShown }
    return check.finding()
  }

  private func checkOrder() throws(ProofFault) {
    func ascends<T: Comparable>(_ items: [T]) -> Bool { zip(items, items.dropFirst()).allSatisfy { $0 < $1 } }
    guard ascends(feeds.map(\.seal.feed)) else { throw .outOfOrder("feeds") }
    guard ascends(statements.map(\.digest.first16)) else { throw .outOfOrder("statements") }
    for feed in feeds where !ascends(feed.receipts.map(\.signer)) { throw .outOfOrder("receipts") }
  }
}

/// One file being checked, feed by feed.
struct ProofCheck {
  let file: ProofFile
  let statements: ProofStatements
  private var authority: Authority
  private(set) var read: [ReadCommit] = []
  private(set) var digestsOnly = 0

  init(_ file: ProofFile) {
    self.file = file
    statements = ProofStatements(file.statements)
    authority = Authority(root: file.root)
  }

  var isEmpty: Bool { read.isEmpty }

  /// A commit that is shown, and what its feed says of it.
  struct ReadCommit {
    let scan: CommitScanner
    let bytes: [UInt8]
    let change: Int
    let key: FeedKey
    let hash: Digest
    let grants: [Grant]
    /// Whether its feed lets it have effect.
    let isPermitted: Bool
    let holders: [ProvedHolder]

    var dot: Dot { Dot(feed: scan.feed, seq: scan.seq) }
  }

  /// What has been read of one feed.
  private struct Reading {
    var key: FeedKey
    /// The chain hash of each number, from 1.
    var hashes: [Digest] = []
    var shown: [(scan: CommitScanner, bytes: [UInt8], change: Int)] = []
  }

  mutating func takeFeed(_ feed: FeedProof) throws(ProofFault) {
    let reading = try follow(feed)
    let author = reading.key.node
    guard let head = reading.hashes.last, feed.seal.seq == UInt64(reading.hashes.count) else {
      throw .badSeal(feed.seal.feed)
    }
    guard let key = look({ try $0.key(of: author, in: $1) }).flatMap({ $0 }) else { throw .noGrant(author) }
    guard feed.seal.holds(for: head, by: key) else { throw .badSeal(feed.seal.feed) }
    let holders = try holders(feed, reading)
    let limit = look { try $0.limit(of: feed.seal.feed, author: author, in: $1) } ?? 0
    guard !reading.shown.isEmpty else { throw .nothingShown }
    digestsOnly += reading.hashes.count - reading.shown.count
    for (scan, bytes, change) in reading.shown {
      let isPermitted = look { try $0.permits(reading.key, time: scan.time, in: $1) } ?? false
      read.append(
        ReadCommit(
          scan: scan, bytes: bytes, change: change, key: reading.key, hash: reading.hashes[Int(scan.seq) - 1],
          grants: chain(to: reading.key, at: scan.time), isPermitted: isPermitted && scan.seq <= limit,
          holders: holders.filter { $0.seq >= scan.seq }.map(\.holder)))
    }
  }

  /// Follows the chain from the first commit to the last.
  private func follow(_ feed: FeedProof) throws(ProofFault) -> Reading {
    var scanner = CommitScanner()
    var reading: Reading?
    var previous = Digest.zero
    for (index, bytes) in feed.commits.enumerated() {
      let seq = UInt64(index + 1)
      do throws(WireError) {
        var reader = CBORReader(bytes)
        try scanner.scan(&reader)
        try reader.expectEnd()
      } catch { throw .unreadable(error) }
      if let key = scanner.key, seq == 1 {
        reading = Reading(key: key)
        previous = Hashing.sha256(bytes[scanner.keyPlace])
        guard FeedID(previous.first16) == feed.seal.feed else { throw .brokenChain(feed.seal.feed, seq) }
      }
      guard reading != nil, scanner.feed == feed.seal.feed, scanner.seq == seq, scanner.previous == previous else {
        throw .brokenChain(feed.seal.feed, seq)
      }
      previous = Hashing.chain(bytes, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
      reading?.hashes.append(previous)
      if scanner.redacted != nil { continue }
      guard let change = place(in: scanner, bytes) else { throw .foreignPayload(feed.seal.feed, seq) }
      reading?.shown.append((scanner, bytes, change))
    }
    guard let reading else { throw .nothingShown }
    return reading
  }

  /// Which of a commit's changes is to the record.
  private func place(in scan: CommitScanner, _ bytes: [UInt8]) -> Int? {
    scan.changes.firstIndex { change in
      change.record == file.record && bytes[change.type].elementsEqual(file.type.utf8)
    }
  }

  private mutating func holders(
    _ feed: FeedProof, _ reading: Reading
  ) throws(ProofFault) -> [(seq: UInt64, holder: ProvedHolder)] {
    var found: [(seq: UInt64, holder: ProvedHolder)] = []
    for receipt in feed.receipts {
      let fault = ProofFault.badReceipt(feed.seal.feed, receipt.signer)
      guard receipt.seal.feed == feed.seal.feed, receipt.seal.seq <= UInt64(reading.hashes.count) else { throw fault }
      let grants = look { try $0.validGrants(of: receipt.signer, in: $1) } ?? []
      guard let grant = grants.first(where: { reading.key.isHeld(at: $0.area) }) else { throw .noGrant(receipt.signer) }
      let hash = reading.hashes[Int(receipt.seal.seq) - 1]
      guard receipt.holds(for: hash, by: grant.subject) else { throw fault }
      let holder = ProvedHolder(node: receipt.signer, area: grant.area, time: receipt.seal.time)
      found.append((receipt.seal.seq, holder))
    }
    return found.sorted { $0.holder.area.tier < $1.holder.area.tier }
  }

  /// The grants a commit rests on, from the root key's down; empty when none covers it.
  private mutating func chain(to key: FeedKey, at time: HybridTime) -> [Grant] {
    let own = look { try $0.validGrants(of: key.node, in: $1) } ?? []
    return own.first { $0.covers(home: key.home, class: key.class.name, time: time) }.map { chain(to: $0) } ?? []
  }

  mutating func chain(to own: Grant) -> [Grant] {
    var (grant, chain) = (own, [own])
    while grant.issuer != file.root {
      let issuer = grant.issuer
      let above = look { try $0.validGrants(of: issuer.node, in: $1) } ?? []
      guard
        let next = above.first(where: { $0.subject == issuer && $0.area.contains(grant.area) && $0.area != grant.area })
      else { break }
      chain.append(next)
      grant = next
    }
    return chain.reversed()
  }

  /// Asks the authority; the statements of a file are always there, so that nothing is thrown.
  mutating func look<T>(_ question: (inout Authority, ProofStatements) throws -> T) -> T? {
    try? question(&authority, statements)
  }
}
