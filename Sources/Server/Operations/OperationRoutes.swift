// What operators and their tools ask: alive, ready, which version, how it stands, what it counts.
import Hummingbird
import Merge
import Node
import Store
import Wire

/// The routes for operators.
struct OperationRoutes: Sendable {
  private let node: Node
  private let status: StatusReport
  private let metrics: MetricsRegistry?
  private let build: BuildInfo
  private let readiness: Readiness
  private let followers: FollowerGate

  init(node: Node, status: StatusReport, metrics: MetricsRegistry?, build: BuildInfo, followers: FollowerGate) {
    self.node = node
    self.status = status
    self.metrics = metrics
    self.build = build
    self.followers = followers
    readiness = Readiness(node: node)
  }

  var routes: [Route] {
    [
      route("/healthz", "Whether the process is alive") { (["status": "alive"] as JSON).response() },
      route(Readiness.path, "Whether the node can do its work") {
        try await readiness.check()
        return (["status": "ready"] as JSON).response()
      },
      route("/version", "Which program, protocol and catalog run") { version.response() },
      route("/status", "How the node, its store and its links stand") {
        try await node.read(on: .health, by: "") { try status.json(in: $0).response() }
      },
      route("/metrics", "What the node counts, for a scraper") {
        try await node.read(on: .health, by: "") { try metricsText(in: $0) }
      },
    ]
  }

  private func route(
    _ path: String, _ title: String, answering answer: @escaping @Sendable () async throws -> Response
  ) -> Route {
    Route(.get, path, title, access: .operators, query: .ignored, answers: [.ok]) { _, _ in try await answer() }
  }

  private var version: JSON {
    [
      "name": "gridward", "version": .text(build.version), "revision": .text(build.revision),
      "protocol": .int(Int64(Hello.protocolVersion)), "catalog": .text(node.catalogDigest.hex),
    ]
  }

  private func metricsText(in reader: StoreReader) throws -> Response {
    let gauges = StoreGauges(node: node, build: build, followers: followers.count)
    var text = PrometheusText()
    try gauges.append(to: &text, from: reader)
    metrics?.append(to: &text)
    return Response(
      status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: text.bytes)))
  }
}
