// `gridward alarms`: what nodes have noticed about one another, as this node holds it.
import ArgumentParser
import Catalog
import Merge

struct AlarmsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alarms",
    abstract: "Show what nodes have noticed about one another: forks, roll-backs, silence, what was held back.",
    discussion: """
        gridward alarms --server http://10.2.0.1:8370
        gridward alarms --all     # also those that somebody has explained

      A node holds its own alarms and those of every node below it. Each is shown once, with the places that noticed it.
      """)

  @Flag(help: "Also those that have been explained.")
  var all = false
  @Option(help: "How many at most are looked at, 1 to 1000.")
  var count = 500
  @OptionGroup var options: ClientOptions

  func run() async throws {
    try Desk.check(count: count, hint: "From 1 to 1000.")
    let desk = try await Desk(options)
    let answer = try await desk.client.get(
      "/records/alarm", query: [("status", all ? nil : "raised"), ("limit", String(count))])
    desk.show(answer) { Self.words($0["records"].list, type: desk.type("alarm")) }
  }

  static func words(_ records: [JSON], type: RecordType?) -> String {
    var table = Table(
      ["告警 alarm", "node", "about", "feed", "number", Words.heading("noticed"), "noticed by", "status"], widthMax: 40)
    for (_, group) in grouped(records) {
      let first = RecordWords(json: group[0], type: type)
      func value(_ name: String) -> String { type?.field(named: name).map { first.value($0) } ?? "" }
      let observers = group.map { RecordWords(json: $0, type: type).area }.joined(separator: " ")
      table.add(
        [
          value("kind"), value("node"), value("about"), value("feed"), value("number"), value("noticed_at"), observers,
          first.status,
        ])
    }
    return table.isEmpty ? "没有告警。No alarms." : table.text
  }

  /// By cause, in the order in which they were first met.
  private static func grouped(_ records: [JSON]) -> [(id: String, records: [JSON])] {
    var groups: [(id: String, records: [JSON])] = []
    for record in records {
      let id = record["id"].shown
      if let index = groups.firstIndex(where: { $0.id == id }) {
        groups[index].records.append(record)
      } else {
        groups.append((id, [record]))
      }
    }
    return groups
  }
}
