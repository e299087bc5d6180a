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
  /// How long commits took to the parent and to the city, by the tier of their author; those that stop at the district
  /// have a place of their own.
  var lags: [Lag: Distribution] = [:]
  package var directive: [Tier: Distribution] = [:]
  package var directiveOnline = Distribution()
  /// When receipts arrived at the city, since the directive.
  package var receipts = Distribution()
  /// Those of offices, and of communities that were online.
  package var receiptsOnline = Distribution()
  var terminalWaits = Distribution()
  package var terminalRetries = 0
  package var stepsPutOff = 0
  package var duplicates = 0
  var onlineAtDirective: Set<Int> = []
  /// The office that was out of order, and how its children came back: when each was proved equal again, since the office
  /// was up, and the requests of the busiest second of the first minutes.
  var struck: (number: Int, area: String)?
  var outageEnded: Int64?
  package var reconnected = Distribution()
  var reconnecting: Set<Int> = []
  private(set) var reconnectingRequests = BusiestSecond()
  /// What adding one head to a fingerprint took here, in nanoseconds.
  package var headNanoseconds: Int64 = 0
  private var second: [Tier: BusiestSecond] = [:]

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

  mutating func countRequest(of node: CityNode, at now: Int64) {
    second[node.tier, default: BusiestSecond()].count(at: now)
    if let outageEnded, struck?.number == node.number, now < outageEnded + 120_000_000 {
      reconnectingRequests.count(at: now)
    }
  }

  func requestsMax(of tier: Tier) -> Int { second[tier]?.max ?? 0 }

  /// A link is proved equal.
  mutating func proved(_ child: CityNode, at now: Int64) {
    guard let outageEnded, reconnecting.remove(child.number) != nil else { return }
    reconnected.add(now - outageEnded)
  }

  mutating func arrived(from author: CityNode, at destination: Lag.Destination, after lag: Int64) {
    lags[Lag(from: author.tier, to: destination, isSteady: false), default: Distribution()].add(lag)
    guard author.isSteady else { return }
    lags[Lag(from: author.tier, to: destination, isSteady: true), default: Distribution()].add(lag)
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

/// Which commits, and where they arrive.
struct Lag: Hashable, Sendable {
  enum Destination: String, CaseIterable, Sendable {
    case parent, city
    case districtAtMost = "district, the highest for patrols"
  }

  let from: Tier
  let to: Destination
  /// Only those of authors that nothing cut off that day.
  let isSteady: Bool
}

/// How many things happen in the busiest second.
struct BusiestSecond: Sendable {
  private var second: Int64 = -1
  private var running = 0
  private(set) var max = 0

  mutating func count(at now: Int64) {
    if now / 1_000_000 != second { (second, running) = (now / 1_000_000, 0) }
    running += 1
    max = Swift.max(max, running)
  }
}
