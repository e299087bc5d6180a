// `gridward status`: how a node stands, from the node itself or from its store.
import ArgumentParser
import Merge
import Node
import Replica

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how a node stands: its links, their lag and backlog, custody, and what is quarantined.",
    discussion: """
        gridward status                            # the configured node
        gridward status --server http://10.2.0.1:8370
        gridward status --store home/node.db       # its file, running or not

      Lag is the age of the oldest commit that the other end has not acknowledged; backlog is how many there are. \
      Custody is how many of this node's own commits a tier above is known to hold.
      """)

  @OptionGroup var options: ClientOptions
  @Option(help: ArgumentHelp("Look into this store instead of asking a node.", valueName: "path"))
  var store: String?

  func run() async throws {
    let settings = try await options.settings(["store": store])
    if store != nil {
      let json = try StoreStatus.json(settings)
      return Terminal.line(options.json ? json.string : StatusWords.text(json, name: settings.name))
    }
    let answer = try await NodeClient(settings).get("/status")
    let text = String(decoding: answer.body, as: UTF8.self)
    Terminal.line(options.json ? text : StatusWords.text(answer.json, name: settings.name))
  }
}

/// The report in words.
enum StatusWords {
  static func text(_ status: JSON, name: String?) -> String {
    let now = status["now"].int ?? Node.now
    let places = PlacesAnswer(status)
    let summary = status["summary"]
    let records = summary["records"].entries.map { "\($0.value.shown) \($0.key)" }.joined(separator: ", ")
    let custody = status["custody"].list.map { "\($0["tier"].shown) \($0["own_commits"].shown)" }
    let reason = status["uplink"]["reason"].text.map { " (\($0))" } ?? ""
    let detail = status["uplink"]["detail"].text.map { "\n\(Terminal.harmless($0))" } ?? ""
    var pairs = [
      ("node", "\(name.map { "\($0) " } ?? "")\(status["node"].shown)"),
      ("area", "\(places.both(of: status["area"].shown)) (\(status["tier"].shown))"),
      ("uplink", status["uplink"]["state"].shown + reason + detail),
      ("links", SecurityWords.text(status["security"], now: now)),
      ("commits", "\(summary["commits"].shown), of which \(summary["own_commits"].shown) made here"),
      ("feeds", summary["feeds"].shown),
      ("records", records.isEmpty ? "none" : records),
      ("custody", custody.isEmpty ? "no tier above is known to hold anything" : custody.joined(separator: ", ")),
    ]
    if let clock = status["clock"]["detail"].text {
      pairs.append(("clock", "\(clock). Set it right; if it is right: gridward clock --right"))
    }
    pairs += TrustWords.pairs(status)
    if let open = summary["concurrent_values"].int, open > 0 {
      pairs.append(("to settle", Words.count(Int(open), "concurrent value")))
    }
    if let bytes = summary["bytes"].int { pairs.append(("file", Words.bytes(Int(bytes)))) }
    let links = status["links"].list
    let tail = links.isEmpty ? "No links yet." : table(links, places, now: now).text
    return
      ([Table.pairs(pairs), tail] + proving(links) + quarantine(links) + leftOut(status["left_out"].list)
      + salvage(status["salvage"].list) + TrustWords.waiting(status["trust"])).joined(
        separator: "\n\n")
  }

  private static func table(_ links: [JSON], _ places: PlacesAnswer, now: Int64) -> Table {
    var table = Table(["link", "area", "proved equal", "heard", "backlog", "lag", "clock", "quarantined"])
    for link in links {
      let lag = Words.duration(seconds: (link["lag_ms"].int ?? 0) / 1000)
      let ago = ["proved_at", "heard_at"].map { key in
        link[key].int.map { "\(Words.age($0, now: now)) ago" } ?? "never"
      }
      let clock = self.clock(link["clock_offset_ms"].int ?? 0)
      table.add(
        [link["role"].shown, places.both(of: link["area"].shown)] + ago + [
          link["backlog"].shown, lag, clock, link["quarantined"].shown,
        ])
    }
    return table
  }

  /// Why a child may say that a link has just been proved, of which its parent says never.
  /// - Source: protocol §5.5.
  private static func proving(_ links: [JSON]) -> [String] {
    let isOpen = links.contains { $0["role"].text == "child" && $0["proved_at"].isNull }
    return isOpen
      ? ["An exchange proves a link to the child alone; the idle round after it proves it here, within a minute or so."]
      : []
  }

  /// How far the other end's clock is ahead of this one's.
  private static func clock(_ offset: Int64) -> String {
    guard offset.magnitude > HybridClock.driftMillisecondsMax.magnitude else { return "\(offset / 1000) s" }
    let stretch = Timekeeper.Doubt.text(Int64(clamping: offset.magnitude))
    return "WRONG: \(stretch) \(offset > 0 ? "ahead" : "behind")"
  }

  /// What has ended the process more than once.
  private static func leftOut(_ entries: [JSON]) -> [String] {
    var table = Table(["left out: it ended the process", "times", "during"])
    for entry in entries {
      table.add([entry["what"].shown, entry["times"].shown, Terminal.harmless(entry["during"].shown)])
    }
    return table.isEmpty ? [] : [table.text]
  }

  /// What was saved of a damaged store, and how what was missing stands now.
  private static func salvage(_ lines: [JSON]) -> [String] {
    let pairs = lines.enumerated().map { index, line in
      let parts = line.shown.split(separator: ": ", maxSplits: 1).map(String.init)
      if index == 0 { return ("salvage", line.shown) }
      return parts.count == 2 ? (parts[0], parts[1]) : ("", line.shown)
    }
    return pairs.isEmpty ? [] : [Table.pairs(pairs)]
  }

  private static func quarantine(_ links: [JSON]) -> [String] {
    var table = Table(["quarantined feed", "from number", "why", "refused by", "link"])
    for link in links {
      for item in link["quarantine"].list {
        table.add(
          [item["feed"].shown, item["seq"].shown, item["code"].shown, item["refused_by"].shown, link["area"].shown])
      }
    }
    return table.isEmpty ? [] : [table.text]
  }
}

/// How links are secured, in words.
enum SecurityWords {
  static func text(_ security: JSON, now: Int64) -> String {
    switch security["mode"].text {
    case "development": return "DEVELOPMENT MODE, no TLS: \(security["warning"].shown)"
    case "mutual-tls":
      let ends = security["certificate_ends"].int.map { Words.day(seconds: $0 / 1000) } ?? "?"
      var words = "mutual TLS, certificate \(security["certificate_standing"].shown), ends \(ends)"
      if let renewal = security["renewal"].text, renewal != "not due" {
        words += "; renewal: \(Terminal.harmless(renewal))"
      }
      if let offset = security["clock_offset_ms"].int, offset != 0 {
        words += "; this machine's clock is off by \(offset / 1000) s"
      }
      return words
    default: return "unknown; ask the running node: gridward status --server URL"
    }
  }
}
