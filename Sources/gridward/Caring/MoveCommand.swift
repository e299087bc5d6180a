// `gridward move`: assigning a node another place, and taking it.
import ArgumentParser
import Enrolment
import Foundation
import Logging
import Merge
import Node
import Replica
import Store
import Trust

struct MoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Assign a node below this one another place; at the node, take it.",
    discussion: """
      At an office above both places:
        gridward move 0123456789abcdef0123456789abcdef 370202022001 --store district/node.db

      At the node, once it has synced, and stopped:
        gridward move --accept --store home/node.db
        gridward enroll GW1-… --parent https://10.2.0.2:8470 --store home/node.db

      What was written for the old place stays valid. What still arrives for it, from phones that were offline, is taken and \
      passed on to the former parent; when that is gone, to somebody above it:
        gridward move --former-parent https://10.2.0.1:8470 --place 370202021001 --store home/node.db
      """)

  @OptionGroup var options: OrderOptions
  @Argument(help: "The node's id.") var node: String?
  @Argument(help: "The area it will stand for.") var area: String?
  @Flag(help: "At the node: take the place it was assigned.") var accept = false
  @Option(help: ArgumentHelp("At the node: where to pass on what belongs to a former place.", valueName: "url"))
  var formerParent: String?
  @Option(help: ArgumentHelp("Which former place (the last one).", valueName: "code")) var place: String?

  func validate() throws {
    let isOrder = node != nil && area != nil
    guard isOrder != (accept || formerParent != nil) else {
      throw ValidationError("Give NODE and AREA at an office, or --accept, or --former-parent URL, at the node.")
    }
  }

  func run() async throws {
    if let node, let area { return try await assign(try Named.node(node), to: try Named.area(area)) }
    let formerParent = try self.formerParent.map { try NodeAddress.checked($0, as: "--former-parent") }
    let settings = try await options.store.settings()
    let node = try OpenStore.node(settings)
    if accept { try await take(node, settings) }
    if let formerParent { try await pass(node, to: formerParent) }
    try node.store.close()
  }

  private func assign(_ node: NodeID, to area: Area) async throws {
    let orders = try await options.give { [try $0.assignment(of: node, to: area)] }
    Terminal.line("Assigned node \(node): \(orders[0].areas[0].code) → \(area.code)")
    Terminal.line("  it learns of it at its next session; then, there: gridward move --accept")
  }

  /// Takes the assigned place. The certificates of the old one are kept: what belongs there is passed on with them.
  private func take(_ node: Node, _ settings: Settings) async throws {
    let former = node.identity.area
    let address = try node.read { try $0.parentAddress() }
    guard let assignment = try await node.acceptAssignment() else {
      throw Failure(
        .notFound, "no assignment to another place has arrived here",
        hint: "Sync first; `gridward move NODE AREA` gives one at an office above both places.")
    }
    if let address {
      try await node.writer.run { _, storage in try storage.saveFormerParent(of: former, address: address) }
    }
    let files = try NodeFiles(settings)
    if FileManager.default.fileExists(atPath: files.trust.url.path) {
      try FileManager.default.moveItem(at: files.trust.url, to: files.formerTrust(former).url)
    }
    Terminal.line("This node now stands at \(assignment.area.code) (was \(former.code))")
    if let address { Terminal.line("  what still comes for \(former.code) is passed on to \(address)") }
    Terminal.line("Next: enrol with the office above, and name it as `parent` in gridward.yaml")
  }

  private func pass(_ node: Node, to address: String) async throws {
    let former = try node.read { try $0.formerAreas() }
    let named = try place.map { try Named.area($0) }
    guard let place = named ?? former.last, former.contains(place) else {
      throw Failure(.refused, "this node never stood there", hint: "`gridward status` names its former places.")
    }
    try await node.writer.run { _, storage in try storage.saveFormerParent(of: place, address: address) }
    Terminal.line("What still comes for \(place.code) is passed on to \(address)")
  }
}
