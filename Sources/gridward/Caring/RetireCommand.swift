// `gridward retire`: may this node go, and closing it; at the office above, closing its account.
import ArgumentParser
import Foundation
import Merge
import Node
import Replica
import Store

struct RetireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Close a node for good, once everything it has is held above it.",
    discussion: """
      At the node, stopped; it says first whether everything is uploaded, and does not close otherwise:
        gridward retire --check --store home/node.db
        gridward retire --store home/node.db

      Then at the office above, which ends what its key may do and lists all it wrote as valid:
        gridward retire 0123456789abcdef0123456789abcdef --store town/node.db
      """)

  @OptionGroup var options: OrderOptions
  @Argument(help: "At the office: the node that was closed.") var node: String?
  @Flag(help: "Only say whether it may be closed.") var check = false
  @Flag(help: "Close it although something would be lost.") var force = false

  func run() async throws {
    if let node { return try await strikeOff(try Named.node(node)) }
    let settings = try await options.store.settings()
    let store = try OpenStore.writable(settings)
    defer { try? store.close() }
    let closing = try store.read { try $0.closing(identity: store.identity, formerAreas: store.formerAreas) }
    Self.report(closing)
    if check && closing.isClear { return }
    guard closing.isClear || (force && !check) else {
      throw Failure(
        .unsound, "this node may not be closed yet",
        hint: "Sync first: `gridward sync`. --force closes it and loses what is named above.")
    }
    try store.write { try $0.retire(at: Node.now) }
    Terminal.line("Closed: \(store.identity.node) at \(store.identity.area.code)")
    Terminal.line("Next, at the office above: gridward retire \(store.identity.node) --store …")
  }

  private static func report(_ closing: Closing) {
    if !closing.hasParent { Terminal.line("This node has never met a parent: nothing of it is held anywhere else.") }
    for entry in closing.missing {
      Terminal.line(
        "  not known above: \(Words.count(Int(entry.missing), "commit")) about \(entry.feed.key.area.code), class \(entry.feed.key.class.name)"
      )
    }
    if closing.backlog > 0 {
      Terminal.line("  \(Words.count(closing.backlog, "commit")) not acknowledged by the parent")
    }
    if closing.refused > 0 {
      Terminal.line("  \(Words.count(closing.refused, "feed")) refused on the link to the parent")
    }
    for entry in closing.staying {
      Terminal.line(
        "  stays here by its class: \(Words.count(Int(entry.missing), "commit")) about \(entry.feed.key.area.code), class \(entry.feed.key.class.name)"
      )
    }
    if closing.isClear { Terminal.line("Everything is uploaded.") }
  }

  private func strikeOff(_ node: NodeID) async throws {
    let orders = try await options.give { try $0.revocations(of: node, reason: "retired") }
    _ = try await Membership.strikeOff(node, reason: "retired", options.store)
    Terminal.line("Closed the account of node \(node): \(Words.count(orders.count, "place"))")
  }
}
