// `gridward redact`: removing a payload by law, at every node that has it.
import ArgumentParser
import Merge
import Node

struct RedactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact",
    abstract: "Order the content of one commit removed by law, everywhere.",
    discussion: """
        gridward redact 89b4e72b43a6993b46a92c6b28da7aa3 17 --law '个人信息保护法 第四十七条' --store town/node.db

      `gridward record history` names feed and number. Every node that has the commit removes its content, with what it did to \
      records, as soon as the order reaches it; hash and place in the chain stay, and who ordered it, when and by what law is \
      kept. A signed action that was handed in at several nodes stands in as many commits: all that this node knows of are \
      removed; what is held of it (`held_action`) is a commit of its own. It cannot be undone. Backups and files carried on sticks are not reached: restore none from before without this \
      order, which comes back at the first session.
      """)

  @OptionGroup var options: OrderOptions
  @Argument(help: "The feed's id.") var feed: String
  @Argument(help: "The commit's number.") var seq: UInt64
  @Option(help: "By what law; everybody concerned can read it.") var law: String

  func run() async throws {
    guard let feed = FeedID(hex: feed) else {
      throw Failure(.usage, "`\(feed)` is no feed id", hint: "32 hexadecimal digits.")
    }
    let orders = try await options.give { try $0.redactions(of: Dot(feed: feed, seq: seq), law: law) }
    Terminal.line("Ordered: commit \(seq) of feed \(feed), about \(orders[0].areas[0].code)")
    if orders.count > 1 { Terminal.line("  and \(orders.count - 1) more that bring the same signed action") }
    Terminal.line("  its content is gone here, and goes wherever this order arrives")
  }
}
