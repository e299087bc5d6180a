// What a city's day came to.
package import Merge

/// The figures of a run.
package struct CityFigures: Sendable {
  package struct StoreFigures: Sendable {
    package let tier: Tier
    package let bytes: Int
    package let commits: Int
    package let feeds: Int
  }

  package var events = 0
  var waits: [Tier: Distribution] = [:]
  var lagToParent: [Tier: Distribution] = [:]
  var lagToTop: [Tier: Distribution] = [:]
  /// Of authors that nothing cut off that day.
  var steadyLagToParent: [Tier: Distribution] = [:]
  var steadyLagToTop: [Tier: Distribution] = [:]
  package var directive: [Tier: Distribution] = [:]
  package var directiveOnline = Distribution()
  /// When receipts arrived at the city, since the directive.
  package var receipts = Distribution()
  var terminalWaits = Distribution()
  package var terminalRetries = 0
  package var stepsPutOff = 0
  package var duplicates = 0
  var onlineAtDirective: Set<Int> = []
  var struck = ""
  var outageEnded: Int64 = 0
  /// Requests at all nodes of a tier in the busiest second.
  var requestsMax: [Tier: Int] = [:]
  private var second: [Tier: (time: Int64, count: Int)] = [:]

  var nodes: [(tier: Tier, tally: NodeTally)] = []
  package var stores: [StoreFigures] = []
  package var memoryBefore = 0
  package var memoryAfter = 0
  package var memoryPeak = 0
  package var emptyNodeBytes = 0
  package var preparedAt: Int64 = 0
  /// How long after midnight everything was proved equal, in microseconds.
  package var settledAt: Int64 = 0

  package var backlog: Int { nodes.map(\.tally.backlog).reduce(0, +) }
  package var made: Int { nodes.map(\.tally.made).reduce(0, +) }

  mutating func countRequest(of tier: Tier, at now: Int64) {
    let time = now / 1_000_000
    var running = second[tier] ?? (time, 0)
    if running.time != time { running = (time, 0) }
    running.count += 1
    second[tier] = running
    requestsMax[tier] = max(requestsMax[tier] ?? 0, running.count)
  }

  mutating func lag(of commit: CityRun.Authored, from author: CityNode, _ lag: Int64, isTop: Bool) {
    let tier = author.tier
    if isTop { lagToTop[tier, default: Distribution()].add(lag) } else { lagToParent[tier, default: Distribution()].add(lag) }
    guard author.isSteady else { return }
    if isTop {
      steadyLagToTop[tier, default: Distribution()].add(lag)
    } else {
      steadyLagToParent[tier, default: Distribution()].add(lag)
    }
  }

  /// A day begins.
  mutating func clear() {
    var day = CityFigures()
    day.events = events
    day.memoryBefore = memoryBefore
    day.emptyNodeBytes = emptyNodeBytes
    day.preparedAt = preparedAt
    self = day
  }
}
