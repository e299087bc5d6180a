// Sessions over loopback HTTP, durable at both ends: first sync, edits, fan-in.
import Foundation
import Logging
import Merge
import Node
import Replica
import Store
import Transport

/// What one measurement saw.
struct SessionFigures: Codable {
  var records = 0
  var seconds = 0.0
  var perSecond = 0
  var sentBytes = 0
  var receivedBytes = 0
  var rounds = 0
}

enum Sessions {
  static func client() throws -> HTTPClient {
    try HTTPClient(configuration: HTTPClient.Configuration(userAgent: "gridward/1", connectionsKeptMax: 64))
  }

  /// Runs rounds until the link is proved equal.
  static func sync(_ node: Node, client: HTTPClient, parent: String) async throws -> SessionFigures {
    var figures = SessionFigures()
    var asking = Asking(node: node, client: client, parent: parent)
    let clock = ContinuousClock()
    let start = clock.now
    while try await asking.round(wait: .zero) != .proved {}
    figures.seconds = (clock.now - start) / .seconds(1)
    (figures.rounds, figures.sentBytes, figures.receivedBytes) = (
      asking.rounds, asking.sentBytes, asking.receivedBytes
    )
    return figures
  }

  static func node(_ store: Store) -> Node { Node(store: store, logger: Logger(label: "bench")) }

  /// An empty node at the district takes everything from the city.
  static func first(folder: String, parent: ParentProcess, records: Int) async throws -> (SessionFigures, Node) {
    let child = node(try Fixture.store("\(folder)/first.db", number: 2_000, area: Fixture.district))
    var figures = try await sync(child, client: client(), parent: parent.url)
    let held = try child.read { try $0.summary(types: ["hazard"]).records["hazard"] }
    precondition(held == records, "the child holds \(held ?? 0) of \(records)")
    figures.records = records
    figures.perSecond = Int(Double(records) / figures.seconds)
    return (figures, child)
  }

  /// Children with a thousand records each, all at once, into one empty parent.
  static func fanIn(_ commits: [BenchCommit], folder: String, each: Int) async throws -> SessionFigures {
    let city = try Fixture.store("\(folder)/fan-in.db", number: 1_001, area: Fixture.city)
    try city.close()
    let parent = try ParentProcess(store: "\(folder)/fan-in.db")
    defer { parent.stop() }
    var children: [Node] = []
    for author in Set(commits.map(\.author)).sorted() {
      let child = node(
        try Fixture.store("\(folder)/child-\(author).db", number: UInt64(author), area: Records.home(of: author)))
      let intents = commits.filter { $0.author == author }
      var left = each
      for commit in intents where left > 0 {
        _ = try await child.commit(Array(commit.intents.prefix(left)), user: "patroller")
        left -= min(left, commit.intents.count)
      }
      children.append(child)
    }
    let (client, url) = (try client(), parent.url)
    let clock = ContinuousClock()
    let start = clock.now
    var total = SessionFigures()
    try await withThrowingTaskGroup(of: SessionFigures.self) { group in
      for child in children { group.addTask { try await sync(child, client: client, parent: url) } }
      for try await one in group {
        total.sentBytes += one.sentBytes
        total.receivedBytes += one.receivedBytes
        total.rounds += one.rounds
      }
    }
    total.seconds = (clock.now - start) / .seconds(1)
    total.records = children.count * each
    total.perSecond = Int(Double(total.records) / total.seconds)
    return total
  }
}
