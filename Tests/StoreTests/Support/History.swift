// A seeded history of three nodes that write about the same records, often without knowing of each other.
import Catalog
import Merge
import Replica
import SeededNumbers

struct History {
  /// The commits in the order in which they were made, with the feed of each.
  private(set) var commits: [(feed: FeedID, body: [UInt8])] = []

  /// - Parameter rounds: how many commits are made.
  init(seed: UInt64, rounds: Int = 30) throws {
    var random = SplitMix64(seed: seed)
    let areas = [WrittenStore.village, WrittenStore.town, Area("370200000000")!]
    let nodes = try areas.enumerated().map {
      try WrittenStore(UInt64($0 + 1), at: $1, catalog: SmallCatalog.everyKind)
    }
    var known = [Int](repeating: 0, count: nodes.count)
    for round in 0..<rounds {
      let index = random.below(nodes.count)
      nodes[index].now += Int64(random.below(4_000))
      let fields = (0..<(1 + random.below(3))).map { _ in Self.change(1 + random.below(8), round, &random) }
      let made = try nodes[index].write(
        "sample", UInt64(random.below(4)), Self.unique(fields), isInformed: random.below(3) > 0)
      commits.append((made.dot.feed, try nodes[index].bodies().last!))
      let hearer = random.below(nodes.count)
      try nodes[hearer].receive(commits[known[hearer]...].map(\.body))
      known[hearer] = commits.count
    }
  }

  private static func unique(_ fields: [FieldChange]) -> [FieldChange] {
    fields.reduce(into: []) { kept, field in
      if !kept.contains(where: { $0.field == field.field }) { kept.append(field) }
    }
  }

  private static func change(_ field: Int, _ round: Int, _ random: inout SplitMix64) -> FieldChange {
    switch field {
    case 1: .text(1, ["", "甲", "乙\(round)", "a\u{0}b"][random.below(4)])
    case 2: random.below(5) == 0 ? .text(2, "不是数") : .int(2, Int64(round) - 9)
    case 3: FieldChange(3, .write(.bool(round % 2 == 0)))
    case 4: FieldChange(4, .write(random.below(3) == 0 ? .null : .bytes([UInt8(round), 0])))
    case 5: FieldChange(5, .write(.list([.int(Int64(round)), .map([])])))
    case 6:
      FieldChange(
        6, .elements(add: [.init("k\(random.below(3))", .int(Int64(round)))], remove: ["k\(random.below(3))"]))
    case 7:
      // Every other one names itself, with one of few ids: some come with several amounts.
      round % 2 == 0
        ? FieldChange(7, .increment(Int64(round) - 15))
        : FieldChange(
          7, .increments([Increment(id: IncrementID(Bytes16(high: 4, low: UInt64(round % 3))), amount: Int64(round))]))
    default: .int(8, Int64(random.below(3)))
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
