// Seeds: the same settings are the same run, on whatever thread and in whatever process.
import Foundation
import Simulation
import TestSupport
import Testing

@Suite struct SeedTests {
  private static func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(Program.built("gridward-simulate"), arguments, notes: .dropped)
  }

  @Test func `a stream gives the numbers it has always given, so that a seed written down is still its world`() {
    var (drawing, bounded) = (Draw(seed: 7, stream: "people 3"), Draw(seed: 7, stream: "people 3"))
    let numbers = (0..<3).map { _ in drawing.next() }
    #expect(numbers == [9_193_191_279_916_841_056, 692_382_968_660_355_611, 16_626_387_363_323_608_398])
    let below = (0..<8).map { _ in bounded.below(100) }
    #expect(below == [49, 3, 90, 76, 55, 39, 18, 6])
  }

  @Test func `one seed is one run`() {
    let first = World(Settings(seed: 7), name: "a")
    let second = World(Settings(seed: 7), name: "b")
    first.run()
    second.run()
    #expect(first.trace.hash == second.trace.hash)
  }

  @Test func `one seed is one run in two processes`() throws {
    let first = try Self.run("--seed", "11", "--trace")
    let second = try Self.run("--seed", "11", "--trace")
    #expect(first.status == 0)
    #expect(first.output == second.output)
    let world = World(Settings(seed: 11), name: "here")
    world.run()
    #expect(first.output.contains("trace hash \(Words.hex(world.trace.hash))"))
  }

  @Test func `seeds on several threads are the runs they are on one, reported in order`() {
    func hashes(threads: Int) -> [UInt64] {
      var found: [(seed: UInt64, hash: UInt64)] = []
      let campaign = Campaign(seeds: 20..<28, threads: threads) { Settings(seed: $0) }
      campaign.run { result in
        #expect(result.violation == nil, "seed \(result.settings.seed): \(result.violation!)")
        found.append((result.settings.seed, result.hash))
      }
      #expect(found.map(\.seed) == Array(20..<28))
      return found.map(\.hash)
    }
    #expect(hashes(threads: 1) == hashes(threads: 3))
  }

  /// A directive that an enterprise files about itself reaches nobody else's feeds.
  @Test func `people leave alone what a hostile enterprise alone may change`() throws {
    let run = try Self.run(
      "--seed", "328", "--nodes", "10", "--hours", "2", "--faults", "hostileChild", "--end-minutes", "120", "--absent",
      "2-3,5,7-9")
    #expect(run.status == 0, "\(run.output)")
  }

  /// A parent that had to take out what was made up acknowledged the author's own in the same round, of which it held nothing.
  @Test func `what only follows on what was taken out is not acknowledged`() throws {
    let run = try Self.run(
      "--seed", "905", "--nodes", "10", "--hours", "6", "--no-shrink", "--faults",
      "crash,cut,hostileChild,hostileMiddle,jumpingClock,nodeLoss,partition,reordering,tinySizes")
    #expect(run.status == 0, "\(run.output)")
  }

  /// A parent's clock stood still, and its child, whose own was right, believed it and began another incarnation in the past.
  @Test func `no incarnation is left on the word of a parent whom the machine's clock contradicts`() throws {
    let run = try Self.run("--seed", "462", "--nodes", "10", "--hours", "6", "--no-shrink")
    #expect(run.status == 0, "\(run.output)")
  }

  /// A machine's clock stood still, and for a while its parent's, which had stood still before, said the same.
  @Test func `two clocks that agree on a time long past may cost an incarnation`() throws {
    let run = try Self.run(
      "--seed", "4920", "--nodes", "10", "--hours", "6", "--no-shrink", "--faults",
      "crash,frozenClock,mixedCatalogs,partition", "--end-minutes", "286", "--absent", "5,8-9", "--omit", "2")
    #expect(run.status == 0, "\(run.output)")
  }

  /// A township withdrew a patrol again once the time was known; only its community, which waited, holds it too.
  @Test func `those who wait are told of what the end of a session has written`() throws {
    let run = try Self.run(
      "--seed", "4577", "--nodes", "9", "--hours", "1", "--no-shrink", "--faults", "mixedCatalogs,tinySizes,wrongClock",
      "--end-minutes", "52", "--absent", "3-7", "--omit", "1")
    #expect(run.status == 0, "\(run.output)")
  }

  /// A salvage puts what it finds on pages of their own behind the rest.
  @Test func `what a node has made before a salvage need not stand in that order`() throws {
    let run = try Self.run(
      "--seed", "1936", "--nodes", "10", "--hours", "6", "--no-shrink", "--faults",
      "crash,cut,hostileChild,hostileMiddle,loss,lyingFlush,oneWayPartition,restoredBackup")
    #expect(run.status == 0, "\(run.output)")
  }

  @Test func `no seed is begun when the time is over`() {
    var campaign = Campaign(seeds: 1..<1_000, threads: 1) { Settings(seed: $0) }
    campaign.timeLimit = .zero
    campaign.run { result in Issue.record("seed \(result.settings.seed) was begun") }
  }

  @Test(arguments: [["--faults", "flood"], ["--nodes", "1"], ["--seeds", "0"], ["situation", "nothing"]])
  func `a wrong command line ends with 64`(arguments: [String]) throws {
    let outcome = try Program.run(Program.built("gridward-simulate"), arguments, notes: .dropped)
    #expect(outcome.status == 64)
  }
}
