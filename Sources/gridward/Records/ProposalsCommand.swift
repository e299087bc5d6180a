// `gridward proposals …`: what the rules propose for a node's branch, and the deadlines that are due.
import ArgumentParser
import Catalog
import Merge
import Transport

struct ProposalsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proposals",
    abstract: "Show what the rules propose for this node's branch, and confirm it.",
    discussion: """
      Rules only propose; a person makes the record by confirming. The same proposal has the same id at every node and on
      every day, so that it is made once.
        gridward proposals list --on 2026-07-01
        gridward proposals confirm 01931c4e-…
        gridward proposals deadlines --state overdue
        gridward proposals rules
      """,
    subcommands: [List.self, Confirm.self, Deadlines.self, Rules.self], defaultSubcommand: List.self)
}

/// The day that is asked about.
struct DayOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The day, as of its end; today as of now, and so if not given.", valueName: "2026-03-01"))
  var on: String?

  /// The day as the node reads it, however it was written.
  var day: String? { on.map { ValueInput.day($0) ?? $0 } }
}

extension ProposalsCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the proposals that nobody has confirmed yet.")

    @OptionGroup var asked: DayOptions
    @Option(help: "Only what this rule proposes.")
    var rule: String?
    @Option(help: "How many at most, 1 to 1000.")
    var count = 100
    @Option(help: ArgumentHelp("Go on after this place, as the end of the list before said.", valueName: "place"))
    var after: String?
    @OptionGroup var options: ClientOptions

    func run() async throws {
      try Desk.check(count: count, hint: "From 1 to 1000; --after goes on where a list ended.")
      let desk = try await Desk(options)
      let answers = ProposalAnswers(client: desk.client, day: asked.day, rule: rule)
      let json = try await answers.gather(count, after: after)
      Terminal.line(desk.isJSON ? json.string : Self.words(json, desk))
    }

    private static func words(_ json: JSON, _ desk: Desk) -> String {
      let places = PlacesAnswer(json)
      var table = Table(["id", "area", "record", "why", "rule"], widthMax: 44)
      for proposal in json["proposals"].list {
        let type = proposal["type"].shown
        table.add([
          proposal["id"].shown, places.both(of: proposal["area"].shown), "\(desk.type(type)?.title.zh ?? "") \(type)",
          proposal["why"]["zh"].shown, proposal["rule"].shown,
        ])
      }
      let count = Words.count(json["proposals"].list.count, "proposal")
      guard let next = json["next"].text else {
        return table.isEmpty ? "Nothing is proposed." : "\(table.text)\n\(count)"
      }
      return (table.isEmpty ? "Nothing so far." : "\(table.text)\n\(count)") + "\n(more: --after=\(next))"
    }
  }

  struct Confirm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the record that is proposed, with fields changed or added as given.", discussion: FieldInput.help)

    @Argument(help: "The proposal's id.")
    var id: String
    @Argument(help: "Fields to change or add, as name=value.")
    var fields: [String] = []
    @OptionGroup var asked: DayOptions
    @Option(help: "The rule that proposes it, so that it is found sooner.")
    var rule: String?
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      guard let proposal = try await proposal(at: desk), let type = proposal["type"].text else {
        throw Failure(
          .notFound, "nothing with the id \(id) is proposed", hint: "`gridward proposals list` shows what is; see --on."
        )
      }
      var body = try await FieldInput(fields, type: desk.type(type), isNew: true, now: desk.now(for: fields)).parts
      var all = Dictionary(uniqueKeysWithValues: proposal["fields"].entries.map { ($0.key, $0.value) })
      for (name, value) in (body["fields"] ?? .null).entries { all[name] = value }
      body["fields"] = .object(all)
      body["area"] = proposal["area"]
      body["id"] = proposal["id"]
      body["user"] = .text(desk.user)
      let answer = try await desk.client.send(.post, "/records/\(NodeClient.encoded(type))", body: .object(body))
      desk.show(answer) { "Entered \(type) \($0["id"].shown) for \($0["area"].shown)" }
    }

    /// The proposal with the id that is given; nil where there is none.
    private func proposal(at desk: Desk) async throws -> JSON? {
      let answers = ProposalAnswers(client: desk.client, day: asked.day, rule: rule)
      var after: String?
      repeat {
        let json = try await answers.gather(1_000, after: after) { $0["id"].text == id }
        if let found = json["proposals"].list.first(where: { $0["id"].text == id }) { return found }
        after = json["next"].text
      } while after != nil
      return nil
    }
  }

  struct Deadlines: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List what stands to be done and by when, or what was done.")

    @OptionGroup var asked: DayOptions
    @Option(help: "open, overdue, met or late; open and overdue if not given.")
    var state: String?
    @Option(help: "Only records of this type.")
    var type: String?
    @Option(help: ArgumentHelp("Only records of this area and of all below it.", valueName: "code"))
    var area: String?
    @Option(help: "How many at most, 1 to 1000.")
    var count = 100
    @Option(help: ArgumentHelp("Go on after this place, as the end of the list before said.", valueName: "place"))
    var after: String?
    @OptionGroup var options: ClientOptions

    func run() async throws {
      try Desk.check(count: count, hint: "From 1 to 1000; --after goes on where a list ended.")
      let desk = try await Desk(options)
      let answer = try await desk.client.get(
        "/deadlines",
        query: [
          ("on", asked.day), ("state", state), ("type", type), ("area", area), ("limit", String(count)),
          ("after", after),
        ])
      desk.show(answer) { json in
        let places = PlacesAnswer(json)
        var table = Table(["type", "id", "area", "deadline", Words.heading("due"), "state"], widthMax: 44)
        for row in json["deadlines"].list {
          table.add([
            row["type"].shown, row["id"].shown, places.both(of: row["area"].shown), row["title"]["zh"].shown,
            row["due"].int.map(Words.time) ?? "", row["state"].shown,
          ])
        }
        guard let next = json["next"].text else { return table.isEmpty ? "No deadlines." : table.text }
        return (table.isEmpty ? "None here yet." : table.text) + "\n(more: --after=\(next))"
      }
    }
  }

  struct Rules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the rules, their sources and the values in force.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options)
      let answer = try await desk.client.get("/rules")
      desk.show(answer) { json in
        var table = Table(["rule", "", "source", "values"], widthMax: 60)
        for rule in json["rules"].list {
          let values = rule["parameters"].list.map { "\($0["name"].shown)=\($0["value"].shown) \($0["unit"].shown)" }
          table.add([
            rule["name"].shown, rule["title"]["zh"].shown, rule["source"].shown, values.joined(separator: ", "),
          ])
        }
        return table.text
      }
    }
  }
}
