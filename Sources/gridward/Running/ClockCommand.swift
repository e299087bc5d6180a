// `gridward clock`: what a node makes of its machine's clock, and the order to date by it.
import ArgumentParser
import Catalog
import Merge
import Node
import Replica
import Store

struct ClockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Show what a node makes of its machine's clock, or have it date by that clock again.",
    discussion: """
      A node whose machine's clock contradicts what its store has seen, or what its parent says, does not date by it. \
      Where a parent says the same as the machine, a node finds its way back by itself. Where no parent can say so, \
      somebody has to: set the clock right, stop the node, and

        gridward clock --store home/node.db            # what it makes of the clock
        gridward clock --right --store home/node.db    # the clock is right: date by it from here on
      """)

  @OptionGroup var options: StoreOptions
  @Flag(help: "The machine's clock is right: date by it from here on.") var right = false

  func run() async throws {
    let node = try OpenStore.node(try await options.settings())
    defer { try? node.store.close() }
    Terminal.line("machine      \(Words.time(Node.now)) (\(ChinaTime.zone))")
    Terminal.line("newest seen  \(Words.time(node.store.clock.last.milliseconds))")
    Terminal.line("dates by     \(Words.time(node.clock.now))")
    if let doubt = node.clock.doubt { Terminal.line("\(doubt.sentence).") }
    guard right else { return }
    let before = node.identity.incarnation
    try await node.writer.run { replica, storage in try replica.trustClock(now: Node.now, in: storage) }
    Terminal.line("Dates by the machine's clock from here on.")
    if node.identity.incarnation != before {
      Terminal.line(
        "The steps taken under a time that was ahead are taken again; the rest stays as it is. What comes now is written in a new incarnation."
      )
    }
  }
}
