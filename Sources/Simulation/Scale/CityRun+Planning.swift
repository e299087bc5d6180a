// The day's plan: who does what when, which links fail, and when the directive goes out.
import Merge
import Replica

extension CityRun {
  /// Counts of half a year, 181 days, in the whole city of 6,200 communities.
  /// - Source: the reports the domain is drawn from.
  private static let visits = 37_266
  private static let hazards = 35_097
  private static let days = 181
  private static let communities = 6_200

  /// How the work of a day falls on its hours.
  private static let shape = [1, 1, 1, 1, 1, 1, 2, 4, 11, 16, 15, 9, 3, 6, 14, 15, 12, 6, 3, 2, 2, 1, 1, 1]

  func planDay() {
    var draw = Draw(seed: settings.seed, stream: "city plan")
    let communities = nodes.filter { $0.tier == .community }
    func count(_ whole: Int, each days: Int, of all: Int, here: Int) -> Int {
      whole * settings.load.factor * here / (days * all)
    }
    let size = communities.count
    for number in 0..<count(Self.visits, each: Self.days, of: Self.communities, here: size) {
      let enterprise = draw.below(enterprises.count)
      plan(number % 2 == 0 ? .patrol : .visit(enterprise: enterprise), at: enterprises[enterprise].node, &draw)
    }
    for _ in 0..<count(Self.hazards, each: Self.days, of: Self.communities, here: size) { planHazard(&draw) }
    for _ in 0..<(enterprises.count * settings.load.factor / 30) {
      let (checking, reporting) = (draw.below(enterprises.count), draw.below(enterprises.count))
      plan(.selfCheck(enterprise: checking), at: enterprises[checking].node, isRemote: true, &draw)
      plan(.dutyReport(enterprise: reporting), at: enterprises[reporting].node, isRemote: true, &draw)
    }
    for node in communities {
      for _ in 0..<settings.load.factor { plan(.dailyReport, at: node.number, &draw) }
    }
    planOutages(communities)
    agenda.add(.errand(CityErrand(kind: .directive, node: 0)), at: Self.dayBegins + 9 * Self.hour)
  }

  private func planHazard(_ draw: inout Draw) {
    let random = draw.bytes16()
    let enterprise = draw.below(enterprises.count)
    let record = RecordID(milliseconds: wallClock, random: (random.high, random.low))
    hazards.append(CityHazard(record: record, enterprise: enterprise, isMajor: draw.chance(20)))
    plan(.hazard(hazards.count - 1), at: enterprises[enterprise].node, &draw)
  }

  private func plan(_ kind: CityErrand.Kind, at node: Int, isRemote: Bool = false, _ draw: inout Draw) {
    var mark = draw.below(Self.shape.reduce(0, +))
    var hour = 0
    while mark >= Self.shape[hour] {
      mark -= Self.shape[hour]
      hour += 1
    }
    let time = Int64(hour) * Self.hour + Int64(draw.below(Int(Self.hour)))
    agenda.add(.errand(CityErrand(kind: kind, node: node, isRemote: isRemote)), at: Self.dayBegins + time)
  }

  private func planOutages(_ communities: [CityNode]) {
    var draw = Draw(seed: settings.seed, stream: "city outages")
    let directive = 9 * Self.hour
    for node in communities {
      guard draw.chance(settings.offlinePermille) else {
        figures.onlineAtDirective.insert(node.number)
        continue
      }
      let begin = Int64(draw.below(24 * 3_600)) * Self.second
      let end = min(begin + Int64(draw.heavyTail(300...8 * 3_600)) * Self.second, 24 * Self.hour)
      agenda.add(.offline(node: node.number), at: Self.dayBegins + begin)
      agenda.add(.online(node: node.number), at: Self.dayBegins + end)
      node.isSteady = false
      if end < directive || begin > directive + 60 * Self.second { figures.onlineAtDirective.insert(node.number) }
    }
    // The district with the most communities is out of order from noon to one.
    let districts = nodes.filter { $0.tier == .district }
    let sizes = districts.map { district in communities.count { district.area.contains($0.area) } }
    guard let most = sizes.indices.max(by: { sizes[$0] < sizes[$1] }) else { return }
    let struck = districts[most]
    agenda.add(.down(node: struck.number), at: Self.dayBegins + 12 * Self.hour)
    agenda.add(.up(node: struck.number), at: Self.dayBegins + 13 * Self.hour)
    for node in nodes where struck.area.contains(node.area) { node.isSteady = false }
    figures.struck = (struck.number, "\(struck.area)")
  }
}
