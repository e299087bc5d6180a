// Phones hand in what they have signed: sixteen clients, a hundred actions in each request, at one node that serves HTTP.
import Catalog
import Enrolment
import Foundation
import Logging
import Merge
import Node
import Replica
import Server
import Store
import Transport
import Trust

struct HandingIn {
  private static let (clients, batch) = (16, 100)
  let folder: String
  /// How many actions.
  let count: Int

  /// Actions entered each second; how fast a device may hand in is not bounded here.
  func rate() async throws -> Int {
    let (node, bodies) = try await prepare()
    var settings = ServerSettings(port: 0)
    settings.limits.actions.unbound()
    var logger = Logger(label: "bench")
    logger.logLevel = .error
    let (ports, announcing) = AsyncStream.makeStream(of: Int.self)
    let server = GridwardServer(node: node, settings: settings, logger: logger) { port in announcing.yield(port) }
    let serving = Task { try await server.run() }
    var seconds = 0.0
    for await port in ports {
      seconds = try await send(bodies, to: "http://127.0.0.1:\(port)/actions")
      break
    }
    serving.cancel()
    _ = try? await serving.value
    try node.close()
    return Int(Double(bodies.count * Self.batch) / seconds)
  }

  /// A node at a township with a grant, and what sixteen devices have signed.
  private func prepare() async throws -> (Node, [[UInt8]]) {
    let (author, path) = (1, "\(folder)/handing-in.db")
    for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    let store = try Store.create(
      path: path, identity: Trusted.identity(author), catalog: .builtIn, root: Trusted.root.publicKey)
    _ = try Trusted.writer(author, in: store)
    try store.close()
    let key = Trusted.key(author)
    let node = Node(
      store: try Store.open(path: path, catalog: .builtIn), logger: Logger(label: "bench"), signer: key)
    var bodies: [[UInt8]] = []
    for client in 0..<Self.clients {
      var device = SigningDevice(author: 1_000 + client, office: key, at: Records.home(of: author))
      _ = try await node.commit([SigningCity.intent(carrying: device.pass)], user: "office")
      for request in 0..<(count / Self.clients / Self.batch) {
        let actions = try (0..<Self.batch).map { try device.sign([finding(client, request, $0)], className: "work") }
        bodies.append(ActionFile(passes: [device.pass], actions: actions).encoded)
      }
    }
    return (node, bodies)
  }

  private func finding(_ client: Int, _ request: Int, _ place: Int) -> Intent {
    let type = Catalog.builtIn.type(named: "hazard")!
    let values: [(String, Value)] = [
      ("category", .text("消防安全")), ("description", .text("疏散通道堆放杂物")), ("severity", .int(0)),
      ("found_at", .int(1_899_999_000_000)), ("place", .text("三号楼一单元")),
    ]
    let id = RecordID(Bytes16(high: UInt64(client) << 32 | UInt64(request), low: UInt64(place)))
    let area = Area(String(Records.home(of: 1).code.prefix(9)) + "001")!
    return Intent(
      type: "hazard", record: id, area: area, seen: .empty,
      fields: values.map { FieldChange(type.field(named: $0.0)!.number, .write($0.1)) }.sorted { $0.field < $1.field })
  }

  /// Each client hands in one request after the other.
  private func send(_ bodies: [[UInt8]], to url: String) async throws -> Double {
    let client = try Sessions.client()
    let each = bodies.count / Self.clients
    let clock = ContinuousClock()
    let start = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<Self.clients {
        let own = bodies[(number * each)..<((number + 1) * each)]
        group.addTask {
          for body in own {
            let answer = try await client.send(
              HTTPRequest(
                url: url, method: .post, headers: [("content-type", "application/cbor")], body: body,
                maxBodyBytes: 1 << 20))
            var text: [UInt8] = []
            for try await piece in answer.body { text += piece }
            let entered =
              String(decoding: text, as: UTF8.self).components(separatedBy: #""status":"entered""#).count - 1
            precondition(answer.status == 200 && entered == Self.batch, "\(answer.status): \(entered) are entered")
          }
        }
      }
      try await group.waitForAll()
    }
    await client.shutdown()
    return (clock.now - start) / .seconds(1)
  }
}
