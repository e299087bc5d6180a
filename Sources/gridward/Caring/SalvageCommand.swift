// `gridward salvage`: a new store of what is whole in a damaged one.
import ArgumentParser
import Enrolment
import Foundation
import Logging
import Merge
import Node
import Replica
import Store
import Trust

struct SalvageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "salvage",
    abstract: "Make a new store of what is whole in a damaged one.",
    discussion: """
        gridward salvage --store home/node.db

      `gridward serve` does this by itself when it comes upon damage. The damaged file is kept beside the new one, and what could \
      not be saved is named, here and in FILE.salvage.txt. The first sessions with the parent and the children bring back what \
      they hold of it. What is whole behind a missing commit waits until it comes; if nobody has it, the node's own is made \
      again. Stop the node first.
      """)

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let settings = try await options.settings()
    let salvage = try Salvaging.run(settings)
    Terminal.line(
      "Saved \(Words.count(salvage.commits, "commit")) in \(Words.count(salvage.feeds, "feed")); kept \(salvage.kept)")
    Terminal.line("  it goes on as incarnation \(salvage.identity.incarnation)")
    for loss in salvage.losses { Terminal.line("missing: \(loss)") }
    if !salvage.losses.isEmpty {
      Terminal.line("  the first sessions bring back what the parent and the children hold of it")
    }
    for wait in salvage.waits { Terminal.line("waiting: \(wait)") }
    if !salvage.stranded.isEmpty {
      let count = Words.count(salvage.strandedCount, "commit")
      Terminal.line(
        "  \(count) behind what is missing come back with it; if nobody has it, this node's own are made again")
    }
  }
}

/// Saving what is whole, as the command and `serve` do it.
enum Salvaging {
  static func run(_ settings: Settings) throws -> Salvage {
    let files = try NodeFiles(settings)
    let marker = LineageMarker.ofMachine(store: files.store)
    let known = marker?.read().map { Salvage.Known(store: $0.store, arrival: $0.arrival, hash: $0.hash) }
    let salvage = try Salvage.run(
      path: files.store, node: files.keyFile.exists ? try files.keyFile.read().node : nil,
      incarnation: Node.random16().high, store: StoreID(Node.random16()), known: known, catalog: try settings.catalog(),
      seconds: Node.now / 1_000)
    let last = try Store.inspect(path: files.store) { reader, _ in try reader.lastArrival() }
    marker?.noteMark(.init(store: salvage.identity.store, arrival: last.number, hash: last.hash))
    return salvage
  }

  /// Saves what is whole and says what is not.
  static func run(_ settings: Settings, logger: Logger) throws {
    let salvage = try run(settings)
    logger.notice(
      "What was whole of the store has been saved; the first sessions bring back what others hold of the rest",
      metadata: [
        "commits": "\(salvage.commits)", "feeds": "\(salvage.feeds)", "kept": "\(salvage.kept)",
        "waiting": "\(salvage.strandedCount)",
      ])
    for loss in salvage.losses { logger.error("Missing after damage", metadata: ["what": "\(loss)"]) }
  }
}
