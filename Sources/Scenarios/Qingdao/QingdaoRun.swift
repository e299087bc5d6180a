// The city's half-year, month by month, over stores in memory: entered below, brought up, stated, and told in notices.
package import Catalog
package import Merge
package import Reports
import Store

/// A run of the scenario.
package final class QingdaoRun {
  package let settings: QingdaoSettings
  package let catalog: Catalog
  package private(set) var commits = 0
  package private(set) var nodeCount = 0
  /// The record of each month's notice, in their order.
  package private(set) var notices: [NoticeFigures] = []
  /// Told how far the run is, in lines.
  package var progress: (String) -> Void = { _ in }
  private var cityNode: ScenarioNode?
  private var branches: [BranchNodes] = []

  /// The month, counted from 0, at whose end one community cannot be reached.
  static let monthOffline = 4

  package init(_ settings: QingdaoSettings, catalog: Catalog) {
    self.settings = settings
    self.catalog = catalog
  }

  /// The city's node.
  /// - Precondition: the scenario has been run.
  package var city: ScenarioNode {
    guard let cityNode else { preconditionFailure("the scenario has not been run") }
    return cityNode
  }

  /// The districts' nodes, by code.
  package var districts: [ScenarioNode] { branches.map(\.node) }

  package func run() async throws {
    let plan = CityPlan(settings, catalog: catalog)
    progress("planned")
    guard let area = Divisions.qingdao.places.first?.area else { preconditionFailure("the tree has no root") }
    cityNode = try ScenarioNode(area: area, seed: settings.seed, catalog: catalog)
    branches = try await Self.each(plan.districts) { [settings, catalog] district in
      try BranchNodes(district.district, seed: settings.seed, catalog: catalog)
    }
    nodeCount = branches.reduce(1) { $0 + $1.count }
    progress("\(nodeCount) nodes")
    for month in 0..<QingdaoFigures.months { try await run(month, plan) }
    let end = Self.moment(afterMonth: QingdaoFigures.months - 1, hours: 30)
    for branch in branches { try InProcessLink.sync(branch.node, city, now: end) }
    _ = try await Self.each(branches) { try $0.bringDown(now: end) }
    progress("every link is proved equal")
  }

  private func run(_ month: Int, _ plan: CityPlan) async throws {
    let now = Self.moment(afterMonth: month, hours: 1)
    let today = Day(milliseconds: now)
    let offline = branches[min(1, branches.count - 1)].townships.first?.communities.first?.node.area
    let pairs = zip(branches, plan.districts.map { $0.entries[month] }).map { ($0, $1) }
    let made = try await Self.each(pairs) { branch, entries in
      let made = try branch.enter(entries)
      try branch.bringUp(now: now) { $0 == offline && month == Self.monthOffline }
      return made
    }
    commits += try made.reduce(0, +) + city.enter(plan.entries[month])
    for branch in branches { try InProcessLink.sync(branch.node, city, now: now) }
    _ = try await Self.each(branches) { try $0.state(now: now, today: today) }
    for branch in branches { try InProcessLink.sync(branch.node, city, now: now) }
    try issue(month, now: Self.moment(afterMonth: month, hours: 10))
    progress("month \(month + 1): \(commits) commits")
  }

  /// The city's monthly notice goes out and keeps what it said.
  private func issue(_ month: Int, now: Int64) throws {
    let period = Period(.month, containing: Day(number: Day(milliseconds: now).number - 5))
    let figures = try figures(of: period)
    var draw = Draw(seed: settings.seed, stream: "notice \(period)")
    let head = Self.head(number: "青安办〔2014〕\(month + 11)号", date: Day(milliseconds: now))
    let writer = NoticeWriter(figures, head: head, catalog: catalog)
    let document = writer.document()
    let intent = NoticeIssue.intent(
      figures, head: head, title: document.title, body: MarkdownText.text(document),
      record: Form.record(at: now, &draw), now: now, catalog: catalog)
    guard let intent else { throw ScenarioFailure(description: "the catalog has no notices") }
    try city.enter([Entry(time: now, user: "市安委办", intents: [intent], isNew: true)])
    notices.append(figures)
  }

  /// What the city's notice of a period says.
  package func figures(of period: Period) throws -> NoticeFigures {
    var figures = try city.store.read { reader in
      try NoticeReader(catalog: catalog, home: city.area, reader: reader, period: period).figures()
    }
    // Six thousand stores in memory that each hold the names of their district would be told nothing new.
    figures.places = Self.places
    return figures
  }

  private static let places = Divisions.qingdao.names

  package static func head(number: String, date: Day) -> NoticeHead {
    NoticeHead(organisation: "青岛市安全生产委员会办公室", number: number, date: date)
  }

  /// A moment after a month of the half-year has ended.
  private static func moment(afterMonth month: Int, hours: Int64) -> Int64 {
    Day(year: 2014, month: month + 2, day: 1).start + hours * 3_600_000
  }

  /// Does one thing for each of many, several at a time; the results are in the order of the items.
  private static func each<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item) throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      for (index, item) in items.enumerated() { group.addTask { (index, try work(item)) } }
      var results: [(Int, Result)] = []
      for try await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
