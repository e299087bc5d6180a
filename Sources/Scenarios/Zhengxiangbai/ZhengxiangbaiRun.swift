// The county's year over stores in memory: entered, brought together, told in a notice.
package import Catalog
package import Merge
package import Reports
import Store

package final class ZhengxiangbaiRun: Sendable {
  package let county: ScenarioNode
  private let catalog: Catalog

  /// Enters everything and brings it to the county.
  package init(seed: UInt64, catalog: Catalog) throws {
    let plan = ZhengxiangbaiPlan(seed: seed, communitiesPerTownship: nil, catalog: catalog)
    let nodes = try BranchNodes(plan.district, seed: seed, catalog: catalog)
    let now = Day(year: 2024, month: 1, day: 1).start + 3_600_000
    _ = try nodes.enter(plan.entries)
    try nodes.bringUp(now: now) { _ in false }
    try nodes.state(now: now, today: Day(milliseconds: now))
    try nodes.bringDown(now: now)
    county = nodes.node
    self.catalog = catalog
  }

  package func figures(of period: Period) throws -> NoticeFigures {
    var figures = try county.store.read { reader in
      try NoticeReader(catalog: catalog, home: county.area, reader: reader, period: period).figures()
    }
    figures.places = Self.places
    return figures
  }

  /// What the county's notices call its places.
  package static let places = Divisions.zhengxiangbai.names

  package static let head = {
    NoticeHead(organisation: "正镶白旗安全生产委员会办公室", number: "正白安办〔2024〕1号", date: Day(year: 2024, month: 1, day: 5))
  }()
}
