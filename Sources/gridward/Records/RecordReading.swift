// `gridward record show`, `list` and `history`: what people read.
import ArgumentParser
import Catalog
import Merge

extension RecordCommand {
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a record: its fields, concurrent values and steps.")

    @OptionGroup var record: RecordArguments
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options)
      let answer = try await desk.client.get(record.path())
      desk.show(answer) { Self.words(RecordWords(json: $0, type: desk.type(record.type)), tag: answer.tag) }
    }

    static func words(_ record: RecordWords, tag: String?) -> String {
      var pairs = [
        ("id", record.id), ("area", PlacesAnswer(record.json).both(of: record.area)), ("status", record.status),
        (Words.heading("changed"), record.changed),
      ]
      for field in record.type?.fields ?? [] where field.kind != .steps {
        let value = record.value(field)
        if !value.isEmpty { pairs.append(("\(field.title.zh) \(field.name)", value)) }
      }
      if let tag { pairs.append(("version", tag)) }
      var parts = [Table.pairs(pairs.filter { !$0.1.isEmpty })]
      if !record.concurrent.isEmpty {
        var table = Table(["concurrent", "value", "by"])
        for write in record.concurrent { table.add([write.field, write.value, write.from]) }
        parts.append(table.text)
      }
      if !record.steps.isEmpty { parts.append(stepTable(record.steps).text) }
      return parts.joined(separator: "\n\n")
    }

    private static func stepTable(_ steps: [JSON]) -> Table {
      var table = Table(["step", "round", "by", "tier", Words.heading("at"), "note"])
      for step in steps {
        let effect = step["no_effect"].text.map { "no effect: \($0)" }
        let details = step["details"].entries.map { detail in
          let time = ["at", "dated_ahead"].contains(detail.key) ? detail.value.int.map(Words.time) : nil
          return "\(detail.key) \(time ?? detail.value.shown)"
        }.joined(separator: ", ")
        let time = step["at"].int.map(Words.time) ?? ""
        let note = effect ?? details
        table.add([step["step"].shown, step["round"].shown, step["user"].shown, step["tier"].shown, time, note])
      }
      return table
    }
  }

  struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List records, those of an area and all below it.",
      discussion: """
          gridward record list hazard --area 370202021000 --status reported,ordered
          gridward record list hazard --open --where severity=重大隐患 --sort -changed_at
          gridward record list hazard --where unit=91370202MA3CMG5T4A --where deadline=..2026-03-31
          gridward record list hazard --conflicts
          gridward record list hazard --overdue --area 370202000000
          gridward record list hazard --text '消防 通道'

        Words are looked for in the texts that the type names, newest records first, where the node keeps an index
        (text_search). Parts between blanks may stand anywhere; each is found as it is written.

        \(ListInput.help)
        """)

    @OptionGroup var narrowing: NarrowingArguments
    // Words, and what a list is sorted by, may begin with a dash.
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Only those in whose texts this stands; two characters are enough.", valueName: "words"))
    var text: String?
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "By a field, changed_at, created_at or arrival (if not given); from the last to the first as --sort -NAME.",
        valueName: "name"))
    var sort: String?
    @Option(help: "How many at most, 1 to 1000.")
    var count = 100
    @Option(help: ArgumentHelp("Go on after this place, as the end of the list before said.", valueName: "place"))
    var after: String?
    @OptionGroup var options: ClientOptions

    func run() async throws {
      try Desk.check(count: count, hint: "From 1 to 1000; --after goes on where a list ended.")
      let desk = try await Desk(options)
      let answer = try await desk.client.get(
        "/records/\(NodeClient.encoded(narrowing.type))",
        query: try await narrowing.query(desk) + [
          ("text", text), ("sort", sort), ("limit", String(count)), ("after", after),
        ])
      desk.show(answer) { Self.words($0, type: desk.type(narrowing.type)) + Self.note(of: $0) }
    }

    /// What a search could not look at yet.
    private static func note(of json: JSON) -> String {
      guard let behind = json["texts_behind"].int, behind > 0 else { return "" }
      return "\n(\(behind) new or changed records are not in the index yet)"
    }

    /// - Parameter more: the option that goes on after a place; nil where there is none.
    static func words(_ json: JSON, type: RecordType?, more: String? = "--after") -> String {
      let leading = RecordWords.leading(type)
      let places = PlacesAnswer(json)
      let place = places.isEmpty ? [] : ["place"]
      var table = Table(
        ["id", "area"] + place + ["status", Words.heading("changed"), "!"] + leading.map(\.title.zh), widthMax: 36)
      for item in json["records"].list {
        let record = RecordWords(json: item, type: type)
        let mark = record.conflicts > 0 ? "\(record.conflicts)" : ""
        let title = place.map { _ in places.title(of: record.area) }
        table.add(
          [record.id, record.area] + title + [record.status, record.changed, mark] + leading.map { record.value($0) })
      }
      let next = json["next"]
      if next.isNull { return table.isEmpty ? "No records." : table.text }
      // A page of what is overdue, or found by words, may be empty and not the last.
      return (table.isEmpty ? "No records so far." : table.text) + "\n"
        + (more.map { "(more: \($0) \(next.shown))" } ?? "(there are more; narrow the list)")
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show everything that was done to a record, and which tiers above have it in custody.")

    @OptionGroup var record: RecordArguments
    @Option(help: ArgumentHelp("Go on after this place, as the end of the page before said.", valueName: "place"))
    var after: String?
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options)
      let answer = try await desk.client.get(record.path("/history", after: after))
      desk.show(answer) { json in
        let places = PlacesAnswer(json)
        var table = Table([Words.heading("at"), "by", "from", "what", "custody"])
        for entry in json["entries"].list {
          let custody = entry["custody"].list.map(\.shown).joined(separator: " ")
          let place = "\(places.both(of: entry["home"].shown)) (\(entry["tier"].shown))"
          table.add([entry["time"].int.map(Words.time) ?? "", entry["user"].shown, place, Self.what(entry), custody])
        }
        return table.text + Self.notes(of: json)
      }
    }

    private static func notes(of json: JSON) -> String {
      var notes: [String] = []
      if let count = json["removed_unknown"].int, count > 0 {
        notes.append("(\(count) more removed by law: whether they were about this record is not known any more)")
      }
      if !json["next"].isNull { notes.append("(more: --after \(json["next"].shown))") }
      return notes.map { "\n\($0)" }.joined()
    }

    private static func what(_ entry: JSON) -> String {
      let change = entry["change"]
      if change.isNull { return "(removed by law)" }
      let steps = change["steps"].entries.flatMap { $0.value.list.map { "step \($0["step"].shown)" } }
      let rest = ["fields", "add", "remove", "increment"].flatMap { change[$0].entries.map(\.key) }
      let what = (steps + rest).joined(separator: ", ")
      return entry["no_effect"].text.map { "\(what) (no effect: \($0))" } ?? what
    }
  }
}
