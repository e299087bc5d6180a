// The figures a node counts while it runs, through swift-metrics.
import Metrics
import Replica

/// Counters and timers of one node.
///
/// Names follow Prometheus: base units, `_total` for counters. What can be read from the store (lag, backlog, quarantine)
/// is not counted here but read when asked for.
package final class NodeFigures: Sendable {
  private let flush = Timer(label: "gridward_store_commit_seconds")
  private let made = Counter(label: "gridward_commits_made_total")
  private let commitsIn = Counter(label: "gridward_commits_received_total")
  private let duplicatesIn = Counter(label: "gridward_commits_duplicate_total")
  private let refused = Counter(label: "gridward_commits_refused_total")
  private let unreadable = Counter(label: "gridward_commits_unreadable_total")
  private let bytesUp = Counter(label: "gridward_link_bytes_total", dimensions: [("link", "up"), ("direction", "out")])
  private let bytesUpIn = Counter(
    label: "gridward_link_bytes_total", dimensions: [("link", "up"), ("direction", "in")])
  private let bytesDown = Counter(
    label: "gridward_link_bytes_total", dimensions: [("link", "down"), ("direction", "out")])
  private let bytesDownIn = Counter(
    label: "gridward_link_bytes_total", dimensions: [("link", "down"), ("direction", "in")])
  private let rounds = Counter(label: "gridward_sync_rounds_total", dimensions: [("link", "up")])
  private let served = Counter(label: "gridward_sync_rounds_total", dimensions: [("link", "down")])
  private let failures = Counter(label: "gridward_sync_failures_total")

  package init() {}

  func committed(in duration: Duration) {
    let (seconds, attoseconds) = duration.components
    flush.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  func madeHere(commits: Int) { made.increment(by: Int64(commits)) }

  func received(_ result: Ingested) {
    commitsIn.increment(by: Int64(result.accepted))
    duplicatesIn.increment(by: Int64(result.duplicates))
    refused.increment(by: Int64(result.refusals.count))
    unreadable.increment(by: Int64(result.unreadable))
  }

  func roundUp(sent: Int, received: Int) {
    rounds.increment()
    bytesUp.increment(by: Int64(sent))
    bytesUpIn.increment(by: Int64(received))
  }

  func roundDown(sent: Int, received: Int) {
    served.increment()
    bytesDown.increment(by: Int64(sent))
    bytesDownIn.increment(by: Int64(received))
  }

  func failedUp() { failures.increment() }
}
