// A first sync of many records between two processes that do nothing else: how much memory each end ever holds.
import ArgumentParser
import Catalog
import Foundation
import Logging
import Merge
import Node
import Replica
import Store

/// What the memory measurement prints.
struct MemoryFigures: Codable {
  var records = 0
  var seconds = 0.0
  var perSecond = 0
  var peakMegabytesParent = 0
  var peakMegabytesChild = 0
  var idleMegabytesParent = 0
}

struct MemoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory", abstract: "Measures the memory of both ends during a first sync.")

  @Option(help: "The records file; it is used over and over with other ids.") var records: String
  @Option(help: "How many records.") var count = 1_000_000
  @Option(help: "A folder for the stores.") var folder: String

  func run() async throws {
    let path = "\(folder)/big.db"
    let total = try Fixture.fill(path, commits: Records.load(records, count: 100_000), count: count)
    let parent = try ParentProcess(store: path)
    defer { parent.stop() }
    var figures = MemoryFigures()
    figures.idleMegabytesParent = parent.residentBytes >> 20
    try Fixture.store("\(folder)/big-child.db", number: 2_001, area: Fixture.district).close()
    let child = Process()
    let output = Pipe()
    child.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    child.arguments = ["child", "--store", "\(folder)/big-child.db", "--parent", parent.url]
    child.standardOutput = output
    let clock = ContinuousClock()
    let start = clock.now
    try child.run()
    let line = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    figures.seconds = (clock.now - start) / .seconds(1)
    figures.records = total
    figures.perSecond = Int(Double(total) / figures.seconds)
    figures.peakMegabytesParent = parent.peakBytes >> 20
    figures.peakMegabytesChild = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
    try printJSON(figures)
  }
}

struct ChildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "child", abstract: "Syncs a store with a parent once; prints the most memory it held, in MiB.")

  @Option(help: "The store.") var store: String
  @Option(help: "The parent's address.") var parent: String

  func run() async throws {
    let node = Sessions.node(try Store.open(path: store, catalog: .builtIn))
    _ = try await Sessions.sync(node, client: Sessions.client(), parent: parent)
    print(peakMemory(of: getpid()) >> 20)
  }
}

func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
  FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
}
