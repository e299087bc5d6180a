// The command that runs one day of a whole city.
import ArgumentParser
import Foundation
import Simulation

struct City: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "city", abstract: "Runs one day of a whole city and prints what it came to.")

  @Option(help: "How many communities; townships and districts are those of the table.") var communities = 6_200
  @Option(help: "normal, or peak: ten-fold.") var load = CitySettings.Load.normal
  @Option(help: "The seed.") var seed: UInt64 = 1
  @Option(help: "The table of divisions.") var divisions = "ops/data/qingdao_tree.tsv"

  func run() throws {
    let table = try String(contentsOfFile: divisions, encoding: .utf8)
    let city = CityRun(CitySettings(seed: seed, load: load), tree: CityTree(table: table, communities: communities))
    let clock = ContinuousClock()
    let begin = clock.now
    city.progress = { line in
      FileHandle.standardError.write(Data("\(clock.now - begin) \(line)\n".utf8))
    }
    try city.run()
    print(city.report())
    print("\(load.rawValue) load, seed \(seed): \(clock.now - begin), hash \(String(city.trace.hash, radix: 16))")
  }
}

extension CitySettings.Load: ExpressibleByArgument {}
