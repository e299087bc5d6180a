// The county's year at real nodes: entered over HTTP, brought together by their own links, read at the county.
import Catalog
import Foundation
import Merge
import Replica
import Reports
import Scenarios
import Store
import Transport

/// A run of the county's year at processes.
struct CountyProcesses {
  private let catalog = Catalog.builtIn
  private let plan: ZhengxiangbaiPlan
  private let tree: ProcessTree
  private let nodes: [(area: Area, client: NodeCalls, entries: [Entry])]

  /// Starts the nodes.
  /// - Parameters:
  ///   - program: what each of them runs.
  ///   - folder: where the stores are made; it must be empty.
  init(seed: UInt64, program: URL, folder: URL) throws {
    let plan = ZhengxiangbaiPlan(seed: seed, communitiesPerTownship: 1, catalog: catalog)
    let tree = try ProcessTree(plan.areas, running: program, in: folder)
    let client = try HTTPClient(configuration: .init(userAgent: "gridward-simulate"))
    nodes = try plan.areas.compactMap { area in
      try tree.addresses[area.code].map { address in
        let calls = NodeCalls(server: address, token: try tree.token(of: area), client: client)
        return (area, calls, plan.entries[area.code] ?? [])
      }
    }
    (self.plan, self.tree) = (plan, tree)
  }

  /// Plays the year, ends the processes and hands over what the county's notice says.
  func figures(of period: Period, _ note: (String) -> Void) async throws -> NoticeFigures {
    defer { tree.end() }
    note("\(nodes.count) processes")
    guard let county = nodes.first, nodes.count == plan.areas.count else {
      throw ReportFailure(description: "not every node serves")
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for node in nodes {
        let requests = EntryRequest.requests(node.entries, catalog: catalog)
        group.addTask { for request in requests { try await node.client.send(request) } }
      }
      try await group.waitForAll()
    }
    note("entered")
    try await wait(for: Int64(ZhengxiangbaiFigures.hazards), of: "hazards_rectified", in: period, at: county.client)
    note("brought together")
    for node in nodes where node.area.tier == .township { try await node.client.state() }
    try await waitForRollUps(of: period, at: county.client)
    note("stated")
    var figures = try Store.inspect(path: tree.store(of: county.area)) { reader, identity in
      try NoticeReader(catalog: catalog, home: identity.area, reader: reader, period: period).figures()
    }
    figures.places = ZhengxiangbaiRun.places
    return figures
  }

  private func wait(
    for figure: Int64, of indicator: String, in period: Period, at county: NodeCalls
  ) async throws {
    try await eventually("\(indicator) at the county") {
      try await county.figure(of: indicator, in: period) == figure
    }
  }

  /// Until every month's totals are what the townships have stated.
  private func waitForRollUps(of period: Period, at county: NodeCalls) async throws {
    for month in 1...12 {
      let month = "\(period)-\(month < 10 ? "0" : "")\(month)"
      try await eventually("the roll-ups of \(month)") { try await county.holds(in: month) }
    }
  }

  private func eventually(_ what: String, _ holds: () async throws -> Bool) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(180)
    while clock.now < end {
      if try await holds() { return }
      try await Task.sleep(for: .milliseconds(200))
    }
    throw ReportFailure(description: "\(what) did not come")
  }
}
