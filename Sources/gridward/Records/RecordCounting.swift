// `gridward record count`: how many records there are of what; and what lists and counts are narrowed by.
import ArgumentParser
import Catalog
import Merge

/// What records a list, or a count, is about.
struct NarrowingArguments: ParsableArguments {
  @Argument(help: "The type, such as hazard.")
  var type: String
  @Option(help: ArgumentHelp("The area whose records, and those of all below it, are meant.", valueName: "code"))
  var area: String?
  @Option(help: ArgumentHelp("The status they stand in; several with commas between them.", valueName: "names"))
  var status: String?
  @Flag(help: "Only those in which something stands to be done.")
  var open = false
  @Flag(help: "Only those of which a deadline is past.")
  var overdue = false
  @Flag(help: "Only those with concurrent values to settle.")
  var conflicts = false
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("What a field shows; may be given for several fields.", valueName: "name=value"))
  var conditions: [String] = []

  /// The names and values of the question.
  func query(_ desk: Desk) async throws -> [(String, String?)] {
    let ends = conditions.flatMap { condition in
      condition.drop { $0 != "=" }.dropFirst().replacing("..", with: ",").split(separator: ",").map { "=\($0)" }
    }
    let now = try await desk.now(for: ends)
    return [
      ("area", area), ("status", status), ("open", open ? "true" : nil), ("overdue", overdue ? "true" : nil),
      ("conflicts", conflicts ? "true" : nil),
    ] + (try ListInput(conditions, type: desk.type(type), now: now).query)
  }
}

extension RecordCommand {
  struct CountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "count", abstract: "Count records by what they show.",
      discussion: """
          gridward record count hazard
          gridward record count hazard --open --by area,severity
          gridward record count hazard --area 370202000000 --where campaign=spring --by category

        \(ListInput.help)
        """)

    @OptionGroup var narrowing: NarrowingArguments
    @Option(
      help: ArgumentHelp(
        "By status (if not given), area (those of the tier below), or fields; several with commas between them.",
        valueName: "names"))
    var by: String?
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options)
      let answer = try await desk.client.get(
        "/counts/\(NodeClient.encoded(narrowing.type))", query: try await narrowing.query(desk) + [("by", by)])
      desk.show(answer) { Self.words($0) }
    }

    static func words(_ json: JSON) -> String {
      let places = PlacesAnswer(json)
      let tables = json["counts"].list.map { counted in
        let name = counted["by"].shown
        var table = Table([name, "", "count"], widthMax: 36)
        for group in counted["groups"].list {
          let value = group["value"]
          let title = name == "area" ? places.title(of: value.shown) : group["title"]["zh"].shown
          let more = group["count"]["more_than"]
          let shown = value.isNull ? "-" : value.shown
          table.add([shown, title, more.isNull ? group["count"].shown : "more than \(more.shown)"])
        }
        if table.isEmpty { return "No records by \(name)." }
        return table.text + (counted["more_groups"].isNull ? "" : "\n(there are more groups; narrow the list)")
      }
      return tables.joined(separator: "\n\n")
    }
  }
}
