// A lost cursor: two stores of a million commits that have never met differ in a hundred, and find out which.
import ArgumentParser
import Catalog
import Foundation
import Merge
import Node
import Replica
import Store

/// What the measurement of a lost cursor prints.
struct LostCursorFigures: Codable {
  var commits = 0
  var differences = 0
  var feeds = 0
  var seconds = 0.0
  /// Everything both ends sent, bodies and heads.
  var bytes = 0
  /// The missing commits themselves, as their authors encoded them.
  var commitBytes = 0
  var roundTrips = 0
}

struct LostCursorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lost-cursor", abstract: "Measures what it costs to find a hundred differences without a cursor.")

  @Option(help: "The records file; it is used over and over with other ids.") var records: String
  @Option(help: "How many commits both stores hold.") var commits = 1_000_000
  @Option(help: "How many commits only the parent holds.") var differences = 100
  @Option(help: "A folder for the stores.") var folder: String

  func run() async throws {
    let singles = try Records.load(records, count: 100_000).flatMap { commit in
      commit.intents.map { BenchCommit(author: commit.author, intents: [$0]) }
    }
    let (upper, lower) = ("\(folder)/upper.db", "\(folder)/lower.db")
    var figures = LostCursorFigures()
    figures.commits = try Fixture.fill(lower, area: Fixture.district, commits: singles, count: commits)
    _ = try Fixture.fill(upper, area: Fixture.city, commits: singles, count: commits)
    figures.differences = differences
    figures.commitBytes = try differ(upper, singles)
    let parent = try ParentProcess(store: upper)
    defer { parent.stop() }
    let child = Sessions.node(try Store.open(path: lower, catalog: .builtIn))
    figures.feeds = try child.read { try $0.summary(types: []).feeds }
    let session = try await Sessions.sync(child, client: Sessions.client(), parent: parent.url)
    figures.seconds = session.seconds
    figures.bytes = session.sentBytes + session.receivedBytes
    figures.roundTrips = session.rounds
    try printJSON(figures)
  }

  /// Writes commits that only the parent has, spread over the feeds.
  /// - Returns: how long they are together.
  private func differ(_ path: String, _ singles: [BenchCommit]) throws -> Int {
    let store = try Store.open(path: path, catalog: .builtIn)
    defer { try? store.close() }
    let type = Catalog.builtIn.type(named: "hazard")!
    let stride = max(1, singles.count / differences)
    let edits = (0..<differences).map { index in
      let commit = singles[index * stride % singles.count]
      let field = FieldChange(type.field(named: "notes")!.number, .write(.text("复查")))
      return (author: commit.author, record: commit.intents[0].record, area: commit.intents[0].area, fields: [field])
    }
    let before = try store.read { try $0.mark() }
    try Fixture.edit(store, edits)
    let link = LinkBranch(Branch(parent: Fixture.city, child: Fixture.district)!, link: -1)
    return try store.read { reader in
      var bytes: [UInt8] = []
      for lane in Priority.allCases {
        _ = try reader.appendCommits(to: &bytes, lane: lane, after: before, over: link, size: .max)
      }
      return bytes.count
    }
  }
}
