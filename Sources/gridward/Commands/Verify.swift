// `gridward verify` and `gridward rebuild`: the store read again from its commits.
import ArgumentParser
import Catalog
import Store

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read every chain again and fold every view anew; say what is not as it must be.",
    discussion: """
      Nothing is changed. Stop the node first: it holds the store.
        gridward verify --store home/node.db

      Ends with \(ExitStatus.unsound.rawValue) when there are faults, each on a line of its own.
      """)

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let store = try OpenStore.writable(try await options.settings())
    let found = try store.verify()
    try store.close()
    let sizes = [
      Words.count(found.feeds, "feed"), Words.count(found.commits, "commit"), Words.count(found.rows, "row"),
    ].joined(separator: ", ")
    for fault in found.faults { Terminal.line("fault: \(fault)") }
    guard found.isSound else {
      throw Failure(
        .unsound, "\(Words.count(found.faults.count, "fault")) in \(sizes)",
        hint: "Views are mended by `gridward rebuild`; commits come back from the parent into a new store.")
    }
    Terminal.line("Sound: \(sizes)")
  }
}

struct Rebuild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Drop every view and fold it again from the commits.",
    discussion: """
      The commits stay as they are. Interrupted, it goes on at the next start. Stop the node first.
        gridward rebuild --store home/node.db
      """)

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let settings = try await options.settings()
    let store = try OpenStore.writable(settings)
    try store.rebuild()
    let summary = try store.read { try $0.summary(types: store.catalog.types.map(\.name)) }
    try store.close()
    let rows = summary.records.values.reduce(0, +)
    Terminal.line("Folded \(Words.count(Int(summary.commits), "commit")) into \(Words.count(rows, "record"))")
  }
}
