// What people's signatures cost: sessions of signed and of unsigned commits in turns, one action on the wire, and handing in.
import ArgumentParser
import Enrolment
import Foundation
import Merge
import Node
import Replica
import Store
import Trust

/// What the measurement of people's signatures prints.
struct PeopleFigures: Codable {
  var records = 0
  var commits = 0
  /// The processor time of one verification of P-256 alone, in microseconds.
  var verificationMicroseconds = 0.0
  /// What a signature adds to a first sync, in microseconds of both ends' processor time a commit, and in verifications.
  var addedMicroseconds = 0.0
  var addedVerifications = 0.0
  /// Records each second, one for each turn, in turns.
  var firstSyncUnsigned: [Int] = []
  var firstSyncSigned: [Int] = []
  var firstSyncRatio = 0.0
  var fanInUnsigned: [Int] = []
  var fanInSigned: [Int] = []
  var fanInRatio = 0.0
  /// One action of one record, as it is handed in, in bytes.
  var actionBytes = 0
  var actionBytesMax = 0
  /// Actions entered each second: 16 clients, a hundred in each request; one for each turn.
  var entered: [Int] = []
}

struct PeopleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "Measures what people's signatures cost, beside the same without them.")

  @Option(help: "The records file.") var records: String
  @Option(help: "How many records.") var count = 60_000
  @Option(help: "How many records in each commit.") var each = 3
  @Option(help: "How many times each.") var turns = 3
  @Option(help: "How many actions are handed in.") var actions = 32_000
  @Option(help: "A folder for the stores.") var folder: String
  @Flag(help: "Only a first sync of signed commits, once: for a million, in minutes.") var onlySigned = false

  func run() async throws {
    let loaded = try Records.load(records, count: count)
    let unsigned = SigningCity(loaded, each: each, isSigned: false)
    let signed = SigningCity(loaded, each: each, isSigned: true)
    var figures = PeopleFigures()
    figures.records = loaded.reduce(0) { $0 + $1.intents.count }
    figures.commits = signed.commits.count
    try measureOne(loaded, &figures)
    try await measureFirstSync(unsigned, signed, &figures)
    if !onlySigned {
      try await measureFanIn(unsigned, signed, &figures)
      for _ in 0..<turns { figures.entered.append(try await HandingIn(folder: folder, count: actions).rate()) }
    }
    try printJSON(figures)
  }

  /// A verification alone, and how large an action is.
  private func measureOne(_ commits: [BenchCommit], _ figures: inout PeopleFigures) throws {
    let key = DeviceSigningKey()
    let message = [UInt8](repeating: 0x61, count: 400)
    let signature = try key.sign(message)
    let verifications = 5_000
    let (held, _, seconds) = measure {
      (0..<verifications).count { _ in key.deviceKey.verifies(signature, of: message) }
    }
    precondition(held == verifications, "a signature holds")
    figures.verificationMicroseconds = seconds / Double(verifications) * 1e6
    let author = commits[0].author
    var device = SigningDevice(author: author, office: Trusted.key(author), at: Records.home(of: author))
    let sizes = try commits.prefix(200).map { try device.sign([$0.intents[0]], className: "work").encoded.count }
      .sorted()
    (figures.actionBytes, figures.actionBytesMax) = (sizes[sizes.count / 2], sizes.last ?? 0)
  }

  // MARK: First sync

  private func measureFirstSync(
    _ unsigned: SigningCity, _ signed: SigningCity, _ figures: inout PeopleFigures
  ) async throws {
    let paths = ["\(folder)/unsigned.db", "\(folder)/signed.db"]
    if !onlySigned { try unsigned.parent(paths[0]).close() }
    try signed.parent(paths[1]).close()
    var processor: [[Double]] = [[], []]
    for _ in 0..<(onlySigned ? 1 : turns) {
      for place in onlySigned ? [1] : [0, 1] {
        let parent = try ParentProcess(store: paths[place])
        let session = try await firstSync(from: parent, figures.records)
        parent.stop()
        processor[place].append(session.processorSeconds)
        if place == 0 { figures.firstSyncUnsigned.append(session.perSecond) }
        if place == 1 { figures.firstSyncSigned.append(session.perSecond) }
      }
    }
    if onlySigned { return }
    let added = Self.middle(processor[1]) - Self.middle(processor[0])
    figures.addedMicroseconds = added / Double(figures.commits) * 1e6
    figures.addedVerifications = figures.addedMicroseconds / figures.verificationMicroseconds
    figures.firstSyncRatio = Self.ratio(figures.firstSyncSigned, figures.firstSyncUnsigned)
  }

  private func firstSync(from parent: ParentProcess, _ records: Int) async throws -> SessionFigures {
    let path = "\(folder)/receiving.db"
    let child = Sessions.node(
      try Fixture.store(path, number: 2_005, area: Fixture.district, root: Trusted.root.publicKey))
    var session = try await Sessions.measured(child, parent: parent)
    let (held, feeds) = try child.read { (try $0.summary(types: ["hazard"]).records["hazard"], try $0.feeds()) }
    precondition(held == records, "the child shows \(held ?? 0) of \(records)")
    precondition(feeds.allSatisfy { $0.effective == $0.head.seq }, "something is without effect")
    try child.store.close()
    session.moved(records)
    return session
  }

  // MARK: Fan-in

  private func measureFanIn(
    _ unsigned: SigningCity, _ signed: SigningCity, _ figures: inout PeopleFigures
  ) async throws {
    let senders = [
      try SignedFanIn(unsigned, folder: folder, name: "unsigned"),
      try SignedFanIn(signed, folder: folder, name: "signed"),
    ]
    for _ in 0..<turns {
      figures.fanInUnsigned.append(try await senders[0].turn().perSecond)
      figures.fanInSigned.append(try await senders[1].turn().perSecond)
    }
    figures.fanInRatio = Self.ratio(figures.fanInSigned, figures.fanInUnsigned)
  }

  private static func ratio(_ some: [Int], _ others: [Int]) -> Double {
    middle(some.map(Double.init)) / middle(others.map(Double.init))
  }

  private static func middle(_ turns: [Double]) -> Double { turns.sorted()[turns.count / 2] }
}
