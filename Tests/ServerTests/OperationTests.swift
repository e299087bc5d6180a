// Health, version, status, catalog and metrics.
import CoreMetrics
import GRDB
import HTTPTypes
import HummingbirdTesting
import Merge
import Node
import Replica
import Server
import Store
import TestSupport
import Testing

@Suite struct OperationTests {
  @Test func `a node that runs is alive and ready`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      #expect(try await api.get("/healthz")["status"]?.text == "alive")
      #expect(try await api.get("/readyz")["status"]?.text == "ready")
      #expect(try await api.get("/version")["protocol"]?.int == 1)
    }
  }

  @Test func `a node whose store is closed is alive but not ready`() async throws {
    try await withNodes([Place.community]) { nodes in
      let node = nodes[0]
      try node.store.close()
      try await withAPI(of: node) { (api) async throws in
        #expect(try await api.get("/healthz").status == .ok)
        let ready = try await api.get("/readyz")
        #expect(ready.status == .serviceUnavailable)
        #expect(ready.problem == "store-unavailable")
        #expect(ready.headers[.retryAfter] != nil)
      }
    }
  }

  @Test func `a node whose store is damaged is alive but not ready`() async throws {
    try await withNodes([Place.community]) { nodes in
      let node = nodes[0]
      _ = try await addHazards(1, to: node)
      _ = try? node.store.write { try $0.db.execute(sql: "UPDATE \"commit\" SET body = x'00'") }
      #expect(throws: StoreError.self) { try node.store.rebuild() }
      try await withAPI(of: node) { (api) async throws in
        #expect(try await api.get("/healthz").status == .ok)
        let ready = try await api.get("/readyz")
        #expect(ready.status == .serviceUnavailable)
        #expect(ready["code"]?.text == "damaged")
      }
    }
  }

  @Test func `a status tells who the node is and what it holds`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      _ = try await api.hazard()
      let status = try await api.get("/status")
      #expect(status["area"]?.text == Place.township.code)
      #expect(status["tier"]?.text == "township")
      #expect(status["node"]?.text == node.identity.node.description)
      #expect(status["summary"]?["records"]?["hazard"]?.int == 1)
      #expect(status["summary"]?["own_commits"]?.int == 1)
      #expect(status["uplink"]?["state"]?.text == "none")
    }
  }

  @Test func `the catalog tells fields, codes and steps with their titles`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      // Closures stand outside the macro: inside it, this compiler takes one for another.
      let types = try await api.get("/catalog")["types"]?.items ?? []
      let listed = types.first { $0["name"]?.text == "hazard" }
      #expect(listed?["title"]?["zh"]?.text == "隐患")
      let hazard = try await api.get("/catalog/hazard")
      let fields = hazard["fields"]?.items ?? []
      let severity = fields.first { $0["name"]?.text == "severity" }
      #expect(severity?["guarded"] == .bool(true) && severity?["prefer"]?.text == "highest")
      #expect(severity?["codes"]?.items.count == 2)
      let steps = hazard["lifecycle"]?["steps"]?.items ?? []
      let closed = steps.first { $0["name"]?.text == "closed" }
      #expect(closed?["tiers"]?["from"]?.text == "township")
      #expect(closed?["by"]?.items == [.text("officer"), .text("leader")])
      let roles = try await api.get("/catalog")["roles"]?.items ?? []
      let auditor = roles.first { $0["name"]?.text == "auditor" }
      #expect(auditor?["hides"]?.items == [.text("post.phone"), .text("post.notes")])
      #expect(auditor?["appointed"]?.text == "above" && auditor?["carries"] == .null)
      #expect(try await api.get("/catalog/unicorn").status == .notFound)
    }
  }

  @Test func `metrics are text that a scraper reads`() async throws {
    let registry = MetricsRegistry()
    Counter(label: "gridward_test_total", dimensions: [("kind", "a\"b\\c")], factory: registry).increment(by: 3)
    Timer(label: "gridward_test_seconds", dimensions: [], factory: registry).recordMilliseconds(3)
    let server = GridwardServer(
      node: try nodeInMemory(Place.township), settings: knownSettings(), metrics: registry, logger: quiet)
    let text = try await server.application().test(.router) { client in
      try await API(client: client).get("/metrics").text
    }
    let samples = try MetricsText(text)
    #expect(samples[#"gridward_test_total{kind="a\"b\\c"}"#] == 3)
    #expect(samples["gridward_test_seconds_count"] == 1)
    #expect(samples[#"gridward_test_seconds_bucket{le="0.0025"}"#] == 0)
    #expect(samples[#"gridward_test_seconds_bucket{le="0.005"}"#] == 1)
    #expect(samples[#"gridward_test_seconds_bucket{le="+Inf"}"#] == 1)
    #expect(samples["gridward_commits_stored"] == 0)
    #expect(samples["process_resident_memory_bytes"] ?? 0 > 1_000_000)
    let hasBuild = samples.values.keys.contains { $0.hasPrefix("gridward_build_info{") }
    #expect(hasBuild)
  }

  @Test func `series of one name are bounded`() {
    let registry = MetricsRegistry()
    for number in 0..<1_000 {
      Counter(label: "many", dimensions: [("number", "\(number)")], factory: registry).increment()
    }
    var text = PrometheusText()
    registry.append(to: &text)
    let lines = String(decoding: text.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("many{") }.count == MetricsRegistry.seriesPerNameMax)
    #expect(lines.contains("gridward_metrics_series_dropped 800"))
  }
}
