// `gridward sync`: one session with the parent, now.
import ArgumentParser
import Logging
import Merge
import Node
import Replica
import Store
import Transport
import Wire

struct Sync: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One session with the parent now, until both ends are proved equal.",
    discussion: """
      For a node that is not running, such as a notebook that goes online once a day:
        gridward sync --store home/node.db --parent https://10.2.0.1:8470

      Ends with 0 only when equality was proved. A running node syncs by itself and holds its store: then this \
      ends with \(ExitStatus.busy.rawValue).
      """)

  @OptionGroup var options: StoreOptions
  @Option(help: ArgumentHelp("The address of the node above.", valueName: "url"))
  var parent: String?
  @Option(help: ArgumentHelp("An HTTP proxy on the way.", valueName: "url"))
  var proxy: String?

  func run() async throws {
    let settings = try await options.settings(["parent": parent, "proxy": proxy])
    let logger = Logger(label: "gridward")
    let node = try OpenStore.node(settings, logger: logger)
    guard let (parent, access) = try Links(settings, identity: node.identity, logger: logger).parent else {
      throw Failure(.usage, "which parent?", hint: "Give --parent URL, or name it in gridward.yaml; the top has none.")
    }
    try await node.resume(hasParent: true)
    let client = try await access.client()
    let clock = ContinuousClock()
    let start = clock.now
    var asking = Asking(node: node, client: client, parent: parent, parentArea: access.parentArea)
    while try await asking.round(wait: .zero) != .proved {}
    let took = Words.milliseconds(clock.now - start)
    await access.shutdown()
    try await report(node: node, asking: asking, took: took)
  }

  private func report(node: Node, asking: Asking, took: String) async throws {
    let moved = "\(Words.bytes(asking.sentBytes)) up, \(Words.bytes(asking.receivedBytes)) down"
    Terminal.line("Proved equal with \(try node.read { try $0.parentLink()?.area.code } ?? "the parent")")
    Terminal.line("  \(Words.count(asking.rounds, "round")), \(moved), \(took)")
    let quarantines = try node.read { reader in
      try reader.parentLink().map { try reader.quarantines(link: $0.reference) } ?? []
    }
    for quarantine in quarantines {
      let refusal = quarantine.refusal
      let who = quarantine.isOurs ? "refused here" : "refused by the parent"
      Terminal.line("  \(who): feed \(refusal.feed) from number \(refusal.seq) on (\(refusal.code.rawValue))")
    }
    try node.store.close()
  }
}
