// A city's store as its desks ask it, made once: a million hazards of half a year, most of them closed.
import ArgumentParser
import Catalog
import Foundation
import Merge
import Store

/// What making the store prints.
struct DeskFigures: Codable {
  var hazards = 0
  var open = 0
  var commits = 0
  var units = 0
  var townships = 0
  var fileBytes = 0
  var seconds = 0.0
  /// The first and the last moment, in milliseconds since 1970.
  var from: Int64 = 0
  var to: Int64 = 0
}

struct DeskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "desk",
    abstract: "Fills a city's store with half a year of hazards, as their authors' nodes make them.")

  @Option(help: "The records file; its texts are used again and again, put together anew.") var records: String
  @Option(help: "The units file of records.py --units.") var units: String
  @Option(help: "The store, as `gridward init` has made it.") var store: String
  @Option(help: "How many hazards.") var count = 1_000_000
  @Option(help: "How many of them are open at the end.") var open = 100_000
  @Option(help: "The last moment, in milliseconds since 1970; now when it is left out.") var end: Int64?

  func validate() throws {
    guard count > 0, (0...count / 5).contains(open) else {
      throw ValidationError("At most a fifth can be open: that is how many are of late.")
    }
  }

  func run() throws {
    let texts = try DeskTexts(Records.lines(records).map(\.record))
    let units = try DeskUnit.read(units)
    let place = try Store.open(path: store, catalog: .builtIn)
    let plan = DeskPlan(count: count, open: open, end: end ?? Int64(Date().timeIntervalSince1970 * 1_000))
    var city = DeskCity(plan: plan, units: units, texts: texts)
    let clock = ContinuousClock()
    let start = clock.now
    try city.fill(place)
    var figures = city.figures
    figures.seconds = (clock.now - start) / .seconds(1)
    let summary = try place.read { try $0.summary(types: ["hazard"]) }
    precondition(summary.records["hazard"] == count, "the store holds \(summary.records) of \(count)")
    figures.fileBytes = summary.fileBytes
    try place.close()
    try printJSON(figures)
  }
}

/// How much is made, and of which time.
struct DeskPlan {
  static let day: Int64 = 86_400_000
  static let days = 183
  /// China's clocks are eight hours ahead.
  private static let ahead: Int64 = 8 * 3_600_000

  let count: Int
  let open: Int
  let end: Int64

  /// Midnight in China at which a day begins, counted from 0; the last one is the day of `end`.
  func midnight(_ day: Int) -> Int64 {
    let last = (end + Self.ahead) / Self.day * Self.day - Self.ahead
    return last - Int64(Self.days - 1 - day) * Self.day
  }

  /// The day a moment lies in, from 0 to the last one.
  func day(of moment: Int64) -> Int {
    Int(max(0, min(Int64(Self.days - 1), (moment - midnight(0)) / Self.day)))
  }

  /// How many hazards are found until the end of a day.
  func count(until day: Int) -> Int { count * (day + 1) / Self.days }
}
