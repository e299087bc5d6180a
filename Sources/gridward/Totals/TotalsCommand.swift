// `gridward totals`: what was counted, by period, area, sector and campaign, and whether it adds up.
import ArgumentParser
import Catalog
import Merge
import Node
import Replica
import Reports
import Transport
import Wire

struct TotalsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "totals",
    abstract: "Show totals, check them against what is stated below, state them to those above.",
    discussion: """
        gridward totals show --period 2014-H1 --by area
        gridward totals show --period 2014-06 --indicator visits,hazards_found --by sector
        gridward totals check --period 2014-06
        gridward totals state

      Asked of the configured node, or of its file with --store, running or not.
      """,
    subcommands: [Show.self, Check.self, State.self, Indicators.self])
}

/// What several of its commands are told.
struct TotalsOptions: ParsableArguments {
  @OptionGroup var options: ClientOptions
  @Option(help: ArgumentHelp("Look into this store instead of asking a node.", valueName: "path"))
  var store: String?
  @Option(help: ArgumentHelp("2014-06-30, 2014-W26, 2014-06, 2014-Q2, 2014-H1, 2014, 2014-01-01..2014-06-30."))
  var period: String
  @Option(help: ArgumentHelp("Indicators, with commas between (all).", valueName: "names"))
  var indicator: String?

  /// Asks the node, or the store when one is named.
  func answer(
    _ path: String, _ query: [(String, String?)], from store: (Catalog, TotalsReader) throws -> Value
  ) async throws -> JSON {
    let settings = try await options.settings(["store": self.store])
    guard self.store != nil else { return try await NodeClient(settings).get(path, query: query).json }
    let catalog = try settings.catalog()
    let value = try OpenStore.looking(settings) { reader, identity in
      do { return try store(catalog, TotalsReader(catalog: catalog, home: identity.area, reader: reader)) } catch let
        fault as TotalsQuestionFault
      { throw Failure(.usage, "\(fault)") }
    }
    return JSON(parsing: JSONText.string(value).utf8) ?? .null
  }

  func show(_ json: JSON, _ words: (JSON) -> String) {
    Terminal.line(options.json ? json.string : words(json))
  }
}

extension TotalsCommand {
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the totals of a period.")

    @OptionGroup var totals: TotalsOptions
    @Option(help: ArgumentHelp("The area (the node's own).", valueName: "code"))
    var area: String?
    @Option(help: "area, district, township, community, sector, campaign or day.")
    var by: String?

    func run() async throws {
      let query = [("period", totals.period), ("area", area), ("indicator", totals.indicator), ("by", by)]
      let json = try await totals.answer("/totals", query) { catalog, reader in
        try TotalsQuery(
          period: totals.period, area: area, indicators: totals.indicator, by: by, catalog: catalog
        ).answer(reader)
      }
      totals.show(json) { Self.words($0) }
    }

    private static func words(_ json: JSON) -> String {
      let places = PlacesAnswer(json)
      var table = Table(
        ["indicator", "指标", "area", "of", "figure", "unit", "distinct", "year before", "change"], widthMax: 30)
      for line in json["totals"].list {
        let key = [line["sector"], line["campaign"], line["day"]].map(\.shown).first { !$0.isEmpty } ?? ""
        let units = line["units_at_most"].isNull ? line["units"].shown : "≤\(line["units_at_most"].shown)"
        let area = places.name(of: line["area"].shown)
        table.add([
          line["indicator"].shown, line["title"].shown, area, key, line["text"].shown, line["unit"].shown, units,
          line["year_before"].shown, line["change"].shown,
        ])
      }
      let head = "\(places.both(of: json["area"].shown)), \(json["first"].shown) to \(json["last"].shown)"
      return table.isEmpty ? "Nothing is counted: \(head)." : "\(head)\n\n\(table.text)"
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check the totals of a day, week or month against what the areas below have stated.",
      discussion: "Ends with \(ExitStatus.unsound.rawValue) when they are not the same.")

    @OptionGroup var totals: TotalsOptions
    @Flag(help: "List the areas that agree as well.")
    var all = false

    func run() async throws {
      let query = [("period", totals.period), ("indicator", totals.indicator)]
      let json = try await totals.answer("/totals/check", query) { catalog, reader in
        try TotalsCheck(period: totals.period, indicators: totals.indicator, catalog: catalog).answer(reader)
      }
      totals.show(json) { words($0) }
      guard json["holds"].bool == true else {
        throw Failure(
          .unsound, "not every total is what the areas below have stated",
          hint: "Silent areas have not stated the period yet; where one differs, compare it there with --by township.")
      }
    }

    private func words(_ json: JSON) -> String {
      let places = PlacesAnswer(json)
      var table = Table(["indicator", "area", "verdict", "counted here", "stated there"])
      for line in json["lines"].list where all || !["equal", "carried"].contains(line["verdict"].shown) {
        let area = places.name(of: line["area"].shown)
        table.add([
          line["indicator"].shown, area, line["verdict"].shown, line["count"].shown, line["stated_count"].shown,
        ])
      }
      let good = json["lines"].list.count { ["equal", "carried"].contains($0["verdict"].shown) }
      let head = "\(Words.count(good, "figure")) of \(json["lines"].list.count) agree"
      return table.isEmpty ? head : "\(head)\n\n\(table.text)"
    }
  }

  struct State: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "State to those above what has changed, whether its period has ended or not.",
      discussion: "A node states ended periods by itself; this is for those who cannot wait for the evening.")

    @OptionGroup var options: ClientOptions
    @Flag(help: "Only periods that have ended.")
    var ended = false

    func run() async throws {
      let client = try NodeClient(try await options.settings())
      let answer = try await client.send(.post, "/totals/roll-ups\(ended ? "?ended=true" : "")", body: .object([:]))
      let count = Int(answer.json["stated"].int ?? 0)
      Terminal.line(options.json ? answer.json.string : "Stated \(Words.count(count, "roll-up"))")
    }
  }

  struct Indicators: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List what is counted.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
      var table = Table(["indicator", "指标", "单位", "of"])
      for (type, indicator) in try await options.settings().catalog().indicators {
        table.add([indicator.name, indicator.title.zh, indicator.unit?.zh ?? "", type.name])
      }
      Terminal.line(table.text)
    }
  }
}
