// Local commits: in batches of a hundred records, and one record at a time, each durable before the next.
import Foundation
import Logging
import Merge
import Node
import Replica
import Store

/// What the measurement of local commits prints: of several turns, the middle one of each.
struct LocalFigures: Codable {
  var batchesOf100PerSecond: Int
  var singlePerSecond: Int
}

enum Local {
  /// The middle of several turns, each into new stores.
  static func rate(_ commits: [BenchCommit], folder: String, batch size: Int, count: Int, turns: Int) async throws
    -> Int
  {
    var rates: [Double] = []
    for _ in 0..<turns { rates.append(try await rate(commits, folder: folder, batch: size, count: count)) }
    return Int(rates.sorted()[turns / 2])
  }

  /// Records a second through a node's own writer, `size` records in each call, one author's node after another.
  private static func rate(
    _ commits: [BenchCommit], folder: String, batch size: Int, count: Int
  ) async throws -> Double {
    var (records, time) = (0, Duration.zero)
    for author in Set(commits.map(\.author)).sorted() where records < count {
      let intents = Array(commits.filter { $0.author == author }.flatMap(\.intents).prefix(count - records))
      let groups = stride(from: 0, to: intents.count, by: size).map { Array(intents.dropFirst($0).prefix(size)) }
      let store = try Fixture.store("\(folder)/local.db", number: 3_000, area: Records.home(of: author))
      let node = Node(store: store, logger: Logger(label: "bench"))
      let clock = ContinuousClock()
      let start = clock.now
      for group in groups { _ = try await node.commit(group, user: "patroller") }
      time += clock.now - start
      records += intents.count
      try store.close()
    }
    return Double(records) / (time / .seconds(1))
  }
}
