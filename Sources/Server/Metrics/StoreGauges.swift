// Gauges that are read when they are asked for, most of them from the store.
import Foundation
import Merge
import Node
import Replica
import Store
import Wire

/// What a scrape reads: how the links stand, how much is held, how large the process is.
///
/// Links are told apart by role and tier alone, so that a city with thousands of children has a handful of series.
struct StoreGauges: Sendable {
  let node: Node
  let build: BuildInfo
  /// How many answers about changes are held, or open as streams.
  let followers: Int

  func append(to text: inout PrometheusText, from reader: StoreReader) throws {
    let now = node.clock.now
    let (links, mark) = (try reader.linkSummaries(identity: node.identity), try reader.mark())
    text.family("gridward_build_info", .gauge, help: "The version that runs; always 1")
    text.sample(
      "gridward_build_info",
      [("version", build.version), ("revision", build.revision), ("tier", node.identity.area.tier.name)], 1)
    gauge(
      "gridward_clock_offset_seconds",
      "How far the machine's clock is known to be off; 0 while nothing is known to be wrong",
      Double(node.clock.doubt?.offset ?? 0) / 1000, &text)
    gauge("gridward_commits_stored", "Commits held", Double(mark), &text)
    gauge(
      "gridward_followers",
      "Answers about changes that are held, and streams that are open; one whose other end has gone counts for up to 30 s",
      Double(followers), &text)
    gauge("gridward_store_bytes", "Bytes of the store's files", Double(storeBytes), &text)
    if let bytes = Self.residentBytes {
      gauge("process_resident_memory_bytes", "Resident memory", Double(bytes), &text)
    }
    append(links, now: now, to: &text)
  }

  private func gauge(_ name: String, _ help: String, _ value: Double, _ text: inout PrometheusText) {
    text.family(name, .gauge, help: help)
    text.sample(name, [], value)
  }

  // MARK: Links

  private struct Group: Hashable {
    let isParent: Bool
    let tier: Tier
    var labels: [(String, String)] { [("role", isParent ? "parent" : "child"), ("tier", tier.name)] }
  }

  private func append(_ links: [LinkSummary], now: Int64, to text: inout PrometheusText) {
    let groups = Dictionary(grouping: links) { Group(isParent: $0.link.isParent, tier: $0.link.area.tier) }
      .sorted { ($0.key.isParent ? 0 : 1, $0.key.tier) < ($1.key.isParent ? 0 : 1, $1.key.tier) }
    func family(_ name: String, _ help: String, _ value: ([LinkSummary]) -> Double?) {
      text.family(name, .gauge, help: help)
      for (group, links) in groups {
        if let value = value(links) { text.sample(name, group.labels, value) }
      }
    }
    func seconds(_ milliseconds: Int64?) -> Double? { milliseconds.map { Double($0) / 1000 } }
    family("gridward_links", "Links known") { Double($0.count) }
    family("gridward_link_lag_seconds", "Age of the oldest commit not acknowledged, the largest of the group") {
      seconds($0.map { $0.lag(at: now) }.max())
    }
    family("gridward_link_backlog_commits", "Commits not acknowledged, the sum of the group") {
      Double($0.reduce(0) { $0 + $1.backlog })
    }
    family("gridward_link_proved_age_seconds", "Time since both ends were proved equal, the largest of the group") {
      seconds($0.compactMap(\.link.provedAt).min().map { max(0, now - $0) })
    }
    family("gridward_link_silence_seconds", "Time since the other end was heard, the largest of the group") {
      seconds($0.compactMap(\.link.heardAt).min().map { max(0, now - $0) })
    }
    append(quarantines: links.flatMap(\.quarantines), to: &text)
  }

  private func append(quarantines: [Quarantine], to text: inout PrometheusText) {
    let name = "gridward_quarantined_feeds"
    text.family(name, .gauge, help: "Feeds not accepted beyond a point")
    let ours = Set(quarantines.filter(\.isOurs).map(\.refusal.feed)).count
    let theirs = Set(quarantines.filter { !$0.isOurs }.map(\.refusal.feed)).count
    text.sample(name, [("refused_by", "this-node")], Double(ours))
    text.sample(name, [("refused_by", "peer")], Double(theirs))
  }

  // MARK: The process

  private var storeBytes: Int {
    [node.store.path, node.store.path + "-wal"].reduce(0) { sum, path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
    }
  }

  /// The second figure of `/proc/self/statm`, in pages.
  private static var residentBytes: Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    let figures = text.split(separator: " ")
    return figures.count > 1 ? Int(figures[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
  }
}
