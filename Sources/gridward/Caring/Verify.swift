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
        hint: found.areOnlyViewsUnsound
          ? "The commits are whole: `gridward rebuild` folds the views anew."
          : "Commits are damaged: `gridward salvage` makes a new store of what is whole; the rest comes from the parent."
      )
    }
    Terminal.line("Sound: \(sizes)")
  }
}

struct Rebuild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Drop every view and fold it again from the commits.",
    discussion: """
      Every commit is checked first: where one is damaged nothing is folded, and `gridward salvage` is what helps. The commits \
      stay as they are. Interrupted, it goes on at the next start. Stop the node first.
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
