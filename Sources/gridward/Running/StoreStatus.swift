// A node's status read from its file: the members of `/status`, without the uplink that only a running node has.
import Catalog
import FlightRecorder
import Merge
import Node
import Replica
import Reports
import Store
import Wire

enum StoreStatus {
  static func json(_ settings: Settings) throws -> JSON {
    let catalog = try settings.catalog()
    let types = catalog.types.map(\.name)
    let path = try settings.requiredStore()
    return try OpenStore.looking(settings) { reader, identity in
      let now = Node.now
      let links = try reader.linkSummaries(identity: identity)
      let custody = try reader.custodyOfOwn(node: identity.node)
      let places = reader.places([identity.area] + links.map(\.link.area), catalog: catalog)
      let report: [String: JSON] = [
        "version": .text(Help.version), "node": .text(identity.node.description),
        "store": .text(identity.store.description), "incarnation": .text(String(identity.incarnation)),
        "area": .text(identity.area.code), "tier": .text(identity.area.tier.name), "now": .int(now),
        "uplink": .object(["state": .text("unknown")]), "security": .object([:]),
        "summary": object(try reader.summary(types: types)),
        "lineage_sure": .bool(try LineageMarker.ofMachine(store: path)?.fits(reader, identity) ?? false),
        "trust": object(try reader.trustSummary()),
        "custody": .list(
          custody.map {
            .object(["tier": .text($0.tier.name), "own_commits": .int(Int64(clamping: $0.commits))])
          }),
        "links": .list(links.map { object($0, now: now) }),
        "left_out": .list(FlightLog.shelved(store: path, program: Help.program, now: now).map { object($0) }),
        "salvage": .list(try Salvage.standing(of: path, in: reader).map { .text($0) }),
      ]
      return .object(report.merging(places.members.map { ($0.0, JSON($0.1)) }) { $1 })
    }
  }

  private static func object(_ entry: IncidentLedger.Entry) -> JSON {
    .object([
      "what": .text(entry.name), "during": .text(entry.text), "times": .int(Int64(entry.times)),
      "last_at": .int(entry.lastAt),
    ])
  }

  private static func object(_ summary: StoreSummary) -> JSON {
    .object([
      "feeds": .int(Int64(summary.feeds)), "commits": .int(Int64(clamping: summary.commits)),
      "own_commits": .int(Int64(summary.ownCommits)), "concurrent_values": .int(Int64(summary.concurrentValues)),
      "bytes": .int(Int64(summary.fileBytes)), "records": .object(summary.records.mapValues { .int(Int64($0)) }),
    ])
  }

  private static func object(_ summary: LinkSummary, now: Int64) -> JSON {
    let link = summary.link
    let lag = summary.backlog == 0 ? 0 : max(0, now.subtractingSaturated(summary.oldest?.milliseconds ?? now))
    return .object([
      "role": .text(link.isParent ? "parent" : "child"), "node": .text(link.peer.description),
      "area": .text(link.area.code), "tier": .text(link.area.tier.name),
      "proved_at": link.provedAt.map { .int($0) } ?? .null, "heard_at": link.heardAt.map { .int($0) } ?? .null,
      "clock_offset_ms": .int(link.clockOffset), "backlog": .int(Int64(summary.backlog)), "lag_ms": .int(lag),
      "quarantined": .int(Int64(summary.quarantines.count)),
      "quarantine": .list(summary.quarantines.map { object($0) }),
    ])
  }

  private static func object(_ quarantine: Quarantine) -> JSON {
    let refusal = quarantine.refusal
    return .object([
      "feed": .text(refusal.feed.description), "seq": .int(Int64(clamping: refusal.seq)),
      "code": .text(refusal.code.rawValue), "refused_by": .text(quarantine.isOurs ? "this-node" : "peer"),
    ])
  }
}
