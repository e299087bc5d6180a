// What is counted at one node.

/// Counts of one node since they were last cleared.
struct NodeTally {
  var made = 0
  /// Commits stored that others made.
  var stored = 0
  var bytesSent = 0
  var bytesReceived = 0
  /// Sessions with the parent that ended proved, and rounds with it.
  var sessions = 0
  var rounds = 0
  /// Requests and answers this node's server worked on.
  var requests = 0
  var errands = 0
  /// Tries to reach the parent that came to nothing.
  var failures = 0
  /// Commits the parent does not hold yet.
  var backlog = 0
  var backlogMax = 0
  /// How often a held request was looked at, and how often one would be if every one were at all news.
  var looks = 0
  var looksIfAll = 0

  /// Requests of the second and microseconds of work of the minute that is running, and the most of either.
  private(set) var second = BusiestSecond()
  private var minute: Int64 = -1
  private var busyOfMinute: Int64 = 0
  private(set) var busyOfMinuteMax: Int64 = 0
  private(set) var busy: Int64 = 0
  var queueMax = 0

  mutating func owe(_ commits: Int) {
    backlog += commits
    backlogMax = max(backlogMax, backlog)
  }

  mutating func asked(at now: Int64) {
    requests += 1
    second.count(at: now)
  }

  mutating func worked(_ cost: Int64, at now: Int64) {
    busy += cost
    if now / 60_000_000 != minute { (minute, busyOfMinute) = (now / 60_000_000, 0) }
    busyOfMinute += cost
    busyOfMinuteMax = max(busyOfMinuteMax, busyOfMinute)
  }

  /// A day begins: what is still owed stays.
  mutating func clear() {
    let owed = backlog
    self = NodeTally()
    owe(owed)
  }
}
