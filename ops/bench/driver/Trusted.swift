// What trust costs: the same first sync into a node that checks every seal and into one that checks none.
import ArgumentParser
import Catalog
import Foundation
import Merge
import Node
import Replica
import Store
import Trust

/// What the measurement of trust prints.
struct TrustFigures: Codable {
  var records = 0
  var feeds = 0
  /// How often a signature was checked; one for each push that a feed's head comes from, not for each commit.
  var commits = 0
  var seals = 0
  /// Records each second, one for each turn, in turns.
  var checking: [Int] = []
  var notChecking: [Int] = []
  /// The processor time of both ends in seconds, one for each turn, in the same order.
  var processorChecking: [Double] = []
  var processorNotChecking: [Double] = []
  /// The middle rates against each other.
  var ratio = 0.0
}

struct TrustCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Measures a first sync with seals and grants checked, and with none checked.")

  @Option(help: "The records file.") var records: String
  @Option(help: "How many records.") var count = 100_000
  @Option(help: "How many times each.") var turns = 3
  @Option(help: "A folder for the stores.") var folder: String

  func run() async throws {
    let commits = try Records.load(records, count: count)
    let path = "\(folder)/trusted.db"
    var figures = TrustFigures()
    figures.records = commits.reduce(0) { $0 + $1.intents.count }
    figures.commits = commits.count
    try Trusted.parent(path, commits: commits).close()
    let parent = try ParentProcess(store: path)
    defer { parent.stop() }
    for _ in 0..<turns {
      let (without, with) = (
        try await rate(root: nil, parent, &figures),
        try await rate(root: Trusted.root.publicKey, parent, &figures)
      )
      figures.notChecking.append(without.perSecond)
      figures.checking.append(with.perSecond)
      figures.processorNotChecking.append(without.processorSeconds)
      figures.processorChecking.append(with.processorSeconds)
    }
    let middle = turns / 2
    figures.ratio = Double(figures.checking.sorted()[middle]) / Double(figures.notChecking.sorted()[middle])
    try printJSON(figures)
  }

  /// - Parameter root: the key by which grants count; nil for a node that checks nothing.
  private func rate(root: PublicKey?, _ parent: ParentProcess, _ figures: inout TrustFigures) async throws
    -> SessionFigures
  {
    let child = Sessions.node(
      try Fixture.store("\(folder)/trusting.db", number: 2_003, area: Fixture.district, root: root))
    var session = try await Sessions.measured(child, parent: parent)
    let (held, feeds) = try child.read { (try $0.summary(types: ["hazard"]).records["hazard"], try $0.feeds()) }
    // In effect, not only on disk: a node that checks shows nothing that is not sealed and granted.
    precondition(held == figures.records, "the child shows \(held ?? 0) of \(figures.records)")
    precondition(root == nil || feeds.allSatisfy { $0.effective == $0.head.seq }, "something is without effect")
    (figures.feeds, figures.seals) = (feeds.count, feeds.count { $0.sealed > 0 })
    try child.store.close()
    session.moved(figures.records)
    return session
  }
}

/// The benchmark's records as authors with keys write them.
enum Trusted {
  static let root = key(0)

  static func key(_ number: Int) -> SigningKey {
    SigningKey(seed: Array(repeating: 0x6B, count: 24) + withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) })!
  }

  /// Fills a store at the city with what all authors wrote and sealed: a seal for each commit, as when every entry is sent.
  static func parent(_ path: String, commits: [BenchCommit]) throws -> Store {
    let parent = try Fixture.store(path, number: 1_004, area: Fixture.city, root: root.publicKey)
    var writers: [Int: Replica] = [:]
    for author in Set(commits.map(\.author)).sorted() { writers[author] = try writer(author, in: parent) }
    try Fixture.write(commits, by: &writers, into: parent)
    return parent
  }

  /// Who an author is: a node that goes by its key.
  static func identity(_ author: Int) -> Identity {
    let number = UInt64(author)
    return Identity(
      node: key(author).node, incarnation: number, store: StoreID(Bytes16(high: 0x7374_6F72, low: number)),
      area: Records.home(of: author))
  }

  /// An author whose first record is the grant it has from the root key.
  static func writer(_ author: Int, in parent: Store) throws -> Replica {
    let (key, area) = (key(author), Records.home(of: author))
    var replica = Replica(
      identity: identity(author), catalog: .builtIn, clock: HybridClock(), signer: key, root: root.publicKey)
    let grant = Statement(
      .grant(Grant(issuer: root.publicKey, subject: key.publicKey, area: area, issuedAt: 1_800_000_000_000)), key: root)
    let intent = Intent(
      type: "grant", record: RecordID(grant.digest.first16), area: area, seen: .empty,
      fields: [FieldChange(1, .write(.bytes(grant.encoded)))])
    try parent.write { storage in
      try replica.learn([grant], in: storage)
      _ = try replica.commit([intent], user: "grants", now: 1_900_000_000_000, into: storage)
    }
    return replica
  }
}
