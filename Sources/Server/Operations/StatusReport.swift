// How a node stands, for operators and for the command line.
import Catalog
import FlightRecorder
import Merge
package import Node
import Replica
import Store
import Wire

/// Builds `/status`.
package struct StatusReport: Sendable {
  /// How many quarantined feeds of one link are listed; the rest are only counted.
  private static let quarantinesListedMax = 50

  private let node: Node
  private let uplink: UplinkService?
  private let build: BuildInfo
  private let security: SecurityReport

  package init(node: Node, uplink: UplinkService?, build: BuildInfo, security: SecurityReport = SecurityReport(nil)) {
    self.security = security
    self.node = node
    self.uplink = uplink
    self.build = build
  }

  func json(in reader: StoreReader) throws -> JSON {
    let types = node.catalog.types.map(\.name)
    let now = node.clock.now
    let links = try reader.linkSummaries(identity: node.identity)
    let (summary, custody) = (try reader.summary(types: types), try reader.custodyOfOwn(node: node.identity.node))
    let trust = try reader.trustSummary()
    let places = try node.places(of: [node.identity.area] + links.map(\.link.area), in: reader)
    return .object(
      identity + Instant.members("now", now) + [
        ("uplink", uplinkState), ("security", security.json(uplink?.standing)),
        ("clock", Self.object(node.clock)), ("lineage_sure", .bool(node.writer.isLineageSure)),
        ("trust", Self.object(trust)),
        ("summary", Self.object(summary)),
        (
          "custody",
          .list(custody.map { ["tier": .text($0.tier.name), "own_commits": .int(Int64(clamping: $0.commits))] })
        ),
        ("links", .list(links.map { Self.object($0, now: now) })),
        ("left_out", .list((node.store.flight?.shelved ?? []).map { Self.object($0) })),
        ("salvage", .list(try Salvage.standing(of: node.store.path, in: reader).map { .text($0) })),
      ] + places)
  }

  private static func object(_ clock: NodeClock) -> JSON {
    guard let doubt = clock.doubt else { return ["standing": "not-doubted"] }
    return ["standing": "wrong", "offset_ms": .int(doubt.offset), "detail": .text(doubt.sentence)]
  }

  private static func object(_ entry: IncidentLedger.Entry) -> JSON {
    .object(
      [("what", .text(entry.name)), ("during", .text(entry.text)), ("times", .count(entry.times))]
        + Instant.members("last_at", entry.lastAt))
  }

  private var identity: [(String, JSON)] {
    let identity = node.identity
    return [
      ("version", .text(build.version)), ("node", .text(identity.node.description)),
      ("incarnation", .text(String(identity.incarnation))), ("store", .text(identity.store.description)),
      ("area", .text(identity.area.code)), ("tier", .text(identity.area.tier.name)),
      ("catalog", .text(node.catalogDigest.hex)),
    ]
  }

  private var uplinkState: JSON {
    guard let uplink else { return ["state": "none"] }
    switch uplink.state {
    case .starting: return ["state": "starting"]
    case .exchanging: return ["state": "exchanging"]
    case .inStep: return ["state": "in-step"]
    case .down(let reason, let detail):
      return ["state": "down", "reason": .text(reason), "detail": .text(String(detail.prefix(500)))]
    }
  }

  private static func object(_ summary: StoreSummary) -> JSON {
    let records = summary.records.sorted { $0.key < $1.key }.map { ($0.key, JSON.count($0.value)) }
    return [
      "feeds": .count(summary.feeds), "commits": .int(Int64(clamping: summary.commits)),
      "own_commits": .count(summary.ownCommits), "concurrent_values": .count(summary.concurrentValues),
      "bytes": .count(summary.fileBytes), "records": .object(records),
    ]
  }

  private static func object(_ summary: LinkSummary, now: Int64) -> JSON {
    let link = summary.link
    let who: [(String, JSON)] = [
      ("role", .text(link.isParent ? "parent" : "child")), ("node", .text(link.peer.description)),
      ("area", .text(link.area.code)), ("tier", .text(link.area.tier.name)),
    ]
    let times = Instant.members("proved_at", link.provedAt) + Instant.members("heard_at", link.heardAt)
    let listed = summary.quarantines.prefix(quarantinesListedMax)
    return .object(
      who + times + [
        ("clock_offset_ms", .int(link.clockOffset)), ("backlog", .count(summary.backlog)),
        ("lag_ms", .int(summary.lag(at: now))), ("quarantined", .count(summary.quarantines.count)),
        ("quarantine", .list(listed.map { object($0) })),
      ])
  }

  private static func object(_ quarantine: Quarantine) -> JSON {
    [
      "feed": .text(quarantine.refusal.feed.description), "seq": .int(Int64(clamping: quarantine.refusal.seq)),
      "code": .text(quarantine.refusal.code.rawValue), "refused_by": .text(quarantine.isOurs ? "this-node" : "peer"),
    ]
  }
}

extension LinkSummary {
  /// How old the oldest commit is that the other end has not acknowledged; 0 without one.
  /// - Units: milliseconds.
  func lag(at now: Int64) -> Int64 { backlog == 0 ? 0 : max(0, now.subtractingSaturated(oldest?.milliseconds ?? now)) }
}
