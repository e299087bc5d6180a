// Signing orders at the command line and handing them to the node, running or not.
import ArgumentParser
import Catalog
import Enrolment
import Foundation
import Merge
import Node
import Replica
import Store
import Transport
import Trust

/// How an order is signed and written down.
struct OrderOptions: ParsableArguments {
  @OptionGroup var store: StoreOptions
  @Option(
    help: ArgumentHelp("Sign with this key file (the node's own key), such as the root's root.key.", valueName: "file"))
  var key: String?
  @Option(
    help: ArgumentHelp(
      "The address of the node that runs over --store, which is needed too (from the configuration).", valueName: "url")
  )
  var server: String?
  @OptionGroup var tokenOptions: TokenOptions
  @OptionGroup var userOptions: UserOptions

  /// Makes orders from what the store holds, and has the node write them down. Who may give orders is whoever can read the
  /// key: the node that writes them down is not asked to judge.
  func give(_ make: (inout OrderDesk) throws -> [Order]) async throws -> [Order] {
    try await published { reader, key, _ in
      var desk = try OrderDesk(reader, key: key, now: Node.now)
      return try make(&desk)
    }
  }

  /// The same for what is said of people's devices: passes, and their end.
  func certify(_ make: (PeopleDesk) throws -> [Order]) async throws -> [Order] {
    try await published { reader, key, catalog in
      try make(PeopleDesk(reader, key: key, catalog: catalog, now: Node.now))
    }
  }

  private func published(_ make: (StoreReader, SigningKey, Catalog) throws -> [Order]) async throws -> [Order] {
    let flags = ["server": server, "token_file": tokenOptions.tokenFile, "user": userOptions.user]
    let settings = try await store.settings(flags)
    let orders = try OpenStore.looking(settings) { reader, identity in
      let file = key.map { SigningKeyFile(URL(filePath: $0)) }
      let key = try file?.read() ?? NodeFiles(settings).key(of: identity)
      return try make(reader, key, settings.catalog())
    }
    try await Self.publish(orders, settings)
    return orders
  }

  private static func publish(_ orders: [Order], _ settings: Settings) async throws {
    let user = try Login.written(settings.user ?? Login.name)
    let node: Node
    do { node = try OpenStore.node(settings) } catch let error as StoreError where error.code == .busy {
      let client = try NodeClient(settings)
      try await check(client, isThatOf: OpenStore.looking(settings) { $1 })
      return try await hand(orders, to: client, user: user)
    }
    try await node.publish(orders, user: user)
    try node.store.close()
  }

  /// Two nodes on one machine have two ports: what one signed is not handed to the other.
  private static func check(_ client: NodeClient, isThatOf identity: Identity) async throws {
    let node = try await client.get("/status").json["node"].text
    guard node == identity.node.description else {
      throw Failure(
        .refused, "\(client.server) is node \(node ?? "unknown"), not \(identity.node), whose store this is",
        hint: "Give --server with the address that `gridward serve` printed for this store.")
    }
  }

  /// The node is running and has its store: it is handed the records, which hold by their signatures.
  private static func hand(_ orders: [Order], to client: NodeClient, user: String) async throws {
    for order in orders {
      let notes = order.notes.map { note -> (String, JSON) in
        if case .int(let number) = note.value { return (note.name, .int(number)) }
        return (note.name, .text(note.value.text ?? ""))
      }
      let fields = [("statement", JSON.text(order.statement.encoded.hexadecimal))] + notes
      for area in order.areas {
        let body = JSON.object([
          "id": .text(SignedRecord.id(of: order.statement).description), "area": .text(area.code), "user": .text(user),
          "fields": .object(Dictionary(uniqueKeysWithValues: fields)),
        ])
        _ = try await client.send(.post, "/records/\(order.type)", body: body)
      }
    }
  }
}

/// Arguments that name things of the protocol.
enum Named {
  static func node(_ text: String) throws -> NodeID {
    guard let node = NodeID(hex: text) else {
      throw Failure(.usage, "`\(text)` is no node id", hint: "32 hexadecimal digits, as `gridward status` shows them.")
    }
    return node
  }

  static func area(_ text: String) throws -> Area {
    guard let area = Area(text) else { throw Failure(.usage, "`\(text)` is no area", hint: Area.form) }
    return area
  }

  /// An area for which something is made: a credit code that fails its check is told, since nobody could ever correct it.
  static func newArea(_ text: String) throws -> Area {
    let area = try area(text)
    if let problem = RecordType.problem(withCodeOf: area) { Terminal.note("warning: \(problem)") }
    return area
  }
}
