// Who is at the door: pages of other sites read and write nothing, whatever they make a browser ask.
import Catalog
import Certificates
import HTTPTypes
import Hummingbird
import Merge
import Node
import Server
import Store
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(5))) struct DoorTests {
  private typealias Method = Transport.HTTPRequest.Method
  private typealias Question = (method: Method, path: String)

  /// What a browser says for a page of another site, and the problem it meets.
  private static let foreign: [(name: String, value: String, problem: String)] = [
    ("Host", "evil.example", "foreign-host"), ("Host", "127.0.0.1.evil.example:8370", "foreign-host"),
    ("Host", "localhost.evil.example", "foreign-host"), ("Origin", "http://evil.example", "foreign-origin"),
    ("Origin", "null", "foreign-origin"), ("Origin", "http://localhost:1", "foreign-origin"),
    ("Origin", "http://127.0.0.1", "foreign-origin"), ("Origin", "http://office-pc:3000", "foreign-origin"),
    ("Origin", "file://", "foreign-origin"),
  ]
  /// What a form of any page can send, or nothing.
  private static let formTypes = [
    nil, "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "text/plain",
    "text/plain;charset=UTF-8",
  ]

  private static func questions(_ routes: [Route], of record: String) throws -> [Question] {
    try routes.map { route in
      let path = route.path.replacing("{type}", with: "hazard").replacing("{id}", with: record)
      return (try #require(Method(rawValue: route.method.rawValue)), path)
    }
  }

  private static func answer(
    _ client: HTTPClient, _ url: String, _ method: Method = .get, type: String? = nil, body: String = "",
    headers: [(name: String, value: String)] = []
  ) async throws -> (status: Int, problem: String?, text: String) {
    var headers = headers
    // What libcurl says of a body by itself is what a form says.
    if method != .get && method != .head { headers.append(("Content-Type", type ?? "")) }
    return try await ask(
      client,
      Transport.HTTPRequest(
        url: url, method: method, headers: headers, body: Array(body.utf8), maxBodyBytes: 1 << 20))
  }

  /// Asks every route in every foreign way, with everything else as it should be.
  private static func walk(_ routes: [Question], at address: String, _ client: HTTPClient, body: String) async throws {
    #expect(routes.count > 3)
    for (method, path) in routes {
      let isWriting = method != .get && method != .head
      let type = path.hasPrefix("/sync") ? SyncBinding.contentType : "application/json"
      for (name, value, problem) in foreign {
        let met = try await answer(
          client, address + path, method, type: type, body: isWriting ? body : "",
          headers: [(name, value), ("If-Match", "*")])
        let isRefused = method == .head ? [403, 421].contains(met.status) : met.problem == problem
        #expect(isRefused, "\(method) \(path) \(name) \(value): \(met)")
      }
      for type in isWriting ? formTypes : [] {
        let met = try await answer(client, address + path, method, type: type, body: body, headers: [("If-Match", "*")])
        #expect(met.problem == "unsupported-media-type", "\(method) \(path) \(type ?? "no type"): \(met)")
      }
    }
  }

  private static func body(_ user: String = #""user": "市长", "#) -> String {
    #"{"area": "\#(Place.community.code)", \#(user)"fields": {"category": "消防安全", "description": "x", "severity": 0, "found_at": 1767225600000}}"#
  }

  @Test func `no route for people reads or writes anything for a page of another site`() async throws {
    let node = try nodeInMemory(Place.community)
    try await addHazards(1, to: node)
    let server = GridwardServer(node: node, settings: knownSettings(), logger: quiet)
    let type = try #require(node.catalog.type(named: "hazard"))
    let page = try node.read { try $0.records(RecordFilter(type: type.name), type: type) }
    let id = try #require(page.records.first).id
    let routes = try Self.questions(server.routes, of: "\(id)")
    let before = try node.commitCount
    // As `serve` sets it: what the node listens on is other programs' address, too.
    var settings = knownSettings(port: 0)
    settings.hosts = ["127.0.0.1", "office-pc"]
    try await withServer(node, settings: settings) { port, _ in
      let client = try newClient()
      try await Self.walk(routes, at: "http://127.0.0.1:\(port)", client, body: Self.body())
      await client.shutdown()
    }
    #expect(try node.commitCount == before)
  }

  @Test func `no route for links answers a page of another site, and children may know their parent by any name`()
    async throws
  {
    let branch = try CityBranch()
    let (township, node) = (branch.township, try branch.township.node())
    try await addHazards(1, to: node)
    let server = LinkServer(node: node, identity: township.identity, settings: knownSettings(), logger: quiet)
    let routes = try Self.questions(server.routes, of: "0")
    let before = try node.commitCount
    try await withLinks(of: township.identity, node) { port in
      let page = try HTTPClient(
        configuration: .init(userAgent: "page", tls: .init(trust: .pinned(sha256: township.transport.pin.bytes))))
      try await Self.walk(routes, at: "https://127.0.0.1:\(port)", page, body: "{}")
      await page.shutdown()
      let child = try branch.community.client()
      var request = syncRequest(port)
      request.headers.append(("Host", "office.example"))
      #expect(try await ask(child, request).problem == "malformed-frames")
      township.clock.seconds = today + 10 * 366 * 86_400
      #expect(try await ask(child, request).problem == "certificate-expired")
      await child.shutdown()
    }
    #expect(try node.commitCount == before)
  }

  @Test func `a node answers under its own names, to its own pages and those of its proxy`() async throws {
    var settings = knownSettings(port: 0)
    (settings.names, settings.hosts) = (["Grid.Example."], ["office-pc"])
    let node = try nodeInMemory(Place.community)
    try await withServer(node, settings: settings) { port, _ in
      let client = try newClient()
      let address = "http://127.0.0.1:\(port)/status"
      for host in [
        "localhost", "LOCALHOST:1", "a.localhost", "[::1]:80", "10.0.0.7", "office-pc:1", "grid.example:443",
        "GRID.EXAMPLE.",
      ] {
        #expect(try await Self.answer(client, address, headers: [("Host", host)]).status == 200, "\(host)")
      }
      for origin in ["http://127.0.0.1:\(port)", "https://grid.example", "https://grid.example:8443"] {
        #expect(try await Self.answer(client, address, headers: [("Origin", origin)]).status == 200, "\(origin)")
      }
      await client.shutdown()
    }
  }

  @Test(arguments: [
    "Host: 127.0.0.1\r\nHost: evil.example", "Host: 127.0.0.1:80@evil.example", "Host: evil.example",
  ])
  func `of two names, or one behind another, the foreign one counts`(host: String) async throws {
    try await withServer(try nodeInMemory(Place.community)) { port, _ in
      let socket = try Socket(port: port)
      #expect(await socket.send("GET /status HTTP/1.1\r\n\(host)\r\nConnection: close\r\n\r\n"))
      let answer = await socket.readToEnd()
      #expect(answer.hasPrefix("HTTP/1.1 4"), "\(answer)")
      #expect(!answer.contains(Place.community.code))
    }
  }

  @Test(arguments: ["/nope", "/", "/records", "/records/nope", "/totals/roll-ups"])
  func `an answer to HEAD has no body, so that the next one is read in step`(path: String) async throws {
    try await withServer(try nodeInMemory(Place.community)) { port, _ in
      let socket = try Socket(port: port)
      #expect(
        await socket.send(
          "HEAD \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        ))
      let parts = await socket.readToEnd().split(separator: "\r\n\r\n")
      #expect(parts.count == 3 && parts[1].hasPrefix("HTTP/1.1 200"), "\(parts)")
    }
  }

  @Test func `an answer is kept by nobody and is what it says it is`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      for path in [made.path, "/records/hazard", "/records/hazard/0", "/nothing", "/metrics"] {
        let headers = try await api.get(path).headers
        #expect(headers[.cacheControl] == "no-store" && headers[.xContentTypeOptions] == "nosniff", "\(path)")
        #expect(headers[.crossOriginResourcePolicy] == "same-origin")
      }
    }
  }
}
