// Fan-in: fifty children send what they wrote, all at once, to one empty parent.
import Catalog
import Foundation
import Node
import Store

struct FanIn {
  let folder: String
  /// How many records each child has.
  let each: Int
  private let authors: [Int]

  /// Writes the children's stores, each record durable, as their people enter them.
  init(_ commits: [BenchCommit], folder: String, each: Int) async throws {
    (self.folder, self.each, authors) = (folder, each, Set(commits.map(\.author)).sorted())
    for author in authors {
      let child = Sessions.node(
        try Fixture.store(path(author), number: UInt64(author), area: Records.home(of: author)))
      var left = each
      for commit in commits where commit.author == author && left > 0 {
        _ = try await child.commit(Array(commit.intents.prefix(left)), user: "patroller")
        left -= min(left, commit.intents.count)
      }
      try child.store.close()
    }
  }

  private func path(_ author: Int) -> String { "\(folder)/child-\(author).db" }

  /// Sends copies of the children to a parent of its own.
  func turn() async throws -> SessionFigures {
    try Fixture.store("\(folder)/fan-in.db", number: 1_001, area: Fixture.city).close()
    let parent = try ParentProcess(store: "\(folder)/fan-in.db")
    let children = try authors.map { try copy(of: $0) }
    let before = parent.processorSeconds + processorTime(of: getpid())
    var total = try await send(children, to: parent.url)
    total.processorSeconds = parent.processorSeconds + processorTime(of: getpid()) - before
    parent.stop()
    for child in children { try child.store.close() }
    let held = try Store.inspect(path: "\(folder)/fan-in.db") { reader, _ in
      try reader.summary(types: ["hazard"]).records["hazard"]
    }
    precondition(held == children.count * each, "the parent holds \(held ?? 0) of \(children.count * each)")
    total.moved(children.count * each)
    return total
  }

  private func copy(of author: Int) throws -> Node {
    let copy = "\(folder)/sending-\(author).db"
    for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: copy + suffix) }
    try FileManager.default.copyItem(atPath: path(author), toPath: copy)
    return Sessions.node(try Store.open(path: copy, catalog: .builtIn))
  }

  private func send(_ children: [Node], to url: String) async throws -> SessionFigures {
    let client = try Sessions.client()
    let clock = ContinuousClock()
    let start = clock.now
    var total = SessionFigures()
    try await withThrowingTaskGroup(of: SessionFigures.self) { group in
      for child in children { group.addTask { try await Sessions.sync(child, client: client, parent: url) } }
      for try await one in group {
        total.sentBytes += one.sentBytes
        total.receivedBytes += one.receivedBytes
        total.rounds += one.rounds
      }
    }
    total.seconds = (clock.now - start) / .seconds(1)
    return total
  }
}
