// What operators and their tools ask: alive, ready, which version, how it stands, what it counts.
import Hummingbird
import Merge
import Node
import Wire

/// The routes for operators.
struct OperationRoutes: Sendable {
  private let node: Node
  private let status: StatusReport
  private let metrics: MetricsRegistry?
  private let build: BuildInfo
  private let readiness: Readiness

  init(node: Node, status: StatusReport, metrics: MetricsRegistry?, build: BuildInfo) {
    self.node = node
    self.status = status
    self.metrics = metrics
    self.build = build
    readiness = Readiness(node: node)
  }

  func add(to router: Router<GridwardContext>) {
    router.get("/healthz") { _, _ in (["status": "alive"] as JSON).response() }
    router.get("/readyz") { _, _ in
      try await readiness.check()
      return (["status": "ready"] as JSON).response()
    }
    router.get("/version") { _, _ in version.response() }
    router.get("/status") { _, _ in try status.json().response() }
    router.get("/metrics") { _, _ in try metricsText() }
  }

  private var version: JSON {
    [
      "name": "gridward", "version": .text(build.version), "revision": .text(build.revision),
      "protocol": .int(Int64(Hello.protocolVersion)), "catalog": .text(node.catalogDigest.hex),
    ]
  }

  private func metricsText() throws -> Response {
    let gauges = StoreGauges(node: node, build: build)
    var text = PrometheusText()
    try gauges.append(to: &text)
    metrics?.append(to: &text)
    return Response(
      status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: text.bytes)))
  }
}
