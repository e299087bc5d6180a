// Routes as values: what the lists say is what is served, refused and asked for.
import Certificates
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Merge
import Node
import Server
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(5))) struct RouteTests {
  private static func people() throws -> GridwardServer {
    GridwardServer(node: try nodeInMemory(Place.community), settings: ServerSettings(), logger: quiet)
  }

  private static func names(_ routes: [Route]) -> [String] { routes.map { "\($0.method) \($0.path)" } }

  private static func path(_ route: Route) -> String {
    route.path.replacing("{type}", with: "hazard").replacing("{id}", with: "0")
  }

  @Test func `both routers serve the routes of their lists and nothing else, each once`() throws {
    let branch = try CityBranch()
    let links = LinkServer(
      node: try branch.township.node(), identity: branch.township.identity, settings: ServerSettings(), logger: quiet)
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
      #expect(edit["body"]?.text == "json" && edit["access"]?.text == "people")
      #expect(edit["answers"]?.items.contains(.int(428)) == true)
      let list = try #require(listed.first { $0["path"]?.text == "/records/{type}" && $0["method"]?.text == "GET" })
      #expect(list["query"]?["others"]?.text == "refused")
      #expect(list["query"]?["names"]?.items.contains(.text("changed_from")) == true)
      for route in listed { #expect(answer["access"]?[route["access"]?.text ?? ""]?.text != nil, "\(route)") }
      let nowhere = try await api.get("/nowhere")
      #expect(nowhere.status == .notFound && nowhere["detail"]?.text?.contains("/api") == true)
    }
  }

  @Test func `a name that is not a route's is refused where its list says so, and nowhere else`() async throws {
    let server = try Self.people()
    try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      var refusing = 0
      for route in server.routes where route.method == .get {
        let answer = try await api.get("\(Self.path(route))?nonsense=1")
        let isRefused = answer["detail"]?.text?.hasPrefix("'nonsense' is not known here") == true
        guard case .only(let names) = route.query else {
          #expect(!isRefused, "\(route.path)")
          continue
        }
        refusing += 1
        #expect(isRefused && answer.problem == "bad-request", "\(route.path): \(answer.text)")
        for name in names {
          let twice = try await api.get("\(Self.path(route))?\(name)=1&\(name)=1")
          #expect(twice["detail"]?.text == "'\(name)' is asked twice.", "\(route.path)")
        }
      }
      #expect(refusing > 5)
    }
  }

  @Test func `whoever has to show a certificate is asked for it, and nobody else is`() async throws {
    let branch = try CityBranch()
    let (township, node) = (branch.township, try branch.township.node())
    let routes = LinkServer(
      node: node, identity: township.identity, settings: ServerSettings(), logger: quiet
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
      node: try branch.township.node(), identity: branch.township.identity, settings: ServerSettings(), logger: quiet)
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

  /// The route with one form for each part that stands for any.
  private static func bare(_ name: String) -> String {
    name.split(separator: "/").map { part in
      part.wholeMatch(of: /:[a-z]+|\{[a-z]+\}|<[a-z]+>|[A-Z]+/) == nil ? String(part) : "*"
    }.joined(separator: "/")
  }
}
