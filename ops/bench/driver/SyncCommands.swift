// The measurements over HTTP as commands, each printing one JSON object.
import ArgumentParser
import Catalog
import Foundation
import Logging
import Merge
import Node
import Replica
import Server
import ServiceLifecycle
import Store

struct ParentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parent", abstract: "Serves a store until standard input ends; prints its port.")

  @Option(help: "The store.") var store: String
  @Option(help: "The port, 0 for any free one.") var port = 0

  func run() async throws {
    let node = Node(store: try Store.open(path: store, catalog: .builtIn), logger: Logger(label: "bench"))
    var logger = Logger(label: "bench")
    logger.logLevel = .error
    let server = GridwardServer(node: node, settings: ServerSettings(port: port), logger: logger) { port in
      FileHandle.standardOutput.write(Data("\(port)\n".utf8))
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      group.addTask { await Self.inputEnds() }
      try await group.next()
      group.cancelAll()
    }
  }
}

extension ParentCommand {
  /// Returns when whoever started this process has closed its input.
  private static func inputEnds() async {
    await withCheckedContinuation { continuation in
      Thread {
        while readLine() != nil {}
        continuation.resume()
      }.start()
    }
  }
}

/// What the measurements over HTTP print.
struct SyncFigures: Codable {
  var firstSync: SessionFigures?
  var wireBytesPerRecord: Int?
  var diskBytesPerRecord: Int?
  var edits: SessionFigures?
  var fanIn: SessionFigures
}

struct SyncCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Measures first sync, edits and fan-in over loopback HTTP.")

  @Option(help: "The records file.") var records: String
  @Option(help: "The edits file.") var edits: String?
  @Option(help: "How many records.") var count = 100_000
  @Option(help: "How many times each.") var turns = 3
  @Option(help: "A folder for the stores.") var folder: String
  @Flag(help: "Only the fan-in.") var onlyFanIn = false

  func run() async throws {
    let commits = try Records.load(records, count: count)
    var figures = SyncFigures(fanIn: SessionFigures())
    if !onlyFanIn { try await measure(commits, into: &figures) }
    let fanIn = try await FanIn(commits, folder: folder, each: 1_000)
    var sent: [SessionFigures] = []
    for _ in 0..<turns { sent.append(try await fanIn.turn()) }
    figures.fanIn = .middle(of: sent)
    try printJSON(figures)
  }

  /// First syncs, and edits after them.
  private func measure(_ commits: [BenchCommit], into figures: inout SyncFigures) async throws {
    let total = commits.reduce(0) { $0 + $1.intents.count }
    try Fixture.parent("\(folder)/city.db", commits: commits).close()
    let (first, children, port) = try await firstSyncs(records: total)
    let size = try children[0].read { try $0.summary(types: ["hazard"]).fileBytes }
    if let edits { figures.edits = try await measure(Records.edits(edits), children: children, port: port) }
    for child in children { try child.store.close() }
    figures.firstSync = first
    figures.wireBytesPerRecord = (first.sentBytes + first.receivedBytes) / total
    figures.diskBytesPerRecord = size / total
  }

  /// - Returns: the children, each of which then holds everything.
  private func firstSyncs(records: Int) async throws -> (SessionFigures, children: [Node], port: Int) {
    let parent = try ParentProcess(store: "\(folder)/city.db")
    defer { parent.stop() }
    var (figures, children): ([SessionFigures], [Node]) = ([], [])
    for turn in 0..<turns {
      let (one, child) = try await Sessions.first(
        path: "\(folder)/first-\(turn).db", number: 2_010 + UInt64(turn), parent: parent, records: records)
      figures.append(one)
      children.append(child)
    }
    return (.middle(of: figures), children, parent.port)
  }

  /// The authors' edits are made at the parent's store; the children, which have everything else, take them one after
  /// another.
  private func measure(
    _ edits: [(author: Int, record: RecordID, area: Area, fields: [FieldChange])], children: [Node], port: Int
  ) async throws -> SessionFigures {
    let city = try Store.open(path: "\(folder)/city.db", catalog: .builtIn)
    try Fixture.edit(city, edits)
    try city.close()
    let parent = try ParentProcess(store: "\(folder)/city.db", port: port)
    defer { parent.stop() }
    var turns: [SessionFigures] = []
    for child in children {
      var figures = try await Sessions.measured(child, parent: parent)
      figures.moved(edits.count)
      turns.append(figures)
    }
    return .middle(of: turns)
  }
}
