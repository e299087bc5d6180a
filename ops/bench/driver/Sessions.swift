// Sessions over loopback HTTP, durable at both ends: first sync, edits, fan-in.
import Foundation
import Logging
import Merge
import Node
import Replica
import Store
import Transport

/// What one measurement saw: of several turns, the middle one.
struct SessionFigures: Codable {
  var records = 0
  var seconds = 0.0
  var perSecond = 0
  var sentBytes = 0
  var receivedBytes = 0
  var rounds = 0
  /// The processor time of both ends, in seconds: it scatters less than the time that passed.
  var processorSeconds = 0.0
  /// The same of each turn.
  var processorTurns: [Double] = []
  /// Records each second, one for each turn.
  var turns: [Int] = []

  mutating func moved(_ count: Int) {
    records = count
    perSecond = Int(Double(count) / seconds)
  }

  static func middle(of turns: [SessionFigures]) -> SessionFigures {
    var figures = turns.sorted { $0.seconds < $1.seconds }[turns.count / 2]
    figures.turns = turns.map(\.perSecond)
    figures.processorTurns = turns.map(\.processorSeconds)
    return figures
  }
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

  /// Runs rounds until the link is proved equal, and says what processor time both ends took for it.
  static func measured(_ node: Node, parent: ParentProcess) async throws -> SessionFigures {
    let before = parent.processorSeconds + processorTime(of: getpid())
    var figures = try await sync(node, client: client(), parent: parent.url)
    figures.processorSeconds = parent.processorSeconds + processorTime(of: getpid()) - before
    return figures
  }

  static func node(_ store: Store) -> Node { Node(store: store, logger: Logger(label: "bench")) }

  /// An empty node at the district takes everything from the city.
  static func first(path: String, number: UInt64, parent: ParentProcess, records: Int) async throws -> (
    SessionFigures, Node
  ) {
    let child = node(try Fixture.store(path, number: number, area: Fixture.district))
    var figures = try await measured(child, parent: parent)
    let held = try child.read { try $0.summary(types: ["hazard"]).records["hazard"] }
    precondition(held == records, "the child holds \(held ?? 0) of \(records)")
    figures.moved(records)
    return (figures, child)
  }
}
