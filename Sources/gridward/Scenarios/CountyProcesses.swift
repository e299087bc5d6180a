// The county's year at real nodes: entered over HTTP, brought together by their own links, read at the county.
import Catalog
import Foundation
import Merge
import Replica
import Reports
import Scenarios
import Store
import Totals
import Transport

enum CountyProcesses {
  /// Plays the year and hands over what the county's notice says.
  /// - Parameter folder: where the stores are made; it must be empty.
  static func run(seed: UInt64, in folder: URL, _ note: (String) -> Void) async throws -> NoticeFigures {
    let catalog = Catalog.builtIn
    let plan = ZhengxiangbaiPlan(seed: seed, communitiesPerTownship: 1, catalog: catalog)
    let tree = try ProcessTree(plan.areas, in: folder)
    defer { tree.end() }
    note("\(plan.areas.count) processes")
    var settings = try await Settings.load(file: nil, flags: [:])
    let nodes = plan.areas.compactMap { area in
      tree.addresses[area.code].map { (area: area, address: $0, entries: plan.entries[area.code] ?? []) }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for node in nodes {
        settings.server = node.address
        let client = try NodeClient(settings)
        let requests = EntryRequest.requests(node.entries, catalog: catalog)
        group.addTask { try await enter(requests, at: client) }
      }
      try await group.waitForAll()
    }
    note("entered")
    settings.server = tree.addresses[plan.areas[0].code]
    let county = try NodeClient(settings)
    try await wait(for: Int64(ZhengxiangbaiFigures.hazards), of: "hazards_rectified", at: county)
    note("brought together")
    for node in nodes where node.area.tier == .township {
      settings.server = node.address
      _ = try await NodeClient(settings).send(.post, "/totals/roll-ups?ended=true", body: .object([:]))
    }
    try await waitForStatements(at: county)
    note("stated")
    settings.store = tree.store(of: plan.areas[0])
    guard let period = Period(ZhengxiangbaiFigures.period) else { throw Failure(.internalFault, "the year") }
    return try OpenStore.looking(settings) { reader, identity in
      try NoticeReader(catalog: catalog, home: identity.area, reader: reader, period: period).figures()
    }
  }

  private static func enter(_ requests: [EntryRequest], at client: NodeClient) async throws {
    for request in requests {
      if request.isNew {
        _ = try await client.send(.post, request.path, body: request.body)
      } else {
        _ = try await client.send(.patch, request.path, body: request.body, headers: [("If-Match", "*")])
      }
    }
  }

  private static func wait(for figure: Int64, of indicator: String, at county: NodeClient) async throws {
    let query = [("period", ZhengxiangbaiFigures.period), ("indicator", indicator)]
    try await eventually("\(indicator) at the county") {
      try await county.get("/totals", query: query).json["totals"].list.first?["figure"].int == figure
    }
  }

  /// Until every month's totals are what the townships have stated.
  private static func waitForStatements(at county: NodeClient) async throws {
    for month in 1...12 {
      let period = "\(ZhengxiangbaiFigures.period)-\(month < 10 ? "0" : "")\(month)"
      try await eventually("the statements of \(period)") {
        try await county.get("/totals/check", query: [("period", period)]).json["holds"].bool == true
      }
    }
  }

  private static func eventually(_ what: String, _ holds: () async throws -> Bool) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(180)
    while clock.now < end {
      if try await holds() { return }
      try await Task.sleep(for: .milliseconds(200))
    }
    throw Failure(.unsound, "\(what) did not come")
  }
}
