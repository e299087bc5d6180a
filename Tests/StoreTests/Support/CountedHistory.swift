// A seeded history of records that are counted: entered, moved to other days, taken up, failed, withdrawn, at three nodes.
import Catalog
import Merge
import Replica
import SeededNumbers

struct CountedHistory {
  static let catalog: Catalog = {
    let classes = """
      classes:
        - { name: work, title: { zh: 业务, en: Work }, rises: city, falls: terminal, priority: normal }

      """
    let visit = """
      type: visit
      class: work
      title: { zh: 检查, en: Visit }
      fields:
        - { number: 1, name: day, kind: register, value: integer, title: { zh: 日, en: Day } }
        - { number: 2, name: trade, kind: register, value: text, title: { zh: 行业, en: Trade } }
        - { number: 3, name: action, kind: register, value: text, title: { zh: 行动, en: Action } }
        - { number: 4, name: shop, kind: register, value: text, title: { zh: 单位, en: Shop } }
        - { number: 5, name: fine, kind: register, value: integer, guarded: true, title: { zh: 罚款, en: Fine } }
        - { number: 6, name: steps, kind: steps, title: { zh: 过程, en: Steps } }
        - { number: 7, name: helpers, kind: counter, title: { zh: 人数, en: Helpers } }
      lifecycle:
        field: steps
        initial: made
        statuses:
          - { name: made, title: { zh: 已记, en: Made } }
          - { name: done, title: { zh: 已办, en: Done } }
          - { name: withdrawn, title: { zh: 已撤, en: Withdrawn } }
          - { name: failed, title: { zh: 不合格, en: Failed } }
        steps:
          - { name: done, title: { zh: 办, en: Do }, status: done }
          - { name: withdrawn, title: { zh: 撤, en: Withdraw }, status: withdrawn }
          - { name: failed, title: { zh: 否, en: Fail }, status: failed, requires: [done], ends_round: true }
      totals:
        - { name: visits, title: { zh: 次, en: V }, at: day, except: [withdrawn], units: shop, sector: trade, campaign: action }
        - { name: done, title: { zh: 办, en: D }, at_step: done, except: [withdrawn, failed], units: shop }
        - { name: fines, title: { zh: 款, en: F }, at: day, sum: fine, where: [{ field: fine, from: 1 }], sector: trade }
        - { name: helpers, title: { zh: 人, en: H }, at: day, sum: helpers, where: [{ field: trade, not: [丙] }] }

      """
    do {
      return try Catalog(files: [("classes.yaml", Array(classes.utf8)), ("visit.yaml", Array(visit.utf8))])
    } catch { preconditionFailure("a catalog of a test: \(error)") }
  }()

  /// The commits in the order in which they were made, with the feed of each.
  private(set) var commits: [(feed: FeedID, body: [UInt8])] = []

  init(seed: UInt64, rounds: Int = 60) throws {
    var random = SplitMix64(seed: seed)
    let areas = [WrittenStore.village, WrittenStore.town, Area("370200000000")!]
    let nodes = try areas.enumerated().map {
      try WrittenStore(UInt64($0 + 1), at: $1, catalog: Self.catalog)
    }
    var known = [Int](repeating: 0, count: nodes.count)
    for round in 0..<rounds {
      let index = random.below(nodes.count)
      nodes[index].now += Int64(random.below(40_000_000))
      let isFirst = random.below(3) == 0
      let fields = isFirst ? Self.entry(&random) : [Self.change(round, &random)]
      let made = try nodes[index].write(
        "visit", UInt64(random.below(12)), fields, isInformed: random.below(3) > 0)
      commits.append((made.dot.feed, try nodes[index].bodies().last!))
      let hearer = random.below(nodes.count)
      try nodes[hearer].receive(commits[known[hearer]...].map(\.body))
      known[hearer] = commits.count
    }
  }

  private static func day(_ random: inout SplitMix64) -> Int64 {
    1_760_000_000_000 + Int64(random.below(9)) * 43_200_000
  }

  private static func entry(_ random: inout SplitMix64) -> [FieldChange] {
    [
      .int(1, day(&random)), .text(2, ["", "甲", "丙"][random.below(3)]), .text(3, ["", "春"][random.below(2)]),
      .text(4, ["", "店1", "店2"][random.below(3)]), .int(5, Int64(random.below(4)) * 100),
    ]
  }

  private static func change(_ round: Int, _ random: inout SplitMix64) -> FieldChange {
    switch random.below(8) {
    case 0: return .int(1, day(&random))
    case 1: return random.below(4) == 0 ? FieldChange(1, .write(.null)) : .text(2, ["甲", "乙", "丙"][random.below(3)])
    case 2: return .text(4, ["店1", "店3"][random.below(2)])
    case 3: return random.below(4) == 0 ? .text(5, "不是数") : .int(5, Int64(random.below(4)) * 50)
    case 4:
      let amount = Int64(random.below(5)) - 1
      let id = IncrementID(Bytes16(high: 4, low: UInt64(round % 4)))
      return FieldChange(7, round % 2 == 0 ? .increment(amount) : .increments([Increment(id: id, amount: amount)]))
    default:
      let kind = ["done", "done", "failed", "withdrawn"][random.below(4)]
      let at: Value = random.below(2) == 0 ? .null : .sorted([("at", .int(day(&random)))])
      let step = Step(
        id: StepID(Bytes16(high: 7, low: UInt64(round))), kind: kind, round: Int64(1 + random.below(2)), details: at)
      return FieldChange(6, .steps([step]))
    }
  }

  /// The commits in another order, each feed in its own.
  func shuffled(_ random: inout SplitMix64) -> [[UInt8]] {
    var lanes = Dictionary(grouping: commits, by: \.feed).sorted { $0.key < $1.key }.map { $0.value.map(\.body) }
    var order: [[UInt8]] = []
    while !lanes.isEmpty {
      let lane = random.below(lanes.count)
      order.append(lanes[lane].removeFirst())
      if lanes[lane].isEmpty { lanes.remove(at: lane) }
    }
    return order
  }
}
