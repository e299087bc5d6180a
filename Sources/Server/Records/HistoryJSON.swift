// A record's history as the API shows it.
import Catalog
import Merge
import Store
import Trust
import Wire

enum HistoryJSON {
  static func object(_ entry: HistoryEntry, type: RecordType) -> JSON {
    let who: [(String, JSON)] = [
      ("user", .text(entry.user)), ("home", .text(entry.home.code)), ("tier", .text(entry.home.tier.name)),
      ("node", .text(entry.node.description)), ("feed", .text(entry.dot.feed.description)),
      ("seq", .int(Int64(clamping: entry.dot.seq))), ("hash", .text(entry.hash.description)),
    ]
    let custody: [(String, JSON)] = [("custody", .list(entry.custody.map { .text($0.name) }))]
    let objection: [(String, JSON)] = entry.objection.map { [("no_effect", .text($0.rawValue))] } ?? []
    let signed: [(String, JSON)] = entry.signature.map { [("signed", signature($0, entry.verdict))] } ?? []
    let isRedacted: [(String, JSON)] = entry.change == nil ? [("redacted", .bool(true))] : []
    return .object(
      Instant.members("time", entry.time.milliseconds) + who
        + Instant.members("device_time", entry.deviceTime) + custody + signed + objection + isRedacted
        + [("change", entry.change.map { change($0, type: type) } ?? .null)])
  }

  /// Under which pass and number a device signed it, whom its person stood in for, and what comes of that here.
  private static func signature(_ signature: ActionSignature, _ verdict: String?) -> JSON {
    [
      "pass": .text(signature.pass.description), "number": .int(Int64(clamping: signature.number)),
      "acting_for": .text(signature.actingFor?.description), "verdict": .text(verdict),
    ]
  }

  private static func change(_ change: Change, type: RecordType) -> JSON {
    var sections: [String: [(String, JSON)]] = [:]
    for item in change.fields {
      let name = type.field(numbered: item.field)?.name ?? "#\(item.field)"
      switch item.edit {
      case .write(let value): sections["fields", default: []].append((name, .value(value)))
      case .elements(let add, let remove):
        if !add.isEmpty { sections["add", default: []].append((name, .object(add.map { ($0.key, .value($0.value)) }))) }
        if !remove.isEmpty { sections["remove", default: []].append((name, .list(remove.map { .text($0) }))) }
      case .steps(let steps): sections["steps", default: []].append((name, .list(steps.map { step($0) })))
      case .increment(let amount): sections["increment", default: []].append((name, .int(amount)))
      case .increments(let increments): sections["increment", default: []].append((name, counted(increments)))
      }
    }
    let order = ["fields", "add", "remove", "steps", "increment"]
    return .object(
      [("seen", .text(change.seen.text))] + order.compactMap { name in sections[name].map { (name, .object($0)) } })
  }

  /// As a request says it.
  private static func counted(_ increments: [Increment]) -> JSON {
    let parts: [JSON] = increments.map { ["by": .int($0.amount), "id": .text($0.id.description)] }
    return parts.count == 1 ? parts[0] : .list(parts)
  }

  private static func step(_ step: Step) -> JSON {
    [
      "id": .text(step.id.description), "step": .text(step.kind), "round": .int(step.round),
      "details": .value(step.details),
    ]
  }
}
