// The figures of a day as tables.
import Merge

extension CityRun {
  private var tiers: [Tier] { [.city, .district, .township, .community] }

  /// The figures as Markdown.
  package func report() -> String {
    [counts(), servers(), lags(), directives(), stores(), summary()].joined(separator: "\n\n")
  }

  private func of(_ tier: Tier) -> [NodeTally] { figures.nodes.filter { $0.tier == tier }.map(\.tally) }

  private func counts() -> String {
    var rows = [
      "| tier | nodes | commits made | stored from others | MiB sent | MiB received | proved sessions | rounds "
        + "| most backlog at one node |",
      "|---|---|---|---|---|---|---|---|---|",
    ]
    for tier in tiers {
      let all = of(tier)
      func sum(_ value: (NodeTally) -> Int) -> Int { all.map(value).reduce(0, +) }
      rows.append(
        "| \(tier) | \(all.count) | \(sum(\.made)) | \(sum(\.stored)) | \(mebibytes(sum(\.bytesSent))) "
          + "| \(mebibytes(sum(\.bytesReceived))) | \(sum(\.sessions)) | \(sum(\.rounds)) "
          + "| \(all.map(\.backlogMax).max() ?? 0) |")
    }
    return rows.joined(separator: "\n")
  }

  private func servers() -> String {
    var rows = [
      "| tier | requests from below | from people | requests/s, busiest node | requests/s, whole tier | longest queue "
        + "| wait p50 | p99 | max | busiest minute | busy all day, busiest node | looks at held requests (if all) |",
      "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for tier in tiers {
      let all = of(tier)
      func most(_ value: (NodeTally) -> Int) -> Int { all.map(value).max() ?? 0 }
      func sum(_ value: (NodeTally) -> Int) -> Int { all.map(value).reduce(0, +) }
      let busiest = all.map(\.busyOfMinuteMax).max() ?? 0
      let busy = all.map(\.busy).max() ?? 0
      rows.append(
        "| \(tier) | \(sum(\.requests) - sum(\.errands)) | \(sum(\.errands)) | \(most(\.second.max)) "
          + "| \(figures.requestsMax(of: tier)) | \(most(\.queueMax)) | \(percentiles(figures.waits[tier], [500, 990, 1_000])) "
          + "| \(permille(busiest, of: 60_000_000)) | \(permille(busy, of: 24 * Self.hour)) "
          + "| \(sum(\.looks)) (\(sum(\.looksIfAll))) |")
    }
    return rows.joined(separator: "\n")
  }

  private func lags() -> String {
    var rows = ["| from the commit at | to | commits | p50 | p90 | p99 | max |", "|---|---|---|---|---|---|---|"]
    for tier in tiers.dropFirst() {
      for destination in Lag.Destination.allCases {
        for isSteady in [false, true] {
          guard let lag = figures.lags[Lag(from: tier, to: destination, isSteady: isSteady)] else { continue }
          let name = isSteady ? "\(destination.rawValue); never cut off" : destination.rawValue
          rows.append("| \(tier) | \(name) | \(lag.count) | \(percentiles(lag, [500, 900, 990, 1_000])) |")
        }
      }
    }
    return rows.joined(separator: "\n")
  }

  private func directives() -> String {
    var rows = ["| the directive reaches | nodes | p50 | p90 | p99 | max |", "|---|---|---|---|---|---|"]
    func row(_ name: String, _ times: Distribution?) {
      rows.append("| \(name) | \(times?.count ?? 0) | \(percentiles(times, [500, 900, 990, 1_000])) |")
    }
    for tier in tiers.dropFirst() { row("\(tier)", figures.directive[tier]) }
    row("community, online at 09:00", figures.directiveOnline)
    row("receipts at the city", figures.receipts)
    row("receipts of those online at 09:00", figures.receiptsOnline)
    row("links proved again after the outage", figures.reconnected)
    row("terminals: from tap to answer", figures.terminalWaits)
    return rows.joined(separator: "\n")
  }

  private func stores() -> String {
    var rows = ["| store of | feeds, largest | commits, largest | KiB, largest | KiB, mean |", "|---|---|---|---|---|"]
    for tier in tiers {
      let all = figures.stores.filter { $0.tier == tier }
      let mean = all.map(\.bytes).reduce(0, +) / max(1, all.count)
      rows.append(
        "| \(tier) | \(all.map(\.feeds).max() ?? 0) | \(all.map(\.commits).max() ?? 0) "
          + "| \((all.map(\.bytes).max() ?? 0) >> 10) | \(mean >> 10) |")
    }
    return rows.joined(separator: "\n")
  }

  private func summary() -> String {
    let growth = figures.memoryAfter - figures.memoryBefore
    return """
      \(nodes.count) nodes, \(enterprises.count) enterprises, \(figures.made) commits that day, \(authored.count) in all; \
      \(figures.events) events.
      Every link proved equal \(seconds(figures.settledAt)) after midnight; prepared at \(seconds(figures.preparedAt)).
      Out of order at noon: \(figures.struck?.area ?? "nobody"), whose children sent up to \(figures.reconnectingRequests.max) \
      requests a second when it was back. Tries of terminals put off: \(figures.terminalRetries); steps put off: \
      \(figures.stepsPutOff); duplicates received: \(figures.duplicates); failed tries of links: \
      \(figures.nodes.map(\.tally.failures).reduce(0, +)).
      Memory: \(growth >> 20) MiB more at the end, \((growth / max(1, nodes.count)) >> 10) KiB for each node \
      (\(figures.emptyNodeBytes >> 10) KiB when empty), peak \(figures.memoryPeak >> 20) MiB.
      Adding a head to a fingerprint took \(figures.headNanoseconds) ns.
      """
  }

  // MARK: Texts

  private func percentiles(_ times: Distribution?, _ permilles: [Int]) -> String {
    var times = times ?? Distribution()
    return permilles.map { times.permille($0).map(seconds) ?? "–" }.joined(separator: " | ")
  }

  private func seconds(_ microseconds: Int64) -> String {
    switch microseconds {
    case ..<1_000_000: "\(decimal(microseconds, over: 1_000)) ms"
    case ..<600_000_000: "\(decimal(microseconds, over: 1_000_000)) s"
    default: "\(decimal(microseconds, over: 60_000_000)) min"
    }
  }

  private func mebibytes(_ bytes: Int) -> String { decimal(Int64(bytes), over: 1 << 20) }
  private func permille(_ part: Int64, of whole: Int64) -> String { "\(decimal(part * 100, over: whole)) %" }

  private func decimal(_ value: Int64, over unit: Int64) -> String {
    let tenths = value * 10 / unit
    return "\(tenths / 10).\(tenths % 10)"
  }
}
