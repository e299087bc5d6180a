// `gridward revoke` and `gridward grant`: ending and renewing what a node's key may do.
import ArgumentParser
import Enrolment
import Foundation
import Merge
import Node
import Trust

struct RevokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "End what the key of a node below this one may do, from now on and everywhere.",
    discussion: """
        gridward revoke 0123456789abcdef0123456789abcdef --reason '手机被盗' --store town/node.db

      What is in effect here now keeps its effect. Whatever else the key has written or will write has none, whatever time it \
      claims; it is kept and shown as such. Give the order at the node right above, which holds most of what its child wrote. \
      The node is also struck off this office's list of members: its certificate opens nothing here.
      """)

  @OptionGroup var options: OrderOptions
  @Argument(help: "The node's id.") var node: String
  @Option(help: "Why; everybody concerned can read it.") var reason: String

  func run() async throws {
    let node = try Named.node(node)
    // The door is closed first, whatever becomes of the orders.
    let isMember = try await Membership.strikeOff(node, reason: reason, options.store)
    var orders: [Order] = []
    do { orders = try await options.give { try $0.revocations(of: node, reason: reason) } } catch OrderRefusal
      .unknownNode
      where isMember
    {
      // It was let in and has sent nothing yet: there is no grant here to revoke.
    }
    Terminal.line("Revoked node \(node): \(Words.count(orders.count, "place"))")
    for order in orders {
      guard case .revocation(let revocation) = order.statement.content else { continue }
      Terminal.line("  \(revocation.area.code): \(Words.count(revocation.heads.count, "feed")) keep their effect")
    }
    if isMember { Terminal.line("  struck off the list of members") }
  }
}

enum Membership {
  /// Strikes a node off the office's list of members.
  /// - Returns: whether it was on the list.
  static func strikeOff(_ node: NodeID, reason: String, _ options: StoreOptions) async throws -> Bool {
    let files = try NodeFiles(try await options.settings())
    guard files.trust.isEnrolled else { return false }
    let now = files.clock.seconds
    do {
      try EnrolmentDesk(files.trust).change { try $0.revoke(node, reason: reason, now: now) }
    } catch EnrolmentRefusal.unknown {
      return false
    }
    return true
  }
}

struct GrantCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grant", abstract: "See to the grants of nodes below this one.", subcommands: [Renew.self])

  struct Renew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Grant a node its place anew, for as many days or until it is revoked.",
      discussion: """
          gridward grant renew 0123456789abcdef0123456789abcdef --days 365 --store town/node.db

        A grant without an end needs no renewal; certificates are renewed by the nodes themselves. Commits from after an \
        earlier grant's end take effect when the new one arrives.
        """)

    @OptionGroup var options: OrderOptions
    @Argument(help: "The node's id.") var node: String
    @Option(help: "How many days from now; without it, until it is revoked.") var days: Int?

    func run() async throws {
      let node = try Named.node(node)
      if let days, !(1...36_500).contains(days) { throw Failure(.usage, "--days is \(days)", hint: "From 1 to 36500.") }
      let end = days.map { Node.now + Int64($0) * 86_400_000 }
      let orders = try await options.give { [try $0.renewal(of: node, until: end)] }
      Terminal.line("Granted node \(node) its place at \(orders[0].areas[0].code)")
    }
  }
}
