// Signatures checked beside the writer: what holds is not checked twice, and nothing counts that does not hold.
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct CheckedSealTests {
  private struct Sent {
    let chain: SignedChain
    let feed: FeedID
    let bytes: [UInt8]
  }

  private func sent() throws -> Sent {
    let chain = try SignedChain()
    #expect(try chain.sync())
    let feed = try chain.hazard(1).dot.feed
    var bytes: [UInt8] = []
    _ = try chain.community.store.read { try $0.appendCommits(to: &bytes, feed: feed, from: 1, size: 1 << 20) }
    return Sent(chain: chain, feed: feed, bytes: bytes)
  }

  private func hand(_ bytes: [UInt8], _ checked: CheckedSeals, _ sent: Sent) throws -> Ingested {
    let (node, child) = (sent.chain.township, sent.chain.community)
    let branch = try #require(Branch(parent: node.area, child: child.area))
    return try node.store.write { storage in
      let link = try #require(try storage.link(child.node))
      var refused: [FeedID: UInt64] = [:]
      return try node.replica.ingest(
        Delivery(ScannedBatch(commits: bytes), checked: checked, branch: branch, source: link.reference, now: node.now),
        refused: &refused, into: storage)
    }
  }

  private func key(_ sent: Sent) -> PublicKey { SigningKey.test(4).publicKey }

  /// What a session finds that has met nobody yet.
  private func check(
    _ bytes: [UInt8], author: (FeedID) -> NodeID? = { _ in nil }, key: (NodeID) -> PublicKey?
  ) -> CheckedSeals {
    var met = MetKeys()
    return CheckedSeals(of: ScannedBatch(commits: bytes), met: &met, author: author, key: key)
  }

  @Test func `a seal that was checked counts, by a feed whose author is in the batch or is known`() throws {
    let sent = try sent()
    let checked = check(sent.bytes) { $0 == key(sent).node ? key(sent) : nil }
    #expect(checked.count == 1)
    #expect(try hand(sent.bytes, checked, sent).refusals.isEmpty)
    #expect(try sent.chain.township.store.read { try $0.feed(sent.feed) }?.effective == 1)
  }

  @Test func `one changed bit in commit or seal, and nothing is checked, and nothing counts`() throws {
    for isSeal in [true, false] {
      let sent = try sent()
      let place = isSeal ? sent.bytes.count - 1 : sent.bytes.count / 3
      var altered = sent.bytes
      altered[place] ^= 1
      let checked = check(altered, author: { _ in key(sent).node }, key: { _ in key(sent) })
      #expect(checked.count == 0)
      _ = try hand(altered, checked, sent)
      #expect(try sent.chain.township.store.read { try $0.feed(sent.feed) }?.effective ?? 0 == 0)
    }
  }

  @Test func `a seal that is repeated is checked once`() throws {
    let sent = try sent()
    #expect(check(sent.bytes + sent.bytes) { _ in key(sent) }.count == 1)
  }

  @Test func `a key that is not the author's checks nothing`() throws {
    let sent = try sent()
    #expect(check(sent.bytes) { _ in SigningKey.test(9).publicKey }.count == 0)
    #expect(check(sent.bytes) { _ in nil }.count == 0)
  }

  @Test func `a key is met in a grant that goes before, and asked for once`() throws {
    let sent = try sent()
    let grants = try sent.chain.community.store.read { reader in
      var bytes: [UInt8] = []
      for feed in try reader.feeds() where feed.key.class.name == "control" {
        _ = try reader.appendCommits(to: &bytes, feed: feed.id, from: 1, size: 1 << 20)
      }
      return bytes
    }
    var met = MetKeys()
    _ = CheckedSeals(of: ScannedBatch(commits: grants), met: &met, author: { _ in nil }, key: { _ in nil })
    var asked = 0
    func ask(_ node: NodeID) -> PublicKey? {
      asked += 1
      return nil
    }
    let checked = CheckedSeals(of: ScannedBatch(commits: sent.bytes), met: &met, author: { _ in nil }, key: ask)
    #expect(checked.count == 1 && asked == 0)
  }
}
