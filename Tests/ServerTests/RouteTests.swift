// Routes as values: what the lists say is what is served, refused and asked for.
import Certificates
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Merge
import Node
import Server
import Store
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(5))) struct RouteTests {
  private static func people() throws -> GridwardServer {
    let node = try nodeInMemory(Place.community)
    try node.store.keepTexts(true)
    return GridwardServer(node: node, settings: knownSettings(), logger: quiet)
  }

  private static func names(_ routes: [Route]) -> [String] { routes.map { "\($0.method) \($0.path)" } }

  private static func path(_ route: Route, id: String = "0") -> String {
    route.path.replacing("{type}", with: "hazard").replacing("{id}", with: id)
  }

  @Test func `both routers serve the routes of their lists and nothing else, each once`() throws {
    let branch = try CityBranch()
    let links = LinkServer(
      node: try branch.township.node(), identity: branch.township.identity, settings: knownSettings(), logger: quiet)
    let people = try Self.people()
    for (router, routes) in [(people.router(), people.routes), (links.router(), links.routes)] {
      #expect(Self.names(routes).sorted() == router.routes.map { "\($0.method) \($0.path)" }.sorted())
      #expect(Set(Self.names(routes)).count == routes.count && routes.count > 4)
      for route in routes { #expect(!route.title.isEmpty && !route.answers.isEmpty, "\(route.path)") }
    }
  }

  @Test func `a node lists its routes for people to read`() async throws {
    let server = try Self.people()
    try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      let answer = try await api.get("/api")
      let listed = answer["routes"]?.items ?? []
      let names = listed.map { "\($0["method"]?.text ?? "") \($0["path"]?.text ?? "")" }
      #expect(names == Self.names(server.routes))
      let edit = try #require(listed.first { $0["method"]?.text == "PATCH" })
      #expect(edit["body"]?.text == "json" && edit["access"]?.text == "program")
      #expect(edit["answers"]?.items.contains(.int(428)) == true)
      let list = try #require(listed.first { $0["path"]?.text == "/records/{type}" && $0["method"]?.text == "GET" })
      #expect(list["query"]?["others"]?.text == "refused")
      #expect(list["query"]?["names"]?.items.contains(.text("changed_from")) == true)
      #expect(answer["elsewhere"]?["unknown_method"]?.int == 405)
      #expect(list["query"]?["values"]?["conflicts"]?.text == "true or false")
      for route in listed { #expect(answer["access"]?[route["access"]?.text ?? ""]?.text != nil, "\(route)") }
      let nowhere = try await api.get("/nowhere")
      #expect(nowhere.status == .notFound && nowhere["detail"]?.text?.contains("/api") == true)
    }
  }

  /// With whatever else a question needs, so that it is the value that is refused.
  private static func question(_ route: Route, _ name: String, _ value: String, id: String = "0") -> String {
    let needed = route.query.names.contains("period") && name != "period" ? "period=2026-03&" : ""
    return "\(path(route, id: id))?\(needed)\(name)=\(value)"
  }

  /// What nobody can read. Nearly anything is a text; and what has the form of a place is held against the record that it is of,
  /// where there is one.
  private static func wrong(_ name: String) -> [String] {
    switch name {
    case "text": ["", "%21", "%20"]
    case "after": ["", "xyz", "%FF"]
    default: ["", "xyz", "%FF", "1.5"]
    }
  }

  @Test func `what a query names that its route does not know, or twice, or without a value, is refused`() async throws
  {
    let server = try Self.people()
    try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      func ask(_ route: Route, _ path: String) async throws -> Answer {
        try await api.send(route.method, path, route.body == .none ? nil : "{}", headers: [.ifMatch: "*"])
      }
      var asked: Set<String> = []
      for route in server.routes {
        guard route.query.refusesOthers else {
          #expect(route.access != .people && route.query == .ignored, "\(route.path)")
          continue
        }
        let other = try await ask(route, Self.question(route, "nonsense", "1"))
        #expect(
          other["detail"]?.text?.hasPrefix("'nonsense' is not known here") == true, "\(route.path): \(other.text)")
        for name in route.query.names {
          asked.insert(name)
          for value in Self.wrong(name) {
            let answer = try await ask(route, Self.question(route, name, value))
            #expect(answer.problem == "bad-request", "\(route.method) \(route.path) \(name)=\(value): \(answer.text)")
          }
          let twice = try await ask(route, "\(Self.question(route, name, Self.right[name] ?? ""))&\(name)=1")
          #expect(twice["detail"]?.text == "'\(name)' is asked twice.", "\(route.path): \(twice.text)")
        }
      }
      #expect(asked == Set(Self.right.keys), "each has a value that can be read")
      #expect(asked.union(["nonce"]) == Set(QueryForm.forms.keys))
    }
  }

  private static let right = [
    "after": "0", "area": Place.community.code, "by": "area", "changed_before": "0", "changed_from": "0",
    "conflicts": "true", "empty": "unit", "ended": "true", "force": "true", "given": "unit", "ids": "true",
    "indicator": "visits", "limit": "1", "on": "2026-03-01", "open": "true", "overdue": "true", "period": "2026-03",
    "rule": "order_defied", "since": cursor, "sort": "deadline", "state": "open", "status": "reported",
    "text": "%E9%80%9A%E9%81%93", "type": "hazard", "wait": "0",
  ]

  /// Of the form of a cursor, and no store's.
  private static let cursor = "01" + String(repeating: "0", count: ChangeCursor.formerDigits - 2)

  @Test func `a plus in a query is a blank, as forms write it`() async throws {
    let server = try Self.people()
    try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      for query in ["status=BLANKreported", "areaBLANK=1", "text=aBLANKb", "unit=BLANK"] {
        let path = "/records/hazard?" + query
        let plus = try await api.get(path.replacing("BLANK", with: "+"))
        let blank = try await api.get(path.replacing("BLANK", with: "%20"))
        #expect(plus.text == blank.text && !plus.text.contains("+"), "\(plus.text)")
      }
    }
  }

  @Test func `a value that can be read is answered to`() async throws {
    let server = try Self.people()
    try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      let id = try #require(try await api.hazard()["id"]?.text)
      for route in server.routes where route.method == .get {
        for name in route.query.names {
          let first = name == "since" ? try await api.get("/changes")["next"]?.text : nil
          let value = first ?? Self.right[name] ?? ""
          let answer = try await api.get(Self.question(route, name, value, id: id))
          #expect(answer.status == .ok, "\(route.path) \(name): \(answer.text)")
        }
      }
    }
  }

  @Test func `a wrong method is told the right ones, and a wrong address that there is nothing`() async throws {
    let server = try Self.people()
    try await server.application().test(.router) { client in
      let api = API(client: client)
      for route in server.routes {
        let address = Self.path(route)
        var known = Set(server.routes.filter { Self.path($0) == address }.map(\.method))
        if known.contains(.get) { known.insert(.head) }
        let tried: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
        for method in tried.subtracting(known) {
          let answer = try await api.send(method, address)
          #expect(answer.status == .methodNotAllowed, "\(method) \(address): \(answer.text)")
          let allowed = Set((answer.headers[.allow] ?? "").split(separator: ",").map { $0.filter { $0 != " " } })
          #expect(allowed == Set(known.map(\.rawValue)), "\(method) \(address)")
          let methods = answer["methods"]?.items.compactMap(\.text) ?? []
          #expect(method == .head ? answer.text.isEmpty : Set(methods) == allowed, "\(answer.text)")
        }
        let elsewhere = try await api.send(.delete, "\(address)/no/such/place")
        #expect(elsewhere.problem == "not-found", "\(elsewhere.text)")
      }
    }
  }

  @Test func `a wrong method is told the right one on the link listener`() async throws {
    let branch = try CityBranch()
    let (township, node) = (branch.township, try branch.township.node())
    let routes = LinkServer(
      node: node, identity: township.identity, settings: knownSettings(), logger: quiet
    ).routes
    try await withLinks(of: township.identity, node) { port in
      let client = try branch.community.client()
      for route in routes {
        let isGet = route.method == .get
        let met = try await ask(
          client,
          Transport.HTTPRequest(
            url: "https://127.0.0.1:\(port)\(Self.path(route))", method: isGet ? .post : .get, maxBodyBytes: 1 << 20))
        #expect(met.status == 405 && met.problem == "method-not-allowed", "\(route.path): \(met)")
        #expect(met.text.contains(#""methods":["\#(route.method.rawValue)"]"#), "\(met.text)")
      }
      await client.shutdown()
    }
  }

  @Test func `whoever has to show a certificate is asked for it, and nobody else is`() async throws {
    let branch = try CityBranch()
    let (township, node) = (branch.township, try branch.township.node())
    let routes = LinkServer(
      node: node, identity: township.identity, settings: knownSettings(), logger: quiet
    ).routes
    #expect(Set(routes.map(\.access.needsCertificate)) == [true, false])
    try await withLinks(of: township.identity, node) { port in
      let stranger = try HTTPClient(
        configuration: .init(userAgent: "stranger", tls: .init(trust: .pinned(sha256: township.transport.pin.bytes))))
      for route in routes {
        let type = route.body == .frames ? SyncBinding.contentType : "application/json"
        let isWriting = route.body != .none
        let met = try await ask(
          stranger,
          Transport.HTTPRequest(
            url: "https://127.0.0.1:\(port)\(Self.path(route))", method: isWriting ? .post : .get,
            headers: isWriting ? [("Content-Type", type)] : [], body: isWriting ? Array("{}".utf8) : [],
            maxBodyBytes: 1 << 20))
        #expect((met.problem == "certificate-missing") == route.access.needsCertificate, "\(route.path): \(met)")
        #expect((route.answers + Route.everywhere).contains { $0.code == met.status }, "\(route.path): \(met)")
      }
      await stranger.shutdown()
    }
    for route in try Self.people().routes { #expect(!route.access.needsCertificate, "\(route.path)") }
  }

  /// In back-ticks, with its parts as `:id`, `{id}`, `<id>` or `ID`.
  @Test func `every route that a document names is served`() throws {
    let branch = try CityBranch()
    let links = LinkServer(
      node: try branch.township.node(), identity: branch.township.identity, settings: knownSettings(), logger: quiet)
    let served = Set(Self.names(try Self.people().routes + links.routes).map(Self.bare))
    let documents = try FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: "docs").path)
      .filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }
    var named = 0
    for document in documents + ["README.md", "CHANGELOG.md", "protocol/README.md"] {
      let text = try String(contentsOf: Repository.root.appending(path: document), encoding: .utf8)
      for match in text.matches(of: /`(GET|POST|PATCH)\s+(\/[^`?\s]+)/) {
        named += 1
        #expect(served.contains(Self.bare("\(match.1) \(match.2)")), "\(document): \(match.1) \(match.2)")
      }
    }
    #expect(named > 10)
  }

  @Test func `every route stands in the table of what questions cost`() throws {
    let branch = try CityBranch()
    let links = LinkServer(
      node: try branch.township.node(), identity: branch.township.identity, settings: knownSettings(), logger: quiet)
    let place = Repository.root.appending(path: "docs/questions.md")
    let text = try String(contentsOf: place, encoding: .utf8)
    let rows = text.matches(of: /\n\| `((?:GET|POST|PATCH) \/[^`?\s]*)` \| [^|\n]+ \| [^|\n]+ \|/).map { String($0.1) }
    let listed = Set(rows.map(Self.bare))
    for name in Self.names(try Self.people().routes + links.routes) {
      #expect(listed.contains(Self.bare(name)), "docs/questions.md says nothing of \(name)")
    }
  }

  /// The route with one form for each part that stands for any.
  private static func bare(_ name: String) -> String {
    name.split(separator: "/").map { part in
      part.wholeMatch(of: /:[a-z]+|\{[a-z]+\}|<[a-z]+>|[A-Z]+/) == nil ? String(part) : "*"
    }.joined(separator: "/")
  }
}
