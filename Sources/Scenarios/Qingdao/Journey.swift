// Where what somebody has entered is held, month by month.
import Merge

/// How what has been entered travels through a branch of the half-year: each link runs once at the end of a month, those
/// below first.
struct Journey {
  private var stages: [(from: Area, month: Int)]

  /// - Parameters:
  ///   - node: the area of the node at which it is entered.
  ///   - month: counted from 0.
  init(from node: Area, in month: Int) { stages = [(node, month)] }

  /// What has to be seen besides.
  mutating func adds(_ other: Journey) { stages += other.stages }

  /// The first month in which a node holds all of it.
  func month(at node: Area) -> Int {
    stages.map { Self.month(from: $0.from, $0.month, at: node) }.max() ?? 0
  }

  /// What rises is at the top when the links have run once; what falls comes down by one node each time. The month in which
  /// one community cannot be reached counts for nobody.
  private static func month(from: Area, _ entered: Int, at node: Area) -> Int {
    if from == node { return entered }
    var runs = max(1, Int(node.tier.rawValue) - Int(from.tier.rawValue))
    var month = entered
    while runs > 0 {
      if month != QingdaoRun.monthOffline { runs -= 1 }
      month += 1
    }
    return month
  }
}
